"""The weights from state to state: the matrix, how it stretches a state, and how that moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np

from playground.charts.inside.panels import (
    DASHES,
    MOST_CELLS,
    axis_name,
    ends_of,
    finite_mean,
    gate_name,
    line,
    neighbour_means,
    shown,
    signed,
)
from playground.charts.inside.units import Numbers, filled, finite, largest
from playground.charts.picture import (
    PLAIN,
    Picture,
    Spec,
    base_layout,
    colour_bar,
    cursor_line,
    heatmap,
    logarithmic,
    sentences,
    short,
    titled,
)
from playground.charts.theme import CELL_NAMES, gate_colour
from playground.config import Cell
from playground.i18n import _

_GAP = 0.14
"""Between two panels, as a share of the whole."""


def recurrent_figure(matrix: Numbers, names: Sequence[str]) -> Picture:
    """Torch's `weight_hh`, a block for each gate; a row makes one unit, a column reads one."""
    blocks = finite(matrix).reshape(len(names), -1, matrix.shape[1])  # (gates, hidden_size, hidden_size)
    units, top = blocks.shape[1], largest(matrix)
    size = next(n for n in count(1) if len(names) * (-(-units // n)) ** 2 <= MOST_CELLS)
    labels = [gate_name(name) for name in names]
    layout = _squares(labels, units)
    traces = [
        _block(block, size, top, place, label)
        for place, (block, label) in enumerate(zip(blocks, labels, strict=True))
    ]
    joined = _("Each cell is the mean of {count} by {count} weights.").format(count=size)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([_block_words(block, label) for block, label in zip(blocks, labels, strict=True)]),
        title=_("Weights from state to state"),
        look_for=sentences(
            [
                _("Look for a diagonal, units that keep themselves, and for rows that listen to many."),
                joined if size > 1 else "",
            ]
        ),
    )


def _squares(labels: Sequence[str], units: int) -> Spec:
    """Square panels, two side by side where there are several, each with its name above it."""
    layout = base_layout("", "", showlegend=False)
    columns = min(len(labels), 2)
    across, down = _shares(columns), _shares(-(-len(labels) // columns))
    layout["annotations"] = []
    for place, label in enumerate(labels):
        row, column = divmod(place, columns)
        x, y = axis_name("x", place), axis_name("y", place)
        ends = PLAIN | {"tickformat": "d", "nticks": 5, "showgrid": False, "constrain": "domain"}
        layout[axis_name("xaxis", place)] = (
            titled(_("From unit"))
            | ends
            | {"range": [-0.5, units - 0.5], "domain": across[column], "anchor": y}
        )
        layout[axis_name("yaxis", place)] = (
            titled(_("To unit"))
            | ends
            | {"range": [units - 0.5, -0.5], "domain": down[-1 - row], "anchor": x, "scaleanchor": x}
        )
        where = {"xref": f"{x} domain", "yref": f"{y} domain", "x": 0, "y": 1}
        name = {"text": label, "showarrow": False, "font": {"size": 12}}
        layout["annotations"].append(where | name | {"xanchor": "left", "yanchor": "bottom"})
    return layout


def _shares(count: int) -> list[list[float]]:
    """Where each of so many panels begins and ends along a side, from 0 to 1."""
    width = (1 - _GAP * (count - 1)) / count
    starts = [place * (width + _GAP) for place in range(count)]
    return [[start, min(start + width, 1.0)] for start in starts]


def _block(block: Numbers, size: int, top: float, place: int, label: str) -> Spec:
    cells = neighbour_means(neighbour_means(block, size, 0), size, 1)
    hover = _("to unit {to} from unit {origin}: {value}").format(to="%{y}", origin="%{x}", value="%{z:.3~f}")
    first = (size - 1) / 2
    where = {"x0": first, "y0": first, "dx": size, "dy": size, "xaxis": axis_name("x", place)}
    where["yaxis"] = axis_name("y", place)
    looks = {"name": label, "showlegend": False, "showscale": place == 0, "colorbar": colour_bar(5)}
    return heatmap(cells, f"{label}, {hover}", **signed(top), **where, **looks)


def _block_words(block: Numbers, label: str) -> str:
    if not np.isfinite(block).any():
        return _("{gate}: no finite weight.").format(gate=label)
    row, column = np.unravel_index(int(np.abs(filled(block)).argmax()), block.shape)
    mean = short(float(finite_mean(np.abs(block))))
    return _(
        "{gate}: {size} by {size} weights of size {mean} on average; the largest, {top}, is to "
        "unit {to} from unit {origin}."
    ).format(gate=label, size=len(block), mean=mean, top=short(block[row, column]), to=row, origin=column)


def singular_figure(values: Numbers, names: Sequence[str], radius: Sequence[float], *, cell: Cell) -> Picture:
    """(gates, hidden_size) singular values of each gate's block: how it stretches a state."""
    ranked = -np.sort(-finite(values), axis=1)
    places = np.arange(1, ranked.shape[1] + 1, dtype=np.int32)
    layout = base_layout(_("Direction, from the most stretched"), _("Singular value"))
    layout["xaxis"] |= {"range": [0.5, len(places) + 0.5], "tickformat": "d", "nticks": 10}
    layout["yaxis"] = logarithmic(layout["yaxis"], tickformat="~g", nticks=3)
    layout["shapes"] = [_one()]
    traces = [
        line(places, np.where(row > 0, row, np.nan), gate_name(name), _style(cell, name, place))
        for place, (name, row) in enumerate(zip(names, ranked, strict=True))
    ]
    listed = ", ".join(f"{gate_name(name)} {shown(one)}" for name, one in zip(names, radius, strict=True))
    ends = [_stretch_words(name, row) for name, row in zip(names, ranked, strict=True)]
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}.", *ends, _("Spectral radius: {listed}.").format(listed=listed)]),
        title=_("How the weights stretch a state"),
        look_for=_("Spectral radius: {listed}. Above 1 the state can grow, below 1 it fades.").format(
            listed=listed
        ),
    )


def _stretch_words(name: str, row: Numbers) -> str:
    low, high = ends_of(row)
    return _("{gate}: singular values from {high} to {low}.").format(gate=gate_name(name), high=high, low=low)


def _style(cell: Cell, name: str, place: int) -> Spec:
    return {"color": gate_colour(name, cell), "width": 2, "dash": DASHES[place % len(DASHES)]}


def _one() -> Spec:
    level = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 1, "y1": 1}
    return level | {"opacity": 0.6, "line": {"dash": "dot", "width": 1}}


def moved_figure(
    step: int, radius: Numbers, names: Sequence[str], *, cell: Cell, total_steps: int
) -> Picture:
    """(gates,) spectral radius of each gate's block at one step; the browser joins those of all steps."""
    known = finite(radius)
    layout = base_layout(_("Optimizer step"), _("Spectral radius"))
    layout["xaxis"]["range"] = [0, total_steps]
    layout["shapes"] = [_one(), cursor_line(step)]
    at = np.asarray([step], dtype=np.int32)
    traces = [
        line(at, known[place : place + 1], gate_name(name), _style(cell, name, place))
        | {"mode": "lines+markers"}
        for place, name in enumerate(names)
    ]
    told = _("{gate}: {radius} at step {step}.")
    words = [
        told.format(gate=gate_name(name), radius=shown(known[place]), step=step)
        for place, name in enumerate(names)
    ]
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}.", *words]),
        title=_("Spectral radius through training"),
        look_for=_("Above 1 the state can grow, below 1 it fades: look for where training moves it."),
    )
