"""Who is developed next: wishes that expire, and viewers and films served in turn. Pure bookkeeping."""

from __future__ import annotations

from typing import NamedTuple

WISH_SECONDS = 2.5
"""A wish not renewed for this long is forgotten: its viewer has gone."""

EXPECTED_SECONDS = 0.25
"""What a segment is taken to cost until it is known."""
MOST_TURNS = 1.8
"""As how many turns a long segment may count: under two, so that no film waits for two full rounds."""
MOST_CREDIT = 2.0
"""Seconds a viewer may be behind the one that had most: who asked for little cannot save it up."""
NEWCOMER = 1e-6
"""What puts a film that is new before the one it would share a place with."""


class Wish(NamedTuple):
    """What one viewer wants of one film."""

    until: int
    expires: float
    queued: bool


class Turns:
    """Wishes by film and viewer, and how much worker time each viewer and each film has had.

    The viewer that had least goes first, so that one who wants many films does not get more than one
    who wants one; of a viewer's films the one that had least, so that one with long segments does not
    get more than one with short ones. Who comes later begins where the least served one stands. A film
    that several viewers want has the turn of the one among them that had least, and counts for all.
    Queued films come one after another and not in turn: nobody watches them, only their ends count.
    """

    def __init__(self) -> None:
        """Nobody wants anything yet."""
        self._wishes: dict[str, dict[str, Wish]] = {}
        self._served: dict[str, float] = {}
        self._spent: dict[str, float] = {}

    def want(self, digest: str, until_step: int, viewer: str, now: float, *, queued: bool = False) -> None:
        """State or renew one viewer's wish; a viewer has one wish a film."""
        if digest not in self._served:
            self._served[digest] = min(self._served.values(), default=0.0) - NEWCOMER
        if viewer not in self._spent:
            self._spent[viewer] = min(self._spent.values(), default=0.0)
        self._wishes.setdefault(digest, {})[viewer] = Wish(until_step, now + WISH_SECONDS, queued)

    def until(self, digest: str, now: float) -> int:
        """The furthest step anybody still wants of a film; 0 if nobody does."""
        wishes = self._wishes.get(digest, {})
        return max((wish.until for wish in wishes.values() if wish.expires > now), default=0)

    def is_queued(self, digest: str, now: float) -> bool:
        """Whether nobody watches a film, though somebody wants it."""
        return all(wish.queued for wish in self._wishes.get(digest, {}).values() if wish.expires > now)

    def wanted(self, now: float) -> list[str]:
        """Films somebody wants, those of the viewer that had least of the workers' time first."""
        for digest in list(self._wishes):
            live = {v: wish for v, wish in self._wishes[digest].items() if wish.expires > now}
            if live:
                self._wishes[digest] = live
            else:
                del self._wishes[digest]
                self._served.pop(digest, None)
        viewers = {viewer for wishes in self._wishes.values() for viewer in wishes}
        least = max(self._spent.values(), default=0.0) - MOST_CREDIT
        self._spent = {viewer: max(self._spent[viewer], least) for viewer in viewers}
        return sorted(self._wishes, key=lambda digest: self._turn(digest, now))

    def serve(self, digest: str) -> None:
        """Note that a film was given a worker; what it will take is only known afterwards."""
        self._count(digest, EXPECTED_SECONDS)

    def charge(self, digest: str, seconds: float) -> None:
        """Note what a segment that was served really took, within bounds: see `MOST_TURNS`."""
        turns = min(max(seconds / EXPECTED_SECONDS, 1.0), MOST_TURNS)
        self._count(digest, (turns - 1.0) * EXPECTED_SECONDS)

    def _turn(self, digest: str, now: float) -> tuple[float, bool, float]:
        """What films are sorted by; queued ones that are equal stay in the order they were wanted in."""
        queued = self.is_queued(digest, now)
        served = 0.0 if queued else self._served[digest]
        return min(self._spent[viewer] for viewer in self._wishes[digest]), queued, served

    def _count(self, digest: str, seconds: float) -> None:
        if digest in self._served:
            self._served[digest] += seconds
            for viewer in self._wishes.get(digest, ()):
                self._spent[viewer] += seconds
