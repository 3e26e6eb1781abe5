"""The train part beside the test part: a network that learns by heart is much better on the first."""

from __future__ import annotations

import math

from playground.i18n import _
from playground.probes.requests import AnswersReading, PartScore, TrainPartProbe
from playground.tasks.answers import NO_TARGET
from playground.views.parts import Part, table
from playground.views.scene import Read, Scene
from playground.views.words import number


def beside_test(
    scene: Scene, read: Read, loss: float, *, right: float | None = None, rmse: float | None = None
) -> Part:
    """Both parts at the scene's step.

    Args:
        loss: on the whole test part.
        right: share of right answers there, 0 to 1; `None` for numbers.
        rmse: of numbers there, in the unit that people read.
    """
    data = scene.data
    train: PartScore = read(TrainPartProbe(config=scene.config, step=scene.step))
    count = len(data.train_x)
    told = _("Train part, {count} examples")
    if train.examples < count:
        told = _("Train part, {some} of {count} examples, evenly spread")
    name = told.format(some=train.examples, count=count)
    test = _("Test part, {count} examples").format(count=len(data.test_x))
    rows = [_row(name, train.loss, train.right, train.rmse), _row(test, loss, right, rmse)]
    measure = _("RMSE") if right is None else _("Right")
    return table([_("At step {step}").format(step=scene.step), _("Loss"), measure], rows, "lrr")


def of_answers(scene: Scene, read: Read, reading: AnswersReading) -> Part:
    """The same, of answers that are known."""
    if reading.correct is None:
        return beside_test(scene, read, reading.loss, rmse=math.sqrt(reading.loss))
    right = float(reading.correct[scene.data.test_y != NO_TARGET].mean())
    return beside_test(scene, read, reading.loss, right=right)


def _row(name: str, loss: float, right: float | None, rmse: float | None) -> list[str]:
    measure = f"{right:.1%}" if rmse is None else number(rmse)
    return [name, number(loss), measure]
