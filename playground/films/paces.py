"""How long runs take on this server: estimates, put right by those that were trained here."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache

import numpy as np

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.films.film import Film
from playground.training import cost

UNKNOWN = 1.0, 8.0
"""Times its estimate that a run takes, before any was measured: on a quick machine, and on a slow one."""
EITHER_WAY = 3.0
"""How far a run may be from what others were, times or parts."""
MOST_KEPT = 20
"""Runs that are remembered: a machine may become busier, or quieter."""


class Paces:
    """How many times its estimate each of the newest runs took; for any number of threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, film: Film) -> None:
        """Take in a film that is over; one that was noted, or trained nothing of its own, changes nothing."""
        digest = film.config.digest
        if not (film.is_over and film.seconds and film.trained) or digest in self._known:
            return
        try:
            expected = estimated(film.config) * film.trained / film.total_steps
        except PlaygroundError:
            return  # the learner's own data are gone
        with self._lock:
            self._known[digest] = film.seconds / expected
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)

    def range_of(self, seconds: float) -> tuple[float, float]:
        """From how long to how long what is estimated at `seconds` may take."""
        with self._lock:
            known = list(self._known.values())
        if not known:
            return seconds * UNKNOWN[0], seconds * UNKNOWN[1]
        usual = float(np.median(known))
        return seconds * usual / EITHER_WAY, seconds * usual * EITHER_WAY


@lru_cache(maxsize=2048)
def estimated(config: RunConfig) -> float:
    """Seconds of one core, as `training.cost` has it."""
    return cost.seconds(config, tasks.dataset(config.task))
