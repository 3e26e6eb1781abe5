"""Runs and readings that a page waits for: wanted as long as it is there, told when more are done."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from playground.config import RunConfig
from playground.films.engine import Engine
from playground.films.many import Gathered, Results, gather
from playground.probes.requests import Probe

MOST_GATHERINGS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Runs and readings that a page waits for together."""

    configs: tuple[RunConfig, ...]
    after: tuple[RunConfig, ...] = ()
    """Runs that are trained before them."""
    probes: tuple[Probe, ...] = ()
    """Read when the runs are over."""

    def look(self, engine: Engine, results: Results, viewer: str, *, going: bool = True) -> Gathered:
        """How far they are; the next ones are wanted while it is `going`."""
        going = going and all(engine.film(config).is_over for config in self.after)
        found = gather(engine, results, self.configs, viewer=viewer, going=going)
        asked = self.probes if going and found.is_over else ()
        replies = {probe: reply for probe in asked if (reply := engine.probe(probe)).status != "pending"}
        return replace(found, read=replies, of=found.of + len(self.probes))


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
