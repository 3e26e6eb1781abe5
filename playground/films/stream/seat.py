"""One page's side of the stream: what it wants, and what it was sent already."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.config import RunConfig
from playground.films.engine import EngineState
from playground.films.film import FilmStatus
from playground.films.frames import Frame
from playground.films.stream.wishes import FilmWish
from playground.i18n import SOURCE_LANGUAGE, Message

FRAMES_A_MESSAGE = 12
"""The newest ones are sent first; older ones follow when there is nothing newer."""


@dataclass(slots=True, kw_only=True)
class Shown:
    """What was sent of one view."""

    serials: set[int] = field(default_factory=set)
    seen: tuple[Frame, ...] = ()
    """What there was to send when this was looked at last."""
    owes: bool = False
    """Whether some of these were left for later."""
    exact: int | None = None
    """The step for which the page has the exact frame, or was told that there is none."""

    def next(self, frames: tuple[Frame, ...], exact: Frame | None) -> tuple[Frame, ...]:
        """The frames to send now, in the order in which they came; they count as sent.

        Args:
            frames: all there are, in that order.
            exact: one of them that is sent in any case.
        """
        if frames is self.seen and not self.owes and exact is None:
            return ()
        unsent = [f for f in frames if f.serial not in self.serials and f is not exact]
        room = FRAMES_A_MESSAGE - (exact is not None)
        chosen = unsent[-room:]
        self.owes, self.seen = len(unsent) > room, frames
        if exact is not None:
            chosen = sorted([*chosen, exact], key=lambda frame: frame.serial)
        self.serials = {f.serial for f in frames if f.serial in self.serials} | {f.serial for f in chosen}
        return tuple(chosen)


@dataclass(slots=True, kw_only=True)
class Sent:
    """What was sent of one film."""

    numbers: int
    """The step up to which the page has the numbers."""
    film: str = ""
    """Which film they are of."""
    told: tuple[int, FilmStatus, str | Message] | None = None
    """What the page knows of the film beside them: its end, its status and the reason."""
    times: int = 0
    """How often the film had begun anew when frames were sent last."""
    at: int | None = None
    """The step for which exact frames were asked last."""
    views: dict[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A film that a page watches."""

    wish: FilmWish
    config: RunConfig
    sent: Sent


@dataclass(slots=True, eq=False)
class Seat:
    """One socket. A new wish replaces `films` as a whole; only the hub's turn writes what was sent."""

    viewer: str = ""
    language: str = SOURCE_LANGUAGE
    films: dict[str, Watched] = field(default_factory=dict)
    """By run."""
    refused: dict[str, str | Message] = field(default_factory=dict)
    """Why a run cannot be had."""
    told_refusals: dict[str, str | Message] = field(default_factory=dict)
    gathered: dict[str, int] = field(default_factory=dict)
    """How many runs of each gathering are over."""
    told_gathered: dict[str, int] = field(default_factory=dict)
    engine: EngineState | None = None
    """What the page knows of the engine."""
