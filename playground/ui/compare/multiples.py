"""Each lane's own picture, side by side on shared scales: answers, hidden states, gates, gradients."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from playground import tasks
from playground.charts.compare.lanes import lane_line
from playground.charts.compare.reach import lanes_reach_figure
from playground.i18n import N_, _
from playground.ui.compare.names import Lane
from playground.ui.components.stage import stage, still
from playground.ui.inside.choices import example_button
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.views.inside.chosen import has_decoder
from playground.views.lane import HEIGHTS, REACH
from playground.views.parts import figure
from playground.views.view_state import Side, tabs_of

SIDES: dict[Side, str] = {
    "answers": N_("Answers"),
    "network": N_("The network"),
    "attention": N_("Attention"),
    "states": N_("Hidden states"),
    "gates": N_("Gates"),
    "gradients": N_("Gradients through time"),
}

AROUND = 188
"""Pixels that title, look, legend and words of a figure take in a lane's narrow column."""


def show_side_by_side(session: Session, lanes: tuple[Lane, ...]) -> None:
    """One column for each lane; the same example for all."""
    side = _side(session)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="side-choices"):
        names = {one: _(SIDES[one]) for one in _sides(session)}
        view_control("side", st.segmented_control, _("Side by side"), side, names=names)
        if side != "answers":
            example_button("lanes-next")
    if side == "gradients":
        _reach_of_all(session, lanes)
    look = replace(session.view_state, side=side)
    name = "unrolled" if side == "network" else "lane"
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for place, lane in enumerate(lanes):
            with st.container(key=f"multiple-{place}"):
                st.markdown(f"**{lane.name}**")
                view = view_of(name, look, lane.config)
                key, height = f"multiple-{side}-{place}", HEIGHTS[side] + (0 if side == "network" else AROUND)
                scale, owner = f"lanes-{side}", lane.name
                stage(view, run_of(lane.config), key=key, height=height, scale=scale, owner=owner)


def _sides(session: Session) -> tuple[Side, ...]:
    """The answers, and what one run of this problem can be looked at from inside."""
    inside = {"answers", "network", *tabs_of(session.config)}
    if has_decoder(session):
        inside.add("attention")
    return tuple(side for side in SIDES if side in inside)


def _reach_of_all(session: Session, lanes: tuple[Lane, ...]) -> None:
    """The lines of all lanes in one picture; they are told apart as in the loss chart."""
    steps = tasks.dataset(session.config.task).test_x.shape[1]
    also = []
    for lane in lanes:
        looks = {"name": lane.name, "line": lane_line(lane.cell, lane.dash)}
        view = view_of("lane-reach", session.view_state, lane.config)
        also.append({"run": run_of(lane.config), "view": view, "looks": looks})
    part = figure(lanes_reach_figure(steps), key=REACH, height=240, revision=str(steps))
    still([part], key=REACH, also=also)


def _side(session: Session) -> Side:
    return session.view_state.side if session.view_state.side in _sides(session) else "answers"
