"""What the settings must know of a problem's data to say whether they apply."""

from __future__ import annotations

from typing import Literal, Protocol

AnswerKind = Literal["number", "class", "tags", "bits", "next", "pair"]
"""What a problem asks for: a number, one class, a tag or a bit at every time step, the next symbol at
every time step, or a whole sequence from a decoder."""


class Facts(Protocol):
    """A data set, as far as the settings look at it."""

    @property
    def kind(self) -> AnswerKind:
        """What is asked."""

    @property
    def has_words(self) -> bool:
        """Whether what is read are words or other symbols with an embedding."""
