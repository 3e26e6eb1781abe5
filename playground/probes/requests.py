"""The probes of a model at one step; values only, so that the web server may hold them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.config import RunConfig
from playground.tasks.base import BaselineScore
from playground.tasks.baselines.series import Autoregression


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A reading of `config` after `step` optimizer steps; 0 is the untrained network."""

    config: RunConfig
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastProbe(Probe):
    """One-step forecasts over the whole series, and a free run from the split."""

    horizon: int
    """Points the network goes on alone, fed with its own outputs; 0 leaves the free run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastReading:
    """A forecast in the series' own unit."""

    one_step: NDArray[np.float64]
    """(points - window,) forecast of every point from number `window` on."""
    free_run: NDArray[np.float64]
    """(horizon,) points from the split on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRunProbe(Probe):
    """A free run from the split alone."""

    horizon: int
    """Points, 1 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRunReading:
    """A free run in the series' own unit."""

    values: NDArray[np.float64]
    """(horizon,)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersProbe(Probe):
    """The answers to the whole test part of a problem that is no forecast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersReading:
    """Answers to the test part."""

    values: NDArray[np.float32]
    """Probabilities, or plain numbers. cross_entropy: like the targets, and then (..., classes)."""
    correct: NDArray[np.bool_] | None
    """Whether each decision is right, shaped like the targets, false where there is none; `None` for
    numbers."""
    confusion: NDArray[np.int64] | None
    """(true classes, decided classes) counts; `None` for numbers."""
    loss: float
    """The mean loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainPartProbe(Probe):
    """How good the answers to the train part are, to hold those to the test part against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """How good the answers to one part are, as the network is tested: without dropout."""

    loss: float
    right: float | None
    """Share of right answers, 0 to 1; `None` for numbers."""
    rmse: float | None
    """Root mean squared error of numbers, in the unit that people read; `None` where names are chosen."""
    examples: int
    """How many were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProbe(Probe):
    """The answer to one sequence typed or drawn by the learner."""

    text: str
    """As `Problem.parse` reads it; parsed before the probe is made, and again in the worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """The answer to one sequence."""

    values: NDArray[np.float64]
    """The next value in the series' own unit (1,), a number (1,), class probabilities (classes,),
    the probability of a one at every time step (time steps,), or of each class (time steps, classes);
    where only the last time steps are asked, of those alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinesProbe(Probe):
    """The scores of the baselines that are fitted to the data: the same for all runs of a task."""

    step: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "config", RunConfig(task=self.config.task))
        object.__setattr__(self, "step", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewProbe(Probe):
    """The pictures of one view, painted; the reading is bytes for the browser."""

    view: str
    """The view and how one looks at it, as `playground.views.address` writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDictProbe(Probe):
    """The weights as a file that plain torch reads; the reading is bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinesReading:
    """Baselines fitted to the training part."""

    scores: tuple[BaselineScore, ...]
    """Of each of the problem's `fitted`, in their order."""
    autoregression: Autoregression | None
    """Of a series; else `None`."""
