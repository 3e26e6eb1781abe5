"""The tabs of a run, and what the open one draws."""

from __future__ import annotations

import streamlit as st

from playground.films.film import Film
from playground.i18n import N_, _
from playground.tasks.base import Dataset
from playground.ui.answers import View
from playground.ui.inside import cell, gates, hidden, reach, weights, what_if
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.ui.view_state import tabs_of

NAMES = {
    "learning": N_("Learning"),
    "states": N_("Hidden states"),
    "gates": N_("Gates"),
    "gradients": N_("Gradients"),
    "cell": N_("The cell"),
    "what-if": N_("What if"),
    "weights": N_("Weights"),
}
VIEWS: dict[str, View] = {
    "states": hidden.show_hidden_states,
    "gates": gates.show_gates,
    "gradients": reach.show_gradients,
    "cell": cell.show_cell,
    "what-if": what_if.show_what_if,
    "weights": weights.show_weights,
}


def choose(session: Session) -> None:
    """The row of tabs."""
    names = {tab: _(NAMES[tab]) for tab in tabs_of(session.config)}
    view_control("tab", st.segmented_control, _("Look at"), names=names, label_visibility="collapsed")


def show_open_tab(session: Session, film: Film, data: Dataset) -> None:
    """Draw the open tab; the first one belongs to the page itself."""
    with st.container(key="inside"):
        VIEWS[session.view_state.tab](session, film, data)
