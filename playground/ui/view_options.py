"""How fast a run plays and how its charts are looked at. Nothing here changes what is trained."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.films.cursor import Pace
from playground.films.film import Film
from playground.i18n import N_, _
from playground.ui.answers import views_of
from playground.ui.engine import engine
from playground.ui.playback import dispatch
from playground.ui.session import Session, current_session
from playground.ui.settings.controlled import controlled, view_control

PACES = {0.0: N_("As fast as it goes"), 20.0: N_("20 steps a second"), 4.0: N_("4 steps a second")}
"""Steps a second, 0 for no limit."""


def show_view_options() -> None:
    """One click away: speed, scale and smoothing of the loss, what forecasts are compared with."""
    session = current_session()
    config = session.config
    with st.popover(_("Speed and view"), icon=":material/tune:", key="view"):
        _speed(session)
        _loss(session, engine().film(config))
        views_of(tasks.dataset(config.task)).options()


def smoothing(session: Session, film: Film) -> float:
    """The learner's strength of smoothing; by itself only where an epoch has several batches."""
    if session.view_state.smoothing is not None:
        return session.view_state.smoothing
    return 0.0 if film.epoch_steps == 1 else 0.9


def _speed(session: Session) -> None:
    names = {pace: _(name) for pace, name in PACES.items()}
    controlled("pace", session.cursor.pace or 0.0, st.radio, _("Speed"), _set_pace, names=names)


def _set_pace(pace: float) -> None:
    dispatch(Pace(pace or None))


def _loss(session: Session, film: Film) -> None:
    view_control("log_loss", st.toggle, _("Loss on a log scale"))
    label = _("Smoothing of the train loss")
    strengths = {"options": [0.0, 0.5, 0.8, 0.9, 0.95, 0.99]}
    help_ = _("Strength of the moving average. 0 shows each batch as it is.")
    view_control("smoothing", st.select_slider, label, smoothing(session, film), help=help_, **strengths)
