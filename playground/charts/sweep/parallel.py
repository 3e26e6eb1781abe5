"""Many runs of a search in several settings, as lines from setting to setting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.charts.compare.lanes import lane_line, more_than_tenfold
from playground.charts.lines import Floats
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    letters,
    on_log_scale,
    scatter,
    sentences,
    short,
    ticks,
)
from playground.charts.step_lines import LOSS_NAMES
from playground.charts.sweep.heatmaps import SweepAxis, SweepRun, best_of, done_of, ends_of, named, told
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _
from playground.tasks.answers import Loss

_LABELS = 6
"""Labels an upright axis has room for."""
_BEST_SHARE = 0.1
"""Of the runs of a cell, how many are drawn strongly."""


def sweep_parallel_figure(
    runs: Sequence[SweepRun], axes: Sequence[SweepAxis], *, loss_name: Loss, chosen: str = ""
) -> Picture:
    """Every run that is done as a line over upright axes: one for each setting, the loss at the right.

    Drawn as plain lines, because Plotly's own parallel coordinates need WebGL and cannot be clicked.
    A click's x is the axis, counted from 0, and its y the height there, from 0 to 1.

    Args:
        runs: of all cells; those that are not done, or diverged, are not drawn.
        chosen: name of the run that is looked at.
    """
    drawn = sorted(done_of(runs), key=lambda run: -run.loss)
    heights = heights_of(drawn, axes)
    best = best_of(drawn)
    faintness = max(0.15, min(0.6, 30 / max(len(drawn), 1)))
    traces: list[Spec] = []
    for cell in CELL_NAMES:
        own = [place for place, run in enumerate(drawn) if run.cell == cell]
        strong = own[len(own) - max(1, round(_BEST_SHARE * len(own))) :] if own else []
        weak = [place for place in own if place not in strong]
        traces += _lines(drawn, heights, weak, cell, (1.0, faintness), False)
        traces += _lines(drawn, heights, strong, cell, (2.0, 0.9), True)
    for run, dash in ((best, "solid"), (named(drawn, chosen), "dash")):
        if run is not None and not (dash == "dash" and run is best):
            (line,) = _lines(drawn, heights, [drawn.index(run)], run.cell, (4.0, 1.0), True)
            line["line"] = line["line"] | {"dash": dash}
            traces.append(line | {"name": run.name, "legendgroup": run.name})
    return Picture(
        spec={"data": traces, "layout": _upright_layout(drawn, axes)},
        alt=_parallel_alt(runs, drawn, loss_name),
        title=_("Parallel coordinates of all runs"),
        look_for=_(
            "Each line is a run, from its settings to its loss. Strong lines: each cell's best. Look "
            "where they meet."
        ),
    )


def heights_of(runs: Sequence[SweepRun], axes: Sequence[SweepAxis]) -> Floats:
    """(runs, axes + 1) how high each run's line stands on each axis, from 0 to 1; the last is its loss."""
    heights = np.zeros((len(runs), len(axes) + 1))
    for column, axis in enumerate(axes):
        scaled = _scaled(axis.positions, axis.is_log)
        heights[:, column] = scaled[[run.places[column] for run in runs]]
    losses = np.array([run.loss for run in runs])
    heights[:, -1] = _scaled(losses, more_than_tenfold(losses))
    return heights


def run_through(
    runs: Sequence[SweepRun], axes: Sequence[SweepAxis], axis: int, height: float
) -> SweepRun | None:
    """The best of the runs whose lines pass nearest to a point of the parallel coordinates."""
    done = done_of(runs)
    if not done or not 0 <= axis <= len(axes):
        return None
    away = np.abs(heights_of(done, axes)[:, axis] - height)
    return best_of([run for run, far in zip(done, away, strict=True) if far <= away.min() + 1e-6])


def _scaled(values: Floats, log: bool) -> Floats:
    """The values between 0 for the lowest and 1 for the highest; 0.5 where all are the same."""
    if not len(values):
        return values
    known = np.log10(values) if log else values
    low, high = known.min(), known.max()
    return (known - low) / (high - low) if high > low else np.full(len(known), 0.5)


