"""Runs that are compared: losses, verdict and table, each lane's pictures, and whether it was luck."""

from __future__ import annotations

import streamlit as st

from playground import tasks
from playground.charts.compare.lanes import MILLISECONDS, LaneLine, lanes_loss_figure
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.training import plan
from playground.ui import gathering, view_options
from playground.ui.compare import cliff, multiples, significance, table
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.components.stage import still
from playground.ui.error_boundary import show_refusal
from playground.ui.runs import run_of, simple_of
from playground.ui.session import Session, configs_of, current_session, set_view_state
from playground.ui.settings.controlled import controlled
from playground.views.lane import FIGURE
from playground.views.parts import figure


def show_lanes() -> None:
    """What the player moves, and below it what other seeds and other delays say."""
    session = current_session()
    shown, data = lanes_of(configs_of(session)), tasks.dataset(session.config.task)
    show_refusal(session.message)
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="progress"):
            _losses(session, shown, data)
        with st.container(key="answers"):
            more = simple_of(session.config, "simple", session.view_state)
            also = [] if more is None else [more]
            still([table.lanes_part(session, shown, data)], key="lanes-table", also=also)
            table.show_target(data)
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="lanes-look"):
                _clock(session)
                view_options.show_view_options()
    multiples.show_side_by_side(session, shown)
    gathering.living("luck", significance.show_significance)
    gathering.living("cliff", cliff.show_memory_cliff)


def _losses(session: Session, lanes: tuple[Lane, ...], data: Dataset) -> None:
    view = session.view_state
    examples = len(data.train_x)
    picture = lanes_loss_figure(
        [LaneLine(name=lane.name, cell=lane.cell, dash=lane.dash, run=run_of(lane.config)) for lane in lanes],
        loss_name=data.answer.loss,
        total_steps=max(plan.last_step(lane.config.training, examples) for lane in lanes),
        baseline=data.baseline.loss,
        log_y=view.log_loss,
        smoothing=view_options.smoothing(session),
        by="seconds" if view.by_time else "step",
    )
    places = MILLISECONDS if view.by_time else 1
    part = figure(picture, key=FIGURE, height=330, revision=f"{view.by_time}", seeks=places)
    more = simple_of(session.config, "simple", session.view_state)
    still([part], key="lanes-tracks", also=[] if more is None else [more])


def _clock(session: Session) -> None:
    by_time, names = session.view_state.by_time, {False: _("the same step"), True: _("the same time")}
    controlled("by-time", by_time, st.segmented_control, _("Side by side at"), _by_time, names=names)
    if by_time:
        told = _("Measured on this machine, which also does other work: ignore small differences.")
        st.caption(told)


def _by_time(by_time: bool) -> None:
    set_view_state(by_time=by_time)
