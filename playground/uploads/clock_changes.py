"""The hours of local time in which clocks are put back or forward, once or twice a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.uploads.numbers import Floats

_HOUR = 1 / 24
_SECOND = 1 / 86400
_BACK, _FORWARD = (4, 10, 11), (3, 9, 10)
"""The months in which clocks are changed, on a Sunday in the night."""


def evened(days: Floats) -> tuple[Floats, int]:
    """The days with the hours that go on evenly, and how many times the clock was changed.

    Args:
        days: in the order of the file, from the first or from the latest on.
    """
    if len(days) < 3:
        return days, 0
    if np.mean(np.diff(days) < 0) > 0.5:
        found, count = evened(days[::-1])
        return found[::-1].copy(), count
    steps = np.diff(days)
    usual = float(np.median(steps))
    if not 0 < usual <= _HOUR + _SECOND:
        return days, 0
    back = (abs(steps - usual + _HOUR) < _SECOND) & _is_at_night(days[1:], _BACK)
    forward = (abs(steps - usual - _HOUR) < _SECOND) & _is_at_night(days[:-1], _FORWARD)
    shift = np.concatenate([[0], np.cumsum(back.astype(np.int64) - forward)])
    return days + shift * _HOUR, int(back.sum() + forward.sum())


def _is_at_night(days: Floats, months: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether it is before four o'clock on a Sunday of these months."""
    dates = np.floor(days + _SECOND).astype(np.int64)
    month = dates.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    is_night: NDArray[np.bool_] = (days - dates < 4 * _HOUR) & ((dates + 3) % 7 == 6) & np.isin(month, months)
    return is_night
