"""A chart that stays the same node in the browser while its numbers change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.charts.picture import Picture
from playground.i18n import _
from playground.ui.components.assets import handed_on, mount
from playground.ui.components.plotly_asset import plotly_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """A point of a chart a learner clicked."""

    x: float | str
    y: float | str
    curve: int
    """Place of the clicked line in the spec's `data`."""


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
    data = {
        "spec": json.dumps(picture.spec, separators=(",", ":")),
        "alt": picture.alt,
        "title": picture.title,
        "lookFor": picture.look_for,
        "wordsLabel": _("In words"),
        "height": height,
        "key": f"{key} {revision}",
        "hoverGroup": hover_group,
        "clickable": on_click is not None,
        "plotly": plotly_file(),
    }
    mount("live_figure", key=key, data=data, on_click_change=handed_on(key, "click", _click, on_click))


def _click(sent: Any) -> Click | None:
    match sent:
        case {"x": int() | float() | str() as x, "y": int() | float() | str() as y, "curve": int(curve)}:
            return Click(x=x, y=y, curve=curve)
    return None
