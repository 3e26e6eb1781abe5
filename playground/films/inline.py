"""The engine that computes in place: for tests and for the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.films.develop import develop, look
from playground.films.engine import EngineState, Reply
from playground.films.film import Film
from playground.films.film_store import FilmStore
from playground.films.frames import Frame
from playground.films.readings import PENDING, Readings
from playground.films.scheduler.memory import within_budget
from playground.films.settings import FEWEST_FILM_MEGABYTES
from playground.films.watching import Paint
from playground.probes.requests import Probe
from playground.training.devices import Asked, Devices, find_gpu


class InlineEngine:
    """`want` returns when the film has reached the step that was asked for."""

    def __init__(
        self,
        *,
        film_bytes: int = FEWEST_FILM_MEGABYTES * 2**20,
        device: Asked = "cpu",
        paint: Paint | None = None,
    ) -> None:
        self._devices = Devices(asked=device, gpu=find_gpu() if device == "auto" else None)
        self._film_bytes = film_bytes
        self._paint = paint
        self._store = FilmStore()
        self._readings = Readings(film_bytes // 4)

    def want(
        self,
        config: RunConfig,
        until_step: int,
        *,
        viewer: str = "",
        queued: bool = False,
        views: tuple[str, ...] = (),
    ) -> None:
        """Develop `config` up to `until_step` now."""
        buffer = self._store.buffer(config)
        goal = min(until_step, buffer.total_steps)
        while buffer.status == "developing" and buffer.last_step < goal:
            start = buffer.checkpoint_before(buffer.last_step)
            device = self._devices.choice(config).device
            try:
                how: dict[str, Any] = {"views": views, "paint": self._paint, "device": device}
                buffer.append(develop(config.to_json(), start, buffer.last_step, goal, **how))
            except PlaygroundError as error:
                buffer.status, buffer.reason = "failed", error.message
        _, decisions = within_budget(self._store.known, {config.digest}, self._film_bytes)
        for decision in decisions:
            self._store.carry_out(decision)

    def film(self, config: RunConfig) -> Film:
        """A snapshot of what is known."""
        return self._store.buffer(config).snapshot()

    def frames(self, config: RunConfig, view: str, after: int = 0) -> tuple[Frame, ...]:
        """What was painted of a view since number `after`."""
        return self._store.buffer(config).frames.after(view, after)

    def probe(self, probe: Probe) -> Reply:
        """Read the model now; pending where the film has not reached the step."""
        if (painted := self._store.painted(probe)) is not None:
            return painted
        if (known := self._readings.get(probe)) is not None:
            return known
        buffer = self._store.buffer(probe.config)
        if probe.step > buffer.last_step:
            return PENDING
        device, start = self._devices.choice(probe.config).device, buffer.checkpoint_before(probe.step)
        try:
            value = look(probe.config.to_json(), start, probe, device=device, paint=self._paint)
            reply = Reply(status="ready", value=value)
        except PlaygroundError as error:
            reply = Reply(status="failed", sentence=error.message)
        if self._store.keep_painted(probe, reply) is None:
            self._readings.put(probe, reply)
        return reply

    def state(self) -> EngineState:
        """Always ready."""
        return EngineState(status="ready", workers=1, devices=self._devices)

    def listen(self, heard: Callable[[], None]) -> None:
        """Nothing comes of itself here: all is computed while it is wanted."""

    def close(self) -> None:
        """Nothing was started."""
