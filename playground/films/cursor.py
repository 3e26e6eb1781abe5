"""Where one learner is in a film. Everything a learner does to a run is an event on the cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from playground.config import RunConfig
from playground.films.film import Film
from playground.films.film_group import FilmGroup

REPLAY_SECONDS = 4.0
"""A whole film plays in no less than this, so that a run of half a second can be watched as well.

One that is developed more slowly plays as fast as it is developed.
"""
SLOWEST_REPLAY = 20.0
"""Steps a second at which a film of few steps plays, for it would crawl otherwise."""
LONGEST_TICK = 1.0
"""Seconds one tick counts at most: a page that was away does not jump when it is back."""
Watched = Film | FilmGroup
"""A film or group that a cursor moves in."""


@dataclass(frozen=True, slots=True)
class Paused:
    """It stays where it is."""


@dataclass(frozen=True, slots=True)
class Playing:
    """It moves by itself."""

    since: float
    """The reading of the page's clock up to which time has been counted."""


@dataclass(frozen=True, slots=True)
class Seeking:
    """It waits for a step that is not developed yet, and goes there once it is."""

    step: int


Mode = Paused | Playing | Seeking


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """One learner's place."""

    config: RunConfig
    step: int = 0
    """Optimizer steps made at the place shown; 0 is the untrained network."""
    mode: Mode = Paused()
    pace: float | None = None
    """Steps a second in slow motion; `None` is as fast as it goes."""
    step_fraction: float = 0.0
    """The part of the next step that time has paid for already, 0 to 1."""

    @property
    def is_playing(self) -> bool:
        """Whether it moves by itself."""
        return isinstance(self.mode, Playing)

    @property
    def is_seeking(self) -> bool:
        """Whether it waits for a step."""
        return isinstance(self.mode, Seeking)

    @property
    def is_paused(self) -> bool:
        """Whether it neither plays nor waits for a step."""
        return isinstance(self.mode, Paused)


@dataclass(frozen=True, slots=True)
class Play:
    """Go on from here, or from the beginning where the film is at its end."""

    now: float
    """The reading of the page's clock: time before it does not count."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stay here."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed while the page was open."""

    now: float
    """The reading of the page's clock."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Go to a developed step and stay there."""

    step: int


@dataclass(frozen=True, slots=True)
class Step:
    """Go one optimizer step further, or to the end of this epoch, developing what is missing."""

    to_epoch: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """Another run: from its step 0, playing if it was playing."""

    config: RunConfig


@dataclass(frozen=True, slots=True)
class Fork:
    """A run that shares this one's beginning: stay at the step, playing if it was playing."""

    config: RunConfig


@dataclass(frozen=True, slots=True)
class Pace:
    """Slow motion in steps a second, or `None` for as fast as it goes."""

    steps_per_second: float | None


Event = Play | Pause | Tick | Seek | Step | Choose | Fork | Pace


def move(cursor: Cursor, event: Event, film: Watched) -> Cursor:
    """The only way a cursor changes. Events that no longer apply change nothing.

    `film` is a snapshot of the film of `cursor.config`.
    """
    match event:
        case Play(now):
            at_end = film.is_over and cursor.step >= film.last_step
            mode = cursor.mode if isinstance(cursor.mode, Playing) else Playing(now)
            return replace(cursor, mode=mode, step=0 if at_end else cursor.step)
        case Pause():
            return replace(cursor, mode=Paused())
        case Tick(now):
            return _after(cursor, now, film)
        case Seek(step):
            step = max(0, min(step, film.last_step))
            return replace(cursor, step=step, mode=Paused(), step_fraction=0.0)
        case Step(to_epoch):
            stride = film.epoch_steps if to_epoch else 1
            return _towards(cursor, (cursor.step // stride + 1) * stride, film)
        case Choose(config) if config != cursor.config:
            return replace(cursor, config=config, step=0, mode=_without_a_goal(cursor), step_fraction=0.0)
        case Fork(config):
            return replace(cursor, config=config, mode=_without_a_goal(cursor))
        case Pace(steps_per_second):
            return replace(cursor, pace=steps_per_second)
    return cursor


def wanted_step(cursor: Cursor, film: Watched) -> int:
    """How far this learner needs the film; at most where the cursor is, while nothing moves."""
    match cursor.mode:
        case Seeking(step):
            return step
        case Playing() if cursor.pace is None:
            return film.total_steps
        case Playing():
            assert cursor.pace is not None
            return min(film.total_steps, cursor.step + ceil(3 * cursor.pace) + 1)
    return cursor.step


def needs_ticks(cursor: Cursor, film: Watched) -> bool:
    """Whether something will move by itself."""
    if film.status == "failed":
        return False
    return not cursor.is_paused or (cursor.step > film.last_step and not film.is_over)


def _without_a_goal(cursor: Cursor) -> Mode:
    """The mode in which another run goes on; a step that was waited for belongs to this one."""
    return Paused() if cursor.is_seeking else cursor.mode


def _towards(cursor: Cursor, step: int, film: Watched) -> Cursor:
    end = film.last_step if film.is_over else film.total_steps
    step = min(step, end)
    if step <= film.last_step:
        return replace(cursor, step=max(step, 0), mode=Paused())
    return replace(cursor, mode=Seeking(step))


def _after(cursor: Cursor, now: float, film: Watched) -> Cursor:
    match cursor.mode:
        case Seeking(step) if step <= film.last_step or film.is_over:
            return replace(cursor, step=min(step, film.last_step), mode=Paused())
        case Playing(since) if film.last_step < cursor.step:  # it was dropped, and comes back
            return replace(cursor, mode=Playing(max(now, since)))
        case Playing(since):
            return _played(cursor, max(now - since, 0.0), max(now, since), film)
    return cursor


def _played(cursor: Cursor, seconds: float, now: float, film: Watched) -> Cursor:
    due = cursor.step_fraction + _speed(cursor, film) * min(seconds, LONGEST_TICK)
    step = min(film.last_step, cursor.step + int(due))
    at_end = step >= film.last_step
    return replace(
        cursor,
        step=step,
        step_fraction=0.0 if at_end else due % 1.0,
        mode=Paused() if at_end and film.is_over else Playing(now),
    )


def _speed(cursor: Cursor, film: Watched) -> float:
    """Steps a second the cursor moves while playing."""
    if cursor.pace is not None:
        return cursor.pace
    end = film.last_step if film.is_over else film.total_steps
    return max(end / REPLAY_SECONDS, SLOWEST_REPLAY)
