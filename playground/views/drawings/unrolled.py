"""The network unrolled in time: inputs enter the cell, its states are colours, and an answer comes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.panels import SIGNED_SCALE
from playground.charts.theme import CELL_COLOURS
from playground.config import Cell
from playground.i18n import N_
from playground.views.parts import Part, component
from playground.views.words import said

MOST_UNITS, ALL_UNITS = 8, 16
"""Units that are shown of one layer and direction, evenly spread over all, and of all together."""
FIRST_COLUMNS, LAST_COLUMNS = 8, 40
"""Time steps that are shown of a longer sequence."""
_DIGITS = 3

WORDS = {
    "title": N_("The network, unrolled in time"),
    "look_for": N_("Each column: the same cell, one time step later. Units: orange above 0, blue below."),
    "struck": N_("Struck through: wrong."),
    "input": N_("Input"),
    "state": N_("State"),
    "output": N_("Output"),
    "said": N_("Its answer"),
    "sure": N_("Its answer, {share} sure"),
    "right": N_("Right: {answer}"),
    "skipped": N_("{count} more"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The states of one layer and direction."""

    states: NDArray[np.float32]
    """(time steps, hidden_size)"""
    slot: int
    """Its place from below among the rows over the same columns."""
    backward: bool = False
    start: int = 0
    """The column of its first time step."""

    def told(self, columns: Sequence[int], units: int) -> dict[str, Any]:
        """As the browser reads it: some units' states in each column it has."""
        states = _rounded(some_units(self.states, units))
        found = [states[c - self.start] if 0 <= c - self.start < len(states) else None for c in columns]
        return {"slot": self.slot, "backward": self.backward, "states": found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the network says, in words."""

    said: str
    right: str = ""
    """Empty where nobody knows it."""
    share: str = ""
    """How sure the network is, where it gives probabilities."""
    is_right: bool | None = None
    """`None` where an answer is near or far, or nobody knows the right one."""
    value: float | None = None
    """The answer on the scale of the inputs, where it is their next point."""
    target: float | None = None

    def told(self) -> dict[str, Any]:
        """As the browser reads it."""
        points = {"value": _finite(self.value), "target": _finite(self.target)}
        words = {"said": self.said, "right": self.right, "share": self.share}
        return {**words, "isRight": self.is_right, **points}


def unrolled(
    *,
    inputs: Sequence[str] | NDArray[np.float32],
    rows: Sequence[Row],
    cell: Cell,
    alt: str,
    each: Sequence[Answer | None] = (),
    end: Answer | None = None,
) -> Part:
    """The strip.

    Args:
        inputs: a word for each time step, or numbers (time steps, features).
        rows: layers and directions, the lowest first.
        alt: the strip in words.
        each: the answer at each time step; `None` where there is none.
        end: the one answer after the last time step.
    """
    columns = shown_columns(len(inputs))
    units = max(2, min(MOST_UNITS, ALL_UNITS // (1 + max(row.slot for row in rows))))
    numbers = _rounded(inputs[columns]) if isinstance(inputs, np.ndarray) else None
    data: dict[str, Any] = {
        "numbers": numbers,
        "tokens": [str(inputs[column]) for column in columns] if numbers is None else None,
        "skipped": len(inputs) - len(columns),
        "skippedAfter": FIRST_COLUMNS,
        "rows": [row.told(columns, units) for row in rows],
        "each": [answer and answer.told() for answer in (each[column] for column in columns if each)],
        "end": None if end is None else end.told(),
        "colour": CELL_COLOURS[cell],
        "scale": SIGNED_SCALE,
        "alt": alt,
        "words": said(WORDS),
    }
    return component("unrolled", "unrolled", data)


def shown_columns(count: int) -> list[int]:
    """The time steps that are shown: all, or of many the first and the last."""
    if count <= FIRST_COLUMNS + LAST_COLUMNS:
        return list(range(count))
    return [*range(FIRST_COLUMNS), *range(count - LAST_COLUMNS, count)]


def some_units(states: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """At most so many units, evenly spread over all: (time steps, units)."""
    size = states.shape[1]
    places = np.unique(np.linspace(0, size - 1, min(size, most)).round().astype(int))
    return np.asarray(states[:, places])


def _rounded(values: NDArray[np.float32]) -> list[list[float | None]]:
    return [[_finite(float(one)) for one in line] for line in values]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, _DIGITS)
