"""How long each lane can remember: right answers, or the loss, against the delay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.charts.compare.lanes import Lane, more_than_tenfold
from playground.charts.inside.panels import shown
from playground.charts.inside.units import finite
from playground.charts.lines import Floats
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    letters,
    logarithmic,
    scatter,
    sentences,
    short,
    ticks,
)
from playground.charts.step_lines import level_traces
from playground.experiments.significance import quartiles
from playground.i18n import _

SOLVED = 0.9
"""Of the way from chance to perfect, what counts as solved."""
_MOST_TICKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDelays(Lane):
    """How the seeds of one lane did at each delay."""

    delays: NDArray[np.int64]
    """(delays,) time steps between what is read and what is asked, 1 or more, rising."""
    values: Floats
    """(seeds, delays) shares of right answers from 0 to 1, or losses; NaN where a run is not done. A run
    that diverged has an infinite loss, or whatever share its broken answers got."""


def cliff_figure(
    lanes: Mapping[str, LaneDelays], *, chance: float, is_share: bool, solved_at: float | None = None
) -> Picture:
    """Right answers or loss against the delay: the median as a line, every seed as a faint dot.

    Axes are logarithmic where what they show differs more than tenfold; shares never are.

    Args:
        lanes: of each lane by its name; not all delays need to be done.
        chance: share or loss of an answer without learning.
        is_share: whether the values are shares of right answers; losses otherwise.
        solved_at: the least share or the largest loss that counts as solved; `None` is nine tenths of
            the way from chance to perfect.
    """
    if solved_at is None:
        solved_at = solved_level(chance, is_share=is_share)
    delays = np.unique(np.concatenate([np.zeros(0, np.int64), *(lane.delays for lane in lanes.values())]))
    scale = 100.0 if is_share else 1.0
    traces: list[Spec] = []
    if len(delays):
        name = _("Chance") if is_share else _("Baseline")
        ends = int(delays[-1]), int(delays[0])
        traces += level_traces(scale * chance, ends[0], name, label_first=True, start=ends[1])
    for lane_name, lane in lanes.items():
        traces += _lane_traces(lane_name, lane, is_share)
    return Picture(
        spec={"data": traces, "layout": _layout(lanes, delays, is_share)},
        alt=_cliff_alt(lanes, solved_at, is_share),
        title=_("The memory cliff"),
        look_for=_(
            "Line: median; dots: seeds. Look for the delay from which a lane is no better than the "
            "dotted line."
        ),
    )


def solved_level(chance: float, *, is_share: bool = True) -> float:
    """The least share or the largest loss that counts as solved; arguments as in `cliff_figure`."""
    return chance + SOLVED * (float(is_share) - chance)


def horizon(delays: ArrayLike, medians: ArrayLike, solved_at: float, *, is_share: bool = True) -> int | None:
    """The largest delay at which the median is still solved, or `None`.

    Args:
        delays: (delays,) in time steps.
        medians: (delays,) shares or losses; one that is not finite is not solved.
        solved_at: the least share or the largest loss that counts as solved.
        is_share: whether more is better.
    """
    known = finite(np.asarray(medians))
    good = np.asarray(delays)[known >= solved_at if is_share else known <= solved_at]
    return int(good.max()) if len(good) else None


def medians_of(values: Floats) -> Floats:
    """(delays,) median over the seeds of (seeds, delays); NaN if none is done, infinite if half diverged."""
    return np.array([quartiles(column[~np.isnan(column)])[1] for column in values.T])


def _lane_traces(name: str, lane: LaneDelays, is_share: bool) -> list[Spec]:
    scale, unit = (100.0, " %") if is_share else (1.0, "")
    hover = _("{lane}: {value} at a delay of {delay}").format(
        lane=letters(name), value="%{y:.3~g}" + unit, delay="%{x}"
    )
    shared = {"name": name, "legendgroup": name, "cliponaxis": False}
    every = np.tile(lane.delays, len(lane.values)), (scale * finite(lane.values)).ravel().astype(np.float32)
    faint = {"marker": lane.marker(5), "opacity": 0.35, "showlegend": False}
    medians = (scale * medians_of(lane.values)).astype(np.float32)
    looks = {"line": lane.line(), "marker": lane.marker()}
    return [
        scatter("markers", *every, hover) | faint | shared,
        scatter("lines+markers", lane.delays, medians, hover) | looks | shared,
    ]


def _layout(lanes: Mapping[str, LaneDelays], delays: NDArray[np.int64], is_share: bool) -> Spec:
    layout = base_layout(
        _("Delay T (time steps)"), _("Right answers (%)") if is_share else _("Final test loss")
    )
    if more_than_tenfold(delays):
        layout["xaxis"] = logarithmic(layout["xaxis"])
    if len(delays) <= _MOST_TICKS:
        layout["xaxis"] |= ticks(delays.tolist(), map(str, delays))
    losses = np.concatenate([np.zeros(0), *(lane.values.ravel() for lane in lanes.values())])
    if is_share:
        layout["yaxis"]["range"] = [-4, 104]
    elif more_than_tenfold(losses):
        layout["yaxis"] = logarithmic(layout["yaxis"], nticks=4, tickformat="~g")
    else:
        layout["yaxis"]["rangemode"] = "tozero"
    return layout


def _cliff_alt(lanes: Mapping[str, LaneDelays], solved_at: float, is_share: bool) -> str:
    if not lanes:
        return _("There is no lane to draw yet.")
    rule = (
        _("Solved: at least {value} of the answers are right.")
        if is_share
        else _("Solved: a loss of at most {value}.")
    )
    told = [_lane_alt(name, lane, solved_at, is_share) for name, lane in lanes.items()]
    return sentences([rule.format(value=_worded(solved_at, is_share)), *told])


def _lane_alt(name: str, lane: LaneDelays, solved_at: float, is_share: bool) -> str:
    medians = medians_of(lane.values)
    done = np.flatnonzero(~np.isnan(medians))
    if not len(done):
        return _("{lane}: no run is done yet.").format(lane=name)
    far = horizon(lane.delays, medians, solved_at, is_share=is_share)
    text = _("{lane}: median {first} at a delay of {start}, {last} at a delay of {end}.").format(
        lane=name,
        first=_worded(medians[done[0]], is_share),
        last=_worded(medians[done[-1]], is_share),
        start=int(lane.delays[done[0]]),
        end=int(lane.delays[done[-1]]),
    )
    if far is None:
        return sentences([text, _("By its median, it solves no delay.")])
    return sentences([text, _("By its median, it solves delays up to {delay}.").format(delay=far)])


def _worded(value: float, is_share: bool) -> str:
    if is_share and np.isfinite(value):
        return _("{share} %").format(share=short(100 * value))
    return shown(value)
