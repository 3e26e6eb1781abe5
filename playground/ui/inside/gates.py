"""Gates: what is let in, kept and let out, time step by time step."""

from __future__ import annotations

import streamlit as st

from playground.charts.answers.words import with_words
from playground.charts.inside import gates as charts
from playground.films.film import Film
from playground.i18n import _
from playground.models.hold import GATE_NAMES
from playground.tasks.base import Dataset
from playground.ui.components.live_figure import live_figure
from playground.ui.inside import chosen
from playground.ui.session import Session


def show_gates(session: Session, film: Film, data: Dataset) -> None:
    """One strip for each gate; a plain RNN has none, and shows where its squashing is flat."""
    chosen.choices(session)
    reading, _step = chosen.inside(session, film)
    if reading is None:
        return
    model, parts = session.config.model, chosen.parts(session, reading.parts)
    names_of_steps = chosen.words(session, data, reading)
    for part in parts:
        key = f"gates-{'backward' if part.backward else 'forward'}"
        if len(parts) > 1:
            st.markdown(_("**Backward**, in reading order") if part.backward else _("**Forward**"))
        if names := GATE_NAMES[model.cell]:
            values = {name: part.values[name] for name in names}
            st.markdown(charts.gates_in_words(values, model.cell))
            picture = charts.gates_figure(values, cell=model.cell, unit=chosen.unit(session))
            live_figure(with_words(picture, names_of_steps), key=key, height=130 * len(values))
        else:
            st.markdown(
                _("A plain RNN has no gates. Its state is squashed at every time step, and must pass it.")
            )
            squash = model.nonlinearity
            picture = charts.flatness_figure(part.values["h"], cell=model.cell, nonlinearity=squash)
            live_figure(with_words(picture, names_of_steps), key=key, height=260)
