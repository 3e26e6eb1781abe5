"""The losses of several runs in one picture, and how runs that are compared look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.panels import DASHES, shown
from playground.charts.inside.units import known
from playground.charts.lines import Floats, smoothed
from playground.charts.picture import Picture, Spec, letters, sentences, short, titled
from playground.charts.step_lines import (
    LOSS_NAMES,
    StepLine,
    baseline_words,
    level_traces,
    readable_losses,
    step_layout,
)
from playground.charts.theme import CELL_COLOURS
from playground.config import Cell
from playground.films.history import History
from playground.i18n import _
from playground.tasks.answers import Loss

Clock = Literal["step", "seconds"]

SYMBOLS = ("diamond", "circle-open", "circle", "square")
"""Markers of the lanes of one cell, beside their dashes."""
HEADROOM = 1.15
"""Times the highest test loss, or that of the baseline: where a linear axis ends."""
FAR_BELOW = 1e-4
"""The share of the baseline's loss that a network hardly gets to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """How one lane among several is drawn."""

    cell: Cell
    """Gives the colour."""
    dash: int = 0
    """Which of the lanes of its cell it is, from 0; they are told apart by dash and marker."""

    def line(self, width: float = 2) -> Spec:
        """Plotly's line."""
        return lane_line(self.cell, self.dash, width)

    def marker(self, size: float = 8, **more: Any) -> Spec:
        """Plotly's marker."""
        return lane_marker(self.cell, self.dash, size) | more


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneLine(Lane):
    """One run among several that are compared."""

    name: str
    """How it is called on screen, different for every lane."""
    history: History
    seconds_per_step: float | None = None
    """Seconds that one of its steps takes, more than 0; `None` as long as nobody knows."""


def lane_line(cell: Cell, dash: int, width: float = 2) -> Spec:
    """Plotly's line of the lane number `dash`, from 0, of its cell."""
    return {"color": CELL_COLOURS[cell], "width": width, "dash": DASHES[dash % len(DASHES)]}


def lane_marker(cell: Cell, dash: int, size: float = 8) -> Spec:
    """Plotly's marker of the lane number `dash`, from 0, of its cell."""
    return {"color": CELL_COLOURS[cell], "size": size, "symbol": SYMBOLS[dash % len(SYMBOLS)]}


def more_than_tenfold(values: NDArray[Any]) -> bool:
    """Whether a logarithmic axis can show the finite ones among `values` and shows them better."""
    found = known(values)
    return bool(len(found) and found.min() > 0 and found.max() > 10 * found.min())


def beyond(losses: Floats, log: bool) -> float:
    """A place on a loss axis that is higher than all of these losses, for the runs that diverged."""
    if not len(losses):
        return 1.0
    low, high = float(losses.min()), float(losses.max())
    return high * (high / low) ** 0.1 if log else high + 0.1 * ((high - low) or high or 1.0)


def lanes_loss_figure(
    lanes: Sequence[LaneLine],
    *,
    loss_name: Loss,
    baseline: float | None = None,
    simple: float | None = None,
    cursor: float = 0,
    total_steps: int | None = None,
    log_y: bool = False,
    smoothing: float = 0.9,
    by: Clock = "step",
) -> Picture:
    """Train and test loss of every lane, against the optimizer step or the time spent on training.

    Args:
        lanes: the runs; none, or runs without a step, leave the axes empty.
        simple: loss of the best simple forecast, or `None`. On a logarithmic axis it is only told, not drawn,
            where it would push the runs to the upper edge.
        cursor: where the learner looks, in steps or in seconds.
        total_steps: how far the axis reaches, in steps; `None` fits it to the data.
        smoothing: strength of the train losses' moving average, 0 (off) to less than 1.
        by: what the lanes are compared after; against seconds, one without a known speed is not drawn.
    """
    drawn = [lane for lane in lanes if _pace(lane, by) is not None]
    end = _end(drawn, total_steps, by)
    trains = {lane.name: smoothed(lane.history.train_loss, smoothing) for lane in lanes}
    traces = [_train_trace(lane, trains[lane.name], by) for lane in drawn]
    traces += [_test_trace(lane, by) for lane in drawn]
    traces += _levels(drawn, baseline, None if log_y and _crushes(simple, baseline) else simple, end)
    layout = step_layout(_(LOSS_NAMES[loss_name]), end, log_y, cursor)
    layout["xaxis"] |= _seconds_axis() if by == "seconds" else {}
    layout["yaxis"] |= {} if log_y else _loss_axis(drawn, baseline)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_lanes_alt(lanes, trains, cursor, baseline, simple, by),
        title=_("Loss of all lanes"),
        look_for=_look_for(smoothing, by),
    )


def _crushes(simple: float | None, baseline: float | None) -> bool:
    """Whether a level would push everything else to the upper edge of a logarithmic axis."""
    return simple is not None and simple < FAR_BELOW * (baseline or 1.0)


def _levels(
    drawn: Sequence[LaneLine], baseline: float | None, simple: float | None, end: float
) -> list[Spec]:
    traces: list[Spec] = []
    if baseline is not None:
        falls = any((lane.history.train_loss[:1] > 1.2 * baseline).any() for lane in drawn)
        traces += level_traces(baseline, end, _("Baseline"), label_first=falls)
    if simple is not None:
        traces += level_traces(simple, end, _("Best simple forecast"))
    return traces


def _pace(lane: LaneLine, by: Clock) -> float | None:
    """How far one step goes on the horizontal axis, or `None` where nobody knows."""
    return 1.0 if by == "step" else lane.seconds_per_step


