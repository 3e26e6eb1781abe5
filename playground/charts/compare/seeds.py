"""The losses of several seeds of each lane: bands through training, and every final loss as a dot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.charts.compare.lanes import Lane, beyond, more_than_tenfold
from playground.charts.inside.panels import shown
from playground.charts.inside.units import finite, known
from playground.charts.lines import MOST_POINTS, Floats, kept_points
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    brief,
    letters,
    logarithmic,
    scatter,
    sentences,
    short,
    ticks,
)
from playground.charts.step_lines import (
    LOSS_NAMES,
    StepLine,
    baseline_words,
    level_traces,
    readable_losses,
    words_trace,
)
from playground.charts.theme import CELL_COLOURS
from playground.experiments.significance import Band, quartiles, solved
from playground.i18n import _
from playground.tasks.answers import Loss

_ASIDE = (0.0, -0.1, 0.1, -0.2, 0.2)
"""How far a dot stands beside its row, so that equal losses do not hide each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBand(Lane):
    """The test losses of the seeds of one lane, through training."""

    epochs: NDArray[np.int64]
    """(epochs,) their numbers, from 1."""
    band: Band
    seeds: int
    """How many seeds are in the band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDots(Lane):
    """The final test losses of the seeds of one lane."""

    finals: Floats
    """(seeds,) not finite where a run diverged."""


def band_figure(
    bands: Mapping[str, LaneBand], *, loss_name: Loss, baseline: float | None = None, log_y: bool = False
) -> Picture:
    """Median test loss against the epoch, with a shade from the lower to the upper quartile.

    Args:
        bands: of each lane by its name; one without epochs is named in the words only. Where the upper
            quartile is infinite the shade goes to the top, and where the lower one is, it ends.
    """
    drawn = {name: lane for name, lane in bands.items() if len(lane.epochs)}
    runs = [np.concatenate([lane.band.median, lane.band.low, lane.band.high]) for lane in drawn.values()]
    top = float(np.max(np.concatenate([*map(known, runs), [baseline or 0.0]])))
    end = max((int(lane.epochs[-1]) for lane in drawn.values()), default=1)
    traces = [_shade(name, lane, top) for name, lane in drawn.items()]
    traces += [_median_trace(name, lane) for name, lane in drawn.items()]
    if baseline is not None:
        falls = any(lane.band.median[0] > 1.2 * baseline for lane in drawn.values())
        traces += level_traces(baseline, end, _("Baseline"), label_first=falls)
    layout = base_layout(_("Epoch"), _(LOSS_NAMES[loss_name]), hovermode="x unified")
    layout["xaxis"] |= {"range": [0, end], "hoverformat": ",d", "tickformat": ",d"}
    layout["xaxis"]["unifiedhovertitle"] = {"text": _("Epoch {x}").format(x="%{x}")}
    y = layout["yaxis"]
    readable = y | readable_losses(runs, baseline)
    layout["yaxis"] = logarithmic(y, nticks=3, tickformat="~g") if log_y else readable
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_bands_alt(bands, baseline),
        title=_("Test loss of several seeds"),
        look_for=_(
            "Line: median; shade: middle half of the seeds. While shades overlap, a difference may be chance."
        ),
    )


def _shade(name: str, lane: LaneBand, top: float) -> Spec:
    """A closed outline for each stretch of epochs in which the lower quartile is finite."""
    low = lane.band.low
    high = np.where(np.isfinite(lane.band.high), lane.band.high, top)
    kept = np.union1d(kept_points(low, MOST_POINTS // 2), kept_points(high, MOST_POINTS // 2))
    known = np.isfinite(low[kept])
    around: list[Floats] = []
    for piece in np.split(kept, np.flatnonzero(np.diff(known)) + 1):
        if np.isfinite(low[piece[0]]):
            there, back = [lane.epochs[piece], high[piece]], [lane.epochs[piece], low[piece]]
            around += [np.array(there), np.array(back)[:, ::-1], np.full((2, 1), np.nan)]
    x, y = np.concatenate(around, axis=1) if around else np.zeros((2, 0))
    red, green, blue = bytes.fromhex(CELL_COLOURS[lane.cell][1:])
    area = {"line": {"width": 0}, "fill": "toself", "fillcolor": f"rgba({red},{green},{blue},0.2)"}
    named = {"name": name, "legendgroup": name, "showlegend": False}
    return scatter("lines", x.astype(np.float32), y.astype(np.float32)) | named | area


def _median_trace(name: str, lane: LaneBand) -> Spec:
    line = StepLine(
        x=lane.epochs,
        values=lane.band.median,
        name=name,
        style=lane.line(),
        hover=_("{lane}, median").format(lane=letters(name)),
    )
    marker = lane.marker(maxdisplayed=20)
    return line.trace() | {"legendgroup": name, "mode": "lines+markers", "marker": marker}


def _bands_alt(bands: Mapping[str, LaneBand], baseline: float | None) -> str:
    if not bands:
        return _("There is no lane to draw yet.")
    return sentences([*(_band_alt(name, lane) for name, lane in bands.items()), baseline_words(baseline)])


def _band_alt(name: str, lane: LaneBand) -> str:
    if not len(lane.epochs):
        return _("{lane}: no seed is done yet.").format(lane=name)
    text = (
        _("{lane}: with one seed the test loss after epoch {epoch} is {median}.")
        if lane.seeds == 1
        else _(
            "{lane}: with {seeds} seeds the median test loss after epoch {epoch} is {median}, "
            "and the middle half lies from {low} to {high}."
        )
    )
    ends = {key: shown(getattr(lane.band, key)[-1]) for key in ("low", "median", "high")}
    return text.format(lane=name, seeds=lane.seeds, epoch=int(lane.epochs[-1]), **ends)


def dots_figure(lanes: Mapping[str, LaneDots], *, loss_name: Loss, target: float | None = None) -> Picture:
    """Final test loss of every seed as a dot, one row a lane, with the median as an upright mark.

    The loss axis is logarithmic where the losses differ more than tenfold. Runs that diverged are
    crosses at the right edge.

    Args:
        lanes: of each lane by its name, in the order of the rows.
        target: the loss at or under which a problem counts as solved, or `None`.
    """
    finals = known(np.concatenate([*(lane.finals for lane in lanes.values()), np.zeros(0)]))
    log = more_than_tenfold(finals)
    traces: list[Spec] = []
    for row, (name, lane) in enumerate(lanes.items()):
        traces += _row_traces(row, name, lane, beyond(finals, log))
    if target is not None:
        traces += _target_traces(target, max(len(lanes), 1))
    layout = base_layout(_(LOSS_NAMES[loss_name]), _("Lane"), showlegend=False)
    if log:
        layout["xaxis"] = logarithmic(layout["xaxis"], tickformat="~g", nticks=5)
    layout["yaxis"] |= {"range": [max(len(lanes), 1) - 0.5, -0.5], "showgrid": False}
    layout["yaxis"] |= ticks(range(len(lanes)), (letters(brief(name)) for name in lanes))
    broken = any(not np.isfinite(lane.finals).all() for lane in lanes.values())
    dots = _("Dot: one seed; upright mark: the median. Look whether the rows overlap.")
    crosses = _("Cross at the right edge: a run that diverged.")
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([_dots_alt(name, lane, target) for name, lane in lanes.items()])
        or _("There is no lane to draw yet."),
        title=_("Final test loss of every seed"),
        look_for=sentences([dots, crosses if broken else ""]),
    )


def _row_traces(row: int, name: str, lane: LaneDots, edge: float) -> list[Spec]:
    finals, median = finite(lane.finals), quartiles(lane.finals)[1]
    heights = row + np.resize(_ASIDE, len(finals))
    broken = np.isnan(finals)
    who, colour = letters(name), CELL_COLOURS[lane.cell]
    shared = {"name": name, "cliponaxis": False}
    style = lane.marker(9, opacity=0.7)
    dots = scatter("markers", finals, heights, f"{who}: %{{x:.4~g}}", marker=style) | shared
    hover = _("{lane}, median: {loss}").format(lane=who, loss="%{x:.4~g}")
    style = {"symbol": "line-ns-open", "size": 34, "color": colour, "line": {"width": 3}}
    mark = scatter("markers", np.array([median]), [row], hover, marker=style) | shared
    if not broken.any():
        return [dots, mark]
    hover, style = _("{lane}: diverged").format(lane=who), {"symbol": "x", "size": 9, "color": colour}
    place = [edge] * int(broken.sum()), heights[broken]
    return [dots, mark, scatter("markers", *place, hover, marker=style) | shared]


def _target_traces(target: float, rows: int) -> list[Spec]:
    shared = {"name": _("Solved"), "cliponaxis": False}
    line = {"line": {"dash": "dot", "width": 1.5}, **shared}
    text = _("Solved: {target} or less").format(target=short(target))
    words = words_trace(text, [target], [-0.5], "top center") | shared
    return [scatter("lines", [target, target], [-0.5, rows - 0.5]) | line, words]


def _dots_alt(name: str, lane: LaneDots, target: float | None) -> str:
    if not len(lane.finals):
        return _("{lane}: no seed is done yet.").format(lane=name)
    done, median = known(lane.finals), quartiles(lane.finals)[1]
    broken = len(lane.finals) - len(done)
    parts = [
        _("{lane}: final test losses of {seeds} seeds, the median is {median}.").format(
            lane=name, seeds=len(lane.finals), median=shown(median)
        )
    ]
    if len(done):
        ends = {"low": short(done.min()), "high": short(done.max())}
        parts.append(_("They lie from {low} to {high}.").format(**ends))
    if broken:
        parts.append(_("Diverged runs: {count}.").format(count=broken))
    if target is not None:
        count = solved(lane.finals, target)
        parts.append(_("At or under {target}: {count}.").format(count=count, target=short(target)))
    return sentences(parts)
