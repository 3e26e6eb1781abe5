"""The learner's progress: theirs alone, in their browser's storage. The server forgets it with the page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.lessons.packing import MOST_LETTERS
from playground.lessons.progress import Progress, read_progress
from playground.ui.components.assets import handed_on, mount
from playground.ui.learn.places import Place
from playground.ui.session import keep, kept

KEY = "course-progress"
LINKED = "progress"
"""The name that a link gives it."""
_PROGRESS, _TOLD = "progress", "progress told"


def progress() -> Progress:
    """How far the learner is, as far as it is known."""
    return kept(_PROGRESS) or Progress()


def keep_progress(new: Progress) -> None:
    """Keep it; the browser is told when the page is drawn."""
    keep(_PROGRESS, new)


def mount_progress(place: Place) -> None:
    """Ask the browser what it has kept, once, and give it what is new; a link may bring some, too.

    The browser shows another place than the last from its top.
    """
    if LINKED in st.query_params:
        keep_progress(progress().joined(read_progress(st.query_params[LINKED])))
        del st.query_params[LINKED]
    save = progress().packed() if kept(_TOLD) else None
    heard = handed_on(KEY, "kept", _read, _heard)
    mount("progress", key=KEY, data={"save": save, "place": f"{place.home} {place.at}"}, on_kept_change=heard)


def _read(sent: Any) -> Progress | None:
    return read_progress(sent) if isinstance(sent, str) and len(sent) <= MOST_LETTERS else None


def _heard(found: Progress) -> None:
    keep(_TOLD, True)
    keep_progress(progress().joined(found))