def _end(drawn: Sequence[LaneLine], total_steps: int | None, by: Clock) -> float:
    if by == "step":
        return total_steps or max([1, *(lane.history.last_step for lane in drawn)])
    ends = [(total_steps or lane.history.last_step) * (_pace(lane, by) or 0.0) for lane in drawn]
    return max(ends, default=0.0) or 1.0


def _places(steps: NDArray[np.int64], lane: LaneLine, by: Clock) -> NDArray[Any]:
    return steps if by == "step" else (steps * (_pace(lane, by) or 0.0)).astype(np.float32)


def _train_trace(lane: LaneLine, losses: Floats, by: Clock) -> Spec:
    """Told from the test loss by being faint and without markers."""
    line = StepLine(
        x=_places(np.arange(1, lane.history.last_step + 1), lane, by),
        values=losses,
        name=lane.name,
        style=lane.line(1.5),
        opacity=0.45,
        hover=_("{lane}, train").format(lane=letters(lane.name)),
    )
    return line.trace() | {"legendgroup": lane.name, "showlegend": False}


def _test_trace(lane: LaneLine, by: Clock) -> Spec:
    line = StepLine(
        x=_places(lane.history.epoch_step, lane, by),
        values=lane.history.test_loss,
        name=lane.name,
        style=lane.line(),
        hover=_("{lane}, test").format(lane=letters(lane.name)),
    )
    marker = lane.marker(maxdisplayed=30)
    return line.trace() | {"legendgroup": lane.name, "mode": "lines+markers", "marker": marker}


def _loss_axis(drawn: Sequence[LaneLine], baseline: float | None) -> Spec:
    """A linear axis for what is compared, the test losses; where train losses begin may be above it."""
    losses = [np.concatenate([lane.history.train_loss, lane.history.test_loss]) for lane in drawn]
    tests = known(np.concatenate([np.zeros(0), *(lane.history.test_loss for lane in drawn)]))
    top = HEADROOM * max(float(tests.max()), baseline or 0.0) if len(tests) else None
    return readable_losses(losses, baseline, top)


def _seconds_axis() -> Spec:
    hover = _("{seconds} s").format(seconds="%{x}")
    title = titled(_("Training time (s)"))
    return title | {"hoverformat": ".3~g", "unifiedhovertitle": {"text": hover}}


def _look_for(smoothing: float, by: Clock) -> str:
    lines = (
        _("With markers: test loss; faint: train loss, smoothed.")
        if smoothing
        else _("With markers: test loss; faint: train loss of each batch.")
    )
    question = (
        _("Look for the lane that falls first, and for the one that gets lowest.")
        if by == "step"
        else _("Look for the lane that is lowest after the same time: a fast one makes more steps in it.")
    )
    return sentences([lines, question])


def _lanes_alt(
    lanes: Sequence[LaneLine],
    trains: Mapping[str, Floats],
    moment: float,
    baseline: float | None,
    simple: float | None,
    by: Clock,
) -> str:
    if not lanes:
        return _("There is no lane to draw yet.")
    where = _("The cursor is at step {place}.") if by == "step" else _("The cursor is at {place} seconds.")
    parts = [where.format(place=short(moment) if by == "seconds" else f"{moment:.0f}")]
    parts += [_lane_alt(lane, trains[lane.name], moment, by) for lane in lanes]
    bests = [(best[0], lane.name) for lane in lanes if (best := _best(lane.history))]
    if len(bests) > 1:
        lowest, name = min(bests)
        parts.append(
            _("The lowest test loss so far is {best}, of {lane}.").format(best=short(lowest), lane=name)
        )
    parts.append(baseline_words(baseline))
    if simple is not None:
        parts.append(_("The best simple forecast's loss is {loss}.").format(loss=short(simple)))
    return sentences(parts)


def _lane_alt(lane: LaneLine, losses: Floats, moment: float, by: Clock) -> str:
    """The losses at the cursor, or at the newest step where the lane is not there yet."""
    history, pace = lane.history, _pace(lane, by)
    if history.last_step == 0:
        return _("{lane}: no step has been made yet.").format(lane=lane.name)
    if pace is None:
        return _("{lane}: how long a step takes is not known yet.").format(lane=lane.name)
    step = min(int(moment / pace + 1e-6), history.last_step)  # a little more: 37 * 0.1 / 0.1 is under 37
    tests = history.test_loss[: int(np.searchsorted(history.epoch_step, step, side="right"))]
    here = _("{lane}: train loss {train}, test loss {test} at step {step}.").format(
        lane=lane.name, train=_newest(losses[:step]), test=_newest(tests), step=step
    )
    return sentences([here, _best_alt(history), _diverged_alt(history)])


def _newest(losses: Floats) -> str:
    return shown(losses[-1]) if len(losses) else _("none yet")


def _best(history: History) -> tuple[float, int] | None:
    good = np.flatnonzero(np.isfinite(history.test_loss))
    if not len(good):
        return None
    best = int(good[np.argmin(history.test_loss[good])])
    return float(history.test_loss[best]), int(history.epoch_step[best])


def _best_alt(history: History) -> str:
    best = _best(history)
    if best is None:
        return ""
    return _("Its best test loss so far is {best}, after step {step}.").format(
        best=short(best[0]), step=best[1]
    )


def _diverged_alt(history: History) -> str:
    broken = [
        *(np.flatnonzero(~np.isfinite(history.train_loss)) + 1).tolist(),
        *history.epoch_step[~np.isfinite(history.test_loss)].tolist(),
    ]
    return _("It diverged at step {step}: the loss is no number.").format(step=min(broken)) if broken else ""
