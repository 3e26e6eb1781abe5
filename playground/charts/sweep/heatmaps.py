"""Many runs of one experiment, and which setting is best: heatmaps of two settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.charts.compare.lanes import more_than_tenfold
from playground.charts.lines import Floats
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    frame,
    heatmap,
    letters,
    logarithmic,
    on_log_scale,
    scatter,
    sentences,
    short,
    ticks,
)
from playground.charts.step_lines import LOSS_NAMES
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _
from playground.tasks.answers import Loss

_WITH_NUMBERS = 8
"""Columns up to which each cell of a heatmap shows its loss."""

_MOST_MARKS = 6
"""Numbers on a logarithmic axis."""

State = Literal["to come", "done", "diverged", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepAxis:
    """One setting that was searched."""

    name: str
    labels: tuple[str, ...]
    """The names of its values, in order."""
    numbers: tuple[float, ...] = ()
    """The values themselves, rising, where all are numbers; else empty."""
    by_ratios: bool = False
    """Whether equal ratios were searched equally; all numbers are above 0 then."""

    @property
    def is_log(self) -> bool:
        """Whether equal ratios look equal."""
        return (self.by_ratios and len(self.numbers) > 1) or more_than_tenfold(np.array(self.numbers))

    @property
    def positions(self) -> Floats:
        """(values,) where they stand on an axis: words at 0, 1, 2, ..."""
        return np.array(self.numbers or range(len(self.labels)), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepRun:
    """One run of a sweep; no two have the same name."""

    name: str
    cell: Cell
    places: tuple[int, ...]
    """Which of its values each axis has."""
    state: State = "to come"
    loss: float = float("nan")
    """The final test loss; not finite unless it is done."""
    steps: NDArray[np.int64]
    """(epochs,)"""
    losses: Floats
    """(epochs,) test losses."""


def done_of(runs: Sequence[SweepRun]) -> list[SweepRun]:
    """The runs that have a final test loss."""
    return [run for run in runs if np.isfinite(run.loss)]


def named(runs: Sequence[SweepRun], name: str) -> SweepRun | None:
    """The run with this name, if there is one."""
    return next((run for run in runs if run.name == name), None)


def best_of(runs: Sequence[SweepRun]) -> SweepRun | None:
    """The run with the lowest final test loss, the first of equal ones; `None` where none is done."""
    return min(done_of(runs), key=lambda run: run.loss, default=None)


def ends_of(runs: Sequence[SweepRun]) -> tuple[float, float] | None:
    """The lowest and the highest final test loss there is."""
    losses = [run.loss for run in done_of(runs)]
    return (min(losses), max(losses)) if losses else None


def log_axis(axis: Spec, low: float, high: float) -> Spec:
    """The axis on a logarithmic scale with a few round numbers that do not run into each other."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    for ones in ((1, 2, 5), (1, 3), (1,)):
        marks = [float(f"{one}e{power}") for power in powers for one in ones]
        inside = [mark for mark in marks if low <= mark <= high]
        if len(inside) <= _MOST_MARKS:
            break
    inside = inside[:: -(-len(inside) // _MOST_MARKS)] if inside else [low, high]
    return logarithmic(axis, **ticks(inside, map(short, inside)))


def sweep_heatmap_figure(
    runs: Sequence[SweepRun],
    axes: tuple[SweepAxis, SweepAxis],
    *,
    cell: Cell,
    loss_name: Loss,
    chosen: str = "",
) -> Picture:
    """Final test losses of one cell, the first axis to the right and the second one up.

    The colours are the same for every cell's picture of the same runs, and by ratios where the losses
    differ more than tenfold. Click coordinates are places: which of its values each axis has.

    Args:
        runs: the runs of all cells.
        cell: whose runs are drawn.
        chosen: name of the run that is looked at; it has a dotted frame.
    """
    shape = len(axes[1].labels), len(axes[0].labels)
    losses = np.full(shape, np.nan)
    words = np.full(shape, "", dtype=object)
    drawn = [run for run in runs if run.cell == cell]
    for run in drawn:
        losses[run.places[1], run.places[0]] = run.loss if np.isfinite(run.loss) else np.nan
        words[run.places[1], run.places[0]] = letters(told(run))
    best = best_of(runs)
    layout = base_layout(axes[0].name, axes[1].name, showlegend=False)
    layout["margin"] = layout["margin"] | {"t": 8}
    for axis, known in zip(("xaxis", "yaxis"), axes, strict=True):
        layout[axis] |= _place_axis(known)
    layout["shapes"] = [_frame(run, "solid") for run in drawn if run is best]
    layout["shapes"] += [_frame(run, "dot") for run in drawn if run.name == chosen and run is not best]
    return Picture(
        spec={"data": [_heat(losses, words, ends_of(runs)), *_marks(drawn)], "layout": layout},
        alt=_heatmap_alt(drawn, best, cell),
        title=CELL_NAMES[cell],
        look_for=_lowest(drawn, axes, loss_name),
    )


def told(run: SweepRun) -> str:
    """The run's name and how it ended, as the pointer reads it."""
    if run.state == "done":
        return _("{run}: {loss}").format(run=run.name, loss=short(run.loss))
    words = {"to come": _("not run yet"), "diverged": _("diverged"), "failed": _("failed")}
    return _("{run}: {state}").format(run=run.name, state=words[run.state])


def _place_axis(axis: SweepAxis) -> Spec:
    count = len(axis.labels)
    every = -(-count // 10)
    names = ticks(range(0, count, every), map(letters, axis.labels[::every]))
    return {"range": [-0.5, count - 0.5], "showgrid": False} | names


def _frame(run: SweepRun, dash: str) -> Spec:
    x, y = run.places
    return frame((x - 0.5, x + 0.5), (y - 0.5, y + 0.5), 3, line={"width": 3, "dash": dash})


def _heat(losses: Floats, words: NDArray[Any], ends: tuple[float, float] | None) -> Spec:
    """Deep is low; a run not done has no colour, and a word for the pointer all the same."""
    low, high = ends or (0.0, 1.0)
    log = more_than_tenfold(np.array([low, high]))
    scale: Callable[[Any], Any] = np.log10 if log else np.asarray
    marks = np.geomspace(low, high, 4) if log else np.linspace(low, high, 3)
    rows, columns = losses.shape
    bar: Spec = {"thickness": 10} | ticks(scale(marks).tolist(), map(short, marks))
    if log:
        bar["title"] = {"text": on_log_scale(_("Test loss")), "side": "right"}
    heat = heatmap(
        scale(losses),
        "%{customdata}",
        customdata=words.tolist(),
        **{"x": list(range(columns)), "y": list(range(rows)), "xgap": 2, "ygap": 2},
        **{"zmin": float(scale(low)), "zmax": float(scale(high) if high > low else low + 1.0)},
        **{"reversescale": True, "colorbar": bar, "showscale": ends is not None and high > low},
    )
    if columns <= _WITH_NUMBERS:
        numbers = [[short(loss) if np.isfinite(loss) else "" for loss in row] for row in losses.tolist()]
        heat |= {"text": numbers, "texttemplate": "%{text}", "textfont": {"size": 12}}
    return heat


def _marks(runs: Sequence[SweepRun]) -> list[Spec]:
    found: list[Spec] = []
    for states, symbol in ((("to come",), "circle-open"), (("diverged", "failed"), "x")):
        places = [run.places for run in runs if run.state in states]
        x, y = [place[0] for place in places], [place[1] for place in places]
        marker = {"symbol": symbol, "size": 8, "opacity": 0.6}
        found.append(scatter("markers", x, y, marker=marker, showlegend=False))
    return found


def _lowest(runs: Sequence[SweepRun], axes: Sequence[SweepAxis], loss_name: Loss) -> str:
    best = best_of(runs)
    if best is None:
        return _("No run of this cell is done yet.")
    where = [
        _("{setting}: {value}").format(setting=axis.name, value=axis.labels[place])
        for axis, place in zip(axes, best.places, strict=True)
    ]
    return _("Lowest test loss ({loss}): {value}. {where}.").format(
        loss=_(LOSS_NAMES[loss_name]), value=short(best.loss), where=", ".join(where)
    )


def _heatmap_alt(runs: Sequence[SweepRun], best: SweepRun | None, cell: Cell) -> str:
    own, count = best_of(runs), Counter(run.state for run in runs)
    done, name = len(runs) - count["to come"], CELL_NAMES[cell]
    parts = [_("{done} of {all} runs with {cell} are done.").format(done=done, all=len(runs), cell=name)]
    if own is not None:
        parts.append(_("The best is {run}.").format(run=told(own)))
        worst = max(done_of(runs), key=lambda run: run.loss)
        parts.append(_("The worst is {run}.").format(run=told(worst)))
    if count["diverged"]:
        parts.append(_("Diverged runs: {count}.").format(count=count["diverged"]))
    if count["failed"]:
        parts.append(_("Failed runs: {count}.").format(count=count["failed"]))
    if best is not None and best is not own:
        parts.append(_("The best of all is {run}.").format(run=told(best)))
    return sentences(parts)
