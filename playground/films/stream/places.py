"""Where the cursors of pages are: told by their sockets, asked for by the scripts that draw the pages."""

from __future__ import annotations

import threading
from collections import OrderedDict

from playground.films.stream.wishes import Place

KEPT_SECONDS = 600.0
"""How long the place of a page whose socket has left is remembered."""
MOST_PLACES = 5000


class Places:
    """The newest place of each viewer; for any number of threads."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, tuple[Place, float]] = OrderedDict()  # told longest ago first
        self._lock = threading.Lock()

    def put(self, viewer: str, place: Place, now: float) -> None:
        """Remember it, and forget those that nobody has spoken of for long."""
        with self._lock:
            self._places[viewer] = place, now
            self._places.move_to_end(viewer)
            while len(self._places) > MOST_PLACES or self._oldest() < now - KEPT_SECONDS:
                self._places.popitem(last=False)

    def renew(self, viewer: str, now: float) -> None:
        """The socket is still there, where it was."""
        with self._lock:
            if viewer in self._places:
                self._places[viewer] = self._places[viewer][0], now
                self._places.move_to_end(viewer)

    def of(self, viewer: str) -> Place | None:
        """Where the viewer's cursor is; `None` where nobody has told."""
        with self._lock:
            return self._places[viewer][0] if viewer in self._places else None

    def _oldest(self) -> float:
        return next(iter(self._places.values()))[1]
