"""A series and its forecasts, in the series' own unit and time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.lines import Floats, kept_points, steady_range
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    brief,
    letters,
    scatter,
    sentences,
    short,
    vertical_line,
)
from playground.charts.theme import CELL_COLOURS, CELL_NAMES, SHADE
from playground.config import Cell
from playground.i18n import _, n_
from playground.tasks.series import Series

Numbers = NDArray[Any]

MOST_LETTERS = 40
"""Of the label of an axis."""
MANY_POINTS = 400
"""A longer series opens on its last part: drawn whole, its lines could not be told apart."""


def forecast_figure(
    *,
    times: Numbers,
    real: Numbers,
    split_time: float,
    predicted_times: Numbers,
    predicted: Numbers,
    cell: Cell,
    time_label: str,
    value_label: str,
    free_times: Numbers | None = None,
    baselines: Mapping[str, Numbers] | None = None,
    free_baselines: Mapping[str, Numbers] | None = None,
) -> Picture:
    """The real series against the network's forecasts, over the training and the test part.

    Args:
        times, real: (points,) the series.
        split_time: time of the first point that is a test target.
        predicted_times, predicted: (predictions,) one step ahead, each from real past values.
        cell: gives the colour; time_label, value_label: titles of the axes.
        free_times: (steps,) where a free run is drawn as well, see `free_run_trace`.
        baselines: (predictions,) for each name; the first is drawn, the others wait in the legend.
        free_baselines: (steps,) for each name, at `free_times`; drawn in place of `baselines`.
    """
    others = dict(baselines or {})
    thin = _baselines(predicted_times, others)
    if free_baselines is not None and free_times is not None:
        thin = _baselines(free_times, free_baselines)
    traces = [_line(times, real, _("Real"), {"width": 1.5}, 0.75), *thin]
    traces.append(_line(predicted_times, predicted, CELL_NAMES[cell], _network_style(cell)))
    layout = _axes(time_label, value_label) | _parts(split_time, float(times[-1]))
    layout["legend"]["y"] = 1.1  # over the names of the parts
    layout["yaxis"]["range"] = steady_range(np.asarray(real), np.asarray(predicted))
    layout["xaxis"] |= _last_part(times, split_time, free_times)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_forecast_alt((times, real), split_time, predicted_times, {CELL_NAMES[cell]: predicted} | others),
        title=_("Forecast"),
        look_for=_look_for(len(times)),
    )


def free_run_trace(times: Numbers, values: Numbers, cell: Cell) -> Spec:
    """The line of a free run in the picture of a forecast: each value from the network's own before it."""
    return _line(times, values, _("Free run"), _network_style(cell) | {"dash": "dash"})


def _network_style(cell: Cell) -> Spec:
    return {"color": CELL_COLOURS[cell], "width": 2}


def _look_for(points: int) -> str:
    late = _("A forecast one step late only repeats the last value.")
    return sentences([late, _("Double-click to see the whole series.") if points > MANY_POINTS else ""])


def _last_part(times: Numbers, split: float, free_times: Numbers | None) -> Spec:
    """Of a long series the test part, as much before it, and a free run that goes beyond it."""
    if len(times) <= MANY_POINTS:
        return {}
    end = float(times[-1])
    last = end if free_times is None or not len(free_times) else max(end, float(free_times[-1]))
    return {"range": [max(float(times[0]), 2 * split - end), last]}


def _baselines(times: Numbers, others: Mapping[str, Numbers]) -> list[Spec]:
    """Thin dotted lines behind the network's; all but the first wait in the legend."""
    style = {"width": 1, "dash": "dot"}
    traces = [
        _line(times, values, re.split("[,，]", name)[0], style, 0.6) | {"legendrank": 1001}
        for name, values in others.items()
    ]
    return traces[:1] + [trace | {"visible": "legendonly"} for trace in traces[1:]]


