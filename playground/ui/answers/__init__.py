"""What the page has beside the views of an answer, by its kind: choices, and more views below."""

from __future__ import annotations

from playground.config import AnswerKind
from playground.tasks.base import Dataset
from playground.ui.answers import characters, forecast, pairs
from playground.ui.answers.page import AnswerPage

__all__ = ["PAGES", "AnswerPage", "answer_page"]

PAGES: dict[AnswerKind, AnswerPage] = {
    "forecast": forecast.PAGE,
    "next": characters.PAGE,
    "pair": pairs.PAGE,
}
"""Those that have something of their own."""


def answer_page(data: Dataset) -> AnswerPage:
    """What the page has for the answer of a problem."""
    return PAGES.get(data.kind, AnswerPage())
