"""Sort: say the letters in the order of the alphabet."""

from __future__ import annotations

from playground.i18n import N_
from playground.tasks.pairs.base import Places, Tokens
from playground.tasks.pairs.letters import letter_problem


def answer(source: Tokens) -> Tokens:
    """The letters from a to z."""
    return tuple(sorted(source))


def alignment(source: Tokens, target: Tokens) -> Places:
    """Where each letter stood; one that stands at several places comes from none in particular."""
    places = sorted(range(len(source)), key=source.__getitem__)
    return tuple(place if source.count(source[place]) == 1 else None for place in places)


PROBLEM = letter_problem(
    name="sort",
    title=N_("Sort"),
    question=N_("Which letters were read, in the order of the alphabet?"),
    examples=("playground", "zebra", "banana"),
    answer=answer,
    alignment=alignment,
)
