"""Decoding: greedy is the definition, a beam is a search, and what is forced is done."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from torch import Tensor

from playground.config.errors import ExampleError
from playground.models.decode import beam, greedy
from playground.models.seq2seq import Seq2Seq
from playground.tasks.pairs import END, PAD, START

SOURCE = torch.tensor([[3, 4, 5, 6], [6, 5, PAD, PAD], [4, PAD, PAD, PAD]])
LENGTHS = torch.tensor([4, 2, 1])
KINDS = list(product(("rnn", "lstm", "gru"), ("none", "additive", "dot")))
every_kind = pytest.mark.parametrize(("cell", "attention"), KINDS)


def model(cell: Any = "gru", attention: Any = "additive", *, seed: int = 0, target_size: int = 6) -> Seq2Seq:
    """Weights larger than the initial ones, so that answers differ and end."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = Seq2Seq(
            cell=cell,
            source_size=7,
            target_size=target_size,
            embedding_size=4,
            hidden_size=5,
            num_layers=2,
            bidirectional=True,
            attention=attention,
            dropout=0.5,
        ).double()
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.mul_(2.5)
    return network.eval()


def log_probability(network: Seq2Seq, source: Tensor, said: list[int]) -> float:
    """Of a whole answer, by reading it with the truth as its own teacher."""
    reads = torch.tensor([[START, *said[:-1]]])
    logits = network(source[None], torch.tensor([len(source)]), reads)[0]
    return float(sum(row.log_softmax(0)[one] for row, one in zip(logits, said, strict=True)))


def without_pads(ids: Tensor) -> list[int]:
    said: list[int] = ids.tolist()
    return said[: said.index(END) + 1] if END in said else said


@every_kind
def test_greedy_says_the_likeliest_token_after_what_it_said(cell: Any, attention: Any):
    network = model(cell, attention)
    ids, weights = greedy(network, SOURCE, LENGTHS, 6)
    for row, length in enumerate(LENGTHS.tolist()):
        said = without_pads(ids[row])
        assert ids[row, len(said) :].tolist() == [PAD] * (6 - len(said))
        reads = torch.tensor([[START, *said[:-1]]])
        answer = network.answer(SOURCE[row, None, :length], LENGTHS[row, None], reads)
        assert answer.logits[0].argmax(dim=1).tolist() == said
        if attention == "none":
            assert weights is None
        else:
            assert weights is not None
            assert answer.weights is not None
            torch.testing.assert_close(weights[row, : len(said), :length], answer.weights[0])
            assert (weights[row, len(said) :] == 0).all()


def test_some_answers_end_and_some_are_cut_off():
    """Or the tests around this one would see only half of what may happen."""
    ends = [
        END in row for seed in range(5) for row in greedy(model(seed=seed), SOURCE, LENGTHS, 6).ids.tolist()
    ]
    assert {True, False} == set(ends)


@every_kind
def test_a_beam_of_one_is_greedy(cell: Any, attention: Any):
    for seed in range(3):
        network = model(cell, attention, seed=seed)
        ids, _ = greedy(network, SOURCE, LENGTHS, 6)
        for row, length in enumerate(LENGTHS.tolist()):
            assert torch.equal(beam(network, SOURCE[row, :length], 6, 1), ids[row])


def best_of_all(network: Seq2Seq, most: int) -> list[int]:
    """Every answer there is, compared by its mean log probability."""
    every = torch.tensor(list(product(range(5), repeat=most)))  # (answers, most), some cut off
    reads = torch.cat([torch.full((len(every), 1), START), every[:, :-1]], dim=1)
    source, lengths = SOURCE[:1].expand(len(every), -1), LENGTHS[:1].expand(len(every))
    logits = network(source, lengths, reads).detach().log_softmax(dim=2)
    steps = logits.gather(2, every[:, :, None])[:, :, 0]  # (answers, most)
    counts = [len(without_pads(said)) for said in every]
    means = [float(step[:count].mean()) for step, count in zip(steps, counts, strict=True)]
    return without_pads(every[means.index(max(means))])


@every_kind
def test_a_beam_wide_enough_finds_the_best_of_all_answers(cell: Any, attention: Any):
    for seed in range(4):
        network = model(cell, attention, target_size=5, seed=seed)
        assert without_pads(beam(network, SOURCE[0], 4, 5**4)) == best_of_all(network, 4)


def test_the_best_answers_are_short_and_long():
    """Or the test above would say nothing about answers that end early, or about those that do not."""
    best = [best_of_all(model(cell, kind, target_size=5), 4) for cell, kind in KINDS]
    assert {1, 4} <= {len(said) for said in best}


