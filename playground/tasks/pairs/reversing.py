"""Reverse: say the letters from the last one to the first."""

from __future__ import annotations

from functools import partial

from playground.i18n import N_
from playground.tasks.pairs.base import PairProblem, Places, Tokens
from playground.tasks.pairs.letters import LETTERS, make_words, parse


def answer(source: Tokens) -> Tokens:
    """The source from its end."""
    return source[::-1]


def alignment(source: Tokens, target: Tokens) -> Places:
    """The first letter comes from the last place, and so on."""
    return tuple(reversed(range(len(source))))


PROBLEM = PairProblem(
    name="reverse",
    title=N_("Reverse"),
    question=N_("Which letters were read, from the last one to the first?"),
    examples=("playground", "stressed", "abcabc"),
    source_tokens=LETTERS,
    target_tokens=LETTERS,
    make=partial(make_words, answer),
    parse=parse,
    answer=answer,
    alignment=alignment,
)
