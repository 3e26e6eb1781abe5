"""An encoder and a decoder: what they are asked, where the decoder looks, and how often it is right."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.ui.answers.page import AnswerPage, Show, show_stage
from playground.ui.attention import asking, twin
from playground.ui.components.live_figure import Click, clicked
from playground.ui.components.stage import Pick, stage
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import view_control
from playground.views.attention.answer import LONGEST_BEGINNING


def _has_map(session: Session) -> bool:
    return session.config.model.attention != "none"


def _under(session: Session, data: Dataset) -> None:
    """The switches; and without a map there is room for how often it is right."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="switches"):
        asking.switches(session, _has_map(session))
        if _has_map(session):
            asking.mover(session, data)
    if not _has_map(session):
        _translation(session, data)


def _below(session: Session) -> tuple[Show, Show] | None:
    return (_ribbons, _translation) if _has_map(session) else None


def _ribbons(session: Session, _data: Dataset) -> None:
    show_stage("attention-below", session, height=1100, pick=_picked)


def _translation(session: Session, _data: Dataset) -> None:
    """How often answers are right, and the same of the network beside it."""
    label = _("Train beside it: the same with attention")
    if _has_map(session):
        label = _("Train beside it: the same without attention")
    help_ = _("The same data, batches and seed; only the attention differs.")
    view_control("twin", st.toggle, label, help=help_)
    show_stage("translation", session, height=729)
    for other in twin.shown(session):
        view = view_of("translation", session.view_state, other)
        stage(view, run_of(other), key="translation-twin", height=729)


def _picked(pick: Pick) -> None:
    """It must look at the cell that was clicked in the map; a word of the ribbons is told in numbers."""
    match pick.part, pick.value, clicked(pick.value):
        case "attention", _, Click(x=int() | float() as x, y=int() | float() as y):
            session = current_session()
            asking.look_from(round(y) - 1, round(x) - 1, session, tasks.dataset(session.config.task))
        case "ribbons", int(place), _ if 0 <= place < LONGEST_BEGINNING:
            set_view_state(output=place)


PAGE = AnswerPage(above=asking.show_decoder_options, under=_under, below=_below, pick=_picked, height=520)
