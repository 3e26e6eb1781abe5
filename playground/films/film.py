"""A film: what is known so far of one config, as an immutable snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.config import RunConfig
from playground.films.history import History
from playground.i18n import Message

FilmStatus = Literal["developing", "finished", "diverged", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One snapshot; it never changes, ask the engine for a newer one."""

    config: RunConfig
    history: History
    status: FilmStatus
    reason: str | Message = ""
    """Why a finished run stopped; or why it failed: marked for translation, or with its values."""
    total_steps: int
    """The step at which the last epoch ends."""
    epoch_steps: int
    """Optimizer steps in one epoch."""
    seconds: float
    """Wall time the workers took so far for `trained` steps."""
    trained: int
    """Steps trained for this film itself, without a beginning shared from another."""

    @property
    def last_step(self) -> int:
        """The newest developed step."""
        return self.history.last_step

    @property
    def is_over(self) -> bool:
        """Whether no further step will ever be developed."""
        return self.status in ("finished", "diverged")

    @property
    def seconds_per_step(self) -> float | None:
        """As measured so far; `None` before it was."""
        return self.seconds / self.trained if self.trained else None

    @property
    def seconds_left(self) -> float | None:
        """Estimated from the speed so far; `None` before there is one."""
        if self.is_over or not self.trained:
            return None
        return (self.total_steps - self.last_step) * self.seconds / self.trained
