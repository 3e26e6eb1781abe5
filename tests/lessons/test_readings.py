"""Numbers that a text tells of a network: they are the cell's own, and laws hold between them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground import tasks
from playground.experiments import links
from playground.films.inline import InlineEngine
from playground.lessons import readings
from playground.lessons.facts import NOT_TRAINED, filled, read_in
from playground.lessons.readings import Place
from playground.models.hold import Hold
from playground.probes.inside import GradientsReading, WhatIfProbe
from playground.probes.requests import ForecastReading, FreeRunReading
from playground.tasks.answers import NextPoint
from tests.lessons.trained import trained

ONE_UNIT = links.decode("problem=sum-sign&model.hidden_size=1&model.initialisation=xavier&training.seed=3")
SINE = links.decode("problem=sine&task.examples=200")
ENGINE = InlineEngine()


def read(name: str, place: Place) -> float:
    reply = ENGINE.probe(readings.probe_of(name, place))
    return readings.value_in(reply.value, name, place)


def test_a_hidden_state_comes_out_as_a_pencil_finds_it() -> None:
    place = Place(config=ONE_UNIT, step=0, own_text="1 0 0 0")
    w, u, b = (read(f"unit.{name}", place) for name in ("w.1", "u.2", "b"))
    h = 0.0
    for t, x in enumerate((1, 0, 0, 0), start=1):
        assert read(f"unit.x.{t}", place) == x
        assert read(f"unit.h_before.{t}", place) == pytest.approx(h, abs=1e-6)
        assert read(f"unit.sum.{t}", place) == pytest.approx(w * x + u * h + b, abs=1e-6)
        h = math.tanh(w * x + u * h + b)
        assert read(f"unit.h.{t}", place) == pytest.approx(h, abs=1e-6)


def test_where_tanh_is_not_bent_the_gradient_dies_by_the_closed_form() -> None:
    place = Place(config=ONE_UNIT, step=0, own_text=" ".join("0" * 20))
    left = read("gradient_left", place)
    assert left == pytest.approx(read("radius", place) ** 19, rel=1e-5)
    assert left == pytest.approx(read("closed_form", place), rel=1e-5)


@pytest.mark.parametrize("late", [0, 1, 3])
def test_a_forecast_is_as_late_as_it_was_shifted(late: int) -> None:
    series = tasks.dataset(SINE.task).answer_as(NextPoint).series
    shifted = ForecastReading(
        one_step=series.values[series.window - late : len(series.values) - late], free_run=np.zeros(0)
    )
    assert readings.value_in(shifted, "late", Place(config=SINE, step=0)) == late


def test_a_free_run_that_has_settled_does_not_swing() -> None:
    settled = FreeRunReading(values=np.concatenate([np.sin(np.arange(200)), np.full(100, 0.3)]))
    going = FreeRunReading(values=np.sin(np.arange(300)))
    place = Place(config=SINE, step=0)
    assert readings.value_in(settled, "free_swing", place) == pytest.approx(0)
    assert readings.value_in(going, "free_swing", place) == pytest.approx(1, abs=0.1)


def test_a_gate_is_told_at_the_marks_beside_elsewhere() -> None:
    config = links.decode("problem=adding&model.cell=lstm&task.length=8&task.examples=50")
    place = Place(config=config, step=0)
    probe = readings.probe_of("gate_at_marks.i", place)
    inside = ENGINE.probe(probe).value
    gate, is_marked = inside.parts[0].values["i"], inside.inputs[:, 1] == 1
    assert is_marked.sum() == 2
    share = gate[is_marked].mean() / gate[~is_marked].mean()
    assert readings.value_in(inside, "gate_at_marks.i", place) == pytest.approx(share, rel=1e-5)
    assert readings.value_in(inside, "gate.i", place) == pytest.approx(gate.mean(), rel=1e-5)


def test_what_is_held_stands_behind_the_name() -> None:
    config = links.decode("problem=adding&model.cell=lstm&task.length=8&task.examples=50")
    place = Place(config=config, step=0)
    held = {name: readings.probe_of(name, place) for name in ("held.f.0", "held.c.3")}
    how = {"config": config, "step": 0, "example": 0}
    assert held["held.f.0"] == WhatIfProbe(**how, hold=Hold(gate="f", value=0.0))
    assert held["held.c.3"] == WhatIfProbe(**how, hold=Hold(freeze_from=2))
    told = ENGINE.probe(held["held.f.0"]).value
    baseline = tasks.dataset(config.task).baseline.loss
    assert readings.value_in(told, "held.f.0", place) == pytest.approx(told.held_test_loss / baseline)


def test_the_influence_of_two_inputs_that_alone_count_is_all_of_it() -> None:
    config = links.decode("problem=adding&task.length=8&task.examples=50")
    marks = tasks.dataset(config.task).test_x[0, :, 1]
    assert filled("[=first_mark] [=second_mark]", config) == " ".join(
        str(place + 1) for place in np.flatnonzero(marks)
    )
    inputs = np.stack([marks, np.zeros(8)], axis=1)
    told = GradientsReading(parts=(), inputs=inputs.astype(np.float32))
    assert readings.value_in(told, "influence_at_marks", Place(config=config, step=0)) == 1


def test_what_is_not_read_yet_says_so() -> None:
    text = "It is [=unit.h.1] of [=model.hidden_size]."
    assert read_in(text, ONE_UNIT) == (("unit.h.1", ONE_UNIT),)
    assert filled(text, ONE_UNIT) == f"It is {NOT_TRAINED} of 1."
    assert filled(text, ONE_UNIT, read={("unit.h.1", ONE_UNIT): 0.7359}) == "It is 0.736 of 1."


def test_a_fact_of_a_run_is_that_of_its_end() -> None:
    run = trained(links.decode("problem=sum-sign&training.epochs=1&task.examples=50&training.max_norm=0.3"))
    assert (
        filled("[=test_loss] [=clipped]", run.config, {run.config: run})
        == f"{run.test_loss[-1]:.3g} {run.clipped}"
    )
    assert run.clipped > 0
