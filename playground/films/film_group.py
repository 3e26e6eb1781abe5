"""Several films watched as one: the same step of each, or the same time of training."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from playground.films.film import Film, FilmStatus

TICK_MS = 100
"""Milliseconds in one "epoch" of a group by time: as far as Step goes."""
MILLISECONDS = 1000
"""Milliseconds in a second: places count them where runs are seen after the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmGroup:
    """Several films as one for a cursor, which is never ahead of a film that still develops.

    A place is a step, or by time a millisecond of each film's own training, measured so far.
    """

    films: tuple[Film, ...]
    by_time: bool = False

    @property
    def is_over(self) -> bool:
        """Whether no film will ever be developed further."""
        return all(film.is_over for film in self.films)

    @property
    def status(self) -> FilmStatus:
        """Failed if one has failed; finished when all are over, however each has ended."""
        if any(film.status == "failed" for film in self.films):
            return "failed"
        return "finished" if self.is_over else "developing"

    @property
    def last_step(self) -> int:
        """The last place all films have been developed to; those that are over hold up nobody."""
        open_ones = [film for film in self.films if not film.is_over]
        if open_ones:
            return min(self._place_of(film, film.last_step) for film in open_ones)
        return max(self._place_of(film, film.last_step) for film in self.films)

    @property
    def total_steps(self) -> int:
        """Where the longest ends."""
        return max(
            self._place_of(film, film.last_step if film.is_over else film.total_steps) for film in self.films
        )

    @property
    def epoch_steps(self) -> int:
        """How far one "Step" goes: the first film's epoch."""
        return TICK_MS if self.by_time else self.films[0].epoch_steps

    @property
    def seconds_left(self) -> float | None:
        """Seconds of training left in all films together; `None` before it is known of each."""
        left = [film.seconds_left for film in self.films if not film.is_over]
        known = [one for one in left if one is not None]
        return sum(known) if known and len(known) == len(left) else None

    def step_of(self, lane: int, place: int) -> int:
        """The step of one film at a place; a film that ended earlier stays at its end."""
        film = self.films[lane]
        pace = film.seconds_per_step
        step = int(place / MILLISECONDS / pace) if self.by_time and pace else place
        return min(step, film.last_step)

    def wanted(self, lane: int, place: int) -> int:
        """How far one film must be developed for the cursor to come to a place."""
        film = self.films[lane]
        if not self.by_time:
            return min(place, film.total_steps)
        pace = film.seconds_per_step
        return min(ceil(place / MILLISECONDS / pace), film.total_steps) if pace else 1

    def _place_of(self, film: Film, step: int) -> int:
        return round(MILLISECONDS * step * (film.seconds_per_step or 0.0)) if self.by_time else step
