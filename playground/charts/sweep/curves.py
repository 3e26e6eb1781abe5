"""The test losses of many runs, every one as a curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.charts.compare.lanes import lane_line, more_than_tenfold
from playground.charts.inside.units import known
from playground.charts.lines import Floats, kept_points
from playground.charts.picture import Picture, Spec, base_layout, letters, scatter, sentences
from playground.charts.step_lines import LOSS_NAMES, baseline_words, level_traces, readable_losses
from playground.charts.sweep.heatmaps import SweepRun, best_of, log_axis, named, told
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _
from playground.tasks.answers import Loss

NAMED = 60
"""Curves the pointer can ask for their names, the best ones; the others are joined into one faint line."""
_MOST_POINTS = 12_000
"""Points of all curves together."""


def sweep_curves_figure(
    runs: Sequence[SweepRun], *, loss_name: Loss, baseline: float | None = None, chosen: str = ""
) -> Picture:
    """Test loss of every run with an epoch against the step: thin, the best thick, the chosen one dashed."""
    drawn = sorted((run for run in runs if len(run.losses)), key=lambda run: _or_last(run.loss))
    best, picked = best_of(runs), named(drawn, chosen)
    thick = [run for run in (picked, best) if run is not None]
    points = max(8, _MOST_POINTS // max(len(drawn), 1))
    traces = _thin(drawn, thick, points)
    if picked is not None and picked is not best:
        traces.append(_curve(picked, points, "dash", 3.0, 1.0) | {"showlegend": True})
    if best is not None:
        traces.append(_curve(best, points, "solid", 3.0, 1.0) | {"showlegend": True})
    end = max((int(run.steps[-1]) for run in drawn), default=1)
    if baseline is not None:
        traces += level_traces(baseline, end, _("Baseline"))
    layout = base_layout(_("Optimizer step"), _(LOSS_NAMES[loss_name]))
    layout["xaxis"] |= {"range": [0, end], "hoverformat": ",d"}
    layout["yaxis"] = _loss_axis(layout["yaxis"], [run.losses for run in drawn], baseline)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_curves_alt(drawn, best, picked, baseline),
        title=_("Test loss of every run"),
        look_for=_("Thick: the best run; dashed: the chosen run. Click a line to choose its run."),
    )


def _loss_axis(axis: Spec, losses: Sequence[Floats], baseline: float | None) -> Spec:
    every = known(np.concatenate([*losses, np.zeros(0)]))
    if more_than_tenfold(every):
        return log_axis(axis, every.min(), every.max())
    return axis | readable_losses(losses, baseline)


def _thin(drawn: Sequence[SweepRun], thick: Sequence[SweepRun], points: int) -> list[Spec]:
    """All other curves, the best above the worse; in the legend one of each cell stands for all of them."""
    traces = [trace for cell in CELL_NAMES for trace in _joined(drawn[NAMED:], cell, points)]
    for run in reversed([run for run in drawn[:NAMED] if run not in thick]):
        traces.append(_curve(run, points, "solid", 1.5, 0.6))
    for rank, (cell, name) in enumerate(CELL_NAMES.items()):
        own = [trace for trace in traces if trace["legendgroup"] == cell]
        if own:
            own[-1].update(name=name, showlegend=True, legendrank=rank)
    return traces


def nearest_run(runs: Sequence[SweepRun], x: float, y: float) -> SweepRun | None:
    """The run whose curve passes nearest to a loss `y` at the step `x`."""
    near = [run for run in runs if len(run.losses) and run.steps[0] <= x <= run.steps[-1]]
    return min(near, key=lambda run: _or_last(abs(np.interp(x, run.steps, run.losses) - y)), default=None)


def _or_last(value: float) -> float:
    return float(value) if np.isfinite(value) else np.inf


def _curve(run: SweepRun, points: int, dash: str, width: float, opacity: float) -> Spec:
    kept = kept_points(run.losses, points)
    mode = "lines" if len(kept) > 1 else "markers"
    legend = {"name": run.name, "legendgroup": run.cell if width < 2 else run.name, "showlegend": False}
    line = lane_line(run.cell, 0, width) | {"dash": dash}
    looks = {"line": line, "marker": {"color": line["color"]}, "opacity": opacity}
    x, y = run.steps[kept], run.losses[kept].astype(np.float32)
    return scatter(mode, x, y, f"{letters(run.name)}: %{{y:.4g}}") | legend | looks


def _joined(runs: Sequence[SweepRun], cell: Cell, points: int) -> list[Spec]:
    around: list[Floats] = []
    for run in runs:
        if run.cell == cell:
            kept = kept_points(run.losses, points)
            around += [np.array([run.steps[kept], run.losses[kept]]), np.full((2, 1), np.nan)]
    if not around:
        return []
    x, y = np.concatenate(around, axis=1).astype(np.float32)
    lonely = any(len(run.losses) == 1 for run in runs)
    line = lane_line(cell, 0, 1)
    looks = {"line": line, "marker": {"size": 3, "color": line["color"]}, "opacity": 0.3}
    legend = {"name": cell, "legendgroup": cell, "showlegend": False}
    return [scatter("lines+markers" if lonely else "lines", x, y) | legend | looks]


def _curves_alt(
    drawn: Sequence[SweepRun], best: SweepRun | None, picked: SweepRun | None, baseline: float | None
) -> str:
    if not drawn:
        return _("No run has finished an epoch yet.")
    parts = [_("Curves of {count} runs.").format(count=len(drawn))]
    if best is not None:
        parts.append(_("The best is {run}.").format(run=told(best)))
    if picked is not None:
        parts.append(_("The chosen run is {run}.").format(run=told(picked)))
    return sentences([*parts, baseline_words(baseline)])
