"""What a view is drawn of: a run at one step, and how the learner looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from playground import tasks
from playground.config import RunConfig
from playground.probes.requests import Probe
from playground.tasks.base import Dataset
from playground.training import plan
from playground.views.view_state import ViewState


class Looked(Protocol):
    """A run and how it is looked at: a scene in a worker, a learner's session in the page."""

    @property
    def config(self) -> RunConfig:
        """The run."""

    @property
    def view_state(self) -> ViewState:
        """How the learner looks at it."""


Read = Callable[[Probe], Any]
"""Reads the network at the scene's step; the kind of reading is that of the probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One step of one run, and how it is looked at."""

    config: RunConfig
    step: int
    view_state: ViewState

    @property
    def data(self) -> Dataset:
        """The data of its problem."""
        return tasks.dataset(self.config.task)

    @property
    def total_steps(self) -> int:
        """The step at which the run's last epoch ends."""
        return plan.last_step(self.config.training, len(self.data.train_x))
