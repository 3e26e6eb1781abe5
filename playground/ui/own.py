"""Try your own: one sequence, typed or drawn, and the network's answer to it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.picture import brief
from playground.charts.words import are_characters, influence_of_words_figure
from playground.errors import ExampleError
from playground.films.film import Film
from playground.i18n import _, translated
from playground.probes.inside import GradientsProbe, GradientsReading
from playground.probes.requests import OwnProbe, OwnReading
from playground.tasks import problem
from playground.tasks.base import Dataset, names_every_step, tags_words
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import UNKNOWN
from playground.ui import session
from playground.ui.components import live_figure, sequence_editor
from playground.ui.examples import decision
from playground.ui.mirror import mirrored
from playground.ui.session import Session
from playground.ui.words import number, plain, table

CANDIDATES = 5
"""How many of the likeliest next characters are shown."""


def show(now: Session, film: Film, data: Dataset) -> None:
    """The editor, the text it is the same as, and the answer at the cursor's step; nothing while closed."""
    own = st.expander(_("Try your own"), key="own", icon=":material/edit:", on_change="rerun")
    if not own.open:
        return
    with own:
        text = _text(now, data)
        example = _parsed(text, now, data)
        if example is not None and example.shape[1] == 1 and data.vocabulary is None:
            _editor(example, now, data)
        hint = _(problem(now.cursor.config.task.name).input_hint)
        label = _("Your sequence") if data.vocabulary is None else _("Your sentence")
        label = _("Your text") if data.says_next else label
        mirrored("own-text", text, st.text_area, label, _typed, help=hint, height=68)
        st.caption(hint)
        st.button(_("Take another held-out example"), key="own-next", on_click=_next_example)
        if isinstance(example, np.ndarray):
            probe = OwnProbe(config=now.cursor.config, step=min(now.cursor.step, film.last_step), text=text)
            _answer(probe, data)
            if data.vocabulary is not None:
                _words(example, probe, data)


def _words(example: np.ndarray, probe: OwnProbe, data: Dataset) -> None:
    """Which words the network does not know, and which of them all its answer hangs on."""
    typed = [shown(piece) for piece in problem(probe.config.task.name).cut(probe.text)[: len(example)]]
    unknown = [word for word, number in zip(typed, example[:, 0], strict=True) if number == UNKNOWN]
    if len(unknown) == len(typed) and not data.says_next:
        st.caption(_none_known(data))
    elif unknown:
        told = (
            _("Unknown to the network, which reads them all as one character: {words}.")
            if data.says_next
            else _("Unknown to the network, which reads them all as one word: {words}.")
        )
        st.caption(told.format(words=plain(", ".join(brief(word) for word in dict.fromkeys(unknown)))))
    asked = GradientsProbe(config=probe.config, step=probe.step, example=0, text=probe.text)
    reading = session.read("own-words", asked)[0].value
    if isinstance(reading, GradientsReading):
        named = [f"{word} ?" if word in unknown and not data.says_next else word for word in typed]
        picture = influence_of_words_figure(reading.inputs, named, cell=probe.config.model.cell)
        live_figure(picture, key="own-words", height=240)


def _none_known(data: Dataset) -> str:
    """That the answer is a guess, and a few words that the network does know."""
    assert data.vocabulary is not None
    few = ", ".join(map(brief, data.vocabulary.words[UNKNOWN + 1 : UNKNOWN + 9]))
    told = _("The network knows none of these words, so it can only guess. It knows {words} and more.")
    return told.format(words=plain(few))


def _text(now: Session, data: Dataset) -> str:
    task = now.cursor.config.task
    if now.view.own_text and now.view.own_task == task:
        return now.view.own_text
    return problem(task.name).write(data.test_x[now.view.own_example % len(data.test_x)], task, data)


def _parsed(text: str, now: Session, data: Dataset) -> np.ndarray | None:
    task = now.cursor.config.task
    try:
        return problem(task.name).parse(text, task, data)
    except ExampleError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return None


