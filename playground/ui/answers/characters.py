"""The character model: how freely it writes, where its units fire, and how unsure it is."""

from __future__ import annotations

import streamlit as st

from playground.config.rules import MAX_SEED
from playground.i18n import _
from playground.probes.sample import HOTTEST
from playground.tasks.base import Dataset
from playground.ui.answers.page import AnswerPage, show_stage
from playground.ui.components.stage import Pick
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import view_control


def _choices(_session: Session, _data: Dataset) -> None:
    title = _("Text of the network")
    st.markdown(f"**{title}**")
    with st.container(horizontal=True, vertical_alignment="bottom", key="sample-choices"):
        limits = {"min_value": 0.0, "max_value": HOTTEST, "step": 0.1}
        help_ = _(
            "0 always takes the most probable character and soon repeats itself; 1 samples from the "
            "network's probabilities; more varies more and makes more mistakes."
        )
        view_control("temperature", st.slider, _("Temperature"), help=help_, width=220, **limits)
        st.button(_("Another sample"), key="another-sample", icon=":material/casino:", on_click=_another)


def _another() -> None:
    set_view_state(sample_seed=(current_session().view_state.sample_seed + 1) % (MAX_SEED + 1))


def _fires(session: Session, _data: Dataset) -> None:
    show_stage("fires", session, height=482, pick=_picked)


def _unsure(session: Session, _data: Dataset) -> None:
    show_stage("unsure", session, height=281)


def _picked(pick: Pick) -> None:
    """The unit that was clicked is shown from now on."""
    if type(pick.value) is int and 0 <= pick.value < current_session().config.model.hidden_size:
        set_view_state(unit=pick.value)


PAGE = AnswerPage(above=_choices, below=lambda _session: (_fires, _unsure), height=400)
