"""Many runs that a page waits for: wanted as long as the page is there, told when more of them are done."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from playground.config import RunConfig
from playground.films.engine import Engine
from playground.films.many import Gathered, Results, gather

MOST_GATHERINGS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Runs that a page waits for together."""

    configs: tuple[RunConfig, ...]
    after: tuple[RunConfig, ...] = ()
    """Runs that are trained before them."""

    def look(self, engine: Engine, results: Results, viewer: str, *, going: bool = True) -> Gathered:
        """How far they are; the next ones are wanted while it is `going`."""
        going = going and all(engine.film(config).is_over for config in self.after)
        return gather(engine, results, self.configs, viewer=viewer, going=going)


class Gatherings:
    """What each page waits for, by viewer and name; for any number of threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Gathering] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, viewer: str, name: str, gathering: Gathering | None) -> None:
        """Wait for these from now on under this name; `None` for nothing more."""
        with self._lock:
            self._known.pop((viewer, name), None)
            if gathering is not None:
                self._known[viewer, name] = gathering
                while len(self._known) > MOST_GATHERINGS:
                    self._known.popitem(last=False)

    def of(self, viewer: str) -> dict[str, Gathering]:
        """All that a page waits for."""
        with self._lock:
            return {name: one for (whose, name), one in self._known.items() if whose == viewer}
