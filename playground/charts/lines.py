"""The changes to a line before it is drawn: thinning that keeps spikes, and a range that is steady."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_POINTS = 600
"""Points of one line that travel to the browser, at most."""


def kept_points(values: Floats, most: int = MOST_POINTS) -> NDArray[np.int64]:
    """Indices of the points worth sending: each bin's lowest and highest, in order.

    Bins hold a power of two of points, counted from the start, so a growing line keeps its
    bins until they double, and nothing flickers. The first and last point are always kept.
    """
    count = len(values)
    if count <= most:
        return np.arange(count)
    size = 4
    while 2 * -(-count // size) > most - 2:
        size *= 2
    bins = -(-count // size)
    padded = np.full(bins * size, np.nan)
    padded[:count] = values
    table = padded.reshape(bins, size)
    finite = np.isfinite(table)
    lowest = np.where(finite, table, np.inf).argmin(axis=1)
    highest = np.where(finite, table, -np.inf).argmax(axis=1)
    starts = np.arange(bins) * size
    kept = np.zeros(bins * size, dtype=np.bool_)
    kept[starts + lowest] = kept[starts + highest] = kept[0] = kept[count - 1] = True
    return np.flatnonzero(kept[:count])


_ROUND = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def rounded_up(value: float) -> float:
    """The next round number that is not smaller than `value`, which is more than 0: an end of an axis."""
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in _ROUND if step * unit >= value * (1 - 1e-12))


def steady_range(real: NDArray[Any], *drawn: NDArray[Any]) -> list[float]:
    """A value axis around what is true that holds all that is drawn beside it.

    It grows in few and round steps, so that it stands still while the answers move.
    """
    low, high = float(np.min(real)), float(np.max(real))
    span = (high - low) or 1.0
    ends = [low - 0.3 * span, high + 0.3 * span]
    for values in drawn:
        known = values[np.isfinite(values)]
        if len(known):
            over = float(known.max()) - high - 0.3 * span, low - 0.3 * span - float(known.min())
            ends = [min(ends[0], low - _room(over[1], span)), max(ends[1], high + _room(over[0], span))]
    return ends


def _room(over: float, span: float) -> float:
    return 0.3 * span + (rounded_up(max(over / span, 0.25)) * span if over > 0 else 0.0)
