"""The view "What if": hold a gate, silence units, freeze the cell state, and see how the answer changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from playground.films.film import Film
from playground.i18n import _
from playground.models.hold import GATE_NAMES, Hold
from playground.probes.inside import TEST_EXAMPLES, WhatIfProbe, WhatIfReading
from playground.tasks.base import Dataset
from playground.ui import words
from playground.ui.answers import told_of
from playground.ui.inside import chosen
from playground.ui.playback import awaited
from playground.ui.session import Session, current_session, refuse, set_view_state
from playground.ui.settings.controlled import controlled
from playground.ui.words import number

NEVER = -1
"""The number for no time step to freeze from."""


def show_what_if(session: Session, film: Film, data: Dataset) -> None:
    """The switches, and the answer with and without them."""
    hold = _fitting(session, data)
    chosen.choices(session, lambda: _switches(session, hold, data), units=False)
    here = chosen.step(session, film)
    probe = WhatIfProbe(config=session.config, step=here, hold=hold, **chosen.example(session))
    reading, step = awaited("what-if", probe, WhatIfReading, chosen.reading_it())
    if reading is None:
        return
    st.markdown(_sentence(reading, hold))
    head = [_("At step {step}").format(step=step), _("Untouched"), _("Held")]
    briefly = told_of(data).briefly
    rows = [[_("Answer"), briefly(reading.answer, data), briefly(reading.held_answer, data)]]
    if reading.loss is not None and reading.held_loss is not None:
        rows.append([_("Loss of this example"), number(reading.loss), number(reading.held_loss)])
    loss = _("Loss of {count} test examples").format(count=min(TEST_EXAMPLES, len(data.test_x)))
    rows.append([loss, number(reading.test_loss), number(reading.held_test_loss)])
    st.markdown(words.table(head, rows, "lrr"))
    st.caption(_("Nothing that was trained is altered: only this reading of the network is."))


def _fitting(session: Session, data: Dataset) -> Hold:
    """The learner's choice as far as this network has such a gate, layer and unit."""
    model, hold = session.config.model, session.view_state.hold
    gate = hold.gate if hold.gate in GATE_NAMES[model.cell] else None
    silenced = tuple(unit for unit in hold.silenced if unit < model.hidden_size)
    freeze = hold.freeze_from if model.cell == "lstm" else None
    if freeze is not None and freeze >= data.train_x.shape[1]:
        freeze = None
    return replace(hold, layer=chosen.chosen_layer(session), gate=gate, silenced=silenced, freeze_from=freeze)


def _switches(session: Session, hold: Hold, data: Dataset) -> None:
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
        for part in filter(None, text.replace(",", " ").split()):
            first, _dash, last = part.partition("-")
            units |= set(range(int(first), min(int(last or first), 255) + 1))
        set_view_state(hold=replace(current_session().view_state.hold, silenced=tuple(sorted(units))))
    except ValueError:
        refuse(f"Units are numbers such as 0, 3-5, not {text[:40]!r}.")


def _sentence(reading: WhatIfReading, hold: Hold) -> str:
    if hold == Hold(layer=hold.layer):
        return _("Hold a gate, silence units, or freeze the cell state, and see what the answer needs.")
    if np.array_equal(reading.answer, reading.held_answer):
        return _("**No difference:** this answer does not need what is held.")
    ratio = reading.held_test_loss / reading.test_loss if reading.test_loss else float("inf")
    return _("**It matters:** the loss of the test examples becomes {ratio} times as large.").format(
        ratio=number(ratio)
    )
