"""Try your own: one sequence, typed or drawn, and the network's answer to it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.answers.words import influence_of_words_figure
from playground.charts.picture import brief
from playground.config.errors import ExampleError
from playground.films.film import Film
from playground.i18n import _
from playground.probes.inside import GradientsProbe, GradientsReading
from playground.probes.requests import OwnProbe, OwnReading
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import UNKNOWN
from playground.ui.answers import told_of
from playground.ui.components.live_figure import live_figure
from playground.ui.components.sequence_editor import sequence_editor
from playground.ui.error_boundary import show_refusal
from playground.ui.inside import chosen
from playground.ui.playback import read_probe, reading_of, why_none
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled
from playground.ui.words import plain


def show_own_input(session: Session, film: Film, data: Dataset) -> None:
    """The editor, the text it is the same as, and the answer at the cursor's step; nothing while closed."""
    own = st.expander(_("Try your own"), key="own", icon=":material/edit:", on_change="rerun")
    if not own.open:
        return
    with own:
        text = chosen.written(session, data)
        example = _parsed(text, session, data)
        if example is not None and example.shape[1] == 1 and not data.has_words:
            _editor(example, session, data)
        hint = _(problem(session.config.task.name).input_hint)
        controlled("own-text", text, st.text_area, _label(data), _typed, help=hint, height=68)
        st.caption(hint)
        st.button(_("Take another held-out example"), key="own-next", on_click=chosen.next_example)
        if isinstance(example, np.ndarray):
            probe = OwnProbe(config=session.config, step=chosen.step(session, film), text=text)
            _answer(probe, data)
            if data.has_words:
                _words(example, probe, data)


def _label(data: Dataset) -> str:
    if not data.has_words:
        return _("Your sequence")
    return _("Your text") if data.words.is_of_characters else _("Your sentence")


def _words(example: np.ndarray, probe: OwnProbe, data: Dataset) -> None:
    """Which words the network does not know, and which of them all its answer hangs on."""
    typed = [shown(piece) for piece in problem(probe.config.task.name).cut(probe.text)[: len(example)]]
    unknown = [word for word, number in zip(typed, example[:, 0], strict=True) if number == UNKNOWN]
    signs = data.words.is_of_characters
    if len(unknown) == len(typed) and not signs:
        st.caption(_none_known(data))
    elif unknown:
        told = _("Unknown to the network, which reads them all as one word: {words}.")
        if signs:
            told = _("Unknown to the network, which reads them all as one character: {words}.")
        st.caption(told.format(words=plain(", ".join(brief(word) for word in dict.fromkeys(unknown)))))
    asked = GradientsProbe(config=probe.config, step=probe.step, example=0, text=probe.text)
    reading = reading_of("own-words", asked, GradientsReading)
    if reading is not None:
        named = [f"{word} ?" if word in unknown and not signs else word for word in typed]
        picture = influence_of_words_figure(reading.inputs, named, cell=probe.config.model.cell)
        live_figure(picture, key="own-words", height=240)


def _none_known(data: Dataset) -> str:
    """That the answer is a guess, and a few words that the network does know."""
    few = ", ".join(map(brief, data.words.words[UNKNOWN + 1 : UNKNOWN + 9]))
    told = _("The network knows none of these words, so it can only guess. It knows {words} and more.")
    return told.format(words=plain(few))


def _parsed(text: str, session: Session, data: Dataset) -> np.ndarray | None:
    task = session.config.task
    try:
        return problem(task.name).parse(text, task, data)
    except ExampleError as error:
        show_refusal(str(error))
        return None


def _editor(example: np.ndarray, session: Session, data: Dataset) -> None:
    scale, shift = data.answer.scale, data.answer.shift
    values = example[:, 0].astype(np.float64) * scale + shift
    known = data.train_x[:, :, 0] * scale + shift
    low, high = min(known.min(), values.min()), max(known.max(), values.max())

    def changed(numbers: tuple[float, ...]) -> None:
        scaled = (np.array(numbers, dtype=np.float32)[:, None] - shift) / scale
        task = session.config.task
        _typed(problem(task.name).write(scaled.astype(np.float32), task, data))

    sequence_editor(
        values.tolist(),
        low=float(low),
        high=float(high),
        key="own-drawn",
        on_change=changed,
        label=_("Your sequence, drawn"),
        height=150,
    )


def _answer(probe: OwnProbe, data: Dataset) -> None:
    reply, read = read_probe("own", probe)
    if isinstance(reply.value, OwnReading):
        told_of(data).own(reply.value.values, probe, data, read.step)
    else:
        st.caption(why_none(reply, _("The network is reading…")))


def _typed(text: str) -> None:
    set_view_state(own_text=text, own_task=current_session().config.task)
