"""The character model: what it writes, how unsure it is, and where each of its units fires."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from playground.charts.theme import CELL_NAMES
from playground.config.rules import MAX_SEED
from playground.config.task import MAX_TIME_STEPS
from playground.films.film import Film
from playground.i18n import N_, _
from playground.probes.inside import InsideProbe, InsideReading
from playground.probes.sample import HOTTEST, SampleProbe, SampleReading
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown, signs_of
from playground.ui import scores
from playground.ui.components.coloured_text import coloured_text
from playground.ui.inside import chosen
from playground.ui.playback import read_along, read_probe, why_none
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import view_control
from playground.ui.words import number, table

WRITTEN = 200
"""Characters of the sample at the cursor."""
RUNG = 60
"""Characters of an earlier step's sample."""
RUNGS = 6
"""Earlier steps, each at half of the next one's; the untrained network comes before them."""
PROMPT = 40
"""Held-out characters that are read before the first is written."""


def show_sample(session: Session, film: Film, data: Dataset) -> None:
    """The text that the network writes at the cursor's step, and the texts of earlier steps."""
    st.markdown(f"**{_('What it writes')}**")
    with st.container(horizontal=True, vertical_alignment="bottom", key="sample-choices"):
        _choices()
    prompt = passage(session, data, PROMPT)
    here = chosen.step(session, film)
    reply, read = read_probe("sample", _probe(session, here, prompt, WRITTEN))
    reading = reply.value
    with st.container(key="sample"):
        if isinstance(reading, SampleReading):
            st.html(_sample(prompt, reading.text))
            told = _("Written at step {step}. Underlined is the beginning it was given.")
            st.caption(told.format(step=read.step) if reading.text else _(NO_NUMBERS))
        else:
            st.caption(why_none(reply, _("Waiting for its first words…")))
    _ladder(session, film, prompt, here)


def passage(session: Session, data: Dataset, most: int) -> str:
    """The learner's own text, or else whole held-out words, at most `most` characters in a row."""
    text: str = chosen.example(session)["text"]
    if text:
        return text
    first = session.view_state.own_example % len(data.test_x)
    windows = data.test_x[first : first + 1 + -(-most // data.test_x.shape[1])]
    task = session.config.task
    held_out = problem(task.name).write(windows.reshape(-1, 1), task, data)
    begun = re.match(r"\S*\s+", held_out)  # the end of a word that began in the window before
    held_out = held_out[begun.end() if begun else 0 :][:most]
    return re.sub(r"(?<=\s)\S+$", "", held_out)


def excerpt(data: Dataset, most: int) -> str:
    """The beginning of the training part."""
    ids = data.train_x.reshape(-1)[:most].astype(np.int64)
    return "".join(data.words.word(int(place)) for place in ids)


NO_NUMBERS = N_("Its numbers are no numbers any more, so it can write nothing.")


def _choices() -> None:
    limits = {"min_value": 0.0, "max_value": HOTTEST, "step": 0.1}
    help_ = _(
        "0 always takes the likeliest character and soon repeats itself; 1 chooses as likely as the "
        "network says; more is bolder, and makes more mistakes."
    )
    view_control("temperature", st.slider, _("Temperature"), help=help_, width=220, **limits)
    st.button(_("Another sample"), key="another-sample", icon=":material/casino:", on_click=_another)


def _another() -> None:
    set_view_state(sample_seed=(current_session().view_state.sample_seed + 1) % (MAX_SEED + 1))


def _probe(session: Session, at: int, prompt: str, length: int) -> SampleProbe:
    view = session.view_state
    chance: dict[str, Any] = {"temperature": view.temperature, "seed": view.sample_seed}
    return SampleProbe(config=session.config, step=at, prompt=prompt, length=length, **chance)


def _sample(prompt: str, text: str) -> str:
    """The prompt and what follows it; as text, whatever it holds."""
    return f'<p class="pg-sample"><u>{escape(prompt)}</u>{escape(text)}</p>'


def shown_line_ends(text: str) -> str:
    """In one line; blanks stay as they are, so that words are seen as words."""
    return text.replace("\n", shown("\n"))


def _ladder(session: Session, film: Film, prompt: str, here: int) -> None:
    """The same beginning at earlier steps, so that noise is seen to become words."""
    steps = [0, *(film.total_steps // 2**back for back in range(RUNGS, -1, -1))]
    probes = {at: _probe(session, at, prompt, RUNG) for at in dict.fromkeys(steps) if at <= here}
    found = read_along(probes, at_once=4 if film.is_over else 1)
    rows = [
        f'<tr><th scope="row">{at:,}</th><td>{escape(shown_line_ends(reading.text))}</td></tr>'
        for at, reading in found.items()
        if isinstance(reading, SampleReading)
    ]
    head = f"<tr><th>{escape(_('Step'))}</th><th>{escape(_('It goes on with'))}</th></tr>"
    st.html(f'<table class="pg-ladder"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>')


# ---- how unsure it is


def unsure(session: Session, film: Film, data: Dataset) -> None:
    """Perplexity as a number of equally likely characters, and beside it what counting reaches."""
    history, classes = film.history, data.answer.output_size
    epochs = int(np.searchsorted(history.epoch_step, session.cursor.step, side="right"))
    network = [f"**{CELL_NAMES[session.config.model.cell]}**", "–", "–"]
    if epochs:
        right, perplexity = (float(history.metrics[name][epochs - 1]) for name in ("accuracy", "perplexity"))
        network[1:] = [f"{right:.1%}", number(perplexity)]
        told = _(
            "It is as unsure as if it chose between about **{count} equally likely characters** each "
            "time; who knows nothing chooses between {all}."
        )
        st.markdown(told.format(count=f"{perplexity:.2g}", all=classes))
    else:
        told = _("Without any knowledge one chooses between **{all} equally likely characters** each time.")
        st.markdown(told.format(all=classes))
    rows = [network]
    for label, score in scores.fitted_rows(session.config.task):
        unsure_of = "" if score is None or score.perplexity is None else number(score.perplexity)
        rows.append([label, scores.right(score), unsure_of])
    with st.container(key="unsure"):
        st.markdown(table([_("Test part"), _("Right"), _("Perplexity")], rows, "lrr"))


# ---- where a unit fires


def fires(session: Session, film: Film, data: Dataset) -> None:
    """The text in the colours of one unit of the top layer."""
    text = passage(session, data, MAX_TIME_STEPS)
    probe = InsideProbe(config=session.config, step=chosen.step(session, film), example=0, text=text)
    reply, _read = read_probe("fires", probe)
    if not isinstance(reply.value, InsideReading):
        st.caption(why_none(reply, chosen.reading_it()))
        return
    coloured_text(
        signs=signs_of(text),
        states=reply.value.parts[-1].values["h"],
        unit=chosen.unit(session) or 0,
        key="fires",
        on_unit=lambda unit: set_view_state(unit=unit),
    )
