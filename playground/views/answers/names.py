"""One of several names: a table of right and said names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.charts.answers.held_out import confusion_figure
from playground.charts.picture import Picture, brief
from playground.i18n import _
from playground.probes.requests import AnswersReading, OwnProbe
from playground.tasks.base import Dataset
from playground.views.answers import examples, held_out
from playground.views.answers.views import AnswerViews, Told, Values
from playground.views.parts import Draw, Part, markdown
from playground.views.scene import Scene
from playground.views.words import plain


def picture(scene: Scene, reading: AnswersReading) -> Picture:
    """How often each name was said for each."""
    assert reading.confusion is not None
    return confusion_figure(reading.confusion, [_(name) for name in scene.data.answer.names], scene.step)


def decision(data: Dataset, probabilities: np.ndarray) -> tuple[int, float]:
    """The name decided for, by its place, and how sure the network is of it."""
    if data.answer.output_size == 1:
        one = float(np.ravel(probabilities)[0])
        return int(one > 0.5), max(one, 1 - one)
    best = int(np.argmax(probabilities))
    return best, float(probabilities[best])


def _row(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    decided, probability = decision(data, reading.values[index])
    true = data.answer.names[int(np.ravel(data.test_y[index])[0])]
    said = f"{plain(brief(_(data.answer.names[decided])))} ({probability:.0%})"
    return [plain(brief(_(true))), said, held_out.mark(held_out.is_right(reading, index))]


def _one_of_each(data: Dataset) -> list[int]:
    """One of each answer first, so that always saying the same looks wrong."""
    answers = data.test_y.ravel()
    places = [int(np.argmax(answers == kind)) for kind in np.unique(answers)]
    rest = [index for index in range(len(answers)) if index not in places]
    return sorted([*places, *rest][: held_out.SHOWN])


def _own(values: Values, probe: OwnProbe, data: Dataset) -> Iterator[Part]:
    decided, probability = decision(data, values)
    said = _("The network's answer at step {step}: **{name}**, {share} sure.")
    name = plain(_(data.answer.names[decided]))
    yield markdown(said.format(step=probe.step, name=name, share=f"{probability:.0%}"))


def _briefly(values: Values, data: Dataset) -> str:
    decided, probability = decision(data, values)
    return f"{plain(_(data.answer.names[decided]))} ({probability:.0%})"


def _truth(data: Dataset, index: int) -> str:
    return _(data.answer.names[int(np.ravel(data.train_y[index])[0])])


def beside_loss(shown: held_out.HeldOut) -> Draw:
    """The table of names, and held-out examples."""
    return held_out.beside_loss(picture, shown, key="confusion", height=300)


HELD_OUT = held_out.HeldOut(row=_row, pick=_one_of_each)
VIEWS = AnswerViews(
    learning=beside_loss(HELD_OUT),
    picture=picture,
    told=Told(own=_own, briefly=_briefly),
    problem=examples.some(_truth),
)
