"""The page's clock: no other part of a page reads one."""

from __future__ import annotations

import time


def now() -> float:
    """A reading in seconds, which never goes back."""
    return time.monotonic()
