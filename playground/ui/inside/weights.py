"""Weights: the recurrent matrix, how it stretches a state, and how that moved in training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.inside import weights as charts
from playground.films.film import Film
from playground.probes.inside import WeightsProbe, WeightsReading
from playground.tasks.base import Dataset
from playground.ui.components import live_figure
from playground.ui.inside import chosen
from playground.ui.playback import read_probe
from playground.ui.session import Session


def show_weights(session: Session, film: Film, data: Dataset) -> None:
    """Matrix, singular values and spectral radius of the chosen layer's forward direction."""
    if session.cursor.config.model.num_layers > 1 or chosen.has_decoder(session):
        with st.container(horizontal=True, vertical_alignment="bottom", key="inside-choices"):
            chosen.choices(session, units=False)

    def probe_at(at: int) -> WeightsProbe:
        return WeightsProbe(
            config=session.cursor.config,
            step=at,
            layer=chosen.chosen_layer(session),
            decoder=chosen.decoder(session),
        )

    reply, shown = read_probe("weights", probe_at(chosen.step(session, film)))
    reading = reply.value
    if not isinstance(reading, WeightsReading):
        chosen.waiting(reply)
        return
    part, cell = reading.parts[0], session.cursor.config.model.cell
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="inside-left"):
            live_figure(charts.recurrent_figure(part.recurrent, part.names), key="recurrent", height=460)
        with st.container(key="inside-right"):
            singular = charts.singular_figure(part.singular, part.names, part.radius, cell=cell)
            live_figure(singular, key="singular", height=220)
            readings = chosen.along(film, probe_at)
            found = {at: r.parts[0].radius for at, r in readings.items() if isinstance(r, WeightsReading)}
            if found:
                moved = charts.moved_figure(
                    np.array(list(found)),
                    np.array(list(found.values())),
                    part.names,
                    cell=cell,
                    total_steps=film.total_steps,
                    cursor=shown.step,
                )
                live_figure(moved, key="moved", height=220)
