"""The network's numbers for a series: its values, differences or growth rates, and the way back.

With x_t the series in its own unit, m and s a mean and a standard deviation of the train part:

    values        (x_t - m) / s
    differences   (x_t - x_{t-1} - m) / s
    growth        (x_t / x_{t-1} - 1 - m) / s

A network with bounded states cannot follow a series above everything it was trained on; its differences or
growth rates may well stay where they were (R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and
Practice, 3rd edition, section 9.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ConfigError
from playground.config.task import Scaling
from playground.i18n import N_

Floats = NDArray[np.float64]

_NOT_ABOVE_0 = N_(
    "Growth rates need a series whose values are all above 0; the lowest here is {lowest:g}. Choose "
    "differences."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the network's numbers are made of points in their own unit."""

    scaling: Scaling = "values"
    mean: float = 0.0
    std: float = 1.0
    """Of the train part's values, differences or growth rates."""

    @classmethod
    def fitted(cls, scaling: Scaling, known: Floats) -> Scale:
        """With the mean and the standard deviation of the train part (points,)."""
        raw = cls(scaling=scaling).numbers(known)
        mean, std = scale_of(raw)
        return cls(scaling=scaling, mean=mean, std=std)

    @property
    def lead(self) -> int:
        """How many points come before the first that has a number."""
        return 0 if self.scaling == "values" else 1

    def numbers(self, points: Floats) -> Floats:
        """(points - lead, ...) the network's numbers of (points, ...)."""
        return self.of(points[self.lead :], points[: len(points) - self.lead])

    def of(self, points: Floats, last: Floats | float) -> Floats:
        """The number of each point, given the point before it, which plain values do not need."""
        match self.scaling:
            case "values":
                raw = points
            case "differences":
                raw = points - last
            case "growth":
                raw = points / last - 1.0
        return np.asarray((raw - self.mean) / self.std)

    def points(self, numbers: Floats, last: Floats | float) -> Floats:
        """The other way: the point that each number stands for, given the point before it."""
        raw = numbers * self.std + self.mean
        match self.scaling:
            case "values":
                return np.asarray(raw)
            case "differences":
                return np.asarray(last + raw)
            case "growth":
                return np.asarray(last * (1.0 + raw))

    def run(self, numbers: Floats, last: float) -> Floats:
        """(points,) the points of numbers that follow each other, the first of them after `last`."""
        raw = numbers * self.std + self.mean
        with np.errstate(over="ignore", invalid="ignore"):  # left alone, a network may leave all bounds
            match self.scaling:
                case "values":
                    return np.asarray(raw)
                case "differences":
                    return np.asarray(last + np.cumsum(raw))
                case "growth":
                    return np.asarray(last * np.cumprod(1.0 + raw))

    def miss(self, miss: Floats, last: Floats) -> Floats:
        """What a miss in the points' unit is among the network's numbers."""
        return np.asarray(miss / (self.std * last if self.scaling == "growth" else self.std))

    def repeated(self, number: float) -> float:
        """The number of a point that equals the one before it, whose own number is `number`."""
        return number if self.scaling == "values" else -self.mean / self.std


def require_growth(points: Floats) -> None:
    """Refuse growth rates where some point is not above 0; raises `ConfigError`."""
    lowest = float(points.min())
    if lowest <= 0:
        raise ConfigError(_NOT_ABOVE_0, lowest=lowest)


def scale_of(values: Floats) -> tuple[float, float]:
    """Mean and standard deviation; the deviation of a flat line counts as 1."""
    mean, std = float(values.mean()), float(values.std())
    flat = std <= 1e-9 * max(1.0, abs(mean))
    return mean, 1.0 if flat else std
