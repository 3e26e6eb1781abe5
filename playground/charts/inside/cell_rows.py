"""The gates of one unit at every time step, one row each, under the cell's diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from playground.charts.inside.panels import (
    MOST_CELLS,
    bin_sizes,
    binned_words,
    ends_of,
    gate_name,
    heat,
    neighbour_means,
    signed,
    time_axis,
)
from playground.charts.picture import Picture, Spec, base_layout, colour_bar, frame, sentences, ticks
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _


def rows_figure(rows: Mapping[str, Sequence[float]], *, cell: Cell, lit: str, who: str) -> Picture:
    """Gates against time steps, the one that is lit in the diagram in a frame.

    Args:
        rows: (time steps,) by letter, from top to bottom.
        lit: the letter in a frame; another letter frames none.
        who: whose numbers these are, translated.
    """
    values = np.asarray(list(rows.values()), dtype=np.float64)  # (rows, time steps)
    steps, letters = values.shape[1], list(rows)
    width = bin_sizes(1, steps, MOST_CELLS // len(letters))[1]
    layout = base_layout(_("Time step"), _("Gate") if len(rows) > 1 else _("State"), showlegend=False)
    layout["xaxis"] |= time_axis(steps)
    layout["yaxis"] |= _names(letters, lit)
    if lit in rows:
        row = letters.index(lit)
        layout["shapes"] = [frame((0, 1), (row - 0.5, row + 0.5), 3, xref="paper", yref="y")]
    hover = _("{row}, t = {t}: {value}").format(row="%{y}", t="%{x}", value="%{z:.3f}")
    cells = heat(neighbour_means(values, width, 1), hover, width) | signed(1.0)
    return Picture(
        spec={"data": [cells | _bar(len(rows))], "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}, {who}.", *_row_words(rows)]),
        title=_("The same at every time step: {who}").format(who=who),
        look_for=sentences(
            [
                _("Framed here and lit above: {gate}.").format(gate=gate_name(lit))
                if lit in rows
                else _("Click a gate above to find its row here."),
                binned_words(1, width),
            ]
        ),
    )


def _bar(rows: int) -> Spec:
    """A single row has no room for one."""
    return {"colorbar": colour_bar(3)} if rows > 1 else {"showscale": False}


def _names(letters: Sequence[str], lit: str) -> Spec:
    names = [f"<b>{letter}</b>" if letter == lit else letter for letter in letters]
    axis = {"range": [len(letters) - 0.5, -0.5], "showgrid": False, "zeroline": False}
    return axis | ticks(range(len(letters)), names)


def _row_words(rows: Mapping[str, Sequence[float]]) -> list[str]:
    words = []
    for letter, values in rows.items():
        low, high = ends_of(np.asarray(values))
        words.append(_("{gate}: from {low} to {high}.").format(gate=gate_name(letter), low=low, high=high))
    return words
