"""The checkpoints thinned and the films dropped, so that all films stay within one budget."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from playground.films.scheduler.messages import Drop, KnownFilm, Thin
from playground.films.scheduler.state import Draft

IDLE_CHECKPOINTS = 8
"""Checkpoints left of a film that nobody waits for, before one is dropped as a whole."""


def thinned(steps: Sequence[int], keep: int) -> list[int]:
    """The steps whose checkpoints stay, in order: those that leave the smallest gaps; the newest stays.

    Args:
        steps: rising steps of the checkpoints; step 0 needs none.
        keep: how many may stay, and at least one does.
    """
    kept = list(steps)
    while len(kept) > max(keep, 1):
        before = [0, *kept]
        gaps = [before[place + 1] - before[place - 1] for place in range(1, len(kept))]
        del kept[gaps.index(min(gaps))]
    return kept


def within_budget(
    films: Mapping[str, KnownFilm], in_use: Collection[str], budget_bytes: int
) -> tuple[dict[str, KnownFilm], list[Thin | Drop]]:
    """Thin films asked for longest ago, then drop them, never those `in_use`; then thin what is left.

    A film that has been thinned is all there: going back in it only takes longer. The newest
    checkpoints stay in any case, for they are needed to go on.

    Args:
        films: the one that was asked for longest ago first.
        in_use: those that somebody waits for.
        budget_bytes: what all may hold together.

    Returns:
        The films afterwards, and what leads to them, in order.
    """
    room = _Room(films, budget_bytes)
    idle = [film for film in films if film not in in_use]
    thinner = [partial(room.thin, film, IDLE_CHECKPOINTS) for film in idle]
    for make_room in (*thinner, *(partial(room.drop, film) for film in idle)):
        if not room.is_enough:
            make_room()
    keep = max((len(known.checkpoints) for known in room.films.values()), default=1)
    while not room.is_enough and keep > 1:
        keep //= 2
        for film in list(room.films):
            room.thin(film, keep)
    return room.films, room.decisions


def keep_within_budget(draft: Draft) -> None:
    """The same at the end of a step; in use are films wanted, being developed, or looked into."""
    if sum(known.nbytes for known in draft.films.values()) <= draft.budget_bytes:
        return
    looked_into = {pending.film for pending in draft.readings.values()}
    in_use = {*draft.wishes, *looked_into, *(job.film for job in draft.jobs.values())}
    draft.films, decisions = within_budget(draft.films, in_use, draft.budget_bytes)
    draft.decisions += decisions
    draft.failed = {film: at for film, at in draft.failed.items() if film in draft.films}


class _Room:
    """Films, what they hold, and what was decided."""

    def __init__(self, films: Mapping[str, KnownFilm], budget_bytes: int) -> None:
        self.films = dict(films)
        self.decisions: list[Thin | Drop] = []
        self._over = sum(known.nbytes for known in films.values()) - budget_bytes

    @property
    def is_enough(self) -> bool:
        return self._over <= 0

    def thin(self, film: str, keep: int) -> None:
        known = self.films[film]
        if len(known.checkpoints) <= keep:
            return
        kept = set(thinned([step for step, _ in known.checkpoints], keep))
        self.films[film] = replace(known, checkpoints=tuple(c for c in known.checkpoints if c[0] in kept))
        self._over -= known.nbytes - self.films[film].nbytes
        self.decisions.append(Thin(film=film, keep=keep))

    def drop(self, film: str) -> None:
        self._over -= self.films.pop(film).nbytes
        self.decisions.append(Drop(film=film))
