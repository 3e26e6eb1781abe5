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
from playground.ui.playback import awaited
from playground.ui.session import Session


def show_weights(session: Session, film: Film, data: Dataset) -> None:
    """Matrix, singular values and spectral radius of the chosen layer's forward direction."""
    if session.config.model.num_layers > 1 or chosen.has_decoder(session):
        chosen.choices(session, units=False)

    def probe_at(at: int) -> WeightsProbe:
        layer, decoder = chosen.chosen_layer(session), chosen.decoder(session)
        return WeightsProbe(config=session.config, step=at, layer=layer, decoder=decoder)

    probe = probe_at(chosen.step(session, film))
    reading, step = awaited("weights", probe, WeightsReading, chosen.reading_it())
    if reading is None:
        return
    part, cell = reading.parts[0], session.config.model.cell
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
                    cursor=step,
                )
                live_figure(moved, key="moved", height=220)
