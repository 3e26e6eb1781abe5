"""One chart on the page that changes with the experiment only."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.charts.picture import Picture
from playground.ui.components.stage import Pick, still
from playground.views.parts import figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """A point of a chart a learner clicked."""

    x: float | str
    y: float | str
    curve: int
    """Place of the clicked line in the spec's `data`."""
    pick: int | None = None
    """What the clicked row stands for, where the chart says so."""


def live_figure(
    picture: Picture,
    *,
    key: str,
    height: int = 320,
    revision: str = "",
    hover_group: str = "",
    on_click: Callable[[Click], None] | None = None,
) -> None:
    """Show `picture`, with its title and its words, and keep the learner's zoom.

    Args:
        key: the chart's name on the page; the same key is the same chart, zoom included.
        height: height of the plot itself in pixels.
        revision: what the axes belong to; another one gives up the learner's zoom.
        hover_group: charts of one group show what they have where the pointer rests in one of them.
        on_click: called with a clicked point before the page's script runs.
    """
    part = figure(
        picture,
        key=key,
        height=height,
        revision=revision,
        hover_group=hover_group,
        clickable=on_click is not None,
    )

    def picked(pick: Pick) -> None:
        if on_click is not None and (click := clicked(pick.value)) is not None:
            on_click(click)

    still([part], key=key, on_pick=picked)


def clicked(sent: Any) -> Click | None:
    """A point as the browser tells it; `None` for anything else."""
    match sent:
        case {"x": int() | float() | str() as x, "y": int() | float() | str() as y, "curve": int(curve)}:
            if not all(isinstance(one, str) or math.isfinite(one) for one in (x, y)):
                return None
            pick = sent.get("pick")
            return Click(x=x, y=y, curve=curve, pick=pick if type(pick) is int else None)
    return None
