"""What is counted without torch is what torch holds."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import get_args

import pytest

from playground import tasks
from playground.config import Attention, Cell, ModelConfig, TaskConfig
from playground.models.build import build
from playground.models.network import Network
from playground.models.shapes import GATES, head_width, layer_input_size, parameter_count, parts, parts_for

CASES = list(product(get_args(Cell), (1, 2, 4), (False, True), (False, True)))


@pytest.mark.parametrize(("cell", "layers", "bidirectional", "norm"), CASES)
@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (9, 5)])
def test_names_shapes_and_counts_are_torchs(
    cell: Cell, layers: int, bidirectional: bool, norm: bool, inputs: int, outputs: int
):
    config = ModelConfig(
        cell=cell, hidden_size=6, num_layers=layers, bidirectional=bidirectional, head_batch_norm=norm
    )
    tokens = 30 if inputs == 1 else 0
    network = Network(config, inputs, outputs, every_step=False, tokens=tokens)
    held = {name: tuple(parameter.shape) for name, parameter in network.named_parameters()}
    found = parts(config, inputs, outputs, tokens)
    assert {tensor.name: tensor.shape for part in found for tensor in part.tensors} == held
    assert sum(part.count for part in found) == sum(prod(shape) for shape in held.values())
    read = config.embedding_size if tokens else inputs
    assert network.recurrent(network.head.weight.new_zeros(2, 3, read))[0].shape[2] == head_width(config)


@pytest.mark.parametrize("attention", get_args(Attention))
@pytest.mark.parametrize(
    ("cell", "layers", "bidirectional"), list(product(("rnn", "lstm", "gru"), (1, 3), (False, True)))
)
def test_a_translators_names_shapes_order_and_counts_are_torchs(
    cell: Cell, layers: int, bidirectional: bool, attention: Attention
):
    data = tasks.dataset(TaskConfig(name="numbers", length=2, examples=500))
    config = ModelConfig(
        cell=cell, hidden_size=6, num_layers=layers, bidirectional=bidirectional, attention=attention
    )
    held = {name: tuple(parameter.shape) for name, parameter in build(config, data).named_parameters()}
    found = parts_for(config, data)
    assert {tensor.name: tensor.shape for part in found for tensor in part.tensors} == held
    assert parameter_count(config, data) == sum(prod(shape) for shape in held.values())
    for part in found:
        assert eval(part.formula.replace("×", "*"), {}) == part.count


@pytest.mark.parametrize(("cell", "layers", "bidirectional", "norm"), CASES)
def test_each_parts_formula_says_its_count(cell: Cell, layers: int, bidirectional: bool, norm: bool):
    config = ModelConfig(
        cell=cell, hidden_size=7, num_layers=layers, bidirectional=bidirectional, head_batch_norm=norm
    )
    for part in parts(config, 3, 2):
        assert eval(part.formula.replace("×", "*"), {}) == part.count


@pytest.mark.parametrize("cell", get_args(Cell))
def test_the_textbook_formula_counts_a_layer(cell: Cell):
    config = ModelConfig(cell=cell, hidden_size=32)
    k, biases = GATES[cell], 1 if cell == "by-hand" else 2
    assert parts(config, 5, 1)[0].count == k * 32 * (5 + 32 + biases)


def test_an_upper_layer_reads_every_direction_of_the_one_below():
    config = ModelConfig(hidden_size=5, num_layers=2, bidirectional=True)
    assert [layer_input_size(config, layer, 3) for layer in (0, 1)] == [3, 10]
    assert [(part.layer, part.backward) for part in parts(config, 3, 1)] == [
        (0, False),
        (0, True),
        (1, False),
        (1, True),
        (None, False),
    ]
