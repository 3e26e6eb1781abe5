"""Copy, reverse and sort: random letters, or a learner's own word, said again in some order."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import numpy as np

from playground.config import TaskConfig
from playground.config.errors import ExampleError
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks.pairs.base import Ids, Pair, PairProblem, Places, Tokens
from playground.tasks.text import require_short

LETTERS = tuple(string.ascii_lowercase)
MAX_LETTERS = 40
"""The longest word a learner may type."""

_COUNTABLE = 1_000_000
"""Up to so many words of one length are drawn without putting back, above by drawing again."""


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


MAKE = """
letters = string.ascii_lowercase


# $why
def different(count, length):
    words = rng.choice($few, size=min(count, $few), replace=False)  #? !long
    return words[:, None] // 26 ** np.arange(length) % 26  #? !long
    if 26**length <= 1_000_000:  #? long
        words = rng.choice(26**length, size=min(count, 26**length), replace=False)  #? long
        return words[:, None] // 26 ** np.arange(length) % 26  #? long
    found = {}  #? long
    while len(found) < count:  #? long
        for row in rng.integers(26, size=(count - len(found), length)):  #? long
            found.setdefault(row.tobytes(), row)  #? long
    return found.values()  #? long


rng = np.random.default_rng(DATA_SEED)
words = []
for length in range(1, LENGTH + 1):  # $lengths
    share = (EXAMPLES - len(words)) // (LENGTH + 1 - length)
    rows = different(share, length)
    words += ["".join(letters[letter] for letter in row) for row in rows]
sources = [words[place] for place in rng.permutation(len(words))]
targets = $targets
"""
_DIFFERENT = N_("Different words of so many letters, or all there are.")
_LENGTHS = N_("each length as often")


def make_code(targets: str, config: TaskConfig) -> str:
    """The lines that make `sources` and `targets`: words of all lengths up to that of the config."""
    long = len(LETTERS) ** config.length > _COUNTABLE
    return filled(MAKE, why=_(_DIFFERENT), lengths=_(_LENGTHS), long=long, few="26**length", targets=targets)


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


def in_order(source: Tokens, target: Tokens) -> Places:
    """Every letter comes from its own place."""
    return tuple(range(len(source)))


def backwards(source: Tokens, target: Tokens) -> Places:
    """The first letter comes from the last place, and so on."""
    return tuple(reversed(range(len(source))))


def sorted_places(source: Tokens, target: Tokens) -> Places:
    """Where each letter stood; one that stands at several places comes from none in particular."""
    places = sorted(range(len(source)), key=source.__getitem__)
    return tuple(place if source.count(source[place]) == 1 else None for place in places)


def _problem(name: str, answer: Callable[[Tokens], Tokens], code: str, **own: Any) -> PairProblem:
    make, code_of = partial(make_words, answer), partial(make_code, code)
    return PairProblem(
        name=name,
        source_tokens=LETTERS,
        target_tokens=LETTERS,
        make=make,
        code=code_of,
        code_tokens=("letters", "letters"),
        parse=parse,
        answer=answer,
        **own,
    )


REVERSE = _problem(
    "reverse",
    lambda source: source[::-1],
    "[word[::-1] for word in sources]",
    title=N_("Reverse"),
    question=N_("Which letters were read, from the last one to the first?"),
    examples=("playground", "stressed", "abcabc"),
    alignment=backwards,
)
COPY = _problem(
    "copy",
    lambda source: source,
    "sources",
    title=N_("Copy"),
    question=N_("Which letters were read, in the same order?"),
    examples=("playground", "abcabc", "zzz"),
    alignment=in_order,
)
SORT = _problem(
    "sort",
    lambda source: tuple(sorted(source)),
    '["".join(sorted(word)) for word in sources]',
    title=N_("Sort"),
    question=N_("Which letters were read, in the order of the alphabet?"),
    examples=("playground", "zebra", "banana"),
    alignment=sorted_places,
)
