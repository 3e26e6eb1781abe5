"""The one seam between pages and training: wishes in, snapshots out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from playground.config import RunConfig
from playground.films.film import Film
from playground.films.frames import Frame
from playground.i18n import Message
from playground.probes.requests import Probe
from playground.training.devices import Devices


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The engine's reply to a probe."""

    status: Literal["pending", "ready", "failed"]
    value: Any = None
    """The probe's result, when ready."""
    sentence: str | Message = ""
    """Why it failed: marked for translation, or with its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """How the engine is, for one plain sentence on the page."""

    status: Literal["starting", "ready", "waiting", "unavailable"]
    """`waiting`: workers are missing and are being replaced; `unavailable`: it cannot work."""
    workers: int = 0
    """Workers alive now."""
    viewers: int = 0
    """Who wait for more of a film now, and share the workers."""
    sentence: str | Message = ""
    """Why it is unavailable: marked for translation, or with its values."""
    devices: Devices = field(default_factory=Devices)
    """What trains."""

    def at_once(self, films: int, *, joins: bool = False) -> float:
        """How many of a viewer's films are trained at any time, on the whole.

        Viewers share alike, and a film takes one worker. Who `joins` is not among those who wait yet.
        """
        return min(films, self.workers / max(self.viewers + joins, 1)) or 1.0


class Engine(Protocol):
    """Asking is repeatable: the same wish stated twice is the same wish."""

    def want(
        self,
        config: RunConfig,
        until_step: int,
        *,
        viewer: str = "",
        queued: bool = False,
        views: tuple[str, ...] = (),
    ) -> None:
        """Say that somebody is waiting for `config` up to `until_step`; say it again to stay.

        A viewer's films are developed in turn; those that are `queued`, one after another. The `views`
        are painted on the way.
        """

    def film(self, config: RunConfig) -> Film:
        """A snapshot of what is known; nothing is started by looking."""

    def frames(self, config: RunConfig, view: str, after: int = 0) -> tuple[Frame, ...]:
        """The frames there are of a view, newer than number `after`; in the order in which they came."""

    def probe(self, probe: Probe) -> Reply:
        """Ask for a reading of a model; ask again until it is no longer pending.

        That of a view is among its `frames` from then on.
        """

    def state(self) -> EngineState:
        """How the engine is."""

    def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard`, in a thread of the engine's, whenever there may be something new; it is quick."""

    def close(self) -> None:
        """Stop everything this engine started."""
