"""Copy: say the letters again in the same order."""

from __future__ import annotations

from playground.i18n import N_
from playground.tasks.pairs.base import Places, Tokens
from playground.tasks.pairs.letters import letter_problem


def answer(source: Tokens) -> Tokens:
    """The source itself."""
    return source


def alignment(source: Tokens, target: Tokens) -> Places:
    """Every letter comes from its own place."""
    return tuple(range(len(source)))


PROBLEM = letter_problem(
    name="copy",
    title=N_("Copy"),
    question=N_("Which letters were read, in the same order?"),
    examples=("playground", "abcabc", "zzz"),
    answer=answer,
    alignment=alignment,
)
