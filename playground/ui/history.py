"""The runs of this browser, kept in its own storage: the server hears of one when it is opened again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import SETTINGS, Setting, value_of, written
from playground.experiments.lanes import SHARED
from playground.i18n import N_, _, current_language
from playground.tasks import PROBLEMS
from playground.ui import from_link
from playground.ui.compare.names import lanes_of
from playground.ui.components.address import parameters
from playground.ui.components.assets import handed_on, mount
from playground.ui.opening import open_run
from playground.ui.session import Session, configs_of, current_session, fresh_key, renew
from playground.views import words
from playground.views.setting_words import label_of, named, said
from playground.views.view_state import TABS, page_of

WORDS = {
    "none": N_("There are no runs yet. A run is kept here as soon as one epoch is trained."),
    "notKept": N_("This browser stores nothing for this page. The list ends when the page is closed."),
    "score": N_("test loss {loss}"),
    "pin": N_("Pin"),
    "pinSome": N_("Pin two to four runs to compare them."),
    "rename": N_("Rename"),
    "forget": N_("Forget"),
    "ofRun": N_("{act}: {run}"),
    "compare": N_("Compare the {count} pinned runs"),
    "differ": N_("The pinned runs cannot be compared: all must share the setting {setting}."),
    "export": N_("Save as a file"),
    "import": N_("Open a file"),
    "imported": N_("Runs in the file: {count}. They are in the list now."),
    "noHistory": N_("There are no runs in this file. It must be one that was saved here."),
    "forgetAll": N_("Forget all"),
    "sure": N_("Yes, forget {count} runs"),
    "keep": N_("No, keep them"),
}
MARKS = {
    "better": N_("Better than the baseline"),
    "unclear": N_("No clear difference from the baseline"),
    "notBetter": N_("Not better than the baseline"),
    "diverged": N_("Diverged"),
}
BARE = ("training.changes", "task.own")
"""Settings whose values say nothing to a reader: their names alone are told."""


def show_history() -> None:
    """The list, one click away; it is sent where it is opened."""
    box = st.popover(
        _("History"),
        icon=":material/history:",
        width="stretch",
        key=fresh_key("history"),
        on_change="rerun",
        help=_("The runs of this browser. They are stored here, not on the server."),
    )
    if not box.open:
        return
    session = current_session()
    data: dict[str, Any] = {"words": words.said(WORDS) | {"marks": words.said(MARKS)}, "names": names()}
    data |= {"page": _page(session), "language": current_language()}
    heard = handed_on("history", "open", parameters, _open)
    with box:
        mount("history_list", key="history", data=data, on_open_change=heard)


def kept(session: Session) -> dict[str, str]:
    """The experiment as the history keeps it: its page, and its link."""
    query = from_link.written(session.config, TABS[0], session.lanes, session.sweep)
    return {"page": _page(session), "link": urlencode(query)}


def called(session: Session) -> str:
    """The experiment in a few words: the cell and what differs from the problem's preset, or all lanes."""
    if session.lanes is not None:
        return " / ".join(lane.name for lane in lanes_of(configs_of(session)))
    config = session.config
    preset = tasks.problem(config.task.name).preset
    changed = [p for p in SETTINGS if p not in BARE and value_of(config, p) != value_of(preset, p)]
    parts = [named(path, value_of(config, path)) for path in changed if path != "model.cell"]
    return ", ".join([CELL_NAMES[config.model.cell], *parts])


def keep_search(session: Session, ended: int, best: float | None) -> None:
    """Keep runs that no player shows, after so many of them have `ended`; `best` is the lowest loss."""
    told = {
        "epochs": session.config.training.epochs,
        "score": best,
        "mark": "diverged" if best is None else "",
    }
    mount("history_note", key="history-note", data={"kept": kept(session) | told, "ended": ended})


def _page(session: Session) -> str:
    if session.lanes is not None:
        return "compare"
    return "sweep" if session.sweep is not None else page_of(tasks.problem(session.config.task.name))


def _open(given: dict[str, str]) -> None:
    renew("history")
    open_run(given)


def names() -> dict[str, Any]:
    """What links say, in words: the browser has links alone."""
    return {
        "problems": {name: _(problem.title) for name, problem in PROBLEMS.items()},
        "settings": {path: _named(setting) for path, setting in SETTINGS.items()},
        "cells": {name: problem.preset.model.cell for name, problem in PROBLEMS.items()},
        "named": _("{setting}: {value}"),
    }


def _named(setting: Setting) -> dict[str, Any]:
    values = [*setting.values, *([None] if setting.off else [])]
    return {
        "label": label_of(setting.path),
        "values": {written(value): said(setting.path, value) for value in values},
        "isBare": setting.path in BARE,
        "isShared": setting.path in SHARED,
    }
