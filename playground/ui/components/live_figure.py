"""A chart that stays the same node in the browser while its numbers change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.charts.picture import Picture
from playground.ui.components.assets import mount, sent_by_browser
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
    words_label: str = "In words",
    revision: str = "",
    hover_group: str = "",
    on_click: Callable[[Click], None] | None = None,
) -> Click | None:
    """Show `picture`, with its title and its words, and keep the learner's zoom.

    Args:
        picture: what `playground.charts` made.
        key: the chart's name on the page; the same key is the same chart, zoom included.
        height: height of the plot itself in pixels.
        revision: what the axes belong to; another one gives up the learner's zoom.
        words_label: what opens the text alternative, translated.
        hover_group: charts of one group show what they have where the pointer rests in one of them.
        on_click: called with a clicked point before the page's script runs.

    Returns:
        The point clicked just now, else `None`.
    """
    data = {
        "spec": json.dumps(picture.spec, separators=(",", ":")),
        "alt": picture.alt,
        "title": picture.title,
        "lookFor": picture.look_for,
        "wordsLabel": words_label,
        "height": height,
        "key": f"{key} {revision}",
        "hoverGroup": hover_group,
        "clickable": on_click is not None,
        "plotly": plotly_file(),
    }

    def clicked() -> None:
        click = _click(sent_by_browser(key, "click"))
        if click is not None and on_click is not None:
            on_click(click)

    result = mount("live_figure", key=key, data=data, on_click_change=clicked)
    return _click(result.get("click"))


def _click(sent: Any) -> Click | None:
    """The click in what the browser sent; anything else is no click."""
    match sent:
        case {"x": int() | float() | str() as x, "y": int() | float() | str() as y, "curve": int(curve)}:
            return Click(x=x, y=y, curve=curve)
    return None
