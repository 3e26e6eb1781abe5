"""Who is developed next: wishes that expire, and films served in turn. Pure bookkeeping."""

from __future__ import annotations

WISH_SECONDS = 2.5
"""A wish not renewed for this long is forgotten: its viewer has gone."""

EXPECTED_SECONDS = 0.25
"""What a segment is taken to cost until it is known."""
MOST_TURNS = 1.8
"""As how many turns a long segment may count: under two, so that no film waits for two full rounds."""
NEWCOMER = 1e-6
"""What puts a film that is new before the one it would share a place with."""


class Turns:
    """Wishes by film and viewer, and how much worker time each film has had.

    The film that had least goes first, so that one with long segments does not get more than one
    with short ones. A film that comes later begins where the least served one stands.
    """

    def __init__(self) -> None:
        """Nobody wants anything yet."""
        self._wishes: dict[str, dict[str, tuple[int, float]]] = {}
        self._served: dict[str, float] = {}

    def want(self, digest: str, until_step: int, viewer: str, now: float) -> None:
        """State or renew one viewer's wish; a viewer has one wish a film."""
        if digest not in self._served:
            self._served[digest] = min(self._served.values(), default=0.0) - NEWCOMER
        self._wishes.setdefault(digest, {})[viewer] = (until_step, now + WISH_SECONDS)

    def until(self, digest: str, now: float) -> int:
        """The furthest step anybody still wants of a film; 0 if nobody does."""
        wishes = self._wishes.get(digest, {})
        return max((step for step, expires in wishes.values() if expires > now), default=0)

    def wanted(self, now: float) -> list[str]:
        """Films somebody wants, the one that had least of the workers' time first."""
        for digest in list(self._wishes):
            live = {v: wish for v, wish in self._wishes[digest].items() if wish[1] > now}
            if live:
                self._wishes[digest] = live
            else:
                del self._wishes[digest]
                self._served.pop(digest, None)
        return sorted(self._wishes, key=self._served.__getitem__)

    def serve(self, digest: str) -> None:
        """Note that a film was given a worker; what it will take is only known afterwards."""
        if digest in self._served:
            self._served[digest] += EXPECTED_SECONDS

    def charge(self, digest: str, seconds: float) -> None:
        """Note what a segment that was served really took, within bounds: see `MOST_TURNS`."""
        if digest in self._served:
            turns = min(max(seconds / EXPECTED_SECONDS, 1.0), MOST_TURNS)
            self._served[digest] += (turns - 1.0) * EXPECTED_SECONDS
