"""The states of a layer: all its units over time, under the input and the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.panels import (
    MOST_CELLS,
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
from playground.charts.inside.units import Numbers, Scale, filled, finite, largest, scaled
from playground.charts.picture import (
    Picture,
    Spec,
    brief,
    colour_bar,
    frame,
    letters,
    sentences,
    short,
    ticks,
)
from playground.i18n import _

_NAMED_ROWS = 20
"""More units in an order of their own cannot all be named beside their rows; hovering names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to an example on its time axis, and what is right."""

    said: Numbers
    """(time steps,) the answer, not a number where there is none."""
    right: Numbers | None
    """(time steps,) likewise; `None` where nobody knows."""
    names: tuple[str, ...] = ()
    """The names of 0, 1, 2 ..., where the answers are classes."""


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
    answered: Answered | None,
    most_cells: int = MOST_CELLS,
    untrained: bool = False,
) -> Picture:
    """Units against time steps, under the input that they read and the answer that comes of it.

    Args:
        values: (time steps, hidden_size) in reading order.
        name: what is drawn, as "hidden state h" or "cell state c", in the learner's language.
        order: (hidden_size,) the units from top to bottom, counted from 0.
        scale: what the colours are relative to; `common` is -1 to 1.
        layer, backward: the layer, counted from 0, and whether this direction reads from the end.
        selected_unit: the unit in a frame, counted from 0, or `None`.
        inputs: (time steps, features) what the network reads.
        answered: the answer and what is right; `None` where there is no answer on this time axis.
        most_cells: cells of the heatmap, which comes last in `data`, at most.
        untrained: whether no step has been made yet.
    """
    size, width = bin_sizes(len(order), len(values), most_cells)
    held = _("Look for rows that follow the input and rows that keep their value.")
    layout, traces = _above(inputs, answered, len(values))
    axis = "y2" if answered is None else "y3"
    layout[f"yaxis{axis[1]}"] |= _rows(order, size)
    traces.append(_cells(values, order, scale, size, width) | {"yaxis": axis})
    shapes = [] if selected_unit is None else [_row_frame(order, selected_unit, size, axis)]
    return Picture(
        spec={"data": traces, "layout": layout | {"showlegend": False, "shapes": shapes}},
        alt=_states_alt(values, name, untrained),
        title=_states_title(name, layer, backward, untrained),
        look_for=sentences([held, _answer_words(answered), binned_words(size, width)]),
    )


def _above(inputs: Numbers, answered: Answered | None, steps: int) -> tuple[Spec, list[Spec]]:
    if answered is None:
        return panels([1, 5], [_("Input"), _("Unit")], steps), input_traces(inputs, 0)
    layout = panels([1, 1, 5], [_("Input"), _("Answer"), _("Unit")], steps)
    layout["yaxis2"] |= _answer_axis(answered)
    return layout, [*input_traces(inputs, 0), *_answer_traces(answered)]


def _answer_axis(answered: Answered) -> Spec:
    if not answered.names:
        return {"nticks": 3}
    last = len(answered.names) - 1
    few = answered.names if last <= 2 else ("",) * len(answered.names)
    names = ticks(range(last + 1), (letters(brief(name, 16)) for name in few))
    return {"range": [-0.5, last + 0.5], "showgrid": last <= 2} | names


def _answer_traces(answered: Answered) -> list[Spec]:
    ring = {"symbol": "circle-open", "size": 10, "line": {"width": 2}}
    rows = [] if answered.right is None else [(answered.right, _("Right"), ring)]
    rows.append((answered.said, _("Answer"), {"symbol": "circle", "size": 6}))
    return [
        line(time_steps(len(values)), values, name, {}, 1)
        | {"mode": "markers", "marker": marker, "cliponaxis": False}
        for values, name, marker in rows
    ]


def _answer_words(answered: Answered | None) -> str:
    if answered is None:
        return ""
    ring = (
        _("Dot: the network's answer; ring: the right answer.")
        if answered.right is not None
        else _("Dot: the network's answer.")
    )
    at = np.flatnonzero(np.isfinite(answered.said))
    if len(at) != 1 or not answered.names:
        return ring
    said = answered.names[round(float(np.asarray(answered.said)[at[0]]))]
    return _("{ring} It answers {answer}.").format(ring=ring, answer=said)


def _cells(values: Numbers, order: NDArray[np.int64], scale: Scale, size: int, width: int) -> Spec:
    """The heatmap; only where each unit has its own scale are its numbers not the values themselves."""
    own = scale == "unit"
    shown = (scaled(values) if own else finite(values))[:, order].T  # (hidden_size, time steps)
    limit = largest(values) if scale == "layer" else 1.0
    hover = _("unit {unit}, t = {t}: {value}").format(unit="%{y}", t="%{x}", value="%{z:.3~f}")
    if own:
        hover = _("{value} of its largest").format(value=hover)
    cells = heat(neighbour_means(neighbour_means(shown, size, 0), width, 1), hover, width)
    return cells | signed(limit) | {"y0": (size - 1) / 2, "dy": size, "colorbar": colour_bar(5, len=0.8)}


def _rows(order: NDArray[np.int64], size: int) -> Spec:
    """The first unit on top; an order of their own names the rows, for the hover too."""
    axis: Spec = {"range": [len(order) - 0.5, -0.5], "showgrid": False, "tickformat": "d"}
    if size == 1 and (order == np.arange(len(order))).all():
        return axis
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    middles = (start * size + (size - 1) / 2 for start in range(len(groups)))
    names = ticks(middles, (", ".join(str(unit) for unit in group) for group in groups))
    return axis | names | {"showticklabels": size == 1 and len(order) <= _NAMED_ROWS}


def _row_frame(order: NDArray[np.int64], unit: int, size: int, axis: str) -> Spec:
    row = int(np.flatnonzero(order == unit)[0]) // size * size
    return frame((0, 1), (row - 0.5, row + size - 0.5), 2, xref="paper", yref=axis)


def _states_title(name: str, layer: int, backward: bool, untrained: bool) -> str:
    forward, back = _("Layer {number}: {name}"), _("Layer {number}, backward (reads from the end): {name}")
    title = (back if backward else forward).format(number=layer + 1, name=name)
    return _("{title} (untrained)").format(title=title) if untrained else title


def _states_alt(values: Numbers, name: str, untrained: bool) -> str:
    known = finite(values)
    if not np.isfinite(known).any():
        return _("{name}: there is no finite value to draw.").format(name=name)
    unit = int(np.abs(filled(values)).max(axis=0).argmax())
    t = int(np.abs(filled(values))[:, unit].argmax())
    (low, high), top, (steps, units) = ends_of(values), short(largest(values)), values.shape
    text = _(
        "{name}: {units} units over {steps} time steps, from {low} to {high}. "
        "The largest size is {top}, of unit {unit} at time step {t}."
    ).format(name=name, units=units, steps=steps, low=low, high=high, top=top, unit=unit, t=t + 1)
    return sentences([text, _("The network is untrained.") if untrained else ""])
