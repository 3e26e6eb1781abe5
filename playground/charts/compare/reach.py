"""How far back the error reaches in several runs, laid over each other."""

from __future__ import annotations

import numpy as np

from playground.charts.inside.panels import line, time_axis, time_steps
from playground.charts.inside.units import Numbers, finite
from playground.charts.picture import Picture, Spec, base_layout, logarithmic
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _

LOWEST = 1e-6
"""What is left of a gradient, at least, where it is drawn."""


def lanes_reach_figure(steps: int) -> Picture:
    """The axes for `reach_line` of several runs; each begins at 1 on the right."""
    layout = base_layout(_("Time step"), _("Gradient left"))
    layout["xaxis"] |= time_axis(steps)
    power = float(np.log10(LOWEST))
    layout["yaxis"] = logarithmic(layout["yaxis"], tickformat="~%", nticks=7, range=[power, 1.0])
    return Picture(
        spec={"data": [], "layout": layout},
        alt=_("The lines of the pictures below, each divided by its value at the last time step."),
        title=_("Whose error reaches further back"),
        look_for=_("Read it from right to left: the line that falls first forgets first."),
    )


def reach_line(norms: Numbers, cell: Cell) -> Spec:
    """(time steps,) norms as shares of the last one; one under `LOWEST` is a gap."""
    known = finite(norms)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = known / known[-1]
    shares = np.where(shares >= LOWEST, shares, np.nan)  # also where the last one is 0
    style = {"color": CELL_COLOURS[cell], "width": 2}
    return line(time_steps(len(shares)), shares, CELL_NAMES[cell], style)
