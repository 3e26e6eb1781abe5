"""One number: right and said numbers against each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.charts.answers.held_out import numbers_figure
from playground.charts.picture import Picture
from playground.i18n import _
from playground.probes.requests import AnswersReading, OwnProbe
from playground.tasks.base import Dataset
from playground.views.answers import examples, held_out
from playground.views.answers.views import AnswerViews, Told, Values
from playground.views.parts import Part, markdown
from playground.views.scene import Scene
from playground.views.words import number


def picture(scene: Scene, reading: AnswersReading) -> Picture:
    """Every test example's number as it is said against as it should be."""
    truth = scene.data.test_y
    return numbers_figure(truth.ravel(), reading.values.ravel(), cell=scene.config.model.cell)


def _row(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    return [number(float(data.test_y[index, 0])), number(float(reading.values[index, 0])), ""]


def _error(data: Dataset, reading: AnswersReading) -> str:
    error = float(np.sqrt(np.mean((reading.values.astype(np.float64) - data.test_y) ** 2)))
    return _("All {count} test examples: RMSE {error}.").format(count=len(data.test_x), error=number(error))


def _own(values: Values, probe: OwnProbe, _data: Dataset) -> Iterator[Part]:
    said = _("The network's answer at step {step}: **{value}**.")
    yield markdown(said.format(step=probe.step, value=number(values[0])))


HELD_OUT = held_out.HeldOut(row=_row, overall=_error)
TOLD = Told(own=_own, briefly=lambda values, _data: number(float(values[0])))
VIEWS = AnswerViews(
    learning=held_out.beside_loss(picture, HELD_OUT, key="numbers", height=330),
    picture=picture,
    told=TOLD,
    problem=examples.some(lambda data, index: number(float(data.train_y[index, 0]))),
)
