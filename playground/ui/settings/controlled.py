"""Widgets that show a value kept elsewhere, and report only what the learner changed.

The browser sends the values of all widgets with every run of the page. One that left before a widget's
new value arrived would look as if the learner had set the old one again. So a widget whose value
changes from our side becomes a new widget: a run that still speaks of the old one changes nothing.
Its first value is an argument and not written into the session's state, because a message that
carries such a write can be replaced by the next run's before the browser has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from playground.ui.error_boundary import refusals_told
from playground.ui.session import current_session, keep, kept, refuse, set_view_state, widget_value

_WIDGETS = "controlled widgets"


def controlled(
    name: str,
    value: Any,
    widget: Callable[..., Any],
    label: str,
    on_change: Callable[[Any], None],
    /,
    *,
    names: Mapping[Any, str] | None = None,
    **options: Any,
) -> None:
    """Show `value` in `widget`; call `on_change` with what the learner sets it to.

    Args:
        name: the widget's name, the same from run to run.
        widget: a Streamlit input such as `st.slider`.
        on_change: called before the page's script runs; what it refuses is shown to the learner.
        names: where one of a few values is chosen, how each is called, translated.
        options: everything else the input takes.
    """
    if names is not None:
        options |= {"options": list(names), "format_func": lambda one: names.get(one, str(one))}
    if kept(_WIDGETS) is None:
        keep(_WIDGETS, {})
    known = kept(_WIDGETS)
    shown = known.get(name)
    offered = options.get("options")
    gone = shown is not None and offered is not None and shown.initial not in offered
    if shown is None or gone or shown.value != value or widget_value(shown.key) is None:
        revision = 0 if shown is None else shown.revision + 1
        shown = known[name] = _Shown(key=f"{name}#{revision}", revision=revision, initial=value, value=value)

    def changed() -> None:
        new = widget_value(shown.key)
        now = known[name]
        if now.key == shown.key and now.value != new:  # else a late word of a widget that was replaced
            known[name] = replace(now, value=new)
            with refusals_told(refuse):
                on_change(new)

    widget(label, key=shown.key, on_change=changed, **_initial(widget, shown.initial, options) | options)


def view_control(
    field: str, widget: Callable[..., Any], label: str, shown: Any = None, **options: Any
) -> None:
    """The same for a field of the view state; `shown` is what it comes to in this run, where that differs."""
    value = getattr(current_session().view_state, field) if shown is None else shown
    name = field.replace("_", "-")
    controlled(name, value, widget, label, lambda new: set_view_state(**{field: new}), **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The widget that stands on the page under one name."""

    key: str
    revision: int
    initial: Any
    """The value it was made with. It never changes, so that the widget stays the same one."""
    value: Any
    """The value it shows now, as far as we know."""


def _initial(widget: Callable[..., Any], value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """How each kind of widget is told its first value; of a row of buttons one is always chosen."""
    if widget in (st.selectbox, st.radio):
        return {"index": list(options["options"]).index(value)}
    if widget == st.segmented_control:
        return {"default": value, "required": options.get("selection_mode") != "multi"}
    return {"value": value}
