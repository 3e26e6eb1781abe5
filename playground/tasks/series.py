"""A series to forecast, and what is read beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """A second series that the network reads beside the one it forecasts, as its further input."""

    name: str
    values: Floats
    """(points,) in their own unit, gaps filled."""
    mean: float
    std: float
    """As a series has them."""
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
    mean: float
    std: float
    """Scale of the network's numbers: `(values - mean) / std`, from the training part only."""
    window: int
    split: int
    """Index of the first point that is a test target; everything before is the training part."""
    season: int | None = None
    """Points in one season, where there is one."""
    gaps: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Which points were missing and were filled by straight lines."""
    covariates: tuple[Covariate, ...] = ()
    """The further inputs at each time step of a window, after the series' own value."""

    @property
    def filled(self) -> int:
        """How many points were missing."""
        return len(self.gaps)
