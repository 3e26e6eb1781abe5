"""Gradients through time: how far back the error reaches, now and all along the training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.answers.words import influence_of_words_figure, with_words
from playground.charts.inside import reach as charts
from playground.films.film import Film
from playground.i18n import _
from playground.probes.inside import GradientsReading, PartGradients
from playground.tasks.base import Dataset
from playground.tasks.series import Floats
from playground.ui.components.live_figure import live_figure
from playground.ui.inside import chosen
from playground.ui.playback import awaited
from playground.ui.session import Session


def show_gradients(session: Session, film: Film, data: Dataset) -> None:
    """The norms at this step, their film, and what the answer looks back at."""
    chosen.choices(session, layers=False, units=False)
    probe = chosen.gradients_probe(session, chosen.step(session, film))
    reading, _step = awaited("gradients", probe, GradientsReading, chosen.reading_it())
    if reading is None:
        return
    cell = session.config.model.cell
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="inside-left"):
            norms, factors = _lines(reading)
            words = chosen.words(session, data)
            reach = charts.reach_figure(norms, cell=cell, factors=factors)
            live_figure(with_words(reach, words), key="reach", height=320)
            if words:
                influence = influence_of_words_figure(reading.inputs, words, cell=cell)
            else:
                sequence = chosen.sequence(session, data)
                influence = charts.influence_figure(reading.inputs, sequence, cell=cell)
            live_figure(influence, key="influence", height=220)
        with st.container(key="inside-right"):
            _film(session, film)


def _lines(reading: GradientsReading) -> tuple[dict[str, Floats], dict[str, float | None]]:
    norms: dict[str, Floats] = {}
    factors: dict[str, float | None] = {}
    for part in reading.parts:
        name = _name(part, len(reading.parts))
        norms[name], factors[name] = part.h, part.factor
        if part.c is not None:
            only = len(reading.parts) == 1
            norms[_("cell state c") if only else _("{name}, cell state c").format(name=name)] = part.c
    return norms, factors


def _name(part: PartGradients, parts: int) -> str:
    if parts == 1:
        return _("hidden state h")
    way = _("backward") if part.backward else _("forward")
    return _("layer {number}, {way}").format(number=part.layer + 1, way=way)


def _film(session: Session, film: Film) -> None:
    """Of the top layer: the forward direction's norms at places all along the run."""
    readings = chosen.along(film, lambda at: chosen.gradients_probe(session, at))
    found = {at: r for at, r in readings.items() if isinstance(r, GradientsReading)}
    if not found:
        return
    forward = [[part for part in r.parts if not part.backward][-1].h for r in found.values()]
    picture = charts.reach_film_figure(
        np.stack(forward),
        np.array(list(found)),
        cell=session.config.model.cell,
        total_steps=film.total_steps,
        cursor=chosen.step(session, film),
    )
    live_figure(picture, key="reach-film", height=420)
