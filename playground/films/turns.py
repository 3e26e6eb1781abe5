"""Who is developed next: wishes that expire, and films served in turn. Pure bookkeeping."""

from __future__ import annotations

WISH_SECONDS = 2.5
"""A wish not renewed for this long is forgotten: its viewer has gone."""


class Turns:
    """Wishes by film and viewer, and when each film was last served."""

    def __init__(self) -> None:
        """Nobody wants anything yet."""
        self._wishes: dict[str, dict[str, tuple[int, float]]] = {}
        self._served: dict[str, int] = {}
        self._turn = 0

    def want(self, digest: str, until_step: int, viewer: str, now: float) -> None:
        """State or renew one viewer's wish; a viewer has one wish a film."""
        self._wishes.setdefault(digest, {})[viewer] = (until_step, now + WISH_SECONDS)

    def until(self, digest: str, now: float) -> int:
        """The furthest step anybody still wants of a film; 0 if nobody does."""
        wishes = self._wishes.get(digest, {})
        return max((step for step, expires in wishes.values() if expires > now), default=0)

    def wanted(self, now: float) -> list[str]:
        """Films somebody wants, the one served longest ago first."""
        for digest in list(self._wishes):
            live = {v: wish for v, wish in self._wishes[digest].items() if wish[1] > now}
            if live:
                self._wishes[digest] = live
            else:
                del self._wishes[digest]
                self._served.pop(digest, None)
        return sorted(self._wishes, key=lambda digest: self._served.get(digest, 0))

    def serve(self, digest: str) -> None:
        """Note that a film was given a worker, so that it goes to the end of the queue."""
        self._turn += 1
        self._served[digest] = self._turn
