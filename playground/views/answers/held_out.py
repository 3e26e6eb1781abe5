"""A picture of all answers, and a handful of held-out examples that turn from wrong to right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.charts.picture import Picture
from playground.charts.theme import CELL_NAMES
from playground.i18n import _
from playground.probes.requests import AnswersReading
from playground.tasks import problem
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset
from playground.views import baselines
from playground.views.answers import train_part
from playground.views.answers.views import answers_probe
from playground.views.parts import Draw, Part, Parts, caption, figure, table
from playground.views.scene import Read, Scene

SHOWN = 5
MOST_CHARACTERS = 44


def asked(data: Dataset) -> NDArray[np.bool_]:
    """Which places of the test targets have one."""
    return np.asarray(data.test_y != NO_TARGET)


def _share_right(data: Dataset, reading: AnswersReading) -> str:
    assert reading.correct is not None
    right = reading.correct[asked(data)]
    return _("All {count} test answers: {share} right.").format(count=right.size, share=f"{right.mean():.1%}")


def _first(data: Dataset) -> list[int]:
    return list(range(min(SHOWN, len(data.test_x))))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """How a kind of answer shows held-out examples."""

    row: Callable[[Dataset, AnswersReading, int], list[str]]
    """The true answer, the network's answer, and a mark."""
    pick: Callable[[Dataset], list[int]] = _first
    """Which test examples are shown."""
    overall: Callable[[Dataset, AnswersReading], str] = _share_right
    """One sentence on the whole test part."""
    below: Callable[[Dataset, AnswersReading], Iterator[Part]] = lambda _data, _reading: iter(())
    """A further table."""


def beside_loss(
    picture: Callable[[Scene, AnswersReading], Picture], shown: HeldOut, *, key: str, height: int
) -> Draw:
    """A picture of all answers, and held-out examples under it."""

    def draw(scene: Scene, read: Read) -> Parts:
        reading = read(answers_probe(scene))
        yield figure(picture(scene, reading), key=key, height=height)
        yield from held_out(scene, reading, shown)
        yield train_part.of_answers(scene, read, reading)

    return draw


def held_out(scene: Scene, reading: AnswersReading, shown: HeldOut) -> Parts:
    """A few test examples, the true answers and the network's; how good all are, and simpler ways."""
    task, data = scene.config.task, scene.data
    write = problem(task.name).write
    rows = [
        [f"`{cut(write(data.test_x[index], task, data))}`", *shown.row(data, reading, index)]
        for index in shown.pick(data)
    ]
    yield table([_("Held-out example"), _("True"), _("Network's answer"), " "], rows, "llll")
    yield caption(shown.overall(data, reading))
    if more := baselines.asked(task, "baselines"):
        own = math.nan if reading.correct is None else float(np.mean(reading.correct[asked(data)]))
        network = [f"**{CELL_NAMES[scene.config.model.cell]}**", f"{own:.1%}"]
        yield table([_("Test part"), _("Right")], [network], "lr", more=more)
    yield from shown.below(data, reading)


def is_right(reading: AnswersReading, index: int) -> bool:
    """Whether the answer to an example is right in all its parts."""
    return reading.correct is not None and bool(np.all(reading.correct[index]))


def mark(right: bool) -> str:
    """Right or wrong, as a sign and in words."""
    return _("✓ right") if right else _("✗ wrong")


def cut(text: str) -> str:
    """A text as long as the table has room for, with nothing in it that breaks the table."""
    text = text.replace("\n", " / ").replace("|", "/")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
