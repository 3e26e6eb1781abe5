"""The views of a problem's answer on every page, by its kind: one file and one entry for each kind."""

from __future__ import annotations

from playground.config import AnswerKind
from playground.tasks.base import Dataset
from playground.views.answers import bits, forecast, names, next_symbol, number, pairs, tags
from playground.views.answers.views import AnswerViews, Told

__all__ = ["VIEWS", "AnswerViews", "told_of", "views_of"]

VIEWS: dict[AnswerKind, AnswerViews] = {
    "number": number.VIEWS,
    "forecast": forecast.VIEWS,
    "class": names.VIEWS,
    "tags": tags.VIEWS,
    "last-tags": tags.LAST_VIEWS,
    "bits": bits.VIEWS,
    "next": next_symbol.VIEWS,
    "pair": pairs.VIEWS,
}


def views_of(data: Dataset) -> AnswerViews:
    """The views of what a problem asks."""
    return VIEWS[data.kind]


def told_of(data: Dataset) -> Told:
    """How one answer is told; for every kind but a decoder's."""
    told = views_of(data).told
    assert told is not None, f"there is no way to tell a {data.kind} in one cell"
    return told
