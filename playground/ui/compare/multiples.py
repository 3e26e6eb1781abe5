"""Each lane's own picture, side by side on shared scales: answers, hidden states, gates, gradients."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from playground.i18n import N_, _
from playground.ui.compare.names import Lane
from playground.ui.components.stage import stage
from playground.ui.inside.choices import example_button
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.views.lane import HEIGHTS
from playground.views.view_state import Side, tabs_of

SIDES: dict[Side, str] = {
    "answers": N_("Answers"),
    "states": N_("Hidden states"),
    "gates": N_("Gates"),
    "gradients": N_("Gradients through time"),
}


def show_side_by_side(session: Session, lanes: tuple[Lane, ...]) -> None:
    """One column for each lane; the same example for all."""
    side = _side(session)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="side-choices"):
        names = {one: _(SIDES[one]) for one in _sides(session)}
        view_control("side", st.segmented_control, _("Side by side"), side, names=names)
        if side != "answers":
            example_button("lanes-next")
    look = replace(session.view_state, side=side)
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for place, lane in enumerate(lanes):
            with st.container(key=f"multiple-{place}"):
                st.markdown(f"**{lane.name}**")
                view = view_of("lane", look, lane.config)
                key, height = f"multiple-{side}-{place}", HEIGHTS[side] + 90
                stage(view, run_of(lane.config), key=key, height=height, scale=f"lanes-{side}")


def _sides(session: Session) -> tuple[Side, ...]:
    """The answers, and what one run of this problem can be looked at from inside."""
    inside = tabs_of(session.config)
    return tuple(side for side in SIDES if side == "answers" or side in inside)


def _side(session: Session) -> Side:
    return session.view_state.side if session.view_state.side in _sides(session) else "answers"
