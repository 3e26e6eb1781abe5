"""A handful of held-out examples: they turn from wrong to right as the network learns."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.charts.picture import brief
from playground.charts.theme import CELL_NAMES
from playground.charts.words import are_characters
from playground.i18n import _
from playground.probes.requests import AnswersReading
from playground.tasks import problem
from playground.tasks.base import NO_TARGET, Dataset, f1_of, names_every_step, tags_words
from playground.ui.session import Session
from playground.ui.words import number, plain, table

SHOWN = 5
MOST_CHARACTERS = 44


def show(now: Session, data: Dataset, reading: AnswersReading) -> None:
    """The first test examples, the true answer and the network's."""
    task = now.cursor.config.task
    write = problem(task.name).write
    rows = []
    for index in varied(data):
        text = _cut(write(data.test_x[index], task, data))
        rows.append([f"`{text}`", *_answer(data, reading, index)])
    st.markdown(table([_("Held-out example"), _("True"), _("Network says"), " "], rows, "llll"))
    st.caption(_overall(data, reading))
    if data.rivals:
        st.markdown(_rivals(now, data, reading))
    if tags_words(data) and reading.confusion is not None:
        st.markdown(_by_tag(data, reading.confusion))
    if data.asked_last and reading.correct is not None:
        st.markdown(_by_time_step(reading.correct, data.asked_last))


def _rivals(now: Session, data: Dataset, reading: AnswersReading) -> str:
    """Right answers of the network beside those of something simple, on the test part."""
    own = math.nan if reading.correct is None else float(np.mean(reading.correct[asked(data)]))
    rows = [[f"**{CELL_NAMES[now.cursor.config.model.cell]}**", f"{own:.1%}"]]
    rows += [[_(rival.label), f"{rival.accuracy:.1%}"] for rival in data.rivals]
    return table([_("Test part"), _("Right")], rows, "lr")


def _by_tag(data: Dataset, counts: NDArray[np.int64]) -> str:
    """How well each tag is told apart from the others."""
    rows = [
        [name, f"{score:.1%}", f"{total}"]
        for name, score, total in zip(data.class_names, f1_of(counts), counts.sum(axis=1), strict=True)
    ]
    return table([_("Tag"), "F1", _("Words")], rows, "lrr")


def _by_time_step(correct: NDArray[np.bool_], asked_last: int) -> str:
    """Right answers at each of the last time steps; `correct` is (examples, time steps)."""
    shares = list(enumerate(correct.mean(axis=0), 1))[-asked_last:]
    rows = [[f"{time_step}", f"{share:.1%}"] for time_step, share in shares]
    return table([_("Asked at time step"), _("Right")], rows, "lr")


def varied(data: Dataset) -> list[int]:
    """A few test examples: one of each answer first, so that always saying the same looks wrong."""
    count = len(data.test_x)
    if not data.class_names or data.every_step:
        return list(range(min(SHOWN, count)))
    answers = data.test_y.ravel()
    places = [int(np.argmax(answers == kind)) for kind in np.unique(answers)]
    rest = [index for index in range(count) if index not in places]
    return sorted([*places, *rest][:SHOWN])


def _answer(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    if reading.correct is None:
        return [number(float(data.test_y[index, 0])), number(float(reading.values[index, 0])), ""]
    right = reading.correct[index]
    if names_every_step(data):
        return _tagged(data, reading, index)
    if data.every_step:
        share = _("{right} of {all}").format(right=int(right.sum()), all=right.size)
        bits = "".join(str(int(bit)) for bit in data.test_y[index, :, 0])
        return [f"`{_cut(bits)}`", share, _mark(bool(right.all()))]
    decided, probability = decision(data, reading.values[index])
    true = data.class_names[int(np.ravel(data.test_y[index])[0])]
    said = f"{plain(brief(_(data.class_names[decided])))} ({probability:.0%})"
    return [plain(brief(_(true))), said, _mark(bool(np.all(right)))]


def decision(data: Dataset, probabilities: np.ndarray) -> tuple[int, float]:
    """The class decided for, and how sure the network is of it."""
    if data.loss == "bce":
        one = float(np.ravel(probabilities)[0])
        return int(one > 0.5), max(one, 1 - one)
    best = int(np.argmax(probabilities))
    return best, float(probabilities[best])


def _overall(data: Dataset, reading: AnswersReading) -> str:
    if reading.correct is None:
        error = float(np.sqrt(np.mean((reading.values.astype(np.float64) - data.test_y) ** 2)))
        return _("All {count} test examples: RMSE {error}.").format(
            count=len(data.test_x), error=number(error)
        )
    return _("All {count} test answers: {share} right.").format(
        count=asked(data).sum(), share=f"{reading.correct[asked(data)].mean():.1%}"
    )


def asked(data: Dataset) -> NDArray[np.bool_]:
    """Which places of the test targets have one."""
    return np.asarray(data.test_y != NO_TARGET)


def _tagged(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    """The true tags where one is asked for, and where the network says another."""
    places = asked(data)[index]
    truth = [data.class_names[tag] for tag in data.test_y[index, places]]
    said = [data.class_names[tag] for tag in reading.values[index, places].argmax(axis=-1)]
    if are_characters(data.class_names) and not data.asked_last:  # long rows are compared sign by sign
        return [f"`{_cut(''.join(tags))}`" for tags in (truth, said)] + [_mark(said == truth)]
    told = " ".join(tag if tag == right else f"**{tag}**✗" for tag, right in zip(said, truth, strict=True))
    return [" ".join(truth), told, _mark(said == truth)]


def _mark(right: bool) -> str:
    return _("✓ right") if right else _("✗ wrong")


def _cut(text: str) -> str:
    text = text.replace("\n", " / ").replace("|", "/")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
