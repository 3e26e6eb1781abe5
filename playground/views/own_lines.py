"""The network's answers to several sequences of the learner's own."""

from __future__ import annotations

import re

from playground.config import TaskConfig
from playground.config.errors import ExampleError
from playground.i18n import _
from playground.probes.requests import OwnProbe
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.views.answers import told_of
from playground.views.answers.held_out import cut
from playground.views.parts import Parts, caption, table
from playground.views.scene import Read, Scene
from playground.views.words import plain

MOST = 40
"""Sequences that are answered: each is a reading of its own."""


def has_lines(task: TaskConfig, data: Dataset) -> bool:
    """Whether one sequence has several lines itself: then an empty line stands between two."""
    return "\n" in problem(task.name).write(data.held_out(0), task, data)


def sequences_of(text: str, task: TaskConfig, data: Dataset) -> list[str]:
    """What stands in each line, or between empty lines."""
    pieces = re.split(r"\n\s*\n", text) if has_lines(task, data) else text.splitlines()
    return [piece.strip() for piece in pieces if piece.strip()]


def draw(scene: Scene, read: Read) -> Parts:
    """A row for each line: what stands in it, and what the network says or why it cannot be read."""
    given = sequences_of(scene.view_state.own_lines, scene.config.task, scene.data)
    rows = [[f"`{cut(line)}`", _answer(scene, read, line)] for line in given[:MOST]]
    yield table(
        [_("Your sequence"), _("The network says at step {step}").format(step=scene.step)], rows, "ll"
    )
    if len(given) > MOST:
        told = _("Only the first {most} of {count} are read.")
        yield caption(told.format(most=MOST, count=len(given)))


def _answer(scene: Scene, read: Read, line: str) -> str:
    task, data = scene.config.task, scene.data
    try:
        problem(task.name).parse(line, task, data)
    except ExampleError as error:
        return plain(str(error))
    values = read(OwnProbe(config=scene.config, step=scene.step, text=line)).values
    return told_of(data).briefly(values, data)