def series_preview_figure(series: Series, *, small: bool = False) -> Picture:
    """The whole series, before any training, with its training and test part; gaps are dotted and marked.

    A `small` one has no words in it, for a narrow place.
    """
    layout = _axes(series.time_label, series.value_label, showlegend=False)
    layout |= _parts(float(series.times[series.split]), float(series.times[-1]))
    if small:
        layout |= {"margin": {"l": 36, "r": 8, "t": 12, "b": 24}, "annotations": []}
        layout |= {axis: {**layout[axis], "title": {"text": ""}, "nticks": 4} for axis in ("xaxis", "yaxis")}
    alt = _("{count} points from {low} to {high}; the last {test} are the test part.").format(
        count=len(series.values),
        low=short(series.values.min()),
        high=short(series.values.max()),
        test=len(series.values) - series.split,
    )
    return Picture(
        spec={"data": _with_gaps(series), "layout": layout},
        alt=sentences([alt, filled_words(series)]),
        title=_("The series"),
        look_for=_("The network learns from the train part only; the test part comes after it."),
    )


def _axes(time_label: str, value_label: str, **more: Any) -> Spec:
    """The layout; a label may be the name of a learner's column."""
    return base_layout(
        letters(brief(time_label, MOST_LETTERS)), letters(brief(value_label, MOST_LETTERS)), **more
    )


def filled_words(series: Series) -> str:
    """How many of its points were missing; empty where none was."""
    told = n_(
        "{count} missing point was filled by a straight line.",
        "{count} missing points were filled by straight lines.",
        series.filled,
    )
    return told.format(count=f"{series.filled:,}") if series.filled else ""


def _with_gaps(series: Series) -> list[Spec]:
    """The known points, the filled ones, and a mark for each gap, which a long line would hide."""
    known = series.values.copy()
    known[series.gaps] = np.nan
    line = _line(series.times, known, _("Real"), {"width": 1.5})
    if not series.filled:
        return [line]
    marks = series.gaps[:: -(-series.filled // MANY_POINTS)]
    low = np.full(len(marks), series.values.min())
    filled = _line(series.times, series.values, _("Filled"), {"width": 1, "dash": "dot"}, 0.75)
    gaps = _line(series.times[marks], low, _("Gap"), {}) | {"hovertemplate": "%{x:.7~g}"}
    return [filled, line, gaps | {"mode": "markers", "marker": {"symbol": "line-ns-open", "size": 9}}]


def _line(times: Numbers, values: Numbers, name: str, style: Spec, opacity: float = 1.0) -> Spec:
    values = np.asarray(values, dtype=np.float64)
    kept = kept_points(values)
    x, y = np.asarray(times, dtype=np.float64)[kept], values[kept].astype(np.float32)
    hover = "%{x:.7~g}: %{y:.4~g}"
    return scatter("lines", x, y, hovertemplate=hover, name=name, line=style, opacity=opacity)


def _parts(split: float, end: float) -> Spec:
    """The line between the training and the test part, and their two names above the plot."""
    area = {"type": "rect", "x0": split, "x1": end, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    name = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False}
    return {
        "margin": {"l": 60, "r": 20, "t": 56, "b": 48},
        "shapes": [
            area | {"fillcolor": SHADE, "line": {"width": 0}},
            vertical_line(split, dash="dot", width=1),
        ],
        "annotations": [
            name | {"text": _("Train part"), "x": 0, "xanchor": "left", "font": {"size": 12}},
            name | {"text": _("Test part"), "x": 1, "xanchor": "right", "font": {"size": 12}},
        ],
    }


def _forecast_alt(
    series: tuple[Numbers, Numbers], split: float, predicted_times: Numbers, answers: Mapping[str, Numbers]
) -> str:
    in_test = np.asarray(predicted_times) >= split
    if not in_test.any():
        return _("There is no prediction in the test part yet.")
    times, real = series
    truth = np.asarray(real)[np.searchsorted(times, np.asarray(predicted_times)[in_test])]
    misses = {name: _miss(truth, np.asarray(values)[in_test]) for name, values in answers.items()}
    listed = ", ".join(f"{name} {short(miss)}" for name, miss in misses.items())
    return _("Root mean squared error over the {count} points of the test part: {errors}.").format(
        count=int(in_test.sum()), errors=listed
    )


def _miss(truth: Numbers, answer: Numbers) -> float:
    both: Floats = np.asarray(truth, dtype=np.float64) - answer
    finite = both[np.isfinite(both)]
    return float(np.sqrt(np.mean(finite**2))) if len(finite) else float("nan")
