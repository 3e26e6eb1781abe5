"""The widget of a setting: its row of the table says what it is, and so how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from playground import tasks
from playground.charts.picture import sentences
from playground.config import RunConfig, Setting, typed, written
from playground.config.kinds import Flag, Real, Reals, Whole
from playground.experiments import edits
from playground.i18n import _
from playground.ui.settings.controlled import controlled
from playground.views.setting_words import value_in_words

SHOWN_KINDS = (Whole, Real, Reals)
MOST_SEGMENTS, MOST_SEGMENT_LETTERS = 4, 20
"""Values, and letters in all of their names, that stand beside each other as one row of buttons."""
MOST_NOTCHES = 512
"""Steps of a slider; a longer range is typed."""

BOX = 64
"""Pixels of the box beside a slider."""

Change = Callable[[Any], None]


def shows(setting: Setting, config: RunConfig) -> bool:
    """Whether a page shows the setting for this run at all."""
    unmet = setting.unmet(getattr(config, setting.section), tasks.dataset(config.task))
    has_widget = bool(setting.values) or isinstance(setting.kind, SHOWN_KINDS)
    return has_widget and (unmet is None or not unmet.hides)


def setting_widget(
    setting: Setting, value: Any, config: RunConfig, change: Change, *, key: str, locked: bool = False
) -> None:
    """Show a setting and report what the learner makes of it.

    Args:
        setting: its row, perhaps narrowed by the problem.
        config: the run, which says whether it applies and which values there are.
        change: called with the new value; for text it may raise `ConfigError`.
        locked: whether it stays as it is because a teacher's link says so.
    """
    section, data = getattr(config, setting.section), tasks.dataset(config.task)
    unmet = setting.unmet(section, data)
    options: dict[str, Any] = {"disabled": locked or unmet is not None, "help": _help_of(setting)}
    widget: Any
    there = [one for one in setting.values or setting.offered if _is_there(setting, one, config, value)]
    if isinstance(setting.kind, Reals):  # typed with commas between
        value, widget = ", ".join(f"{one:g}" for one in value), st.text_input
        change = partial(_typed_several, setting.path, change)
    elif isinstance(setting.kind, Flag) and not setting.names:
        widget = st.toggle
    elif there:
        words = {one: value_in_words(setting, one) for one in with_current(there, value)}
        options["names"] = words
        widget = st.selectbox if setting.values else st.select_slider
        if len(words) <= MOST_SEGMENTS and sum(map(len, words.values())) <= MOST_SEGMENT_LETTERS:
            widget, options["width"] = st.segmented_control, "stretch"
    else:
        kind = int if isinstance(setting.kind, Whole) else float
        if (setting.high - setting.low) / setting.step <= MOST_NOTCHES:
            options["min_value"], options["max_value"] = kind(setting.low), kind(setting.high)
            options["step"], widget = kind(setting.step), st.slider
        else:  # as text: a browser's own box of numbers makes 1 of 1e9, and tells nobody
            value, widget = written(value), st.text_input
            change = partial(_typed, setting, change)
    if widget in (st.slider, st.select_slider):
        _slider_and_box(setting, value, widget, change, key, options)
    else:
        controlled(key, value, widget, _(setting.label), change, **options)
    if locked:
        st.caption(_("Fixed by the link you opened."))
    elif unmet is not None:
        st.caption(str(unmet.why))


def _slider_and_box(
    setting: Setting, value: Any, slider: Any, change: Change, key: str, options: dict[str, Any]
) -> None:
    """A slider, and beside it a box into which any allowed number can be typed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"slid-{key}"):
        controlled(key, value, slider, _(setting.label), change, **options)
        controlled(
            f"typed {key}",
            value_in_words(setting, value),
            st.text_input,
            _("{label} as a number").format(label=_(setting.label)),
            partial(_typed, setting, change),
            label_visibility="collapsed",
            disabled=options["disabled"],
            width=BOX,
        )


def _help_of(setting: Setting) -> str | None:
    """What turning it does, and what it is called in PyTorch."""
    in_torch = _("In PyTorch: {name}.").format(name=f"`{setting.torch}`") if setting.torch else ""
    return sentences([_(setting.help) if setting.help else "", in_torch]) or None


def _typed(setting: Setting, change: Change, text: str) -> None:
    name = _(setting.label)
    if setting.off and typed.plain(text).strip() in (_(setting.off), "off", "none"):
        change(None)
        return
    value = setting.read(typed.one_number(text), name)
    setting.check(value, name)
    change(value)


def _typed_several(path: str, change: Change, text: str) -> None:
    change(edits.parsed(path, ",".join(typed.several(text))))


def _is_there(setting: Setting, one: Any, config: RunConfig, value: Any) -> bool:
    """Whether a value is offered: some are there under a condition only."""
    if one == value or one not in setting.only:
        return True
    section, data = getattr(config, setting.section), tasks.dataset(config.task)
    return setting.unmet_by(one, section, data) is None or setting.unmet(section, data) is not None


def with_current(values: list[Any], current: Any) -> list[Any]:
    """`values` with `current` in its place; "off" stays at the end where it stands."""
    if current in values:
        return values
    numbers = sorted([value for value in values if value is not None] + [current])
    if None not in values:
        return numbers
    return [None, *numbers] if values[0] is None else [*numbers, None]
