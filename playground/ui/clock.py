"""The page's clock, and waiting a moment for what may come at once, so that a page is not drawn twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

PATIENCE_SECONDS = 0.25
"""How long the first steps of a run, or a reading the learner has just asked for, are waited for:
the next look is half a second away."""
LOOK_SECONDS = 0.005
"""How long to wait between two looks at what is waited for."""


def now() -> float:
    """A reading in seconds, which never goes back; no other part of a page reads a clock."""
    return time.monotonic()


def wait(until: Callable[[], bool], seconds: float) -> None:
    """Look again and again; the looks are counted, so that a test's clock may stand still."""
    for _look in range(ceil(seconds / LOOK_SECONDS)):
        if until():
            return
        time.sleep(LOOK_SECONDS)
