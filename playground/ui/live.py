"""The page of one run: its tabs, and the views of the open one. The player in the browser moves them."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.ui import view_options
from playground.ui.components.stage import stage
from playground.ui.error_boundary import show_refusal
from playground.ui.inside import tabs
from playground.ui.learning import show_learning
from playground.ui.own import input as own
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session, current_session
from playground.views.answers import views_of
from playground.views.view_state import TABS

NETWORK_HEIGHT = 142
"""Pixels that are kept free for the network until it is there."""


def show_run() -> None:
    """What was refused, the tabs, the open one, and the learner's own sequence."""
    session = current_session()
    data = tasks.dataset(session.config.task)
    show_refusal(session.message)
    show_network(session)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tabs"):
        tabs.choose(session)
        view_options.show_view_options()
    if session.view_state.tab == TABS[0]:
        show_learning(session, data)
    else:
        tabs.show_open_tab(session, data)
    if views_of(data).told is not None:
        own.show_own_input(session, data)


def show_network(session: Session) -> None:
    """One example on its way through the network."""
    view = view_of("unrolled", session.view_state, session.config)
    stage(view, run_of(session.config), key="network", height=NETWORK_HEIGHT)
