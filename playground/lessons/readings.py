"""Numbers read of a network itself: a cell's own, and how far memory, gradient and forecast reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground import tasks
from playground.config import RunConfig
from playground.models.hold import Hold
from playground.probes.inside import (
    CellProbe,
    CellReading,
    GradientsProbe,
    GradientsReading,
    InsideProbe,
    InsideReading,
    WeightsProbe,
    WeightsReading,
    WhatIfProbe,
    WhatIfReading,
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

    probe: Callable[[Place, list[str]], Probe]
    """The last argument is what stands behind the name, such as a time step."""
    value: Callable[[Any, Place, list[str]], float]
    """Of the probe's reply."""


def probe_of(name: str, place: Place) -> Probe:
    """The probe that gives the number called `name`."""
    family, _dot, rest = name.partition(".")
    return READINGS[family].probe(place, rest.split("."))


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


def _gradient_one_in(reply: GradientsReading, place: Place, _rest: list[str]) -> float:
    """The same the other way round, with three digits."""
    return float(f"{1 / _gradient_left(reply, place, []):.3g}")


def _influence_at_marks(reply: GradientsReading, place: Place, _rest: list[str]) -> float:
    """The share of all influence on the answer that the marked numbers of the adding problem have."""
    is_marked = tasks.dataset(place.config.task).test_x[0, :, 1] > 0
    sizes = np.linalg.norm(reply.inputs, axis=1)  # (time steps,)
    return float(sizes[is_marked].sum() / sizes.sum())


def _gates_mean(reply: InsideReading, _place: Place, rest: list[str]) -> float:
    """`gate.f`: the mean of a gate over all units and time steps."""
    return float(reply.parts[0].values[rest[0]].mean())


def _kept(reply: InsideReading, place: Place, _rest: list[str]) -> float:
    """So many per cent of the cell state stay, with the mean forget gate at every blank."""
    return 100 * _gates_mean(reply, place, ["f"]) ** place.config.task.length


def _lost(reply: InsideReading, place: Place, rest: list[str]) -> float:
    """The same as one part in so many."""
    return float(f"{100 / _kept(reply, place, rest):.3g}")


def _gate_at_marks(reply: InsideReading, _place: Place, rest: list[str]) -> float:
    """`gate_at_marks.i`: a gate's mean where a number is marked, divided by its mean elsewhere."""
    is_marked = reply.inputs[:, 1] > 0
    means = reply.parts[0].values[rest[0]].mean(axis=1)  # (time steps,)
    return float(means[is_marked].mean() / means[~is_marked].mean())


def _hold(rest: list[str]) -> Hold:
    """`held.f.0`: a gate at a value; `held.c.11`: the cell state as it was before time step 11."""
    name, number = rest
    return Hold(freeze_from=int(number) - 1) if name == "c" else Hold(gate=name, value=float(number))


def _held(reply: WhatIfReading, place: Place, _rest: list[str]) -> float:
    """The loss of the network while something in it is held, divided by the baseline's."""
    return reply.held_test_loss / tasks.dataset(place.config.task).baseline.loss


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
    "unit": Reading(probe=lambda place, _rest: CellProbe(**_example(place), layer=0, unit=0), value=_unit),
    "gate": Reading(probe=lambda place, _rest: InsideProbe(**_example(place)), value=_gates_mean),
    "kept": Reading(probe=lambda place, _rest: InsideProbe(**_example(place)), value=_kept),
    "lost": Reading(probe=lambda place, _rest: InsideProbe(**_example(place)), value=_lost),
    "gate_at_marks": Reading(probe=lambda place, _rest: InsideProbe(**_example(place)), value=_gate_at_marks),
    "gradient_left": Reading(
        probe=lambda place, _rest: GradientsProbe(**_example(place)), value=_gradient_left
    ),
    "gradient_one_in": Reading(
        probe=lambda place, _rest: GradientsProbe(**_example(place)), value=_gradient_one_in
    ),
    "influence_at_marks": Reading(
        probe=lambda place, _rest: GradientsProbe(**_example(place)), value=_influence_at_marks
    ),
    "radius": Reading(
        probe=lambda place, _rest: WeightsProbe(config=place.config, step=place.step, layer=0), value=_radius
    ),
    "closed_form": Reading(
        probe=lambda place, _rest: WeightsProbe(config=place.config, step=place.step, layer=0),
        value=_closed_form,
    ),
    "held": Reading(probe=lambda place, rest: WhatIfProbe(**_example(place), hold=_hold(rest)), value=_held),
    "late": Reading(
        probe=lambda place, _rest: ForecastProbe(config=place.config, step=place.step, horizon=0), value=_late
    ),
    "wrong_sums": Reading(
        probe=lambda place, _rest: AnswersProbe(config=place.config, step=place.step), value=_wrong_sums
    ),
    "free_swing": Reading(
        probe=lambda place, _rest: FreeRunProbe(config=place.config, step=place.step, horizon=FREE_POINTS),
        value=_free_swing,
    ),
}
"""All of them by the name that a text or a claim gives them, up to its first dot."""
