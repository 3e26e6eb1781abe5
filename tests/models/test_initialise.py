"""The weights start as the papers say, gate by gate, the same for fused and written-out cells."""

from __future__ import annotations

from itertools import product
from math import sqrt
from typing import get_args

import pytest
import torch
from torch import Tensor

from playground.config import Cell, ModelConfig
from playground.models.initialise import Weights, recurrent_weights
from playground.models.network import Network
from playground.models.shapes import GATES, layer_input_size

CASES = list(product(get_args(Cell), (False, True)))


def build(config: ModelConfig, seed: int = 0) -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Network(config, 3, 1, every_step=False)


def weights(config: ModelConfig) -> list[Weights]:
    return list(recurrent_weights(build(config).recurrent, config))


def gates(matrix: Tensor, cell: Cell) -> tuple[Tensor, ...]:
    found = matrix.chunk(GATES[cell])
    assert len(found) == GATES[cell]
    return found


@pytest.mark.parametrize(("cell", "bidirectional"), CASES)
def test_orthogonal_state_weights_keep_lengths_gate_by_gate(cell: Cell, bidirectional: bool):
    config = ModelConfig(
        cell=cell, hidden_size=8, num_layers=2, bidirectional=bidirectional, initialisation="orthogonal"
    )
    found = weights(config)
    assert len(found) == 2 * config.num_directions
    for one in found:
        for gate in gates(one.state, cell):
            torch.testing.assert_close(gate.T @ gate, torch.eye(8), atol=1e-5, rtol=0)


@pytest.mark.parametrize("cell", ["rnn", "by-hand"])
def test_identity_keeps_the_state_as_it_is(cell: Cell):
    config = ModelConfig(cell=cell, nonlinearity="relu", num_layers=2, initialisation="identity")
    for one in weights(config):
        assert torch.equal(one.state, torch.eye(32))
        assert all(not bias.any() for bias in one.biases)


@pytest.mark.parametrize(("cell", "bidirectional"), CASES)
def test_xavier_fills_its_bounds_gate_by_gate(cell: Cell, bidirectional: bool):
    config = ModelConfig(
        cell=cell, hidden_size=64, num_layers=2, bidirectional=bidirectional, initialisation="xavier"
    )
    for number, one in enumerate(weights(config)):
        inputs = layer_input_size(config, number // config.num_directions, 3)
        for matrix, width in ((one.input, inputs), (one.state, 64)):
            bound = sqrt(6 / (width + 64))
            for gate in gates(matrix, cell):
                assert gate.abs().max() <= bound
                assert gate.abs().max() > 0.9 * bound
                assert gate.std().item() == pytest.approx(bound / sqrt(3), rel=0.15)
        assert all(not bias.any() for bias in one.biases)


@pytest.mark.parametrize("initialisation", ["torch", "xavier", "orthogonal"])
@pytest.mark.parametrize("bias", [-2.0, 0.0, 1.0])
def test_the_two_forget_gate_biases_add_up_to_the_one_asked_for(initialisation: str, bias: float):
    config = ModelConfig(
        hidden_size=5,
        num_layers=2,
        bidirectional=True,
        forget_bias=bias,
        initialisation=initialisation,  # type: ignore[arg-type]
    )
    plain = ModelConfig(
        hidden_size=5,
        num_layers=2,
        bidirectional=True,
        initialisation=initialisation,  # type: ignore[arg-type]
    )
    for one, other in zip(weights(config), weights(plain), strict=True):
        total, before = sum(one.biases), sum(other.biases)
        assert isinstance(total, Tensor)
        assert isinstance(before, Tensor)
        assert torch.equal(total[5:10], torch.full((5,), bias))  # torch's order is i f g o
        assert torch.equal(total[:5], before[:5])
        assert torch.equal(total[10:], before[10:])


def test_the_forget_gate_of_a_fresh_lstm_with_bias_keeps_more():
    """With no input and a small state, f = sigmoid(bias): the cell state decays by it each step."""
    for bias, kept in ((0.0, 0.5), (1.0, 0.7310586)):
        network = build(ModelConfig(hidden_size=4, forget_bias=bias, initialisation="xavier"))
        _, (_, c) = network.recurrent(
            torch.zeros(1, 1, 3), (torch.zeros(1, 1, 4), torch.full((1, 1, 4), 0.1))
        )
        torch.testing.assert_close(c, torch.full((1, 1, 4), 0.1 * kept))


@pytest.mark.parametrize("initialisation", ["torch", "xavier", "orthogonal", "identity"])
def test_the_written_out_rnn_starts_with_the_same_numbers_as_the_fused_one(initialisation: str):
    both = [
        weights(
            ModelConfig(
                cell=cell,
                nonlinearity="relu",
                num_layers=2,
                bidirectional=True,
                initialisation=initialisation,  # type: ignore[arg-type]
            )
        )
        for cell in ("rnn", "by-hand")
    ]
    for fused, mine in zip(*both, strict=True):
        assert torch.equal(fused.input, mine.input)
        assert torch.equal(fused.state, mine.state)
        torch.testing.assert_close(sum(fused.biases), sum(mine.biases))


def test_initialising_leaves_no_gradient_history_and_the_head_alone():
    plain, other = build(ModelConfig()), build(ModelConfig(forget_bias=1.0))
    assert torch.equal(plain.head.weight, other.head.weight)
    assert all(parameter.is_leaf and parameter.requires_grad for parameter in other.parameters())
