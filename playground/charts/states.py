"""What the network holds: all units of a layer over time, one unit, and the path of the state."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside import (
    TIME_SCALE,
    bars,
    bin_sizes,
    binned_words,
    ends_of,
    heat,
    input_traces,
    line,
    neighbour_means,
    panels,
    signed,
    time_steps,
)
from playground.charts.picture import Picture, Spec, Translate, as_is, base_layout, packed, sentences, short
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.charts.units import (
    MOST_LAGS,
    Floats,
    Numbers,
    Scale,
    correlation_by_lag,
    filled,
    finite,
    largest,
    scaled,
)
from playground.config import Cell

Limits = tuple[tuple[float, float], tuple[float, float]]

_NAMED_ROWS = 20
"""More units in an order of their own cannot all be named beside their rows; hovering names them."""


def states_figure(
    values: Numbers,
    *,
    name: str,
    order: NDArray[np.int64],
    scale: Scale,
    layer: int,
    backward: bool,
    selected_unit: int | None,
    inputs: Numbers,
    answers: Numbers | None = None,
    untrained: bool = False,
    _: Translate = as_is,
) -> Picture:
    """Units against time steps, under the input that they read.

    Args:
        values: (time steps, hidden_size) in reading order.
        name: what is drawn, as "hidden state h" or "cell state c", in the learner's language.
        order: (hidden_size,) the units from top to bottom, counted from 0.
        scale: what the colours are relative to; `common` is -1 to 1.
        layer, backward: the layer, counted from 0, and whether this direction reads from the end.
        selected_unit: the unit in a frame, counted from 0, or `None`.
        inputs: (time steps, features) what the network reads.
        answers: (time steps,) the answer at every time step, or `None`.
        untrained: whether no step has been made yet.
        _: the translator.
    """
    steps = len(values)
    size, width = bin_sizes(len(order), steps)
    held = _("Look for rows that change when the input does, and rows that hold on.")
    shown = 2 if answers is None else 3
    layout = panels([1, 5, 1][:shown], [_("Input"), _("Unit"), _("Answer")][:shown], steps, _)
    layout["yaxis2"] |= _rows(order, size)
    traces = [*input_traces(inputs, 0, _), _cells(values, order, scale, size, width, _)]
    if answers is not None:
        traces.append(line(time_steps(steps), np.ravel(answers), _("Answer"), {"width": 1.5}, 2))
    if selected_unit is not None:
        layout["shapes"] = [_frame(int(np.flatnonzero(order == selected_unit)[0]) // size * size, size)]
    return Picture(
        spec={"data": traces, "layout": layout | {"showlegend": False}},
        alt=_states_alt(values, name, untrained, _),
        title=_states_title(name, layer, backward, untrained, _),
        look_for=sentences([held, binned_words(size, width, _)]),
    )


def _cells(
    values: Numbers, order: NDArray[np.int64], scale: Scale, size: int, width: int, _: Translate
) -> Spec:
    """The heatmap; only where each unit has its own scale are its numbers not the values themselves."""
    own = scale == "unit"
    shown = scaled(values, "unit" if own else "common")[:, order].T  # (hidden_size, time steps)
    limit = largest(values) if scale == "layer" else 1.0
    hover = _("unit {unit}, t = {t}: {value}").format(unit="%{y}", t="%{x}", value="%{z:.3~f}")
    if own:
        hover = _("{value} of its largest").format(value=hover)
    return (
        heat(neighbour_means(neighbour_means(shown, size, 0), width, 1), width)
        | signed(limit)
        | {
            "y0": (size - 1) / 2,
            "dy": size,
            "yaxis": "y2",
            "colorbar": {"thickness": 10, "tickfont": {"size": 12}, "nticks": 5, "len": 0.8},
            "hovertemplate": f"{hover}<extra></extra>",
        }
    )


def _rows(order: NDArray[np.int64], size: int) -> Spec:
    """The first unit on top; an order of their own names the rows, for the hover too."""
    axis: Spec = {"range": [len(order) - 0.5, -0.5], "showgrid": False, "tickformat": "d"}
    if size == 1 and (order == np.arange(len(order))).all():
        return axis
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    return axis | {
        "tickmode": "array",
        "tickvals": [start * size + (size - 1) / 2 for start in range(len(groups))],
        "ticktext": [", ".join(str(unit) for unit in group) for group in groups],
        "showticklabels": size == 1 and len(order) <= _NAMED_ROWS,
    }


def _frame(row: int, size: int) -> Spec:
    frame = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "line": {"width": 2}}
    return frame | {"y0": row - 0.5, "y1": row + size - 0.5}


def _states_title(name: str, layer: int, backward: bool, untrained: bool, _: Translate) -> str:
    title = (
        _("Layer {number}, backward: reads from the end. {name}") if backward else _("Layer {number}: {name}")
    )
    title = title.format(number=layer + 1, name=name[:1].upper() + name[1:] if backward else name)
    return _("{title} (untrained)").format(title=title) if untrained else title


def _states_alt(values: Numbers, name: str, untrained: bool, _: Translate) -> str:
    known = finite(values)
    if not np.isfinite(known).any():
        return _("{name}: there is no finite value to draw.").format(name=name)
    unit = int(np.abs(filled(values)).max(axis=0).argmax())
    t = int(np.abs(filled(values))[:, unit].argmax())
    low, high = ends_of(values, _)
    text = _(
        "{name}: {units} units over {steps} time steps, from {low} to {high}. "
        "The largest size is {top}, of unit {unit} at time step {t}."
    ).format(
        name=name,
        units=values.shape[1],
        steps=values.shape[0],
        low=low,
        high=high,
        top=short(largest(values)),
        unit=unit,
        t=t + 1,
    )
    return sentences([text, _("The network is untrained.") if untrained else ""])


def unit_figure(
    unit: Numbers,
    inputs: Numbers,
    *,
    target: float | None = None,
    unit_number: int,
    label: str,
    cell: Cell,
    _: Translate = as_is,
) -> Picture:
    """One unit over time, the input under it, and how well the two agree at each lag.

    Args:
        unit: (time steps,) the unit's values.
        inputs: (time steps,) the feature it is compared with.
        target: the right answer to this example, or `None`.
        unit_number: the unit, counted from 0.
        label: what the unit does, in a word or two.
        cell: gives the colour.
        _: the translator.
    """
    steps, colour = len(unit), CELL_COLOURS[cell]
    t, lags = time_steps(steps), correlation_by_lag(unit, inputs, min(MOST_LAGS, max(steps - 3, 0)))
    layout = panels([2, 1], [_("Unit {unit}").format(unit=unit_number), _("Input")], steps, _)
    layout |= _lag_axes(len(lags), _)
    layout["xaxis"]["domain"] = [0, 0.6]
    hover = _("lag {lag}: {value}").format(lag="%{x}", value="%{y:.2f}")
    traces = [
        line(t, unit, _("Unit {unit}").format(unit=unit_number), {"color": colour, "width": 2}),
        line(t, inputs, _("Input"), {"width": 1}, 1, 0.75),
        bars(np.arange(len(lags), dtype=np.int32), lags, _("Correlation"), colour, hover, 2)
        | {"xaxis": "x2"},
    ]
    best = int(np.abs(lags).argmax())
    answer = "" if target is None else _("The right answer is {target}.").format(target=short(target))
    return Picture(
        spec={"data": traces, "layout": layout | {"showlegend": False}},
        alt=sentences([_unit_alt(unit, lags, unit_number, label, _), answer]),
        title=_("Unit {unit}: {label}").format(unit=unit_number, label=label),
        look_for=_("It agrees most with the input {lag} time steps before: correlation {value}.").format(
            lag=best, value=f"{lags[best]:.2f}"
        ),
    )


def _unit_alt(unit: Numbers, lags: Floats, number: int, label: str, _: Translate) -> str:
    low, high = ends_of(unit, _)
    return _(
        "Unit {unit}: {label}. Values from {low} to {high}. Correlation with the input by lag: {listed}."
    ).format(
        unit=number,
        label=label,
        low=low,
        high=high,
        listed=", ".join(f"{lag}: {value:.2f}" for lag, value in enumerate(lags)),
    )


def _lag_axes(lags: int, _: Translate) -> Spec:
    plain = {"zeroline": False, "automargin": True}
    return {
        "xaxis2": plain
        | {"title": {"text": _("Lag in time steps"), "standoff": 8}, "domain": [0.72, 1], "anchor": "y3"}
        | {"range": [-0.5, lags - 0.5], "tickformat": "d", "showgrid": False, "nticks": 6},
        "yaxis3": plain
        | {"title": {"text": _("Correlation"), "standoff": 4}, "anchor": "x2", "domain": [0, 1]}
        | {"range": [-1, 1], "tickvals": [-1, 0, 1], "zeroline": True},
    }


def space_figure(
    points: Numbers,
    share: Numbers,
    *,
    cell: Cell,
    limits: Limits,
    time_label: str,
    _: Translate = as_is,
) -> Picture:
    """The path of the state on the two directions along which it spreads most.

    Args:
        points: (time steps, 2) the states on those directions.
        share: (2,) share of the spread along each.
        cell: named in the words.
        limits: ends of the horizontal and of the vertical axis; they do not follow the points.
        time_label: what a point is counted in.
        _: the translator.
    """
    shares = [short(100 * value) for value in filled(share)]
    titles = [_("First direction ({share} % of the spread)"), _("Second direction ({share} %)")]
    layout = base_layout(
        titles[0].format(share=shares[0]), titles[1].format(share=shares[1]), showlegend=False
    )
    layout["xaxis"] |= {"range": _room(limits[0])}
    layout["yaxis"] |= {"range": _room(limits[1])}
    known = finite(points)
    alt = _(
        "{cell}: the state's path over {steps} points. The first direction holds {first} % of the "
        "spread, the second {second} %. {ends}"
    )
    return Picture(
        spec={"data": [_path(known, time_label, _), _path_ends(known, _)], "layout": layout},
        alt=alt.format(
            cell=CELL_NAMES[cell],
            steps=len(known),
            first=shares[0],
            second=shares[1],
            ends=_from_to(known, _),
        ).strip(),
        title=_("Path of the state"),
        look_for=_(
            "A path that closes is a rhythm; one that stops has settled; one that jumps follows the input."
        ),
    )


def _room(ends: tuple[float, float]) -> list[float]:
    """The axis' ends, apart even where all points are one."""
    low, high = ends
    return [low, high] if high > low else [low - 1.0, low + 1.0]


