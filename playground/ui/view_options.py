"""How fast a run plays and how its charts are looked at. Nothing here changes what is trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground import tasks
from playground.films.cursor import Pace
from playground.films.film import Film
from playground.i18n import N_, _
from playground.ui.answers import views_of
from playground.ui.engine import engine
from playground.ui.playback import dispatch
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled

PACES = {0.0: N_("As fast as it goes"), 20.0: N_("20 steps a second"), 4.0: N_("4 steps a second")}
"""Steps a second, 0 for no limit."""


def show_view_options() -> None:
    """One click away: speed, scale and smoothing of the loss, what forecasts are compared with."""
    session = current_session()
    config = session.cursor.config
    with st.popover(_("Speed and view"), icon=":material/tune:", key="view"):
        _speed(session)
        _loss(session, engine().film(config))
        views_of(tasks.dataset(config.task)).options(session)


def smoothing(session: Session, film: Film) -> float:
    """The learner's strength of smoothing; by itself only where an epoch has several batches."""
    if session.view_state.smoothing is not None:
        return session.view_state.smoothing
    return 0.0 if film.epoch_steps == 1 else 0.9


def _speed(session: Session) -> None:
    controlled(
        "pace",
        session.cursor.pace or 0.0,
        st.radio,
        _("Speed"),
        lambda pace: dispatch(Pace(pace or None)),
        options=list(PACES),
        format_func=lambda pace: _(PACES[pace]),
    )


def _loss(session: Session, film: Film) -> None:
    _setting("log-loss", "log_loss", session.view_state.log_loss, st.toggle, _("Loss on a log scale"))
    _setting(
        "smoothing",
        "smoothing",
        smoothing(session, film),
        st.select_slider,
        _("Smoothing of the train loss"),
        options=[0.0, 0.5, 0.8, 0.9, 0.95, 0.99],
        help=_("Strength of the moving average. 0 shows each batch as it is."),
    )


def _setting(
    name: str, field: str, value: Any, widget: Callable[..., Any], label: str, **options: Any
) -> None:
    controlled(name, value, widget, label, lambda new: set_view_state(**{field: new}), **options)
