"""Figures and how they are printed."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and what it must reach."""

    what: str
    value: float
    at_most: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the bar is reached."""
        return self.value <= self.at_most

    def line(self) -> str:
        """One row of the printed table."""
        mark = "ok  " if self.holds else "OVER"
        return f"{mark} {self.what:<66} {self.value:8.2f} {self.unit:<6} (at most {self.at_most:g})"


def median(values: list[float]) -> float:
    """The middle of a few runs."""
    return statistics.median(values)