def _lines(
    drawn: Sequence[SweepRun],
    heights: Floats,
    places: Sequence[int],
    cell: Cell,
    look: tuple[float, float],
    in_legend: bool,
) -> list[Spec]:
    """The lines of some runs as one trace with gaps between them; `look` is width and opacity."""
    if not places:
        return []
    columns = heights.shape[1]
    y = np.full((len(places), columns + 1), np.nan)
    y[:, :-1] = heights[list(places)]
    words = [letters(told(drawn[place])) for place in places for _point in range(columns + 1)]
    x = np.tile(np.arange(columns + 1), len(places))
    legend = {"name": CELL_NAMES[cell], "legendgroup": cell, "showlegend": in_legend}
    looks = {"line": lane_line(cell, 0, look[0]), "opacity": look[1], "cliponaxis": False}
    return [scatter("lines", x, y.ravel().astype(np.float32), "%{text}", text=words) | legend | looks]


def _upright_layout(drawn: Sequence[SweepRun], axes: Sequence[SweepAxis]) -> Spec:
    losses = np.array([run.loss for run in drawn])
    is_log = [*(axis.is_log for axis in axes), len(losses) > 0 and more_than_tenfold(losses)]
    names = [*(axis.name for axis in axes), _("Test loss")]
    names = [on_log_scale(name) if log else name for name, log in zip(names, is_log, strict=True)]
    layout = base_layout("", "")
    layout["xaxis"] |= {"range": [-0.3, len(names) - 0.7], "showgrid": False}
    layout["xaxis"] |= ticks(range(len(names)), map(letters, names))
    layout["yaxis"] |= {"range": [-0.06, 1.06], "visible": False}
    layout["shapes"] = [
        {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "line": {"width": 1}}
        for place in range(len(names))
    ]
    layout["annotations"] = [
        label for place, axis in enumerate(axes) for label in _axis_labels(place, axis)
    ] + _loss_labels(len(axes), drawn)
    layout["margin"] = layout["margin"] | {"l": 30}
    return layout


def _axis_labels(place: int, axis: SweepAxis) -> list[Spec]:
    heights = _scaled(axis.positions, axis.is_log)
    kept = [0, len(heights) - 1] if len(heights) > 1 else [0]
    for one in range(1, len(heights) - 1):
        if np.abs(heights[kept] - heights[one]).min() > 1 / _LABELS:
            kept.append(one)
    return [_label(place, float(heights[one]), axis.labels[one]) for one in kept]


def _loss_labels(place: int, drawn: Sequence[SweepRun]) -> list[Spec]:
    ends = ends_of(drawn)
    if ends is None:
        return []
    low, high = ends
    if not high > low:
        return [_label(place, 0.5, short(low))]
    marks = np.geomspace(low, high, 4) if more_than_tenfold(np.array(ends)) else np.linspace(low, high, 4)
    return [
        _label(place, share, short(float(mark)))
        for share, mark in zip((0, 1 / 3, 2 / 3, 1), marks, strict=True)
    ]


def _label(place: int, height: float, text: str) -> Spec:
    style = {"showarrow": False, "xanchor": "right", "xshift": -5, "font": {"size": 12}}
    return {"x": place, "y": height, "text": letters(text)} | style


def _parallel_alt(runs: Sequence[SweepRun], drawn: Sequence[SweepRun], loss_name: Loss) -> str:
    parts = [
        _("{done} of {all} runs are drawn.").format(done=len(drawn), all=len(runs)),
        _("Test loss: {loss}.").format(loss=_(LOSS_NAMES[loss_name])),
    ]
    best = best_of(drawn)
    if best is not None:
        parts.append(_("The best is {run}.").format(run=told(best)))
        parts.append(_("The worst is {run}.").format(run=told(drawn[0])))
    if broken := sum(run.state == "diverged" for run in runs):
        parts.append(_("Diverged runs, which are not drawn: {count}.").format(count=broken))
    return sentences(parts)
