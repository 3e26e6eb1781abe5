"""The switches of "What if": hold a gate, silence units, freeze the cell state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from playground.config import typed
from playground.config.model import MAX_UNITS
from playground.i18n import _
from playground.models.hold import GATE_NAMES, Hold
from playground.tasks.base import Dataset
from playground.ui.session import Session, current_session, refuse, set_view_state
from playground.ui.settings.controlled import controlled

NEVER = -1
"""The number for no time step to freeze from."""


def show_switches(session: Session, hold: Hold, data: Dataset) -> None:
    """What may be held in this network."""
    model = session.config.model
    if gates := GATE_NAMES[model.cell]:
        names = {"": _("none")} | {gate: gate for gate in gates}
        _switch("gate", hold.gate or "", st.selectbox, _("Hold a gate"), names=names)
        if hold.gate is not None:
            low = -1.0 if hold.gate in "gn" else 0.0
            limits = {"min_value": low, "max_value": 1.0, "step": 0.05}
            _switch("value", max(hold.value, low), st.slider, _("at"), **limits)
    silenced = ", ".join(str(unit) for unit in hold.silenced)
    example = _("Numbers of units, such as 0, 3-5. Their hidden state is held at 0.")
    controlled("silenced", silenced, st.text_input, _("Silence units"), _silence, help=example, width=160)
    if model.cell == "lstm":
        times = {NEVER: _("never")} | {t: str(t + 1) for t in range(data.train_x.shape[1])}
        frozen = NEVER if hold.freeze_from is None else hold.freeze_from
        _switch("freeze_from", frozen, st.selectbox, _("Freeze c from time step"), names=times)


def _switch(field: str, value: Any, widget: Callable[..., Any], label: str, **options: Any) -> None:
    def change(new: Any) -> None:
        hold = current_session().view_state.hold
        if field == "gate":  # under 0 only a candidate may be held
            hold = replace(hold, value=max(hold.value, 0.0))
        chosen_value: dict[str, Any] = {field: None if new in ("", NEVER) else new}
        set_view_state(hold=replace(hold, **chosen_value))

    controlled(f"hold.{field}", value, widget, label, change, width=180, **options)


def _silence(text: str) -> None:
    """Numbers and ranges of units; a part that is neither is told."""
    units: set[int] = set()
    try:
        for part in filter(None, typed.plain(text).replace(",", " ").split()):
            first, _dash, last = part.partition("-")
            units |= set(range(int(first), min(int(last or first), MAX_UNITS - 1) + 1))
        set_view_state(hold=replace(current_session().view_state.hold, silenced=tuple(sorted(units))))
    except ValueError:
        refuse(_("Units are numbers such as 0, 3-5, not {text!r:.42}.").format(text=text))
