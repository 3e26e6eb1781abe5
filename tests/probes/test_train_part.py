"""The train part is scored as torch scores it, beside the test part at the same step."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground.experiments.edits import edited
from playground.probes.read import read
from playground.probes.requests import PartScore, TrainPartProbe
from playground.probes.train_part import LEAST, read_of
from playground.tasks import PROBLEMS
from playground.tasks.answers import NO_TARGET
from playground.training.teaching import read_pairs
from playground.training.trainer import Trainer
from playground.views.address import written
from playground.views.paint import paint
from playground.views.registry import VIEWS
from playground.views.view_state import ViewState

KINDS = (
    "adding",
    "sum-sign",
    "recall",
    "parity",
    "sentiment",
    "tagging",
    "copying",
    "sine",
    "characters",
    "copy",
)


def trained(name: str, steps: int = 3, **changes: Any) -> Trainer:
    trainer = Trainer(edited(PROBLEMS[name].preset, {"model.hidden_size": 8} | changes))
    trainer.run(steps)
    return trainer


def scored(trainer: Trainer) -> PartScore:
    found: PartScore = read(TrainPartProbe(config=trainer.config, step=trainer.step), trainer)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_loss_and_right_answers_are_those_of_the_examples_that_are_read(name: str):
    trainer = trained(name)
    found, data = scored(trainer), trainer.dataset
    places = read_of(len(data.train_x), len(data.test_x))
    x, y = torch.tensor(data.train_x[places]), torch.tensor(data.train_y[places])
    module = trainer.module.eval()
    with torch.no_grad():
        given = read_pairs(x, y) if data.kind == "pair" else (x,)
        outputs = torch.cat(
            [module(*(one[n : n + 100] for one in given)) for n in range(0, len(x), 100)]
        ).double()
    if data.answer.loss == "mse":
        expected = float(((outputs - y) ** 2).mean())
        right = None
    elif data.answer.loss == "bce":
        expected = float(functional.binary_cross_entropy_with_logits(outputs, y.double()))
        right = float(((outputs > 0) == (y > 0)).double().mean())
    else:
        asked = y != NO_TARGET
        logs = outputs.log_softmax(dim=-1)[asked]
        expected = float(-logs.gather(1, y[asked][:, None]).mean())
        right = float((logs.argmax(dim=1) == y[asked]).double().mean())
    assert found.loss == pytest.approx(expected, rel=1e-5)
    assert found.right == (None if right is None else pytest.approx(right, abs=1e-9))
    assert found.examples == len(places)


def test_a_large_train_part_is_read_in_part_and_a_small_one_whole():
    assert read_of(30, 1000).tolist() == list(range(30))
    assert len(read_of(5000, 1000)) == 1000
    spread = read_of(5000, 20)
    assert len(spread) == LEAST
    assert spread[[0, -1]].tolist() == [0, 4999]
    assert np.diff(spread).min() > 0


def rows(trainer: Trainer) -> dict[str, list[str]]:
    state = replace(ViewState(), own_task=trainer.config.task)
    text = written("learning", "en", state, VIEWS["learning"].uses, trainer.config)
    (found,) = [
        part for part in json.loads(paint(text, trainer)) if part.get("head", [""])[0].startswith("At step")
    ]
    return {row[0]: row[1:] for row in found["rows"]}


def test_a_network_that_learns_noise_by_heart_is_right_on_the_train_part_alone():
    changes = {"task.examples": 60, "model.hidden_size": 32, "training.lr": 0.01, "training.epochs": 200}
    trainer = trained("noise", 1500, **changes)
    train, test = rows(trainer).items()
    count = len(trainer.train_x)
    assert train[0] == f"Train part, {count} examples"
    assert test[0] == f"Test part, {len(trainer.test_x)} examples"
    assert float(train[1][1].strip("%")) > 95
    assert float(test[1][1].strip("%")) < 90


def test_what_is_read_of_a_large_train_part_is_said():
    trainer = trained("sum-sign", **{"task.examples": 5000, "task.train_share": 0.9})
    first = next(iter(rows(trainer)))
    assert first == f"Train part, 500 of {len(trainer.train_x)} examples, evenly spread"


def test_of_a_forecast_the_error_stands_in_the_series_own_unit():
    trainer = trained("airline")
    answer, (train, _test) = trainer.dataset.answer, rows(trainer).values()
    loss, error = (float(one.replace(",", "")) for one in train)
    assert error == pytest.approx(loss**0.5 * answer.series.scale.std, rel=0.02)
