"""The parts that the pictures of "look inside" share: scales, panels above one time axis, binning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.units import Floats, Numbers, filled, finite, known
from playground.charts.lines import rounded_up
from playground.charts.picture import PLAIN, Spec, base_layout, heatmap, packed, scatter, short, titled
from playground.charts.theme import PAPER
from playground.i18n import N_, _

MOST_CELLS = 8000
"""Cells of one heatmap that travel to the browser, at most; they take 43 kB."""

SIGNED_SCALE: list[list[Any]] = [[0, "#0f62b0"], [0.5, PAPER], [1, "#c4520a"]]
"""Below zero blue, zero the paper's colour, above zero orange: apart for colour-blind eyes."""

TIME_SCALE: list[list[Any]] = [[0, "#5b7fd6"], [0.5, "#b0679a"], [1, "#d9821a"]]
"""From the first time step to the last; every colour stands out from light and dark."""

DASHES = ("solid", "dash", "dot", "dashdot")
"""Lines of one cell are told apart by these."""

GATE_NAMES: dict[str, str] = {
    "h": N_("Hidden state h"),
    "i": N_("Input gate i"),
    "f": N_("Forget gate f"),
    "g": N_("Candidate g"),
    "o": N_("Output gate o"),
    "r": N_("Reset gate r"),
    "z": N_("Update gate z"),
    "n": N_("Candidate n"),
}
_GAP = 0.04


def gate_name(letter: str) -> str:
    """The full name of a gate; a letter of no gate stays as it is."""
    return _(GATE_NAMES[letter]) if letter in GATE_NAMES else letter


def finite_mean(values: Numbers, axis: int | None = None) -> Any:
    """The mean of the finite values along `axis`, NaN where there is none."""
    count = np.isfinite(values).sum(axis=axis)
    total = filled(values).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)[()]


def spread(values: Numbers) -> tuple[Floats, Floats, Floats]:
    """(time steps,) mean, 10th and 90th percentile of (time steps, hidden_size); NaN where none is finite."""
    numbers = finite(values)
    low, high = np.full((2, len(numbers)), np.nan)
    some = np.isfinite(numbers).any(axis=1)
    if some.any():
        low[some], high[some] = np.nanpercentile(numbers[some], [10, 90], axis=1)
    return finite_mean(numbers, axis=1), low, high


