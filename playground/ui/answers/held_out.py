"""A picture of all answers, and a handful of held-out examples that turn from wrong to right."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.charts.picture import Picture
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig
from playground.films.film import Film
from playground.i18n import _
from playground.probes.requests import AnswersReading
from playground.tasks import problem
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import BaselineScore, Dataset
from playground.ui import scores
from playground.ui.answers.views import View, answers_probe, first_answers
from playground.ui.components.live_figure import live_figure
from playground.ui.inside import chosen
from playground.ui.playback import awaited
from playground.ui.session import Session
from playground.ui.words import table

SHOWN = 5
MOST_CHARACTERS = 44


def asked(data: Dataset) -> NDArray[np.bool_]:
    """Which places of the test targets have one."""
    return np.asarray(data.test_y != NO_TARGET)


def _share_right(data: Dataset, reading: AnswersReading) -> str:
    assert reading.correct is not None
    right = reading.correct[asked(data)]
    return _("All {count} test answers: {share} right.").format(count=right.size, share=f"{right.mean():.1%}")


def _first(data: Dataset) -> list[int]:
    return list(range(min(SHOWN, len(data.test_x))))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """How a kind of answer shows held-out examples."""

    row: Callable[[Dataset, AnswersReading, int], list[str]]
    """The true answer, the network's answer, and a mark."""
    pick: Callable[[Dataset], list[int]] = _first
    """Which test examples are shown."""
    overall: Callable[[Dataset, AnswersReading], str] = _share_right
    """One sentence on the whole test part."""
    below: Callable[[Dataset, AnswersReading], str] = lambda _data, _reading: ""
    """A further table."""


def beside_loss(
    picture: Callable[[RunConfig, AnswersReading, int], Picture], shown: HeldOut, *, key: str, height: int
) -> View:
    """A picture of all answers at the cursor's step, and held-out examples under it."""

    def view(session: Session, film: Film, data: Dataset) -> None:
        config = session.config
        probe = answers_probe(session, config, chosen.step(session, film))
        reading, step = awaited("answers", probe, AnswersReading, first_answers())
        if reading is not None:
            live_figure(picture(config, reading, step), key=key, height=height)
            show_held_out(session, data, reading, shown)

    return view


def show_held_out(session: Session, data: Dataset, reading: AnswersReading, shown: HeldOut) -> None:
    """A few test examples, the true answers and the network's; how good all are, and simpler ways."""
    task = session.config.task
    write = problem(task.name).write
    rows = [
        [f"`{cut(write(data.test_x[index], task, data))}`", *shown.row(data, reading, index)]
        for index in shown.pick(data)
    ]
    st.markdown(table([_("Held-out example"), _("True"), _("Network says"), " "], rows, "llll"))
    st.caption(shown.overall(data, reading))
    if rows_below := scores.fitted_rows(task):
        st.markdown(_baselines(session, data, reading, rows_below))
    if below := shown.below(data, reading):
        st.markdown(below)


def _baselines(
    session: Session, data: Dataset, reading: AnswersReading, fitted: list[tuple[str, BaselineScore | None]]
) -> str:
    """Right answers of the network beside those of something simple, on the test part."""
    own = math.nan if reading.correct is None else float(np.mean(reading.correct[asked(data)]))
    rows = [[f"**{CELL_NAMES[session.config.model.cell]}**", f"{own:.1%}"]]
    rows += [[label, scores.right(score)] for label, score in fitted]
    return table([_("Test part"), _("Right")], rows, "lr")


def is_right(reading: AnswersReading, index: int) -> bool:
    """Whether the answer to an example is right in all its parts."""
    return reading.correct is not None and bool(np.all(reading.correct[index]))


def mark(right: bool) -> str:
    """Right or wrong, as a sign and in words."""
    return _("✓ right") if right else _("✗ wrong")


def cut(text: str) -> str:
    """A text as long as the table has room for, with nothing in it that breaks the table."""
    text = text.replace("\n", " / ").replace("|", "/")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
