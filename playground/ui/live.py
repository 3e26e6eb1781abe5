"""The living part of the train page: timeline, verdict, and every chart that follows the cursor.

Every ticking element is drawn again twice a second and is a message to the browser: only
elements that the film or the cursor changes belong here.
"""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.films.film import Film
from playground.tasks.base import Dataset
from playground.ui import progress, verdict
from playground.ui import training as pictures
from playground.ui.answers import View, views_of
from playground.ui.attention import scores as translation
from playground.ui.engine import engine
from playground.ui.error_boundary import DrawnFor, living, show_refusal
from playground.ui.inside import tabs
from playground.ui.own import input as own
from playground.ui.playback import is_moving, tick
from playground.ui.session import Session, current_session
from playground.ui.view_state import TABS


def show_run() -> None:
    """Mount the living part; its timer runs only while something moves."""
    session = current_session()
    living(_live, _drawn_for(session, engine().film(session.config)))


def _drawn_for(session: Session, film: Film) -> DrawnFor:
    """Whether something moves, whether the run bar shows Play, and which tab the link shows."""
    moves = is_moving(film) or translation.twin_moves(session, film)
    return moves, session.cursor.is_paused, session.view_state.tab


def _live() -> DrawnFor:
    film = tick()
    assert isinstance(film, Film)
    session = current_session()
    data = tasks.dataset(session.config.task)
    progress.show_timeline(session, film)
    show_refusal(session.message)
    st.markdown(verdict.sentence(session.cursor, film, engine().state()))
    tabs.choose(session)
    if session.view_state.tab == TABS[0]:
        _learning(session, film, data)
    else:
        tabs.show_open_tab(session, film, data)
    if views_of(data).told is not None:
        own.show_own_input(session, film, data)
    return _drawn_for(session, film)


def _learning(session: Session, film: Film, data: Dataset) -> None:
    views = views_of(data)
    drawn: list[tuple[str, View]] = [("progress", pictures.loss), ("answers", views.learning)]
    with st.container(horizontal=True, gap="medium", key="charts"):
        for key, view in reversed(drawn) if views.comes_first else drawn:
            with st.container(key=key, gap="xsmall" if views.comes_first and key == "answers" else "small"):
                view(session, film, data)
    if below := views.below(session):
        with st.container(horizontal=True, gap="medium", key="charts-below"):
            for side, show_side in zip(("left", "right"), below, strict=True):
                with st.container(key=f"below-{side}"):
                    show_side(session, film, data)
