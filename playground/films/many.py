"""Many short runs at once: a few are wanted at a time, and of those that are over the numbers are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from playground.config import RunConfig
from playground.films.engine import Engine, Reply
from playground.films.film import Film, FilmStatus
from playground.films.paces import Paces, estimated
from playground.probes.requests import Probe

MOST_RESULTS = 4000
"""Runs whose numbers are kept; the one not asked for longest goes first."""
AT_ONCE, MOST_AT_ONCE = 8, 32
"""Runs wanted together, at least and at most: see `_at_once`."""
AHEAD_SECONDS = 2.0
"""Work wanted for every worker: the next look is a second away, or a little more on a busy server."""
ENOUGH = 16
"""Runs that are measured, from which on the time left is told as one number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The numbers kept of a run that is over: those of its epochs, without weights."""

    config: RunConfig
    status: FilmStatus
    last_step: int
    epoch_step: NDArray[np.int64]
    """(epochs,)"""
    test_loss: NDArray[np.float64]
    """(epochs,)"""
    train_loss: NDArray[np.float64]
    """(epochs,)"""
    metrics: dict[str, NDArray[np.float64]]
    """(epochs,) for each metric of the problem."""
    largest_gradient: float
    """The largest gradient norm of all its steps, before clipping."""
    clipped: int
    """Steps whose gradient was clipped."""
    seconds_per_step: float
    """As measured; not a number where its steps were known already."""

    @property
    def final_loss(self) -> float:
        """The last test loss; infinite where the run diverged or has none."""
        if self.status == "diverged" or not len(self.test_loss):
            return float("inf")
        return float(self.test_loss[-1])


class Results:
    """Numbers of finished runs by their digests, for all learners of this server."""

    def __init__(self, most: int = MOST_RESULTS) -> None:
        self._most = most
        self._known: OrderedDict[str, Result] = OrderedDict()
        self._lock = threading.Lock()
        self.paces = Paces()
        """How long runs take here."""

    def get(self, config: RunConfig) -> Result | None:
        """The numbers of a run that is over, if they are known."""
        with self._lock:
            found = self._known.get(config.digest)
            if found is not None:
                self._known.move_to_end(config.digest)
            return found

    def keep(self, film: Film) -> Result:
        """Keep the numbers of a film that is over."""
        history = film.history
        found = Result(
            config=film.config,
            status=film.status,
            last_step=film.last_step,
            epoch_step=history.epoch_step.copy(),
            test_loss=history.test_loss.copy(),
            train_loss=history.epoch_train_loss.copy(),
            metrics={name: values.copy() for name, values in history.metrics.items()},
            largest_gradient=float(history.grad_norm.max(initial=0.0)),
            clipped=_clipped(film),
            seconds_per_step=film.seconds / film.trained if film.trained else float("nan"),
        )
        self.paces.note(film)
        with self._lock:
            self._known[film.config.digest] = found
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return found


def _clipped(film: Film) -> int:
    """The steps whose gradient norm was above the limit that held there."""
    course = film.config.training.course_of("max_norm")
    norms = film.history.grad_norm
    ends = [*(first for first, _limit in course[1:]), len(norms)]
    held = [(norms[first:end], limit) for (first, limit), end in zip(course, ends, strict=True)]
    return sum(int((part > limit).sum()) for part, limit in held if limit is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """How far many runs are, and what was asked of them."""

    done: dict[RunConfig, Result]
    running: tuple[Film, ...]
    failed: tuple[Film, ...]
    waiting: tuple[RunConfig, ...] = ()
    """Those that are not begun."""
    of: int
    """How many there are in all, with the readings."""
    read: dict[Probe, Reply] = field(default_factory=dict)
    """What was read of networks, or why it was not."""

    @property
    def ended(self) -> int:
        """How many there is nothing more to come of."""
        return len(self.done) + len(self.failed) + len(self.read)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.ended == self.of

    @property
    def seconds_left(self) -> tuple[float, float] | None:
        """From how many to how many seconds of training are left on one core; `None` before one was measured.

        A run not begun takes its estimate, corrected by how far the estimates were off so far. The more
        runs that rests on, the closer together are the two, until they are one.
        """
        measured = [r for r in self.done.values() if np.isfinite(r.seconds_per_step) and r.last_step]
        if not measured:
            return None
        taken = sum(r.seconds_per_step * r.last_step for r in measured)
        factor = taken / sum(estimated(r.config) for r in measured)
        known = [film.seconds_left for film in self.running if film.seconds_left is not None]
        unknown = [film.config for film in self.running if film.seconds_left is None]
        left = float(sum(known) + factor * sum(map(estimated, (*unknown, *self.waiting))))
        doubt = 1 + 1 / sqrt(len(measured)) if len(measured) < ENOUGH else 1.0
        return left / doubt, left * doubt


def gather(
    engine: Engine, results: Results, configs: Sequence[RunConfig], *, viewer: str, going: bool = True
) -> Gathered:
    """Take what is done and want the next runs; say it again at every look, or nothing goes on.

    Of `configs` those in front are done first. Finished results stay known where nothing is `going` on.
    """
    done: dict[RunConfig, Result] = {}
    running: list[Film] = []
    failed: list[Film] = []
    waiting: list[RunConfig] = []
    known = {config: results.get(config) for config in configs}
    at_once = _at_once(engine, [found for found in known.values() if found is not None])
    for config, found in known.items():
        if found is not None:
            done[config] = found
            continue
        if not going or len(running) >= at_once:
            waiting.append(config)
            continue
        film = engine.film(config)
        if film.is_over:
            done[config] = results.keep(film)
        elif film.status == "failed":
            failed.append(film)
        else:
            running.append(film)
            engine.want(config, film.total_steps, viewer=viewer, queued=True)
    return Gathered(
        done=done, running=tuple(running), failed=tuple(failed), waiting=tuple(waiting), of=len(known)
    )


def _at_once(engine: Engine, done: Sequence[Result]) -> int:
    """How many runs are wanted together: enough for all workers until the next look, and no more."""
    workers = max(engine.state().workers, 1)
    took = [r.seconds_per_step * r.last_step for r in done]
    usual = np.mean([seconds for seconds in took if np.isfinite(seconds) and seconds > 0] or [np.inf])
    enough = ceil(AHEAD_SECONDS * workers / usual)
    return max(AT_ONCE, 2 * workers, min(enough, MOST_AT_ONCE))
