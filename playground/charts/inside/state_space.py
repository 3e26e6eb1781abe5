"""The path of the state on the two directions along which it spreads most."""

from __future__ import annotations

import numpy as np

from playground.charts.inside.panels import TIME_SCALE, time_steps
from playground.charts.inside.units import Floats, Numbers, filled, finite
from playground.charts.picture import Picture, Spec, base_layout, colour_bar, packed, scatter, short
from playground.charts.theme import CELL_NAMES
from playground.config import Cell
from playground.i18n import _

Limits = tuple[tuple[float, float], tuple[float, float]]


def space_figure(
    points: Numbers, share: Numbers, *, cell: Cell, limits: Limits, time_label: str, read: int | None = None
) -> Picture:
    """The path of the state on the two directions along which it spreads most.

    Args:
        points: (time steps, 2) the states on those directions.
        share: (2,) share of the spread along each.
        limits: ends of the horizontal and of the vertical axis; they do not follow the points.
        time_label: what a point is counted in.
        read: how many of the points belong to a text, before its padding; `None` is all of them.
    """
    first, second = (short(100 * value) for value in filled(share))
    layout = base_layout(_("First principal component"), _("Second principal component"), showlegend=False)
    layout["xaxis"]["range"], layout["yaxis"]["range"] = map(_room, limits)
    known = finite(points)
    alt = _(
        "{cell}: the state's path over {steps} points. The first component holds {first} % of the "
        "variance, the second {second} %. {ends}"
    ).format(cell=CELL_NAMES[cell], steps=len(known), first=first, second=second, ends=_from_to(known))
    return Picture(
        spec={
            "data": [_path(known, time_label), _path_ends(known, len(known) if read is None else read)],
            "layout": layout,
        },
        alt=alt.strip(),
        title=_("Path of the hidden state"),
        look_for=_(
            "A closed path repeats itself; a path that stops has settled; jumps follow the input. The "
            "two components hold {first} % and {second} % of the variance."
        ).format(first=first, second=second),
    )


def _room(ends: tuple[float, float]) -> list[float]:
    """The axis' ends, apart even where all points are one."""
    low, high = ends
    return [low, high] if high > low else [low - 1.0, low + 1.0]


def _path(points: Floats, time_label: str) -> Spec:
    t = time_steps(len(points))
    marker = {"size": 7, "color": packed(t), "colorscale": TIME_SCALE, "showscale": True}
    marker |= {"cmin": 1, "cmax": max(len(points), 2)}
    marker["colorbar"] = colour_bar(5, tickformat="d", title={"text": time_label, "side": "right"})
    hover = f"{time_label} %{{customdata}}: %{{x:.3~g}}, %{{y:.3~g}}"
    x, y = points.T.astype(np.float32)
    return scatter("lines+markers", x, y, hover, line={"width": 1}, marker=marker, customdata=packed(t))


def _path_ends(points: Floats, read: int) -> Spec:
    known = np.asarray(np.isfinite(points).all(axis=1))
    found = np.flatnonzero(known)
    ends = dict(zip(found[[-1, 0]].tolist(), (_("End"), _("Start")), strict=True)) if len(found) else {}
    if 0 < read < len(points) and known[read - 1]:
        ends = {read - 1: _("Text ends")} | ends
    places = sorted(ends)
    looks = {"textposition": "top center", "textfont": {"size": 13}, "text": [ends[at] for at in places]}
    x, y = points[places].T.tolist() if places else ([], [])
    return scatter("text", x, y, cliponaxis=False) | looks


def _from_to(points: Floats) -> str:
    found = points[np.isfinite(points).all(axis=1)]
    if not len(found):
        return ""
    numbers = [short(value) for value in found[[0, -1]].ravel()]
    return _("It starts at ({0}, {1}) and ends at ({2}, {3}).").format(*numbers)
