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
from playground.ui import own, pictures, progress, runbar, session, verdict
from playground.ui.answers import View, views_of
from playground.ui.attention import scores as translation
from playground.ui.calm import living
from playground.ui.engine import engine
from playground.ui.from_link import TAB
from playground.ui.inside import tabs
from playground.ui.look import TABS
from playground.ui.session import Session
from playground.ui.words import plain


def show() -> None:
    """Mount the living part; its timer runs only while something moves."""
    cursor = session.current().cursor
    moving = _moves(engine().film(cursor.config))
    living(_live, cursor.config, moving, runbar.plays(cursor), moves=moving)


def _moves(film: Film) -> bool:
    """Whether the page must look again soon."""
    return session.is_moving(film) or translation.twin_moves(session.current(), film)


def _live(config: RunConfig, had_timer: bool, shows_pause: bool) -> None:
    """Draw everything once; the arguments are what the whole page was last drawn for."""
    film = session.tick()
    now = session.current()
    if now.cursor.config != config:  # the controls and the link belong to another run by now
        st.rerun()
    progress.show(now.cursor, film)
    if now.message:
        st.warning(plain(now.message), icon=":material/info:")
    st.markdown(verdict.sentence(now.cursor, film, engine().state()))
    tabs.choose(now)
    data = tasks.dataset(config.task)
    if now.view.tab == TABS[0]:
        _learning(now, film, data)
    else:
        tabs.show(now, film, data)
    if views_of(data).told is not None:
        own.show(now, film, data)
    if st.query_params.get(TAB, TABS[0]) != now.view.tab:  # the link shows the tab as well
        st.rerun()
    if (had_timer, shows_pause) != (_moves(film), runbar.plays(now.cursor)):
        st.rerun()


def _learning(now: Session, film: Film, data: Dataset) -> None:
    """How the loss falls, beside what the network says."""
    views = views_of(data)
    drawn: list[tuple[str, View]] = [("progress", pictures.loss), ("answers", views.learning)]
    with st.container(horizontal=True, gap="medium", key="charts"):
        for key, view in reversed(drawn) if views.comes_first else drawn:
            with st.container(key=key, gap="xsmall" if views.comes_first and key == "answers" else "small"):
                view(now, film, data)
    if below := views.below(now):
        with st.container(horizontal=True, gap="medium", key="charts-below"):
            for side, show_side in zip(("left", "right"), below, strict=True):
                with st.container(key=f"below-{side}"):
                    show_side(now, film, data)
