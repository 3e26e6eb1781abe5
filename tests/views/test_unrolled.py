"""The strip of the unrolled network shows what torch computes, for one example of each problem."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.probes.decoded import DecodedProbe
from playground.probes.read import read
from playground.probes.requests import AnswersProbe
from playground.tasks import PROBLEMS
from playground.training.trainer import Trainer
from playground.views.address import written
from playground.views.drawings.unrolled import (
    FIRST_COLUMNS,
    LAST_COLUMNS,
    MOST_UNITS,
    Row,
    shown_columns,
    some_units,
    unrolled,
)
from playground.views.paint import paint
from playground.views.registry import VIEWS
from playground.views.view_state import ViewState

STEPS = 3
SMALL = {"model.hidden_size": 12}


def trained(name: str, **changes: Any) -> Trainer:
    trainer = Trainer(edited(PROBLEMS[name].preset, SMALL | changes))
    trainer.run(STEPS)
    return trainer


def strip(trainer: Trainer, **look: Any) -> dict[str, Any]:
    state = replace(ViewState(), own_task=trainer.config.task, **look)
    text = written("unrolled", "en", state, VIEWS["unrolled"].uses, trainer.config)
    (part,) = json.loads(paint(text, trainer))
    assert part["name"] == "unrolled"
    data: dict[str, Any] = part["data"]
    return data


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_its_states_are_those_of_torchs_own_module(cell):
    trainer = trained("sine", **{"model.cell": cell, "model.bidirectional": True})
    x = trainer.test_x[:1]
    with torch.no_grad():
        whole = trainer.network.recurrent(trainer.network.read_in(x)[0])[0][0]
    forward, backward = whole.chunk(2, dim=1)
    rows = strip(trainer)["rows"]
    assert [row["backward"] for row in rows] == [False, True]
    for row, states in zip(rows, (forward, backward), strict=True):
        np.testing.assert_allclose(row["states"], some_units(states.numpy(), MOST_UNITS), atol=6e-4)


def test_the_forecast_lands_on_the_curve_of_its_inputs():
    trainer = trained("sine")
    data = strip(trainer, own_example=5)
    with torch.no_grad():
        said = float(trainer.answers(trainer.test_x[5:6])[0, 0])
    assert data["numbers"] == [[pytest.approx(float(one), abs=6e-4)] for one in trainer.test_x[5, :, 0]]
    assert data["end"]["value"] == pytest.approx(said, abs=6e-4)
    assert data["end"]["target"] == pytest.approx(float(trainer.test_y[5, 0]), abs=6e-4)


@pytest.mark.parametrize("name", ["sum-sign", "recall", "sentiment"])
def test_a_class_is_the_one_of_the_table_of_answers(name):
    trainer = trained(name)
    data = strip(trainer)
    names = tasks.dataset(trainer.config.task).answer.names
    values = np.ravel(read(AnswersProbe(config=trainer.config, step=trainer.step), trainer).values[0])
    decided = int(values[0] > 0.5) if len(values) == 1 else int(values.argmax())
    true = names[int(np.ravel(trainer.test_y[0].numpy())[0])]
    assert (data["end"]["said"], data["end"]["right"]) == (names[decided], true)
    assert data["end"]["isRight"] == (names[decided] == true)
    assert data["each"] == []


@pytest.mark.parametrize("name", ["parity", "tagging", "copying", "characters"])
def test_where_each_time_step_has_an_answer_it_stands_over_its_own(name):
    trainer = trained(name)
    data = strip(trainer)
    assert data["end"] is None
    reading = read(AnswersProbe(config=trainer.config, step=trainer.step), trainer)
    told = [one for one in data["each"] if one is not None]
    places = [at for at, one in enumerate(data["each"]) if one is not None]
    if reading.correct is not None:
        assert [one["isRight"] for one in told] == [bool(reading.correct[0][at]) for at in places]
    assert len(data["each"]) == len(data["rows"][0]["states"])


def test_letters_that_are_one_feature_each_are_shown_as_letters():
    data = strip(trained("copying"))
    assert data["numbers"] is None
    letters = [at for at, one in enumerate(data["each"]) if one is not None]
    assert [data["tokens"][at] for at in letters] == ["?"] * len(letters)
    assert data["tokens"][letters[0] - 1] == "."


def test_a_decoder_stands_behind_its_encoder_and_reads_what_it_said():
    trainer = trained("reverse")
    data = strip(trainer)
    reading = read(DecodedProbe(config=trainer.config, step=trainer.step, example=0), trainer)
    source, said = len(reading.source), len(reading.said)
    assert [one is None for one in data["each"]] == [True] * source + [False] * said
    encoder, decoder = data["rows"][0]["states"], data["rows"][-1]["states"]
    assert all(encoder[:source])
    assert not any(encoder[source:])
    assert all(decoder[source:])
    assert not any(decoder[:source])
    words = [one["said"] for one in data["each"][source:]]
    assert data["tokens"][source + 1 :] == words[: len(data["tokens"]) - source - 1]


def test_an_own_sequence_has_an_answer_and_nobody_says_what_is_right():
    data = strip(trained("sum-sign"), own_text=" ".join(["1"] * 10))
    assert (data["end"]["right"], data["end"]["isRight"]) == ("", None)
    assert data["numbers"] == [[1]] * 10


def test_of_a_long_sequence_the_first_and_the_last_time_steps_are_shown():
    assert shown_columns(48) == list(range(48))
    columns = shown_columns(100)
    assert columns == [*range(FIRST_COLUMNS), *range(100 - LAST_COLUMNS, 100)]
    states = np.arange(100, dtype=np.float32)[:, None] / 100
    data = unrolled(inputs=states, rows=[Row(states=states, slot=0)], cell="rnn", alt="")["data"]
    assert data["skipped"] == 100 - len(columns)
    assert [state[0] for state in data["rows"][0]["states"]] == [column / 100 for column in columns]


def test_many_units_are_spread_over_all_and_few_are_all_there():
    wide = np.arange(256, dtype=np.float32)[None]
    shown = some_units(wide, MOST_UNITS)[0]
    assert (shown[0], shown[-1], len(shown)) == (0, 255, MOST_UNITS)
    assert some_units(wide[:, :3], MOST_UNITS).tolist() == [[0, 1, 2]]


def test_a_diverged_network_is_drawn_too():
    config = edited(RunConfig(), {"training.lr": 100.0, "training.optimizer": "sgd"})
    trainer = Trainer(config)
    trainer.run(30)
    json.dumps(strip(trainer), allow_nan=False)
