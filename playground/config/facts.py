"""The facts about a problem's data by which the settings say whether they apply."""

from __future__ import annotations

from typing import Literal, Protocol

AnswerKind = Literal["number", "forecast", "class", "tags", "last-tags", "bits", "next", "pair"]
"""The kind of answer: a number, the next point of a series, one class, a tag at every time step or at
the last few, a bit or the next symbol at every time step, or a whole sequence from a decoder."""


class Facts(Protocol):
    """A data set, as far as the settings look at it."""

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer that is asked for."""

    @property
    def has_words(self) -> bool:
        """Whether what is read are words or other symbols with an embedding."""

    @property
    def has_gaps(self) -> bool:
        """Whether points of its series are missing."""
