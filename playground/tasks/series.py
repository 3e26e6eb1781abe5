"""A series to forecast, and what is read beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.tasks.scale import Floats, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """A second series that the network reads beside the one it forecasts, as its further input."""

    name: str
    values: Floats
    """(points,) in their own unit, gaps filled."""
    scale: Scale
    """As a series has it; of the same `lead`."""
    filled: int = 0
    """How many points were missing and were filled by straight lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series to forecast: window `k` holds points `k` to `k + window - 1`, its target is the next."""

    values: Floats
    """(points,) in their own unit, gaps filled."""
    times: Floats
    """(points,) position of each point on the time axis: years, days, or the point's number."""
    time_label: str
    value_label: str
    """With its unit in brackets."""
    scale: Scale
    """How the network's numbers are made of the values, from the training part only."""
    window: int
    split: int
    """Index of the first point that is a test target; everything before is the training part."""
    season: int | None = None
    """Points in one season, where there is one."""
    gaps: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Which points were missing and were filled by straight lines."""
    left_out: int = 0
    """How many points were missing and were left out."""
    covariates: tuple[Covariate, ...] = ()
    """The further inputs at each time step of a window, after the series' own value."""

    @property
    def filled(self) -> int:
        """How many points were missing and were filled."""
        return len(self.gaps)

    @property
    def missing(self) -> int:
        """How many points were missing."""
        return self.filled + self.left_out

    @property
    def features(self) -> tuple[tuple[Floats, Scale], ...]:
        """Values and scale of each feature of a window: its own first."""
        return ((self.values, self.scale), *((one.values, one.scale) for one in self.covariates))

    @property
    def before(self) -> Floats:
        """(points - window,) the last point of each window: the one before its target."""
        return self.values[self.window - 1 : -1]

    def window_of(self, number: int) -> Floats:
        """(window, features) what is read before the test target of this number, in its own unit."""
        span = slice(self.split - self.window + number, self.split + number)
        return np.stack([values[span] for values, _scale in self.features], axis=1)

    def losses(self, predicted: Floats) -> Floats:
        """(test points,) the squared error of forecasts of the test part among the network's numbers."""
        last = self.values[self.split - 1 : -1]
        return self.scale.miss(predicted - self.values[self.split :], last) ** 2

    def run(self, numbers: Floats) -> Floats:
        """The points of a free run from the split on, given the network's numbers of them."""
        return self.scale.run(numbers, float(self.values[self.split - 1]))

    def repeated(self, numbers: Floats) -> Floats:
        """(covariates,) their numbers while they keep their last value, whose own `numbers` are given."""
        return np.array([one.scale.repeated(n) for one, n in zip(self.covariates, numbers, strict=True)])
