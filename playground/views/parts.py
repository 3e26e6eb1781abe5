"""The parts that a view is made of, as plain data; `playground/ui/components/web/parts.js` shows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from playground.charts.picture import Picture, Spec
from playground.i18n import _
from playground.views.scene import Read, Scene

Part = dict[str, Any]
"""`{"is": kind, ...}`; `key` names it within its view, the same in every frame."""
Parts = Iterator[Part]
Draw = Callable[[Scene, Read], Parts]
"""Draws a view."""


def figure(
    picture: Picture,
    *,
    key: str,
    height: int = 320,
    revision: str = "",
    hover_group: str = "",
    pick: Sequence[int] | None = None,
    clickable: bool = False,
    seeks: int = 0,
) -> Part:
    """A chart with its title and its words, which keeps the learner's zoom.

    Args:
        key: the chart's name in the view; the same key is the same chart, zoom included.
        height: height of the plot itself in pixels.
        revision: what the axes belong to; another one gives up the learner's zoom.
        hover_group: charts of one group show what they have where the pointer rests in one of them.
        pick: what each row of its heatmap stands for; a click on one sends that number.
        clickable: whether the page is told where the learner clicked.
        seeks: a click goes to that place of the run: how many places one of the horizontal axis is.
    """
    return {
        "is": "figure",
        "key": key,
        "spec": json.dumps(picture.spec, separators=(",", ":")),
        "alt": picture.alt,
        "title": picture.title,
        "lookFor": picture.look_for,
        "wordsLabel": _("In words"),
        "height": height,
        "zoom": f"{key} {revision}",
        "hoverGroup": hover_group,
        "clickable": clickable or pick is not None or seeks > 0,
        "seeks": seeks,
        "pick": None if pick is None else [int(one) for one in pick],
    }


def traces(of: str, lines: list[Spec]) -> Part:
    """Lines that are added to the figure with the key `of`, which is in another view."""
    return {"is": "traces", "of": of, "spec": json.dumps(lines, separators=(",", ":"))}


def along(how: Literal["points", "columns", "panels"], part: Part) -> Part:
    """A figure of one step that the browser puts together with those of other steps it has.

    Its lines get a `points` more for each step, its heatmap a `columns` more, or it stands as one of a few
    `panels`.
    """
    return part | {"along": how}


def markdown(text: str) -> Part:
    """A paragraph; **bold**, `code` and backslashes before signs are known, nothing else."""
    return {"is": "text", "text": text}


def caption(text: str) -> Part:
    """A smaller paragraph."""
    return {"is": "text", "text": text, "look": "caption"}


def info(text: str) -> Part:
    """A paragraph in a box."""
    return {"is": "text", "text": text, "look": "info"}


def code(text: str) -> Part:
    """Lines as they are, letter under letter."""
    return {"is": "code", "text": text}


def table(head: list[str], rows: list[list[str]], align: str, *, more: dict[str, str] | None = None) -> Part:
    """A table; its cells are as in `markdown`.

    Args:
        align: an l or an r for each column.
        more: where the rows that follow come from (`playground.views.baselines.asked`).
    """
    return {"is": "table", "head": head, "rows": rows, "align": align, "more": more}


def columns(*sides: Iterable[Part]) -> Part:
    """Parts side by side, or one under the other where there is no room."""
    return {"is": "columns", "sides": [list(side) for side in sides]}


def component(name: str, key: str, data: dict[str, Any]) -> Part:
    """One of the page's own drawings: the file `web/<name>.js` is given this data."""
    return {"is": "component", "name": name, "key": key, "data": data}
