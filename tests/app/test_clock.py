"""The page's clock is told here: nothing waits, and only time that was played counts."""

from __future__ import annotations

from playground import tasks
from playground.experiments.edits import edited
from tests.app.conftest import TIME, opened

RUN = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 8, "training.epochs": 20},
)
"""Five steps an epoch, 100 in all: they play in four seconds."""


def test_time_before_play_is_pressed_is_not_played():
    page = opened(RUN, step=100)
    TIME.now += 30.0
    page.press("play")  # at the end: from the beginning
    assert (page.cursor.step, page.cursor.is_playing) == (0, True)
    page.watch(0.5)
    assert page.cursor.step == 12
    page.press("play")  # which says "Pause" now
    page.watch(3600.0)
    assert (page.cursor.step, page.cursor.is_paused) == (12, True)
    page.press("play")
    assert page.cursor.step == 12
    page.watch(0.5)
    assert page.cursor.step == 25