def test_a_beam_can_find_a_better_answer_than_greedy():
    found = []
    for seed in range(10):
        network = model(seed=seed)
        answers = [without_pads(beam(network, SOURCE[0], 6, width)) for width in (1, 4)]
        with torch.no_grad():
            found.append([log_probability(network, SOURCE[0], said) / len(said) for said in answers])
    assert max(wide - narrow for narrow, wide in found) > 0.01


def test_a_forced_prefix_is_said_and_the_rest_follows_from_it():
    network = model()
    ids, _ = greedy(network, SOURCE, LENGTHS, 6, prefix=[5, 3])
    assert ids[:, :2].tolist() == [[5, 3]] * 3
    said = without_pads(ids[0])
    logits = network(SOURCE[:1], LENGTHS[:1], torch.tensor([[START, *said[:-1]]]))[0]
    assert logits[2:].argmax(dim=1).tolist() == said[2:]
    assert torch.equal(beam(network, SOURCE[0], 6, 1, prefix=[5, 3]), ids[0])
    assert beam(network, SOURCE[0], 6, 4, prefix=[5, 3])[:2].tolist() == [5, 3]
    assert beam(network, SOURCE[0], 6, 4, prefix=[5, END]).tolist() == [5, END, PAD, PAD, PAD, PAD]
    assert greedy(network, SOURCE, LENGTHS, 2, prefix=[5, 3, 4, 4]).ids.tolist() == [[5, 3]] * 3


@pytest.mark.parametrize("attention", ["additive", "dot"])
def test_even_attention_is_even_over_the_real_tokens(attention: Any):
    network = model(attention=attention)
    weights = greedy(network, SOURCE, LENGTHS, 6, prefix=[3] * 6, uniform=True).weights
    assert weights is not None
    for row, length in enumerate(LENGTHS.tolist()):
        expected = [1 / length] * length + [0.0] * (4 - length)
        assert weights[row].tolist() == [pytest.approx(expected)] * 6


@pytest.mark.parametrize("attention", ["additive", "dot"])
def test_forced_attention_is_all_on_one_position_at_its_step_alone(attention: Any):
    network, prefix = model(attention=attention), [3] * 6
    source, length = SOURCE[:1], LENGTHS[:1]
    free = greedy(network, source, length, 6, prefix=prefix).weights
    weights = greedy(network, source, length, 6, prefix=prefix, forced={2: 3}).weights
    assert free is not None
    assert weights is not None
    assert weights[0, 2].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert torch.equal(weights[0, :2], free[0, :2])
    assert not torch.allclose(weights[0, 3:], free[0, 3:])
    both = greedy(network, source, length, 6, prefix=prefix, uniform=True, forced={0: 1, 9: 0, -1: 2}).weights
    assert both is not None
    assert both[0].tolist() == [[0.0, 1.0, 0.0, 0.0], *[[0.25] * 4] * 5]


def test_what_is_forced_changes_the_answer_and_the_beam_obeys_as_well():
    changed = []
    for seed in range(5):
        network, source = model(seed=seed), SOURCE[0]
        free, _ = greedy(network, SOURCE[:1], LENGTHS[:1], 6)
        for how in ({"uniform": True}, {"forced": {0: 3, 1: 0}}):
            ids, _ = greedy(network, SOURCE[:1], LENGTHS[:1], 6, **how)  # type: ignore[arg-type]
            changed.append(not torch.equal(ids, free))
            assert torch.equal(beam(network, source, 6, 1, **how), ids[0])  # type: ignore[arg-type]
    assert any(changed)


def test_a_model_in_training_answers_without_dropout_and_stays_in_training():
    network = model()
    calm, _ = greedy(network, SOURCE, LENGTHS, 6)
    network.train()
    assert torch.equal(greedy(network, SOURCE, LENGTHS, 6).ids, calm)
    assert torch.equal(beam(network, SOURCE[0], 6, 1), calm[0])
    assert network.training
    assert all(parameter.grad is None for parameter in network.parameters())


def test_attention_that_cannot_be_moved_is_refused_in_a_sentence():
    with pytest.raises(ExampleError, match="no attention"):
        greedy(model(attention="none"), SOURCE, LENGTHS, 6, uniform=True)
    with pytest.raises(ExampleError, match="no attention"):
        beam(model(attention="none"), SOURCE[0], 6, 2, forced={0: 0})
    with pytest.raises(ExampleError, match="positions 0 to 3, not 4"):
        beam(model(), SOURCE[0], 6, 2, forced={0: 4})
    with pytest.raises(ExampleError, match="positions 0 to 0, not -1"):
        greedy(model(), SOURCE, LENGTHS, 6, forced={0: -1})
