"""The changes to a line before it is drawn: thinning that keeps spikes, and a range that is steady."""

from __future__ import annotations

import math

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


def steady_range(real: Floats) -> list[float]:
    """A value axis around what is true, which a wild answer cannot stretch."""
    low, high = float(np.min(real)), float(np.max(real))
    room = 0.3 * ((high - low) or 1.0)
    return [low - room, high + room]
