"""The tabs of a run, and what the open one draws."""

from __future__ import annotations

import streamlit as st

from playground.films.film import Film
from playground.i18n import N_, _
from playground.tasks.base import Dataset
from playground.ui import session
from playground.ui.answers import View
from playground.ui.inside import cell, gates, hidden, reach, weights, what_if
from playground.ui.look import tabs_of
from playground.ui.mirror import mirrored
from playground.ui.session import Session

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
    "states": hidden.show,
    "gates": gates.show,
    "gradients": reach.show,
    "cell": cell.show,
    "what-if": what_if.show,
    "weights": weights.show,
}


def choose(now: Session) -> None:
    """The row of tabs."""
    mirrored(
        "tab",
        now.view.tab,
        st.segmented_control,
        _("Look at"),
        lambda tab: session.set_view(tab=tab),
        options=list(tabs_of(now.cursor.config)),
        format_func=lambda tab: _(NAMES[tab]),
        required=True,
        label_visibility="collapsed",
    )


def show(now: Session, film: Film, data: Dataset) -> None:
    """Draw the open tab; the first one belongs to the page itself."""
    with st.container(key="inside"):
        VIEWS[now.view.tab](now, film, data)
