"""The page's clock is told here: nothing waits, and only time that was played counts."""

from __future__ import annotations

import pytest

from playground import tasks
from playground.edits import edited
from playground.ui import clock
from tests.app.conftest import opened

RUN = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 8, "training.epochs": 20},
)
"""Five steps an epoch, 100 in all: they play in four seconds."""


def test_time_before_play_is_pressed_is_not_played(monkeypatch: pytest.MonkeyPatch):
    now = [1000.0]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    page = opened(RUN, step=100)
    now[0] += 30.0
    page.press("play")  # at the end: from the beginning
    assert (page.cursor.step, page.cursor.is_playing) == (0, True)
    now[0] += 0.5
    page.run()
    assert page.cursor.step == 12
    page.press("play")  # which says "Pause" now
    now[0] += 3600.0
    page.run()
    assert (page.cursor.step, page.cursor.is_paused) == (12, True)
    page.press("play")
    assert page.cursor.step == 12
    now[0] += 0.5
    page.run()
    assert page.cursor.step == 25
