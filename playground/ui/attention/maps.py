"""The attention map, the ribbons, and the map through training."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from playground.charts.attention.maps import attention_figure, attention_strip_figure
from playground.films.film import Film
from playground.i18n import _
from playground.probes.decoded import DecodedProbe, DecodedReading
from playground.tasks.base import Dataset
from playground.tasks.pairs.base import said as joined
from playground.ui.attention import asking
from playground.ui.attention.answer import Said, source_of, true_ids, understood
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.components.ribbons import ribbons
from playground.ui.inside import chosen
from playground.ui.playback import awaited, reading_of
from playground.ui.session import Session
from playground.ui.words import plain

MAPS = 7
"""Small maps through training, and one for the beginning."""


def show_attention_map(session: Session, film: Film, data: Dataset) -> None:
    """The source, the decoder's answer, and the places where the decoder looks."""
    asking.show_decoder_options(session, data)
    moved = asking.moved(session, data)
    until_then = _("Waiting for the decoder's first words…")
    free, _step = awaited("decoded", asking.probe(session, film, data), DecodedReading, until_then)
    reading = free
    if moved and free is not None:
        probe = asking.probe(session, film, data, **moved)
        reading, _step = awaited("moved", probe, DecodedReading, until_then)
    if free is None or reading is None:
        return
    answer = understood(reading, data)
    refused = bool(asking.refusal(session, data))
    st.markdown(_in_words(answer, refused))
    if reading.weights is None:
        st.info(
            _("This network has no attention: the decoder knows the source only by the encoder's last state.")
        )
    else:
        _map(session, reading, answer)
    if moved:
        _whether_it_matters(session, understood(free, data), answer)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="switches"):
        asking.switches(session, reading.weights is not None)
        if reading.weights is not None and answer.said:
            asking.mover(answer)


def below(session: Session, film: Film, data: Dataset) -> None:
    """The same answer as ribbons, and its map through training."""
    moved = asking.moved(session, data)
    probe = asking.probe(session, film, data, **moved)
    reading = reading_of("moved" if moved else "decoded", probe, DecodedReading)
    if reading is not None and reading.weights is not None:
        answer = understood(reading, data)
        ribbons(
            weights=reading.weights[: len(answer.said)].tolist(),
            source=answer.source,
            target=answer.said,
            right=answer.right,
            key="ribbons",
            cell=session.config.model.cell,
        )
    _strip(session, film, data)


def _in_words(answer: Said, refused: bool) -> str:
    says = _("It says **{said}** {mark}").format(
        said=plain(joined(answer.said)) or _("nothing"), mark="✓" if answer.is_right else "✗"
    )
    if refused:
        says = _("To **{source}** instead: {answer}").format(source=plain(joined(answer.source)), answer=says)
    if answer.is_right:
        return says
    return _("{answer} (right: {true})").format(answer=says, true=plain(joined(answer.true)))


def _whether_it_matters(session: Session, free: Said, moved: Said) -> None:
    if free.source != moved.source:  # the next answers are on their way
        return
    if session.view_state.uniform:
        how = _("Attention is even everywhere.")
        same = _("It says the same as before: here attention is not needed.")
    else:
        row, place = session.view_state.forced[0]
        if not (row < len(free.said) and place < len(moved.source)):
            return
        how = _("At output {row} it was made to look at '{token}'.")
        how = how.format(row=row + 1, token=plain(moved.source[place]))
        same = _("It says the same as before.")
    other = _("Left alone it says **{said}**: the answer hangs on where it looks.")
    told = same if free.said == moved.said else other.format(said=plain(joined(free.said)) or _("nothing"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="moved-note"):
        st.markdown(f"{how} {told}")
        st.button(_("Look freely"), key="look-freely", on_click=asking.look_evenly, args=(False,))


def _map(session: Session, reading: DecodedReading, answer: Said) -> None:
    assert reading.weights is not None
    rows = len(answer.said)  # without the row of END
    picture = attention_figure(
        reading.weights[:rows],
        source=answer.source,
        target=answer.said,
        right=answer.right,
        truth=answer.places,
        cell=session.config.model.cell,
    )
    click_it = _("Click a cell: it must look there, and goes on from there.")
    picture = replace(picture, look_for=f"{picture.look_for} {click_it}")

    def move(click: Click) -> None:
        if isinstance(click.x, (int, float)) and isinstance(click.y, (int, float)):
            row, place = round(click.y) - 1, round(click.x) - 1
            if 0 <= row < rows and 0 <= place < len(answer.source):
                asking.look_at(row, place)

    live_figure(picture, key="attention", height=360, revision="".join(answer.source), on_click=move)


def _strip(session: Session, film: Film, data: Dataset) -> None:
    """Where it looks while it is told the right answer, at a few steps all along the run."""
    source = source_of(session, data)
    truth = true_ids(source, data)
    base = DecodedProbe(config=session.config, step=0, prefix=truth, **chosen.example(session))
    found = chosen.along(film, lambda at: replace(base, step=at), marks=MAPS, at_once=1)
    maps = {
        step: reading.weights[: len(truth) - 1]
        for step, reading in found.items()
        if isinstance(reading, DecodedReading) and reading.weights is not None
    }
    if maps:
        pairs = understood(next(iter(found.values())), data)
        picture = attention_strip_figure(maps, truth=pairs.places, cell=session.config.model.cell)
        live_figure(picture, key="attention-strip", height=120, revision="".join(source))
