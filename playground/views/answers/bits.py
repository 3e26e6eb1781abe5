"""A bit at every time step."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.i18n import _
from playground.probes.requests import AnswersReading, OwnProbe
from playground.tasks.base import Dataset
from playground.views.answers import examples, held_out, names
from playground.views.answers.views import AnswerViews, Told, Values
from playground.views.parts import Part, markdown


def _row(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    assert reading.correct is not None
    right = reading.correct[index]
    share = _("{right} of {all}").format(right=int(right.sum()), all=right.size)
    bits = "".join(str(int(bit)) for bit in data.test_y[index, :, 0])
    return [f"`{held_out.cut(bits)}`", share, held_out.mark(held_out.is_right(reading, index))]


def _said(values: Values, between: str = "") -> str:
    return between.join("1" if value > 0.5 else "0" for value in values)


def _own(values: Values, probe: OwnProbe, _data: Dataset) -> Iterator[Part]:
    said = _("The network's answer at step {step}, for every time step: `{bits}`")
    yield markdown(said.format(step=probe.step, bits=_said(values, " ")))


def _truth(data: Dataset, index: int) -> str:
    return "".join(str(int(bit)) for bit in np.ravel(data.train_y[index]))


HELD_OUT = held_out.HeldOut(row=_row)
VIEWS = AnswerViews(
    learning=names.beside_loss(HELD_OUT),
    picture=names.picture,
    told=Told(own=_own, briefly=lambda values, _data: f"`{_said(values)}`"),
    problem=examples.some(_truth),
)
