"""A handful of held-out examples: they turn from wrong to right as the network learns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from playground.probes.requests import AnswersReading
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.ui.session import Session
from playground.ui.words import number, table

SHOWN = 5
MOST_CHARACTERS = 44

Translate = Callable[[str], str]


def show(now: Session, data: Dataset, reading: AnswersReading, _: Translate) -> None:
    """The first test examples, the true answer and the network's."""
    task = now.cursor.config.task
    write = problem(task.name).write
    rows = []
    for index in varied(data):
        text = _cut(write(data.test_x[index], task, data))
        rows.append([f"`{text}`", *_answer(data, reading, index, _)])
    st.markdown(table([_("Held-out example"), _("True"), _("Network says"), " "], rows, "llll"))
    st.caption(_overall(data, reading, _))


def varied(data: Dataset) -> list[int]:
    """A few test examples: one of each answer first, so that always saying the same looks wrong."""
    count = len(data.test_x)
    if not data.class_names or data.every_step:
        return list(range(min(SHOWN, count)))
    answers = data.test_y.ravel()
    places = [int(np.argmax(answers == kind)) for kind in np.unique(answers)]
    rest = [index for index in range(count) if index not in places]
    return sorted([*places, *rest][:SHOWN])


def _answer(data: Dataset, reading: AnswersReading, index: int, _: Translate) -> list[str]:
    if reading.correct is None:
        return [number(float(data.test_y[index, 0])), number(float(reading.values[index, 0])), ""]
    right = reading.correct[index]
    if data.every_step:
        share = _("{right} of {all}").format(right=int(right.sum()), all=right.size)
        bits = "".join(str(int(bit)) for bit in data.test_y[index, :, 0])
        return [f"`{_cut(bits)}`", share, _mark(bool(right.all()), _)]
    decided, probability = decision(data, reading.values[index])
    true = data.class_names[int(np.ravel(data.test_y[index])[0])]
    said = f"{_(data.class_names[decided])} ({probability:.0%})"
    return [_(true), said, _mark(bool(np.all(right)), _)]


def decision(data: Dataset, probabilities: np.ndarray) -> tuple[int, float]:
    """The class decided for, and how sure the network is of it."""
    if data.loss == "bce":
        one = float(np.ravel(probabilities)[0])
        return int(one > 0.5), max(one, 1 - one)
    best = int(np.argmax(probabilities))
    return best, float(probabilities[best])


def _overall(data: Dataset, reading: AnswersReading, _: Translate) -> str:
    if reading.correct is None:
        error = float(np.sqrt(np.mean((reading.values.astype(np.float64) - data.test_y) ** 2)))
        return _("All {count} test examples: RMSE {error}.").format(
            count=len(data.test_x), error=number(error)
        )
    return _("All {count} test answers: {share} right.").format(
        count=reading.correct.size, share=f"{reading.correct.mean():.1%}"
    )


def _mark(right: bool, _: Translate) -> str:
    return _("✓ right") if right else _("✗ wrong")


def _cut(text: str) -> str:
    text = text.replace("\n", " / ").replace("|", "/")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
