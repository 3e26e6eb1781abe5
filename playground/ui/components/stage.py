"""A view of a run on the page: the browser shows its frames as the cursor moves, without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.i18n import N_, _, current_language
from playground.ui.components.assets import handed_on, mount
from playground.views.parts import Part
from playground.views.words import said

PICTURE = {
    "save": N_("Save this picture"),
    "png": N_("As an image (PNG)"),
    "svg": N_("As a drawing (SVG)"),
    "csv": N_("Its numbers (CSV)"),
    "show": N_("Show it large (F). Arrow keys: the next pinned run, the next picture."),
}
"""What one does with a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What a learner picked in one part of a view."""

    part: str
    """The part's key."""
    value: Any
    """What its drawing sent: a stranger's value."""


def stage(
    view: str,
    run: str,
    *,
    key: str,
    height: int,
    also: Sequence[str] = (),
    scale: str = "",
    owner: str = "",
    on_pick: Callable[[Pick], None] | None = None,
) -> None:
    """Show a view of a run at the cursor.

    Args:
        view: as `playground.views.address` writes it.
        run: its link's query.
        key: the element's name on the page.
        height: pixels that are kept free until the first frame.
        also: further views of the run, whose lines are added to the figures of this one.
        scale: figures of one name stand on the vertical range that holds all of theirs.
        owner: whose pictures these are, where others have the same titles: their saved pictures say so.
        on_pick: called with what a learner clicked, before the page's script runs.
    """
    more = [{"run": run, "view": other} for other in also]
    data = {"view": view, "run": run, "also": more, "parts": [], "height": height, "scale": scale}
    data["owner"] = owner
    _mount(data, key, on_pick)


def still(
    parts: Iterable[Part],
    *,
    key: str,
    also: Sequence[dict[str, Any]] = (),
    on_pick: Callable[[Pick], None] | None = None,
) -> None:
    """Show parts that are the same at every step; a figure of tracks is filled by the browser.

    Args:
        also: views of some runs (`run`, `view`), whose lines and rows are added to the parts, lines with
            other `looks`, if any, in Plotly's words.
    """
    data = {"view": "", "run": "", "also": list(also), "parts": list(parts), "height": 0, "scale": ""}
    data["owner"] = ""
    _mount(data, key, on_pick)


def _mount(data: dict[str, Any], key: str, on_pick: Callable[[Pick], None] | None) -> None:
    words: dict[str, Any] = {"waiting": _("Computing…"), "picture": said(PICTURE)}
    words["ofStep"] = _("Shown: step {step}. This step is being computed…")
    data |= {"language": current_language(), "words": words}
    mount("stage", key=key, data=data, on_picked_change=handed_on(key, "picked", _pick, on_pick))


def _pick(sent: Any) -> Pick | None:
    match sent:
        case {"part": str(part), "value": value}:
            return Pick(part=part, value=value)
    return None