def _path(points: Floats, time_label: str, _: Translate) -> Spec:
    t = time_steps(len(points))
    marker = {"size": 7, "color": packed(t), "colorscale": TIME_SCALE, "showscale": True}
    marker |= {"cmin": 1, "cmax": max(len(points), 2)}
    bar = {"thickness": 10, "tickfont": {"size": 12}, "tickformat": "d", "nticks": 5}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": packed(points[:, 0].astype(np.float32)),
        "y": packed(points[:, 1].astype(np.float32)),
        "line": {"width": 1},
        "marker": marker | {"colorbar": bar | {"title": {"text": time_label, "side": "right"}}},
        "customdata": packed(t),
        "hovertemplate": f"{time_label} %{{customdata}}: %{{x:.3~g}}, %{{y:.3~g}}<extra></extra>",
    }


def _path_ends(points: Floats, _: Translate) -> Spec:
    found = points[np.isfinite(points).all(axis=1)]
    ends = found[[0, -1]] if len(found) > 1 else found
    return {
        "type": "scatter",
        "mode": "text",
        "x": ends[:, 0].tolist(),
        "y": ends[:, 1].tolist(),
        "text": [_("Start"), _("End")][: len(ends)],
        "textposition": "top center",
        "textfont": {"size": 13},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _from_to(points: Floats, _: Translate) -> str:
    found = points[np.isfinite(points).all(axis=1)]
    if not len(found):
        return ""
    numbers = [short(value) for value in found[[0, -1]].ravel()]
    return _("It starts at ({0}, {1}) and ends at ({2}, {3}).").format(*numbers)