def neighbour_means(values: Numbers, size: int, axis: int) -> Floats:
    """Each `size` neighbours along `axis` of (rows, columns) become their mean, the last ones maybe fewer.

    Numbers that are not finite are left out.
    """
    numbers = np.moveaxis(finite(values), axis, 0)
    if size == 1:
        return np.moveaxis(numbers, 0, axis)
    bins = -(-len(numbers) // size)
    padded = np.full((bins * size, numbers.shape[1]), np.nan)
    padded[: len(numbers)] = numbers
    means: Floats = finite_mean(padded.reshape(bins, size, -1), axis=1)
    return np.moveaxis(means, 0, axis)


def bin_sizes(rows: int, columns: int, most: int = MOST_CELLS) -> tuple[int, int]:
    """How many rows and how many columns become one, so that at most `most` cells are left."""
    row, column = 1, 1
    while (high := -(-rows // row)) * (wide := -(-columns // column)) > most:
        if high >= wide:
            row += 1
        else:
            column += 1
    return row, column


def binned_words(units: int, steps: int) -> str:
    """Says what was joined for drawing; empty where nothing was."""
    if units > 1 and steps > 1:
        text = _("Each row is the mean of {units} units, each column of {steps} time steps.")
    elif units > 1:
        text = _("Each row is the mean of {units} units.")
    else:
        text = _("Each column is the mean of {steps} time steps.") if steps > 1 else ""
    return text.format(units=units, steps=steps)


def panels(shares: Sequence[float], titles: Sequence[str], steps: int) -> Spec:
    """A layout of panels from top to bottom above one time axis; y, y2, y3, ... are their axes.

    `shares` are the heights of the panels relative to each other, `titles` those of their vertical axes.
    """
    layout = base_layout(_("Time step"), "")
    layout["xaxis"] |= time_axis(steps) | {"anchor": axis_name("y", len(shares) - 1)}
    room = (1 - _GAP * (len(shares) - 1)) / sum(shares)
    top = 1.0
    for place, (share, title) in enumerate(zip(shares, titles, strict=True)):
        bottom = max(top - room * share, 0.0)
        layout[axis_name("yaxis", place)] = (
            titled(title) | PLAIN | {"domain": [bottom, top], "anchor": "x", "nticks": 4}
        )
        top = bottom - _GAP
    return layout


def time_axis(steps: int) -> Spec:
    """Whole time steps from 1 on, with half a time step of room at both ends."""
    return {"range": [0.5, steps + 0.5], "tickformat": "d", "showgrid": False} | (
        {"tickmode": "linear", "tick0": 1, "dtick": 1} if steps <= 12 else {"nticks": 10}
    )


def axis_name(letter: str, place: int) -> str:
    """Plotly's name of the axis at `place`, counted from 0."""
    return letter if place == 0 else f"{letter}{place + 1}"


def line(x: Numbers, y: Numbers, name: str, style: Spec, place: int = 0, opacity: float = 1.0) -> Spec:
    """One line in the panel at `place`; one without a colour takes the text's. The hover says `name`."""
    mode, numbers = "lines+markers" if len(x) < 3 else "lines", (np.asarray(x), np.asarray(y, np.float32))
    looks = {"name": name, "line": style, "opacity": opacity, "yaxis": axis_name("y", place)}
    return scatter(mode, *numbers, f"{name}: %{{y:.3~g}}") | looks


def time_steps(steps: int) -> NDArray[np.int32]:
    """(time steps,) their numbers, from 1."""
    return np.arange(1, steps + 1, dtype=np.int32)


def input_traces(inputs: Numbers, place: int) -> list[Spec]:
    """The input (time steps, features): a thin line for one feature, a small heatmap for several."""
    steps, features = inputs.shape
    if features == 1:
        read = line(time_steps(steps), inputs[:, 0], _("Input"), {"width": 1}, place, 0.75)
        return [read | {"showlegend": False}]
    rows, columns = bin_sizes(features, steps, MOST_CELLS // 4)
    cells = neighbour_means(neighbour_means(inputs.T, rows, 0), columns, 1)
    hover = _("feature {row}, t = {t}: {value}").format(row="%{y}", t="%{x}", value="%{z:.3~g}")
    where = {"y0": (rows + 1) / 2, "dy": rows, "yaxis": axis_name("y", place), "showscale": False}
    return [heat(cells, hover, columns) | where]


def bars(x: Numbers, y: Numbers, name: str, colour: str, hover: str, place: int) -> Spec:
    """Bars in the panel at `place`, counted from 0; `hover` is Plotly's template of its words."""
    return {
        "type": "bar",
        "name": name,
        "x": packed(np.asarray(x)),
        "y": packed(np.asarray(y, dtype=np.float32)),
        "yaxis": axis_name("y", place),
        "marker": {"color": colour},
        "hovertemplate": f"{hover}<extra></extra>",
    }


def shown(value: float) -> str:
    """`value` with three significant digits, or the words for a number that is none."""
    return short(value) if np.isfinite(value) else _("not finite")


def ends_of(values: Numbers) -> tuple[str, str]:
    """The lowest and the highest finite value, in digits."""
    found = known(values)
    return (shown(found.min()), shown(found.max())) if len(found) else (shown(np.nan),) * 2


def heat(cells: Numbers, hover: str, columns: int = 1) -> Spec:
    """A heatmap against time, each column the mean of `columns` time steps."""
    return heatmap(cells, hover, x0=(columns + 1) / 2, dx=columns)


def signed(limit: float) -> Spec:
    """Colours of signed values: the same on both sides of zero, up to `limit` or a little more.

    The end is a round number: it stays from step to step, and the colours mean the same while a run plays.
    """
    top = rounded_up(limit) if 0 < limit < np.inf else 1.0
    return {"colorscale": SIGNED_SCALE, "zmid": 0, "zmin": -top, "zmax": top}
