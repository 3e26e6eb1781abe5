"""The weights start as the papers say, gate by gate, the same for fused and written-out cells."""

from __future__ import annotations

from itertools import product
from math import sqrt
from pathlib import Path
from typing import get_args

import pytest
import torch
from torch import Tensor, nn

from playground.config import Cell, ModelConfig
from playground.models.initialise import Weights, recurrent_weights
from playground.models.network import Network
from playground.models.seq2seq import Seq2Seq
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


@pytest.mark.parametrize(("cell", "bidirectional"), CASES)
def test_what_the_glossary_says_of_torchs_initial_weights_is_so(cell: Cell, bidirectional: bool):
    """Recurrent layers within 1/sqrt(h), the head within 1/sqrt of what it reads, embeddings from N(0, 1)."""
    glossary = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
    (told,) = (line for line in glossary.splitlines() if line.startswith("**PyTorch's default**"))
    for part in ("−1/√h and 1/√h", "sum of two", "−1/√n and 1/√n", "2h for the head", "standard deviation 1"):
        assert part in told
    h, words = 64, 500
    config = ModelConfig(
        cell=cell, hidden_size=h, num_layers=2, bidirectional=bidirectional, embedding_size=16
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = Network(config, 1, 40, every_step=False, tokens=words)
    for one in recurrent_weights(network.recurrent, config):
        for tensor in (one.input, one.state, *one.biases):
            sums = cell == "by-hand" and tensor.ndim == 1
            require_even(tensor, (2 if sums else 1) / sqrt(h), fills=not sums)
    assert network.head.in_features == h * config.num_directions
    require_even(network.head.weight, 1 / sqrt(network.head.in_features))
    table = network.embedding.weight.detach()
    assert not table[0].any()
    assert table[1:].mean().item() == pytest.approx(0.0, abs=0.05)
    assert table[1:].std().item() == pytest.approx(1.0, abs=0.05)
    assert table.abs().max() > 3


@pytest.mark.parametrize("attention", ["additive", "dot"])
def test_so_it_is_of_an_encoder_and_a_decoder(attention: str):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = Seq2Seq(
            cell="lstm",
            source_size=300,
            target_size=300,
            embedding_size=16,
            hidden_size=64,
            num_layers=2,
            bidirectional=True,
            attention=attention,  # type: ignore[arg-type]
        )
    linear = [module for module in network.modules() if isinstance(module, nn.Linear)]
    assert len(linear) >= 4
    for module in linear:
        require_even(module.weight, 1 / sqrt(module.in_features), fills=module.weight.numel() > 500)
    for recurrent in (network.encoder, network.decoder):
        for tensor in recurrent.parameters():
            require_even(tensor, 1 / sqrt(64))
    for table in (network.source_embedding, network.target_embedding):
        assert table.weight.std().item() == pytest.approx(1.0, abs=0.05)


def require_even(tensor: Tensor, bound: float, *, fills: bool = True) -> None:
    """All numbers within `bound`, and as far apart as numbers drawn evenly are."""
    assert tensor.abs().max() <= bound
    if fills:
        assert tensor.abs().max() > 0.9 * bound
        assert tensor.std().item() == pytest.approx(bound / sqrt(3), rel=0.15)
