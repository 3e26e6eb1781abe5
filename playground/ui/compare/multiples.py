"""Each lane's own picture, side by side on shared scales: answers, hidden states, gates, gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from playground import tasks
from playground.charts.answers.words import with_words
from playground.charts.inside import gates, reach, states
from playground.charts.inside.panels import MOST_CELLS
from playground.charts.picture import Picture, on_one_scale
from playground.config import RunConfig
from playground.films.film_group import FilmGroup
from playground.i18n import N_, _
from playground.models.hold import GATE_NAMES
from playground.probes.inside import GradientsProbe, GradientsReading, InsideProbe, InsideReading
from playground.probes.requests import Probe
from playground.tasks.base import Dataset
from playground.ui.answers import views_of
from playground.ui.compare.names import Lane
from playground.ui.components import live_figure
from playground.ui.inside import chosen
from playground.ui.playback import read_probe, why_none
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.ui.view_state import tabs_of

Drawn = Callable[[Lane, Any, Session, int], Picture | None]

SIDES = {
    "answers": N_("Answers"),
    "states": N_("Hidden states"),
    "gates": N_("Gates"),
    "gradients": N_("Gradients through time"),
}


def show_side_by_side(session: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    """One column for each lane; the same example for all."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="side-choices"):
        names = {side: _(SIDES[side]) for side in _sides(session)}
        view_control("side", st.segmented_control, _("Side by side"), _side(session), names=names)
        if _side(session) != "answers":
            chosen.example_button("lanes-next")
    steps = [group.step_of(place, session.cursor.step) for place in range(len(lanes))]
    read = [_read(session, lane, place, steps[place]) for place, lane in enumerate(lanes)]
    pictures = on_one_scale([picture for picture, _sentence in read])
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for place, (lane, picture, (_drawn, sentence)) in enumerate(zip(lanes, pictures, read, strict=True)):
            with st.container(key=f"multiple-{place}"):
                st.markdown(f"**{lane.name}**")
                _column(_side(session), picture, sentence, place)


def _sides(session: Session) -> tuple[str, ...]:
    """The answers, and what one run of this problem can be looked at from inside."""
    inside = tabs_of(session.config)
    return tuple(side for side in SIDES if side == "answers" or side in inside)


def _side(session: Session) -> str:
    return session.view_state.side if session.view_state.side in _sides(session) else "answers"


def _read(session: Session, lane: Lane, place: int, step: int) -> tuple[Picture | None, str]:
    """A lane's picture, or why there is none yet."""
    probe, draw = _asked(session, lane.config, step, tasks.dataset(lane.config.task))
    reply, shown = read_probe(f"lane-{place}-{_side(session)}", probe)
    picture = None if reply.value is None else draw(lane, reply.value, session, shown.step)
    return picture, why_none(reply, chosen.reading_it())


def _column(side: str, picture: Picture | None, sentence: str, place: int) -> None:
    if picture is None:
        with st.container(height=240, border=False, key=f"multiple-waiting-{place}"):
            st.caption(sentence)
        return
    live_figure(picture, key=f"multiple-{side}-{place}", height=HEIGHTS[side], hover_group="lanes")


HEIGHTS = {"answers": 240, "states": 300, "gates": 320, "gradients": 260}


def _asked(session: Session, config: RunConfig, step: int, data: Dataset) -> tuple[Probe, Drawn]:
    inside: dict[str, Any] = {"config": config, "step": step, "example": session.view_state.own_example}
    match _side(session):
        case "states":
            return InsideProbe(**inside), _states
        case "gates":
            return InsideProbe(**inside), _gates
        case "gradients":
            return GradientsProbe(**inside), _gradients
        case _:
            return views_of(data).probe(session, config, step), _answers


def _answers(lane: Lane, reading: Any, session: Session, step: int) -> Picture | None:
    return views_of(tasks.dataset(lane.config.task)).picture(lane.config, reading, step)


def _words(lane: Lane, session: Session) -> tuple[str, ...]:
    return chosen.words(session, tasks.dataset(lane.config.task))


def _states(lane: Lane, reading: InsideReading, session: Session, step: int) -> Picture | None:
    part = reading.parts[-1]
    picture = states.states_figure(
        part.values["h"],
        name=_("hidden state h"),
        order=np.arange(lane.config.model.hidden_size),
        scale="common",
        layer=part.layer,
        backward=part.backward,
        selected_unit=None,
        inputs=reading.inputs,
        answered=None,
        most_cells=MOST_CELLS // 4,
        untrained=step == 0,
    )
    return with_words(picture, _words(lane, session))


def _gates(lane: Lane, reading: InsideReading, session: Session, step: int) -> Picture | None:
    values = reading.parts[-1].values
    if names := GATE_NAMES[lane.cell]:
        picture = gates.gates_figure({name: values[name] for name in names}, cell=lane.cell, unit=None)
    else:
        squash = lane.config.model.nonlinearity
        picture = gates.flatness_figure(values["h"], cell=lane.cell, nonlinearity=squash)
    return with_words(picture, _words(lane, session))


def _gradients(lane: Lane, reading: GradientsReading, session: Session, step: int) -> Picture | None:
    part = reading.parts[-1]
    norms = {_("hidden state h"): part.h}
    picture = reach.reach_figure(norms, cell=lane.cell, factors={_("hidden state h"): part.factor})
    return with_words(picture, _words(lane, session))
