"""Reverse: say the letters from the last one to the first."""

from __future__ import annotations

from playground.i18n import N_
from playground.tasks.pairs.base import Places, Tokens
from playground.tasks.pairs.letters import letter_problem


def answer(source: Tokens) -> Tokens:
    """The source from its end."""
    return source[::-1]


def alignment(source: Tokens, target: Tokens) -> Places:
    """The first letter comes from the last place, and so on."""
    return tuple(reversed(range(len(source))))


PROBLEM = letter_problem(
    name="reverse",
    title=N_("Reverse"),
    question=N_("Which letters were read, from the last one to the first?"),
    examples=("playground", "stressed", "abcabc"),
    answer=answer,
    alignment=alignment,
)
