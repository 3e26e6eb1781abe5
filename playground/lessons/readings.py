"""Numbers read of a network itself: a cell's own, and how far memory, gradient and forecast reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground import tasks
from playground.config import RunConfig
from playground.probes.inside import (
    CellProbe,
    CellReading,
    GradientsProbe,
    GradientsReading,
    InsideProbe,
    InsideReading,
    WeightsProbe,
    WeightsReading,
)
from playground.probes.requests import (
    AnswersProbe,
    AnswersReading,
    ForecastProbe,
    ForecastReading,
    FreeRunProbe,
    FreeRunReading,
    Probe,
)
from playground.tasks.answers import NextPoint

FREE_POINTS, SETTLED_POINTS = 300, 100
"""How long a free run is, and how much of its end is looked at."""
MOST_LATE = 5
"""Points by which a forecast may be late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a network is read: a step of a run, and what it reads meanwhile."""

    config: RunConfig
    step: int
    own_text: str = ""
    """The sequence it reads, as a learner types it; else it is the first test example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A number that a probe gives."""

    probe: Callable[[Place], Probe]
    value: Callable[[Any, Place, list[str]], float]
    """Of the probe's reply; the last argument is what stands behind the name, such as a time step."""


def probe_of(name: str, place: Place) -> Probe:
    """The probe that gives the number called `name`."""
    return READINGS[name.partition(".")[0]].probe(place)


def value_in(reply: Any, name: str, place: Place) -> float:
    """The number called `name` in the reply to its probe."""
    family, _dot, rest = name.partition(".")
    return READINGS[family].value(reply, place, rest.split("."))


def known(name: str) -> bool:
    """Whether there is such a number."""
    return name.partition(".")[0] in READINGS


def _example(place: Place) -> dict[str, Any]:
    return {"config": place.config, "step": place.step, "example": 0, "text": place.own_text}


def _unit(reply: CellReading, _place: Place, rest: list[str]) -> float:
    """`unit.h.2`: a number of the first unit at time step 2; its sum is `wx`, `uh` and `b` together."""
    values, biases = reply.parts[0].values, reply.parts[0].biases
    letter, t = rest[0], int(rest[1]) - 1 if len(rest) > 1 else 0
    made = {"wx": "Wx_h", "uh": "Uh_h", "w": "Wx_h", "u": "Uh_h"}
    if letter == "b":
        return biases["b_h"]
    if letter == "sum":
        return float(values["Wx_h"][t] + values["Uh_h"][t] + biases["b_h"])
    value = values[made.get(letter, letter)][t]
    return float(
        np.divide(value, values[{"w": "x", "u": "h_before"}[letter]][t]) if letter in "wu" else value
    )


def _gradient_left(reply: GradientsReading, _place: Place, _rest: list[str]) -> float:
    """The gradient at the first time step divided by the one at the last: of the top layer, read forwards."""
    norms = [part.h for part in reply.parts if not part.backward][-1]
    return float(norms[0] / norms[-1])


def _gates_mean(reply: InsideReading, _place: Place, rest: list[str]) -> float:
    """`gate.f`: the mean of a gate over all units and time steps."""
    return float(reply.parts[0].values[rest[0]].mean())


def _gate_at_marks(reply: InsideReading, _place: Place, rest: list[str]) -> float:
    """`gate_at_marks.i`: a gate's mean where a number is marked, divided by its mean elsewhere."""
    is_marked = reply.inputs[:, 1] > 0
    means = reply.parts[0].values[rest[0]].mean(axis=1)  # (time steps,)
    return float(means[is_marked].mean() / means[~is_marked].mean())


def _late(reply: ForecastReading, place: Place, _rest: list[str]) -> float:
    """By how many points the forecast of the test part is late: shifted back by so many, it fits best."""
    series = tasks.dataset(place.config.task).answer_as(NextPoint).series
    start = series.split - series.window
    real, forecast = series.values[series.split :], reply.one_step[start:]
    errors = [np.square(forecast[late:] - real[: len(real) - late]).mean() for late in range(MOST_LATE + 1)]
    return float(np.argmin(errors))


def _free_swing(reply: FreeRunReading, place: Place, _rest: list[str]) -> float:
    """How far the end of a long free run still goes up and down, beside the real series."""
    series = tasks.dataset(place.config.task).answer_as(NextPoint).series
    return float(reply.values[-SETTLED_POINTS:].std() / series.values.std())


def _wrong_sums(reply: AnswersReading, place: Place, _rest: list[str]) -> float:
    """How far from 0 the sums of sequences answered wrong are, beside those answered right."""
    sums = np.abs(tasks.dataset(place.config.task).test_x.sum(axis=(1, 2)))
    is_right = np.asarray(reply.correct).ravel()
    return float(sums[~is_right].mean() / sums[is_right].mean())


def _radius(reply: WeightsReading, _place: Place, _rest: list[str]) -> float:
    """How much the recurrent matrix stretches a state at each time step in the long run."""
    return reply.parts[0].radius[0]


def _closed_form(reply: WeightsReading, place: Place, _rest: list[str]) -> float:
    """That number once for each time step but one: the share of the gradient that is left by hand."""
    task, data = place.config.task, tasks.dataset(place.config.task)
    x = tasks.problem(task.name).parse(place.own_text, task, data) if place.own_text else data.test_x[0]
    return float(_radius(reply, place, []) ** (len(x) - 1))


READINGS: dict[str, Reading] = {
    "unit": Reading(probe=lambda place: CellProbe(**_example(place), layer=0, unit=0), value=_unit),
    "gate": Reading(probe=lambda place: InsideProbe(**_example(place)), value=_gates_mean),
    "gate_at_marks": Reading(probe=lambda place: InsideProbe(**_example(place)), value=_gate_at_marks),
    "gradient_left": Reading(probe=lambda place: GradientsProbe(**_example(place)), value=_gradient_left),
    "radius": Reading(
        probe=lambda place: WeightsProbe(config=place.config, step=place.step, layer=0), value=_radius
    ),
    "closed_form": Reading(
        probe=lambda place: WeightsProbe(config=place.config, step=place.step, layer=0), value=_closed_form
    ),
    "late": Reading(
        probe=lambda place: ForecastProbe(config=place.config, step=place.step, horizon=0), value=_late
    ),
    "wrong_sums": Reading(
        probe=lambda place: AnswersProbe(config=place.config, step=place.step), value=_wrong_sums
    ),
    "free_swing": Reading(
        probe=lambda place: FreeRunProbe(config=place.config, step=place.step, horizon=FREE_POINTS),
        value=_free_swing,
    ),
}
"""All of them by the name that a text or a claim gives them, up to its first dot."""
