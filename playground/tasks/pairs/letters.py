"""What copy, reverse and sort share: random letters, and a learner's own word."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np

from playground.errors import ExampleError
from playground.i18n import N_
from playground.tasks.pairs.base import Ids, Pair, PairProblem, Places, Tokens
from playground.tasks.text import require_short

LETTERS = tuple(string.ascii_lowercase)
MAX_LETTERS = 40
"""The longest word a learner may type."""

_COUNTABLE = 1_000_000
"""Up to so many words of one length are drawn without putting back, above by drawing again."""


def letter_problem(
    *,
    name: str,
    title: str,
    question: str,
    examples: tuple[str, ...],
    answer: Callable[[Tokens], Tokens],
    alignment: Callable[[Tokens, Tokens], Places],
) -> PairProblem:
    """A problem that reads letters and says letters; the arguments as in `PairProblem`."""
    return PairProblem(
        name=name,
        title=title,
        question=question,
        examples=examples,
        source_tokens=LETTERS,
        target_tokens=LETTERS,
        make=partial(make_words, answer),
        parse=parse,
        answer=answer,
        alignment=alignment,
    )


def make_words(
    answer: Callable[[Tokens], Tokens], count: int, length: int, rng: np.random.Generator
) -> list[Pair]:
    """`count` different sources of exactly `length` letters, all equally likely, with their answers."""
    sources = (tuple(LETTERS[letter] for letter in row) for row in distinct_rows(count, length, rng))
    return [Pair(source=source, target=answer(source)) for source in sources]


def distinct_rows(count: int, length: int, rng: np.random.Generator) -> Ids:
    """(count, length) different rows of numbers from 0 to 25, or all there are if that is fewer."""
    possible = len(LETTERS) ** length
    if possible <= _COUNTABLE:
        words = rng.choice(possible, size=min(count, possible), replace=False)
        rows: Ids = words[:, np.newaxis] // len(LETTERS) ** np.arange(length) % len(LETTERS)
        return rows
    found: dict[bytes, Ids] = {}
    while len(found) < min(count, possible):
        for row in rng.integers(len(LETTERS), size=(count - len(found), length)):
            found.setdefault(row.tobytes(), row)
    return np.array(list(found.values()), dtype=np.int64).reshape(-1, length)


def parse(text: str) -> Tokens:
    """1 to 40 letters from a to z; capitals are made small, blanks are left out."""
    letters = "".join(require_short(text).split())
    wrong = [letter for letter in letters if letter not in string.ascii_letters]
    if wrong:
        raise ExampleError(N_("Only the letters a to z can be read, not {wrong!r}."), wrong=wrong[0])
    if len(letters) > MAX_LETTERS:
        raise ExampleError(
            N_("There may be 1 to {most} letters, not {count}."), most=MAX_LETTERS, count=len(letters)
        )
    return cast(Tokens, tuple(letters.lower()))
