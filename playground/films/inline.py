"""The engine that computes in place: for tests and for the command line."""

from __future__ import annotations

from playground.config import RunConfig
from playground.errors import PlaygroundError
from playground.films.develop import develop, look
from playground.films.engine import EngineState, Reply
from playground.films.film import Film
from playground.films.readings import PENDING, Readings
from playground.films.shelf import Shelf
from playground.probes.requests import Probe


class InlineEngine:
    """`want` returns when the film has reached the step that was asked for."""

    def __init__(self, *, film_bytes: int = 64 * 2**20) -> None:
        """An engine with no films yet."""
        self._shelf = Shelf(film_bytes)
        self._readings = Readings(film_bytes // 4)

    def want(self, config: RunConfig, until_step: int, *, viewer: str = "", queued: bool = False) -> None:
        """Develop `config` up to `until_step` now."""
        reel = self._shelf.reel(config)
        goal = min(until_step, reel.total_steps)
        while reel.status == "developing" and reel.last_step < goal:
            start = reel.checkpoint_before(reel.last_step)
            try:
                reel.append(develop(config.to_json(), start, reel.last_step, goal))
            except PlaygroundError as error:
                reel.status, reel.reason = "failed", error.message
        self._shelf.keep_within_budget({config.digest})

    def film(self, config: RunConfig) -> Film:
        """A snapshot of what is known."""
        return self._shelf.reel(config).snapshot()

    def probe(self, probe: Probe) -> Reply:
        """Read the model now; pending where the film has not reached the step."""
        if (known := self._readings.get(probe)) is not None:
            return known
        reel = self._shelf.reel(probe.config)
        if probe.step > reel.last_step:
            return PENDING
        try:
            value = look(probe.config.to_json(), reel.checkpoint_before(probe.step), probe)
            reply = Reply(status="ready", value=value)
        except PlaygroundError as error:
            reply = Reply(status="failed", sentence=error.message)
        self._readings.put(probe, reply)
        return reply

    def state(self) -> EngineState:
        """Always ready."""
        return EngineState(status="ready", workers=1)

    def close(self) -> None:
        """Nothing was started."""
