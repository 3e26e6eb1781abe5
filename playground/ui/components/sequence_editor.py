"""A sequence of numbers a learner bends with a finger, a mouse or the arrow keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from playground.i18n import _
from playground.ui.components.assets import handed_on, mount

MOST_POINTS = 200


def sequence_editor(
    values: Sequence[float],
    *,
    low: float,
    high: float,
    key: str,
    label: str,
    height: int = 200,
    on_change: Callable[[tuple[float, ...]], None] | None = None,
) -> None:
    """A line with a handle at each time step; the caller keeps the numbers, and hands them in.

    Args:
        values: the numbers now, up to 200.
        low, high: the limits a point can be moved to.
        label: what the sequence is, translated.
        height: pixels.
        on_change: called with the new numbers before the page's script runs.
    """
    _require_editable(values, low, high)
    data = {
        "values": [float(value) for value in values],
        "low": low,
        "high": high,
        "label": label,
        "helpText": _("Drag a point, or select one and use the arrow keys."),
        "pointText": _("Time step {t}"),  # for readers who do not see the point
        "height": height,
    }
    numbers = partial(_numbers, len(values), low, high)
    mount(
        "sequence_editor", key=key, data=data, on_change_change=handed_on(key, "change", numbers, on_change)
    )


def _require_editable(values: Sequence[float], low: float, high: float) -> None:
    if not low < high:
        raise ValueError(f"low must be less than high, not {low} and {high}.")
    if not 1 <= len(values) <= MOST_POINTS:
        raise ValueError(f"A sequence to edit has 1 to {MOST_POINTS} numbers, not {len(values)}.")


def _numbers(count: int, low: float, high: float, sent: Any) -> tuple[float, ...] | None:
    """The numbers in what the browser sent, held inside the limits; `None` if they are none."""
    if not isinstance(sent, list) or len(sent) != count:
        return None
    if not all(isinstance(value, (int, float)) and math.isfinite(value) for value in sent):
        return None
    return tuple(min(max(float(value), low), high) for value in sent)
