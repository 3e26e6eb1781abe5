"""The tabs that look inside a run: each has its choices and its views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from playground.i18n import N_, _
from playground.tasks.base import Dataset
from playground.ui.code import show_code
from playground.ui.components.stage import Pick, stage
from playground.ui.inside.choices import choices
from playground.ui.inside.holding import show_switches
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import view_control
from playground.views.drawings import CLICKABLE
from playground.views.inside.chosen import has_decoder
from playground.views.inside.what_if import fitting
from playground.views.view_state import tabs_of

NAMES = {
    "learning": N_("Learning"),
    "states": N_("Hidden states"),
    "gates": N_("Gates"),
    "gradients": N_("Gradients"),
    "cell": N_("The cell"),
    "what-if": N_("Interventions"),
    "weights": N_("Weights"),
    "code": N_("Code"),
}


def choose(session: Session) -> None:
    """The row of tabs."""
    names = {tab: _(NAMES[tab]) for tab in tabs_of(session.config)}
    view_control("tab", st.segmented_control, _("Look at"), names=names, label_visibility="collapsed")


def show_open_tab(session: Session, data: Dataset) -> None:
    """Draw the open tab; the first one belongs to the page itself."""
    with st.container(key="inside"):
        _TABS[session.view_state.tab](session, data)


def _states(session: Session, _data: Dataset) -> None:
    """A heatmap for every layer and direction; beside them the chosen unit and the state space."""
    choices(session, partial(_state_options, session))
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="inside-left"):
            _stage("states", session, height=544)
        with st.container(key="inside-right"):
            _stage("unit", session, height=41 if session.view_state.unit is None else 300)
            _stage("space", session, height=464)


def _state_options(session: Session) -> None:
    if session.config.model.cell == "lstm":
        view_control("cell_state", st.segmented_control, _("State"), names={False: "h", True: "c"})
    orders = {"index": _("by number"), "peak": _("by peak time"), "similarity": _("by likeness")}
    scales = {"unit": _("each unit"), "layer": _("the layer"), "common": _("-1 to 1")}
    view_control("order", st.selectbox, _("Sort units"), names=orders, width=160)
    view_control("scale", st.selectbox, _("Colours relative to"), names=scales, width=160)


def _gates(session: Session, _data: Dataset) -> None:
    """One strip for each gate; a plain RNN has none, and shows where its squashing is flat."""
    choices(session)
    _stage("gates", session, height=500)


def _gradients(session: Session, _data: Dataset) -> None:
    """The norms at this step, their film, and what the answer looks back at."""
    choices(session, layers=False, units=False)
    _stage("gradients", session, height=800)


def _cell(session: Session, _data: Dataset) -> None:
    """The diagram of the chosen layer, for one unit."""
    choices(session, all_units=False)
    _stage("cell", session, height=1185)


def _what_if(session: Session, data: Dataset) -> None:
    """The switches, and the answer with and without them."""
    choices(session, partial(show_switches, session, fitting(session, data), data), units=False)
    _stage("what-if", session, height=197)


def _weights(session: Session, _data: Dataset) -> None:
    """Matrix, singular values and spectral radius of the chosen layer's forward direction."""
    if session.config.model.num_layers > 1 or has_decoder(session):
        choices(session, units=False)
    _stage("weights", session, height=560)


def _stage(name: str, session: Session, *, height: int) -> None:
    view = view_of(name, session.view_state, session.config)
    stage(view, run_of(session.config), key=f"view-{name}", height=height, on_pick=_picked)


def _picked(pick: Pick) -> None:
    """A row of a heatmap chooses its unit, layer and direction; a gate of the cell's diagram is lit."""
    model = current_session().config.model
    match pick.part.split("-"), pick.value:
        case ["states", layer, way], {"pick": int(unit)} if layer.isdecimal() and type(unit) is int:
            if 0 <= unit < model.hidden_size and int(layer) < model.num_layers:
                set_view_state(unit=unit, layer=int(layer), backward=way == "backward")
        case ["cell", *_rest], str(gate) if gate in ("", *CLICKABLE[model.cell]):
            set_view_state(gate=gate)
        case ["cell", *_rest], "code":
            set_view_state(tab="code", code_at=current_session().view_state.code_at + 1)


_TABS: dict[str, Callable[[Session, Dataset], None]] = {
    "states": _states,
    "gates": _gates,
    "gradients": _gradients,
    "cell": _cell,
    "what-if": _what_if,
    "weights": _weights,
    "code": show_code,
}
