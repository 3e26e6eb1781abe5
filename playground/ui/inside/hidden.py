"""Hidden states: what every unit of every layer holds, one unit, and the path of all of them together."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.answers.words import with_words
from playground.charts.inside import state_space, states, unit, units
from playground.charts.inside.panels import MOST_CELLS
from playground.films.film import Film
from playground.i18n import _
from playground.probes.inside import InsideReading, PartReading, TargetsProbe, TargetsReading
from playground.tasks.base import Dataset
from playground.ui.answers import views_of
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.inside import chosen
from playground.ui.playback import reading_of
from playground.ui.session import Session, set_view_state
from playground.ui.settings.controlled import view_control


def show_hidden_states(session: Session, film: Film, data: Dataset) -> None:
    """A heatmap for every layer and direction; beside them the chosen unit and the state space."""
    chosen.choices(session, lambda: _options(session))
    reading, step = chosen.inside(session, film)
    if reading is None:
        return
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="inside-left"):
            for part in reading.parts:
                _heatmap(session, reading, part, step, data)
        with st.container(key="inside-right"):
            _unit(session, film, reading, data)
            _space(session, film, reading, data)


def _options(session: Session) -> None:
    if session.config.model.cell == "lstm":
        view_control("cell_state", st.segmented_control, _("State"), names={False: "h", True: "c"})
    orders = {"index": _("by number"), "peak": _("by peak time"), "similarity": _("by likeness")}
    scales = {"unit": _("each unit"), "layer": _("the layer"), "common": _("-1 to 1")}
    view_control("order", st.selectbox, _("Sort units"), names=orders, width=160)
    view_control("scale", st.selectbox, _("Colours relative to"), names=scales, width=160)


def _state_name(session: Session) -> str:
    return "c" if session.view_state.cell_state and session.config.model.cell == "lstm" else "h"


def _heatmap(session: Session, reading: InsideReading, part: PartReading, step: int, data: Dataset) -> None:
    name = _state_name(session)
    values = part.values[name]
    order = units.order_of(values, session.view_state.order)
    picture = states.states_figure(
        values,
        name=_("hidden state h") if name == "h" else _("cell state c"),
        order=order,
        scale=session.view_state.scale,
        layer=part.layer,
        backward=part.backward,
        selected_unit=chosen.unit(session) if part is chosen.part(session, reading.parts) else None,
        inputs=reading.inputs,
        answered=_answered(reading, data),
        most_cells=MOST_CELLS // len(reading.parts),
        untrained=step == 0,
    )
    picture = with_words(picture, chosen.words(session, data, reading))
    last = len(picture.spec["data"]) - 1  # the heatmap; the input and the answer come before it

    def select(click: Click) -> None:
        if click.curve == last and isinstance(click.y, (int, float)):
            row = min(max(round(click.y), 0), len(order) - 1)
            set_view_state(unit=int(order[row]), layer=part.layer, backward=part.backward)

    key = f"states-{part.layer}-{'backward' if part.backward else 'forward'}"
    live_figure(picture, key=key, height=420, revision=str(values.shape), on_click=select)


def _answered(reading: InsideReading, data: Dataset) -> states.Answered | None:
    """The answer where it is given: at every time step, or after the last; a decoder's stands in words."""
    if reading.answer is None:
        return None
    names = tuple(_(name) for name in data.answer.names)
    said, right = np.asarray(reading.answer, dtype=np.float64), reading.target
    if data.answer.output_size > 1:
        said = np.atleast_1d(said.argmax(axis=-1).astype(np.float64))
    return states.Answered(
        said=_at_its_place(said, len(reading.inputs)),
        right=None if right is None else _at_its_place(right, len(reading.inputs)),
        names=names,
    )


def _at_its_place(values: np.ndarray, steps: int) -> np.ndarray:
    """(time steps,) one answer belongs to the last time step."""
    return np.concatenate([np.full(steps - len(values), np.nan), values.astype(np.float64)])


def _unit(session: Session, film: Film, reading: InsideReading, data: Dataset) -> None:
    number = chosen.unit(session)
    if number is None:
        st.caption(_("Click a row, or choose a unit, to see what it follows."))
        return
    name = _state_name(session)
    line = chosen.part(session, reading.parts).values[name][:, number]
    inputs = _most_alike(reading.inputs, line)
    bounded = name == "h" and session.config.model.nonlinearity == "tanh"
    picture = unit.unit_figure(
        line,
        inputs,
        agreement=_agreement(session, film, data, number),
        unit_number=number,
        label=units.described(line, inputs, bounded),
        cell=session.config.model.cell,
    )
    live_figure(with_words(picture, chosen.words(session, data, reading)), key="unit", height=220)


def _agreement(session: Session, film: Film, data: Dataset, number: int) -> unit.Agreement | None:
    """The agreement of the chosen unit with the right answers, over test examples."""
    if chosen.has_decoder(session):
        return None
    probe = TargetsProbe(config=session.config, step=chosen.step(session, film))
    reading = reading_of("targets", probe, TargetsReading)
    if reading is None:
        return None
    return unit.Agreement(
        value=float(chosen.part(session, reading.parts).agreement[_state_name(session)][number]),
        is_ratio=data.answer.is_unordered,
        examples=reading.examples,
    )


def _most_alike(inputs: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Of several features the one that the unit follows best, at any lag."""
    most = units.label_lags(len(line))
    follows = [np.abs(units.correlation_by_lag(line, feature, most)).max() for feature in inputs.T]
    return np.asarray(inputs[:, int(np.argmax(follows))])


def _space(session: Session, film: Film, reading: InsideReading, data: Dataset) -> None:
    """The states on two axes that stay while one scrubs: those of the newest step there is."""
    here = chosen.step(session, film)
    newest = here if session.cursor.is_playing and not film.is_over else film.last_step
    states_here, states_newest, time_label = views_of(data).path(session, reading, here, newest)
    if states_here is None or states_newest is None:
        return
    basis, mean, share = units.principal(states_newest)
    picture = state_space.space_figure(
        (states_here - mean) @ basis,
        share,
        cell=session.config.model.cell,
        limits=_limits((states_newest - mean) @ basis),
        time_label=time_label,
    )
    live_figure(picture, key="space", height=320, revision=str(newest))


def _limits(points: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """A frame around the points with room for a path that is still elsewhere."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.3 * np.maximum(high - low, 1e-3)
    frame = np.stack([low - room, high + room], axis=1)
    return (float(frame[0, 0]), float(frame[0, 1])), (float(frame[1, 0]), float(frame[1, 1]))
