"""The losses of several runs in one picture, and how runs that are compared look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from playground.charts.inside.panels import DASHES
from playground.charts.inside.units import known
from playground.charts.lines import Floats
from playground.charts.picture import Picture, Spec, letters, sentences, titled
from playground.charts.step_lines import LOSS_NAMES, step_layout
from playground.charts.theme import CELL_COLOURS
from playground.charts.tracks import level, meta, track
from playground.config import Cell
from playground.i18n import N_, _
from playground.tasks.answers import Loss

Clock = Literal["step", "seconds"]

SYMBOLS = ("diamond", "circle-open", "circle", "square")
"""Markers of the lanes of one cell, beside their dashes."""
TOLD = {
    "none": N_("{cell}: no step has been made yet."),
    "here": N_("{lane}: train loss {train}, test loss {test} at step {step}."),
    "noneYet": N_("none yet"),
    "notFinite": N_("not finite"),
    "best": N_("Its best test loss so far is {best}, after step {step}."),
    "diverged": N_("It diverged at step {step}: the loss is infinite or undefined."),
    "lowest": N_("The lowest test loss so far is {best}, from {lane}."),
    "baseline": N_("The baseline's loss is {baseline}."),
}
"""The losses in words; the browser has the numbers."""
BEYOND = 1e9
"""A place that is beyond the end of any axis."""
MILLISECONDS = 1000
"""Places of a cursor in a second, where runs are seen after the same time."""


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
    run: str
    """Its link as a query."""


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
    total_steps: int,
    baseline: float | None = None,
    log_y: bool = False,
    smoothing: float = 0.9,
    by: Clock = "step",
) -> Picture:
    """Train and test loss of every lane, against the optimizer step or the time spent on training.

    Args:
        lanes: the runs.
        total_steps: how far the axis reaches, in steps; in seconds the browser knows.
        smoothing: strength of the train losses' moving average, 0 (off) to less than 1.
        by: what the lanes are compared after.
    """
    seconds = by == "seconds"
    traces = [_train_track(lane, smoothing, seconds) for lane in lanes]
    traces += [_test_track(lane, seconds) for lane in lanes]
    if baseline is not None:
        traces += level(baseline, BEYOND if seconds else total_steps, _("Baseline"))
    layout = step_layout(_(LOSS_NAMES[loss_name]), total_steps, log_y, 0)
    layout["xaxis"] |= _seconds_axis() if seconds else {}
    told = {name: _(sentence) for name, sentence in TOLD.items()}
    told["cursor"] = _("The cursor is at {step} seconds.") if seconds else _("The cursor is at step {step}.")
    names = {lane.run: lane.name for lane in lanes}
    more = {"places": MILLISECONDS} if seconds else {}
    layout["meta"] = meta("logTests" if log_y else "tests", names, told, baseline=baseline, **more)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt="",
        title=_("Loss of all lanes"),
        look_for=_look_for(smoothing, by),
    )


def _train_track(lane: LaneLine, smoothing: float, seconds: bool) -> Spec:
    """Told from the test loss by being faint and without markers."""
    hover = _("{lane}, train").format(lane=letters(lane.name))
    how: dict[str, Any] = {"smoothing": smoothing, "seconds": seconds, "hover": hover, "opacity": 0.45}
    line = track(lane.run, "trainLoss", lane.name, lane.line(1.5), **how)
    return line | {"legendgroup": lane.name, "showlegend": False}


def _test_track(lane: LaneLine, seconds: bool) -> Spec:
    hover = _("{lane}, test").format(lane=letters(lane.name))
    line = track(lane.run, "testLoss", lane.name, lane.line(), seconds=seconds, hover=hover)
    marker = lane.marker(maxdisplayed=30)
    return line | {"legendgroup": lane.name, "mode": "lines+markers", "marker": marker}


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
        _("Look for the lane that falls first and the lane that gets lowest.")
        if by == "step"
        else _("Look for the lowest lane after the same time: a fast lane makes more steps.")
    )
    return sentences([lines, question])
