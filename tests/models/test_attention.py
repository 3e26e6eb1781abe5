"""Both attentions are the papers' equations, written out in loops."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from playground.models.attention import AdditiveAttention, DotAttention

GENERATOR = torch.Generator().manual_seed(0)
LENGTHS = (5, 2, 1)
MASK = torch.arange(5) < torch.tensor(LENGTHS)[:, None]  # (3, 5)
Attention = AdditiveAttention | DotAttention


def random(*shape: int) -> Tensor:
    return torch.randn(shape, generator=GENERATOR, dtype=torch.float64)


def build(kind: Callable[[], Attention]) -> Attention:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return kind().double()


KINDS = pytest.mark.parametrize(
    ("kind", "query_size"),
    [
        (lambda: AdditiveAttention(3, 4, 6), 3),
        (lambda: DotAttention(4, 4), 4),
        (lambda: DotAttention(3, 4), 3),
    ],
    ids=["additive", "dot", "dot with a map"],
)


def weights_of(attention: Attention, query: Tensor, states: Tensor) -> Tensor:
    weights: Tensor = attention(query, attention.keys(states), MASK)
    return weights


def times(matrix: Tensor, vector: list[float]) -> list[float]:
    return [sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix.tolist()]


def score(attention: Attention, query: list[float], state: list[float]) -> float:
    """v^T tanh(W_q q + W_k k), or k^T W q."""
    if isinstance(attention, AdditiveAttention):
        both = zip(times(attention.query.weight, query), times(attention.key.weight, state), strict=True)
        return times(attention.score.weight, [math.tanh(one + other) for one, other in both])[0]
    mapped = query if attention.map is None else times(attention.map.weight, query)
    return sum(one * other for one, other in zip(mapped, state, strict=True))


@KINDS
def test_the_weights_are_the_softmax_of_the_papers_scores(kind: Callable[[], Attention], query_size: int):
    attention, query, states = build(kind), random(3, query_size), random(3, 5, 4)
    weights = weights_of(attention, query, states)
    for row, length in enumerate(LENGTHS):
        scores = [score(attention, query[row].tolist(), states[row, s].tolist()) for s in range(length)]
        total = sum(map(math.exp, scores))
        expected = [math.exp(one) / total for one in scores] + [0.0] * (5 - length)
        assert weights[row].tolist() == pytest.approx(expected, abs=1e-12)


@KINDS
def test_rows_sum_to_one_and_pads_have_exactly_nothing(kind: Callable[[], Attention], query_size: int):
    weights = weights_of(build(kind), 100 * random(3, query_size), 100 * random(3, 5, 4))
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(3, dtype=torch.float64))
    assert (weights[~MASK] == 0.0).all()
    assert weights[2, 0] == 1.0


@KINDS
def test_what_stands_in_the_pads_changes_nothing(kind: Callable[[], Attention], query_size: int):
    attention, query, states = build(kind), random(3, query_size), random(3, 5, 4)
    other = torch.where(MASK[:, :, None], states, 1e6)
    assert torch.equal(weights_of(attention, query, states), weights_of(attention, query, other))


@KINDS
def test_permuted_states_have_permuted_weights(kind: Callable[[], Attention], query_size: int):
    attention, query, states = build(kind), random(1, query_size), random(1, 5, 4)
    order, everywhere = torch.tensor([3, 0, 4, 1, 2]), torch.ones(1, 5, dtype=torch.bool)
    weights = attention(query, attention.keys(states), everywhere)
    permuted = attention(query, attention.keys(states[:, order]), everywhere)
    torch.testing.assert_close(permuted, weights[:, order], rtol=0, atol=1e-14)
    assert not torch.allclose(permuted, weights)


@KINDS
def test_gradients_reach_the_query_the_states_and_every_parameter_and_stay_finite(
    kind: Callable[[], Attention], query_size: int
):
    attention = build(kind)
    query, states = random(3, query_size).requires_grad_(), random(3, 5, 4).requires_grad_()
    (weights_of(attention, query, states) * random(3, 5)).sum().backward()
    for gradient in (query.grad, states.grad, *(one.grad for one in attention.parameters())):
        assert gradient is not None
        assert gradient.isfinite().all()
        assert gradient.abs().max() > 0


def test_a_map_is_learned_only_where_the_sizes_differ():
    assert [name for name, _ in DotAttention(4, 4).named_parameters()] == []
    assert [tuple(one.shape) for one in DotAttention(3, 4).parameters()] == [(4, 3)]
