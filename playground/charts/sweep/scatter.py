"""Many runs of a search: the loss against one of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.charts.compare.lanes import beyond, lane_marker, more_than_tenfold
from playground.charts.picture import Picture, Spec, base_layout, letters, scatter, sentences, short, ticks
from playground.charts.step_lines import LOSS_NAMES
from playground.charts.sweep.heatmaps import SweepAxis, SweepRun, best_of, done_of, log_axis, named, told
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _
from playground.tasks.answers import Loss

_LABELS = 6
"""Values up to which each has its label."""
_SYMBOL = (0, 2, 3, 1)
"""Which marker of `lane_marker` each cell has; rings are for the best."""


def sweep_scatter_figure(
    runs: Sequence[SweepRun], axes: Sequence[SweepAxis], place: int, *, loss_name: Loss, chosen: str = ""
) -> Picture:
    """Final test loss of every run against the setting of `axes[place]`; runs that diverged stand above.

    The run named `chosen` has a square around it.
    """
    axis, drawn = axes[place], done_of(runs)
    losses = np.array([run.loss for run in drawn])
    log = more_than_tenfold(losses)
    cells = list(dict.fromkeys(run.cell for run in runs))
    traces = [_dots([run for run in drawn if run.cell == cell], axis, place, cells) for cell in cells]
    traces += _crosses([run for run in runs if run.state == "diverged"], axis, place, beyond(losses, log))
    best, picked = best_of(drawn), named(drawn, chosen)
    traces += _ring(best, axis, place, "circle-open")
    traces += _ring(picked, axis, place, "square-open") if picked is not best else []
    layout = base_layout(axis.name, _(LOSS_NAMES[loss_name]))
    x, y = layout["xaxis"], layout["yaxis"]
    layout["xaxis"] = _value_axis(x, axis)
    layout["yaxis"] = log_axis(y, losses.min(), losses.max()) if log else y | {"rangemode": "tozero"}
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_scatter_alt(drawn, axis, place),
        title=_("Test loss and {setting}").format(setting=axis.name),
        look_for=_("Dot: a run; ring: the best. If low dots are in one place only, this setting matters."),
    )


def nearest_dot(runs: Sequence[SweepRun], axis: SweepAxis, place: int, x: float, y: float) -> SweepRun | None:
    """The run whose dot stands nearest to the value `x` of the setting, and there nearest to the loss `y`."""
    where = axis.positions

    def away(run: SweepRun) -> tuple[float, float]:
        return abs(float(where[run.places[place]]) - x), abs(run.loss - y)

    return min(done_of(runs), key=away, default=None)


def _value_axis(x: Spec, axis: SweepAxis) -> Spec:
    if not axis.numbers:
        count = len(axis.labels)
        return x | {"range": [-0.5, count - 0.5]} | ticks(range(count), map(letters, axis.labels))
    ends = axis.numbers[:: len(axis.numbers) - 1] if axis.is_log else ()
    scale = log_axis(x, *ends) if ends else x | {"nticks": 6}
    return scale | ticks(axis.numbers, axis.labels) if len(axis.labels) <= _LABELS else scale


def _points(runs: Sequence[SweepRun], axis: SweepAxis, place: int) -> list[float]:
    return [float(axis.positions[run.places[place]]) for run in runs]


def _dots(runs: Sequence[SweepRun], axis: SweepAxis, place: int, cells: list[Cell]) -> Spec:
    cell: Any = runs[0].cell if runs else cells[0]
    losses = np.array([run.loss for run in runs], dtype=np.float64)
    marker = lane_marker(cell, _SYMBOL[cells.index(cell)], 8) | {"opacity": 0.75}
    looks = {"name": CELL_NAMES[cell], "marker": marker, "showlegend": bool(runs)}
    return _told(runs, _points(runs, axis, place), losses, **looks)


def _told(runs: Sequence[SweepRun], x: list[float], y: Any, **looks: Any) -> Spec:
    return scatter("markers", x, y, "%{text}", text=[letters(told(run)) for run in runs], **looks)


def _crosses(runs: Sequence[SweepRun], axis: SweepAxis, place: int, edge: float) -> list[Spec]:
    if not runs:
        return []
    colours = [lane_marker(run.cell, 0)["color"] for run in runs]
    looks = {"name": _("Diverged"), "marker": {"symbol": "x", "size": 8, "color": colours}}
    return [_told(runs, _points(runs, axis, place), [edge] * len(runs), showlegend=False, **looks)]


def _ring(run: SweepRun | None, axis: SweepAxis, place: int, symbol: str) -> list[Spec]:
    if run is None:
        return []
    marker = {"symbol": symbol, "size": 16, "line": {"width": 2}}
    return [scatter("markers", _points([run], axis, place), [run.loss], marker=marker, showlegend=False)]


def _scatter_alt(drawn: Sequence[SweepRun], axis: SweepAxis, place: int) -> str:
    best = best_of(drawn)
    if best is None:
        return _("No run is done yet.")
    parts = [_("The best is {run}.").format(run=told(best))]
    if len(axis.labels) <= _LABELS:
        for value, label in enumerate(axis.labels):
            own = best_of([run for run in drawn if run.places[place] == value])
            if own is not None:
                parts.append(
                    _("At {value} the lowest loss is {loss}.").format(value=label, loss=short(own.loss))
                )
    else:
        tenth = sorted(drawn, key=lambda run: run.loss)[: max(1, len(drawn) // 10)]
        span = sorted(run.places[place] for run in tenth)
        ends = {"low": axis.labels[span[0]], "high": axis.labels[span[-1]]}
        parts.append(_("The best tenth of the runs lies from {low} to {high}.").format(**ends))
    return sentences(parts)
