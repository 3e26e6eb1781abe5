"""The experiments worth opening, as cards: a small picture, what one learns, and how long it takes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from playground import tasks
from playground.config import TaskConfig
from playground.experiments.presets import LESSONS, PRESETS, Preset
from playground.i18n import N_, _
from playground.tasks.texts.characters import shown
from playground.training import cost
from playground.ui.components.assets import handed_on, mount
from playground.ui.playback import choose
from playground.ui.server import hub
from playground.ui.session import current_session, fresh_key, renew, set_view_state
from playground.views.scores import series_of
from playground.views.view_state import page_of
from playground.views.words import range_in_words

POINTS = 60
"""Of a series that are drawn on its card."""
LETTERS = 36
"""Of an example that stand on its card."""
GROUPS = {True: N_("Lessons with one point each"), False: N_("Problems")}


def show_presets() -> None:
    """Choosing one plays it and closes the list: a popover with another key is a new, closed one."""
    key = fresh_key("presets")
    presets = st.popover(
        _("Presets"), icon=":material/auto_awesome:", width="stretch", key=key, on_change="rerun"
    )
    if not presets.open:
        return  # a picture of every problem's data costs something
    page = page_of(tasks.problem(current_session().config.task.name))
    here = [name for name, one in PRESETS.items() if page_of(tasks.problem(one.config.task.name)) == page]
    groups = []
    for is_lesson, title in GROUPS.items():
        cards = [_card(name, PRESETS[name]) for name in here if (name in LESSONS) is is_lesson]
        groups.append({"title": _(title), "cards": cards})
    with presets:
        data = {"groups": [group for group in groups if group["cards"]]}
        mount("gallery", key="gallery", data=data, on_open_change=handed_on("gallery", "open", _name, _open))


def _name(sent: Any) -> str | None:
    return sent if isinstance(sent, str) and sent in PRESETS else None


def _open(name: str) -> None:
    preset = PRESETS[name]
    renew("presets")
    set_view_state(tab=preset.tab)
    choose(preset.config, plays=True)


def _card(name: str, preset: Preset) -> dict[str, Any]:
    data = tasks.dataset(preset.config.task)
    takes = range_in_words(*hub.results.paces.range_of(cost.seconds(preset.config, data)))
    words = {"title": _(preset.title), "notice": _(preset.notice), "takes": takes}
    return {"name": name, **words, **_sketch(preset.config.task)}


@lru_cache(maxsize=len(PRESETS))
def _sketch(task: TaskConfig) -> dict[str, Any]:
    """A line, of a series; of anything else one example."""
    data, series = tasks.dataset(task), series_of(task)
    if series is not None:
        points = series.values[-POINTS:]
        low, high = float(points.min()), float(np.ptp(points)) or 1.0
        return {"line": [round((float(point) - low) / high, 2) for point in points], "text": ""}
    text = shown(tasks.problem(task.name).write(data.test_x[0], task, data))
    return {"line": [], "text": text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"}
