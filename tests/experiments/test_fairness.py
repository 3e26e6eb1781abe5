"""Runs that are compared are as alike as they are said to be."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import product
from typing import get_args

import pytest
import torch

from playground import tasks
from playground.config import Cell, RunConfig, value_of
from playground.config.errors import ConfigError
from playground.config.model import MAX_UNITS
from playground.experiments.edits import edited
from playground.experiments.fairness import differences, equal_parameters
from playground.models.build import build
from playground.models.shapes import parameter_count
from playground.training import plan
from playground.training.trainer import Trainer, example_order

SINE = tasks.problem("sine").preset
CASES = [
    *product(("adding", "recall", "sentiment"), get_args(Cell), get_args(Cell)),
    *product(("reverse",), ("rnn", "lstm", "gru"), ("rnn", "lstm", "gru")),
]
"""The cell by hand has no decoder."""


def lane(problem: str, cell: Cell, size: int, layers: int = 1) -> RunConfig:
    config = tasks.problem(problem).preset
    model = replace(config.model, cell=cell, hidden_size=size, num_layers=layers, forget_bias=None)
    return replace(config, model=model)


def parameters(config: RunConfig, size: int | None = None) -> int:
    model = replace(config.model, hidden_size=size or config.model.hidden_size)
    return parameter_count(model, tasks.dataset(config.task))


@pytest.mark.parametrize(("problem", "one", "other"), CASES)
@pytest.mark.parametrize("layers", [1, 2])
def test_no_other_hidden_size_is_nearer_to_the_first_lanes_parameters(
    problem: str, one: Cell, other: Cell, layers: int
):
    for size in (16, 23, 64, 128):
        first, second = equal_parameters([lane(problem, one, size, layers), lane(problem, other, 99, layers)])
        assert first == lane(problem, one, size, layers)
        wanted, found = parameters(first), second.model.hidden_size
        sizes = range(max(1, found - 1), min(MAX_UNITS, found + 1) + 1)
        nearest = min(abs(parameters(second, near) - wanted) for near in sizes)
        assert abs(parameters(second) - wanted) == nearest


@pytest.mark.parametrize(("one", "other"), list(product(("rnn", "lstm", "gru"), repeat=2)))
def test_large_networks_are_within_2_percent(one: Cell, other: Cell):
    for size, layers in product((100, 128), (1, 2)):
        first, second = equal_parameters(
            [lane("adding", one, size, layers), lane("adding", other, 1, layers)]
        )
        assert abs(parameters(second) / parameters(first) - 1) <= 0.02


def test_the_parameters_are_the_ones_torch_holds():
    lanes = equal_parameters([lane("sine", cell, 32) for cell in ("lstm", "rnn", "gru")])
    held = [
        sum(p.numel() for p in build(config.model, tasks.dataset(config.task)).parameters())
        for config in lanes
    ]
    assert held[0] == 4513
    assert max(abs(count - held[0]) for count in held) <= 0.02 * held[0]
    assert [config.model.hidden_size for config in lanes] == [32, 65, 37]


def test_a_size_stays_within_what_a_network_may_have():
    large, capped = equal_parameters([lane("sine", "lstm", MAX_UNITS), lane("sine", "rnn", 8)])
    assert (large.model.hidden_size, capped.model.hidden_size) == (MAX_UNITS, MAX_UNITS)
    assert equal_parameters([lane("sine", "rnn", 1), lane("sine", "lstm", 8)])[1].model.hidden_size == 1


def test_only_the_hidden_size_changes_and_equal_cells_get_the_same():
    lanes = [edited(SINE, {"model.cell": cell, "training.lr": 0.01}) for cell in ("gru", "gru", "rnn")]
    lanes[1] = edited(lanes[1], {"model.hidden_size": 7})
    equal = equal_parameters(lanes)
    assert equal[1] == equal[0]
    assert edited(equal[2], {"model.hidden_size": SINE.model.hidden_size}) == lanes[2]
    assert equal_parameters([]) == ()
    assert equal_parameters(lanes[:1]) == (lanes[0],)


def test_sizes_that_are_only_tried_need_not_fit_into_memory_and_the_one_found_must():
    tiny = replace(lane("reverse", "rnn", 8), training=replace(SINE.training, batch_size=None))
    assert equal_parameters([tiny, replace(tiny, model=replace(tiny.model, cell="gru"))])[1] != tiny
    large = lane("reverse", "lstm", 200)
    with pytest.raises(ConfigError, match="memory"):
        equal_parameters([large, replace(tiny, model=replace(tiny.model, hidden_size=16))])


def test_differences_are_the_settings_that_are_not_the_same_in_all_lanes():
    lanes = [
        SINE,
        edited(SINE, {"model.cell": "gru", "training.seed": 3}),
        edited(SINE, {"task.noise": 0.1, "model.hidden_size": 8}),
    ]
    found = differences(lanes)
    assert found[1] == {
        "task.noise": 0.0,
        "model.cell": "gru",
        "model.hidden_size": 32,
        "training.seed": 3,
    }
    assert [list(one) for one in found] == [
        ["task.noise", "model.cell", "model.hidden_size", "training.seed"]
    ] * 3
    for config, values in zip(lanes, found, strict=True):
        assert edited(lanes[0], values) == config
        assert values == {path: value_of(config, path) for path in values}


def test_lanes_that_are_the_same_differ_in_nothing():
    assert differences([SINE, SINE]) == ({}, {})
    assert differences([SINE]) == ({},)
    assert differences([]) == ()


def batch_hash(config: RunConfig) -> str:
    """SHA-256 of the numbers of all training examples in the order in which a run reads them."""
    digest, examples = hashlib.sha256(), len(tasks.dataset(config.task).train_x)
    size = plan.batch_size(config.training, examples)
    for epoch in range(config.training.epochs):
        for batch in example_order(config.training.seed, epoch, examples).split(size):
            digest.update(f"{batch.tolist()}".encode())
    return digest.hexdigest()


def batches_seen(config: RunConfig, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, of what a trainer really reads; every example is its own number."""
    digest, give = hashlib.sha256(), Trainer._batch
    trainer = Trainer(config)
    numbers = torch.arange(len(trainer.train_x))
    given: list[list[int]] = []

    def noted(self: Trainer) -> tuple[torch.Tensor, torch.Tensor]:
        x, y = give(self)
        same = (x[:, None] == trainer.train_x[None]).flatten(2).all(dim=2)  # (batch, examples)
        assert (same.sum(dim=1) == 1).all()
        given.append((same * numbers).sum(dim=1).tolist())
        return x, y

    monkeypatch.setattr(Trainer, "_batch", noted)
    trainer.run(10_000)
    monkeypatch.undo()
    for batch in given:
        digest.update(f"{batch}".encode())
    return digest.hexdigest()


def test_every_lane_trains_on_the_same_batches_in_the_same_order(monkeypatch: pytest.MonkeyPatch):
    short = {"training.epochs": 3, "training.batch_size": 32, "task.examples": 100, "task.length": 10}
    adding = edited(tasks.problem("adding").preset, short)
    lanes = equal_parameters([edited(adding, {"model.cell": cell}) for cell in ("rnn", "lstm", "gru")])
    assert len({config.model.hidden_size for config in lanes}) == 3
    assert {batches_seen(config, monkeypatch) for config in lanes} == {batch_hash(adding)}
    for path, value in (("training.seed", 1), ("training.batch_size", 16), ("training.epochs", 4)):
        assert batch_hash(edited(adding, {path: value})) != batch_hash(adding)
