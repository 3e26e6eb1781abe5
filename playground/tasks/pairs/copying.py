"""Copy: say the letters again in the same order."""

from __future__ import annotations

from functools import partial

from playground.i18n import N_
from playground.tasks.pairs.base import PairProblem, Places, Tokens
from playground.tasks.pairs.letters import LETTERS, make_words, parse


def answer(source: Tokens) -> Tokens:
    """The source itself."""
    return source


def alignment(source: Tokens, target: Tokens) -> Places:
    """Every letter comes from its own place."""
    return tuple(range(len(source)))


PROBLEM = PairProblem(
    name="copy",
    title=N_("Copy"),
    question=N_("Which letters were read, in the same order?"),
    examples=("playground", "abcabc", "zzz"),
    source_tokens=LETTERS,
    target_tokens=LETTERS,
    make=partial(make_words, answer),
    parse=parse,
    answer=answer,
    alignment=alignment,
)
