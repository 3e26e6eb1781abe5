"""The living part of the train page: timeline, verdict, and every chart that follows the cursor.

What ticks is drawn again twice a second, and each element of it is a message to the browser: only
what the film or the cursor changes belongs here.
"""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.config import RunConfig
from playground.films.film import Film
from playground.tasks.base import Dataset
from playground.ui import progress, runbar, verdict
from playground.ui import training as pictures
from playground.ui.answers import View, views_of
from playground.ui.attention import scores as translation
from playground.ui.engine import engine
from playground.ui.error_boundary import living
from playground.ui.from_link import TAB
from playground.ui.inside import tabs
from playground.ui.own import input as own
from playground.ui.playback import is_moving, tick
from playground.ui.session import Session, current_session
from playground.ui.view_state import TABS
from playground.ui.words import plain


def show_run() -> None:
    """Mount the living part; its timer runs only while something moves."""
    cursor = current_session().cursor
    moving = _moves(engine().film(cursor.config))
    living(_live, cursor.config, moving, runbar.plays(cursor), moves=moving)


def _moves(film: Film) -> bool:
    """Whether the page must look again soon."""
    return is_moving(film) or translation.twin_moves(current_session(), film)


def _live(config: RunConfig, had_timer: bool, shows_pause: bool) -> None:
    """Draw everything once; the arguments are what the whole page was last drawn for."""
    film = tick()
    session = current_session()
    if session.cursor.config != config:  # the controls and the link belong to another run by now
        st.rerun()
    progress.show_timeline(session.cursor, film)
    if session.message:
        st.warning(plain(session.message), icon=":material/info:")
    st.markdown(verdict.sentence(session.cursor, film, engine().state()))
    tabs.choose(session)
    data = tasks.dataset(config.task)
    if session.view_state.tab == TABS[0]:
        _learning(session, film, data)
    else:
        tabs.show_open_tab(session, film, data)
    if views_of(data).told is not None:
        own.show_own_input(session, film, data)
    if st.query_params.get(TAB, TABS[0]) != session.view_state.tab:  # the link shows the tab as well
        st.rerun()
    if (had_timer, shows_pause) != (_moves(film), runbar.plays(session.cursor)):
        st.rerun()


def _learning(session: Session, film: Film, data: Dataset) -> None:
    """How the loss falls, beside what the network says."""
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
