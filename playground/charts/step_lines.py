"""The parts that the charts of a training share: thinned lines, levels, and axes of steps and losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.lines import Floats, kept_points
from playground.charts.picture import (
    Spec,
    base_layout,
    cursor_line,
    logarithmic,
    scatter,
    short,
    vertical_line,
)
from playground.i18n import N_, _
from playground.tasks.answers import Loss

LOSS_NAMES: dict[Loss, str] = {
    "mse": N_("Mean squared error"),
    "bce": N_("Binary cross-entropy"),
    "cross_entropy": N_("Cross-entropy"),
}
EXPLODED = 10
"""Times the first loss beyond which a linear axis no longer follows."""
ROUNDING = 1e-12
"""A level below this is 0 but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One line through a training; it is thinned when it is drawn."""

    x: NDArray[Any]
    """(points,) steps, epochs or seconds."""
    values: Floats
    """(points,)"""
    name: str
    style: Spec
    """Plotly's line."""
    opacity: float = 1.0
    hover: str = ""
    """The name of the line in the hover, if not its own name."""

    def trace(self) -> Spec:
        """Plotly's trace of at most `MOST_POINTS` points; a value that is not finite is a gap."""
        kept = kept_points(self.values)
        hover = f"{self.hover or self.name}: %{{y:.4g}}"
        x, y = self.x[kept], self.values[kept].astype(np.float32)
        return scatter("lines", x, y, hover, name=self.name, line=self.style, opacity=self.opacity)


def level_traces(
    value: float, end: float, name: str, label_first: bool = False, start: float = 0
) -> list[Spec]:
    """A dashed level from `start` to `end`, and its label at the end that is free."""
    text = f"{name} {short(value) if value > ROUNDING else 0}"
    at = [start if label_first else end], [value]
    shared = {"showlegend": False, "cliponaxis": False}
    label = words_trace(text, *at, "top right" if label_first else "top left") | shared
    line = {"dash": "dot", "width": 1.5}
    return [scatter("lines", [start, end], [value, value], name=name, line=line) | shared, label]


def words_trace(text: str, x: list[float], y: list[float], place: str, **more: Any) -> Spec:
    """A few words at one point of the plot; `place` says on which side of it."""
    return scatter("text", x, y, text=[text], textposition=place, textfont={"size": 12}, **more)


def step_layout(y_title: str, end: float, log_y: bool, cursor: float, changes: tuple[int, ...] = ()) -> Spec:
    """The layout of a chart against the optimizer step; at `changes` it has dotted upright lines."""
    layout = base_layout(_("Optimizer step"), y_title, hovermode="x unified")
    layout["xaxis"] |= {
        "range": [0, end],
        "hoverformat": ",d",
        "unifiedhovertitle": {"text": _("Step {x}").format(x="%{x}")},
    }
    y = layout["yaxis"]
    layout["yaxis"] = logarithmic(y, nticks=3, tickformat="~g") if log_y else y | {"rangemode": "tozero"}
    shapes = [vertical_line(step, dash="dot", width=1, opacity=0.6) for step in changes]
    layout["shapes"] = [*shapes, cursor_line(cursor)]
    return layout


def baseline_words(baseline: float | None) -> str:
    """The loss of an answer without learning in one sentence; empty where there is none."""
    return (
        "" if baseline is None else _("The baseline's loss is {baseline}.").format(baseline=short(baseline))
    )


def readable_losses(runs: Sequence[Floats], baseline: float | None, top: float | None = None) -> Spec:
    """A linear loss axis: from 0 where that leaves room to see, and not stretched by an explosion.

    Args:
        runs: the losses of each run, its first one first.
        top: where an axis from 0 ends; `None` fits it to the losses.
    """
    finite = [run[np.isfinite(run)] for run in runs]
    known = np.concatenate([*finite, np.zeros(0)])
    if not len(known):
        return {"rangemode": "tozero"}
    usual = max([baseline or 0.0, *(float(run[0]) for run in finite if len(run))])
    if known.max() > EXPLODED * usual:
        return {"range": [0, 3 * usual]}
    low = min(float(known.min()), known.max() if baseline is None else baseline)
    if low > 0.5 * known.max():
        return {"rangemode": "normal"}
    return {"rangemode": "tozero"} if top is None else {"range": [0, top]}
