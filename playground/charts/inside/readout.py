"""The states of the top layer as a grid: which of them go on, and how much each has read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.charts.inside.panels import time_axis
from playground.charts.picture import Picture, base_layout, heatmap, ticks
from playground.charts.theme import CELL_COLOURS, SHADE
from playground.config import Cell
from playground.i18n import _

MOST_WRITTEN = 20
"""Time steps up to which there is room for a number in each cell."""
HEIGHTS = {1: 110, 2: 150}
"""Height of the plot in pixels, by the number of directions."""


def readout_figure(
    taken: Sequence[Sequence[bool]], read: Sequence[Sequence[int]], *, units: int, cell: Cell, title: str
) -> Picture:
    """A row for each direction, forward on top, and a column for each time step.

    Args:
        taken: which entries go on.
        read: how many time steps each entry has read.
        units: of each direction.
        title: what the entries go on to, translated.
    """
    ways, steps = len(taken), len(taken[0])
    names = [_("forward"), _("backward")][:ways]
    slices = [f"output[..., {way * units}:{(way + 1) * units}]" for way in range(ways)]
    layout = base_layout(_("Time step"), "", showlegend=False)
    layout["xaxis"] |= time_axis(steps)
    layout["yaxis"] |= ticks(range(ways), names) | {"range": [ways - 0.5, -0.5], "showgrid": False}
    hover = _("{part}, t = {t}: has read {count} of {steps} time steps")
    hover = hover.format(part="%{customdata}", t="%{x}", count="%{text}", steps=steps)
    grid = heatmap(np.array(taken, dtype=np.float32), hover, x0=1, dx=1, zmin=0, zmax=1)
    looks = {
        "colorscale": [[0, SHADE], [1, CELL_COLOURS[cell]]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[str(count) for count in row] for row in read],
        "customdata": [[part] * steps for part in slices],
        "texttemplate": "%{text}" if steps <= MOST_WRITTEN else "",
    }
    return Picture(
        spec={"data": [grid | looks], "layout": layout},
        alt=" ".join(_words(*row) for row in zip(names, taken, read, strict=True)),
        title=title,
        look_for=_("Coloured entries go on. A number is how many time steps an entry has read."),
    )


def _words(name: str, taken: Sequence[bool], read: Sequence[int]) -> str:
    places = [t for t, goes_on in enumerate(taken) if goes_on]
    if len(places) != 1:
        return _("{direction}: all {count} time steps go on.").format(direction=name, count=len(places))
    told = _("{direction}: time step {t} goes on, which has read {count} of {steps} time steps.")
    return told.format(direction=name, t=places[0] + 1, count=read[places[0]], steps=len(taken))
