"""How the charts of a run are looked at. Nothing here changes what is trained."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.i18n import _
from playground.training import plan
from playground.ui.answers import answer_page
from playground.ui.session import Session, current_session
from playground.ui.settings.controlled import view_control


def show_view_options() -> None:
    """One click away: scale and smoothing of the loss, what forecasts are compared with."""
    session = current_session()
    with st.popover(_("View"), icon=":material/tune:", key="view"):
        _loss(session)
        if session.lanes is None:
            answer_page(tasks.dataset(session.config.task)).options()


def smoothing(session: Session) -> float:
    """The learner's strength of smoothing; by itself only where an epoch has several batches."""
    if session.view_state.smoothing is not None:
        return session.view_state.smoothing
    config = session.config
    is_one = plan.steps_per_epoch(config.training, len(tasks.dataset(config.task).train_x)) == 1
    return 0.0 if is_one and session.lanes is None else 0.9


def _loss(session: Session) -> None:
    view_control("log_loss", st.toggle, _("Loss on a log scale"))
    label = _("Smoothing of the train loss")
    strengths = {"options": [0.0, 0.5, 0.8, 0.9, 0.95, 0.99]}
    help_ = _("Strength of the moving average. 0 shows each batch as it is.")
    view_control("smoothing", st.select_slider, label, smoothing(session), help=help_, **strengths)