def _editor(example: np.ndarray, now: Session, data: Dataset) -> None:
    scale, shift = (data.series.std, data.series.mean) if data.series is not None else (1.0, 0.0)
    values = example[:, 0].astype(np.float64) * scale + shift
    known = data.train_x[:, :, 0] * scale + shift
    low, high = min(known.min(), values.min()), max(known.max(), values.max())

    def changed(numbers: tuple[float, ...]) -> None:
        scaled = (np.array(numbers, dtype=np.float32)[:, None] - shift) / scale
        task = now.cursor.config.task
        write = problem(task.name).write
        session.set_view(own_text=write(scaled.astype(np.float32), task, data), own_task=task)

    sequence_editor(
        values.tolist(),
        low=float(low),
        high=float(high),
        key="own-drawn",
        on_change=changed,
        label=_("Your sequence, drawn"),
        help_text=_("Drag a point, or select one and use the arrow keys."),
        point_text=_("Time step {t}"),
        height=150,
    )


def _answer(probe: OwnProbe, data: Dataset) -> None:
    reply, shown_at = session.read("own", probe)
    if reply.status != "ready" or not isinstance(reply.value, OwnReading):
        st.caption(translated(reply.sentence) if reply.sentence else _("The network is reading…"))
        return
    values = reply.value.values
    if data.loss == "mse":
        said = _("The network's answer at step {step}: **{value}**.").format(
            step=shown_at.step, value=number(values[0])
        )
    elif data.says_next:
        st.markdown(_next(values[-1], data))
        said = _("The network's answer at step {step}: what may come after your text.").format(
            step=shown_at.step
        )
    elif tags_words(data):
        pieces = problem(probe.config.task.name).cut(probe.text)
        said = _("The network's answer at step {step}, for every word.").format(step=shown_at.step)
        if are_characters((*pieces, *data.class_names)):
            st.code("\n".join(["".join(pieces), _decided(values, data)]), language=None)
            said = _("The network's answer at step {step}, under every symbol.").format(step=shown_at.step)
        else:
            st.markdown(_tags(values, pieces, data))
    elif names_every_step(data):
        said = _("The network's answer at step {step}: {answers}.").format(
            step=shown_at.step, answers=", ".join(_sure(row, data) for row in values)
        )
    elif data.every_step:
        bits = " ".join("1" if value > 0.5 else "0" for value in values)
        said = _("The network's answer at step {step}, for every time step: `{bits}`").format(
            step=shown_at.step, bits=bits
        )
    else:
        decided, probability = decision(data, values)
        said = _("The network's answer at step {step}: **{name}**, {share} sure.").format(
            step=shown_at.step, name=plain(_(data.class_names[decided])), share=f"{probability:.0%}"
        )
    st.markdown(said)


def _sure(row: np.ndarray, data: Dataset) -> str:
    """One of several answers, and how sure the network is of it."""
    decided, probability = decision(data, row)
    return f"**{plain(_(data.class_names[decided]))}** ({probability:.0%})"


def _decided(values: np.ndarray, data: Dataset) -> str:
    """The likeliest name of each time step, one sign each."""
    return "".join(data.class_names[int(row.argmax())] for row in values)


def _tags(values: np.ndarray, pieces: tuple[str, ...], data: Dataset) -> str:
    """Each word with the tag the network gives it, and how sure it is."""
    rows = [
        [plain(word), data.class_names[int(row.argmax())], f"{row.max():.0%}"]
        for word, row in zip(pieces, values, strict=False)
    ]
    return table([_("Word"), _("Tag"), _("Sure")], rows, "llr")


def _next(probabilities: np.ndarray, data: Dataset) -> str:
    """The likeliest next characters, and how likely each is."""
    likeliest = np.argsort(-probabilities)[:CANDIDATES]
    rows = [[plain(data.class_names[place]), f"{probabilities[place]:.1%}"] for place in likeliest]
    return table([_("Next character"), _("Probability")], rows, "lr")


def _typed(text: str) -> None:
    session.set_view(own_text=text, own_task=session.current().cursor.config.task)


def _next_example() -> None:
    session.set_view(own_text="", own_example=session.current().view.own_example + 1)
