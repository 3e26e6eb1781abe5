"""The page's clock: no other part of a page reads one, or lets time pass."""

from __future__ import annotations

import time
from collections.abc import Iterator


def now() -> float:
    """A reading in seconds, which never goes back."""
    return time.monotonic()


def moments(seconds: float, apart: float) -> Iterator[None]:
    """Now, and again each time that much of so many seconds has passed."""
    end = now() + seconds
    yield
    while now() < end:
        time.sleep(apart)
        yield
