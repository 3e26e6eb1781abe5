"""The living part of the train page: run bar, status, and every chart that follows the cursor."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.config import RunConfig
from playground.i18n import translator
from playground.ui import own, pictures, runbar, session, verdict
from playground.ui.calm import calmly
from playground.ui.components import plotly_loader
from playground.ui.engine import engine
from playground.ui.words import plain

TICK_SECONDS = 0.5


def show() -> None:
    """Mount the living part; its timer runs only while something moves."""
    config = session.current().cursor.config
    moving = session.is_moving(engine().film(config))
    st.fragment(_calm_live, run_every=TICK_SECONDS if moving else None)(config, moving)


def _calm_live(config: RunConfig, had_timer: bool) -> None:
    """Streamlit shows what a fragment raises in its own words, so it must raise nothing."""
    with calmly():
        _live(config, had_timer)


def _live(config: RunConfig, had_timer: bool) -> None:
    """Draw everything once; `config` and `had_timer` are what the whole page was last drawn for."""
    _ = translator()
    film = session.tick()
    now = session.current()
    if now.cursor.config != config:  # the controls and the link belong to another run by now
        st.rerun()
    plotly_loader()
    with st.container(key="runbar", gap="small"):
        runbar.show(now.cursor, film, _)
    if now.message:
        st.warning(plain(now.message), icon=":material/info:")
    st.markdown(verdict.sentence(now.cursor, film, engine().state(), _))
    data = tasks.dataset(config.task)
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.loss(now, film, data, _)
    with right, st.container(key="answers"):
        pictures.answers(now, film, data, _)
    own.show(now, film, data, _)
    if had_timer != session.is_moving(film):
        st.rerun()
