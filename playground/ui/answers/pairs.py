"""A whole sequence from a decoder: where it looks, what it says, and how often that is right."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.attention.lengths import lengths_figure
from playground.charts.picture import Picture
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig
from playground.films.film import Film
from playground.i18n import _
from playground.probes.decoded import TranslationProbe, TranslationReading
from playground.probes.requests import Probe
from playground.tasks import problem
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.tasks.pairs.base import said
from playground.ui.answers.views import AnswerViews, View
from playground.ui.attention import maps, scores
from playground.ui.session import Session
from playground.ui.words import table

PAIRS = 6
"""How many pairs are shown."""


def _has_map(session: Session) -> bool:
    return session.config.model.attention != "none"


def _learning(session: Session, film: Film, data: Dataset) -> None:
    maps.show_attention_map(session, film, data)
    if not _has_map(session):
        scores.show_translation_scores(session, film, data)


def _below(session: Session) -> tuple[View, View] | None:
    return (maps.below, scores.show_translation_scores) if _has_map(session) else None


def _probe(_now: Session, config: RunConfig, step: int) -> Probe:
    return TranslationProbe(config=config, step=step)


def _picture(config: RunConfig, reading: TranslationReading, _step: int) -> Picture:
    """Whole answers that are right, by the length of their source."""
    cell = config.model.cell
    return lengths_figure([scores.lengths_of(CELL_NAMES[cell], reading)], cell=cell)


def _amount(data: Dataset) -> str:
    told = _("{train} training and {test} test pairs; no source is in both.")
    return told.format(train=len(data.train_x), test=len(data.test_x))


def _problem(config: RunConfig, data: Dataset) -> None:
    """A few pairs to learn from."""
    write, target = problem(config.task.name).write, data.answer_as(Pairs).target
    rows = [
        [
            f"`{write(data.train_x[index], config.task, data)}`",
            f"`{said(target.decode(np.asarray(data.train_y[index], dtype=np.int64)))}`",
        ]
        for index in range(PAIRS)
    ]
    st.markdown(table([_("Source"), _("True output")], rows, "ll"))


VIEWS = AnswerViews(
    learning=_learning,
    comes_first=True,  # here the map matters most
    below=_below,
    probe=_probe,
    picture=_picture,
    told=None,
    amount=_amount,
    problem=_problem,
)
