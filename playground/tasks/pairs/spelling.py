"""Numbers: say a number from 0 to 99999 in English words."""

from __future__ import annotations

import re

import numpy as np

from playground.config import TaskConfig
from playground.config.errors import ExampleError
from playground.config.typed import plain
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks.pairs.base import Pair, PairProblem, Places, Tokens
from playground.tasks.text import require_short

DIGITS = tuple("0123456789")
MAX_DIGITS = 5
ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
HUNDRED, THOUSAND = "hundred", "thousand"

Placed = list[tuple[str, int]]
"""Words, each with the position of the digit it comes from."""

_NO_NUMBER = N_(
    "Type a whole number from 0 to 99999 in digits, such as 4207, without zeros in front, not {text!r}."
)


def make(count: int, length: int, rng: np.random.Generator) -> list[Pair]:
    """Different numbers of at most `length` digits; every number of digits is equally likely."""
    values = np.arange(10 ** min(length, MAX_DIGITS))
    digits = np.maximum(1, np.ceil(np.log10(values + 1))).astype(np.int64)
    chance = 1.0 / np.bincount(digits)[digits]
    drawn = rng.choice(values, size=min(count, len(values)), replace=False, p=chance / chance.sum())
    sources = [tuple(str(value)) for value in drawn]
    return [Pair(source=source, target=answer(source)) for source in sources]


def answer(source: Tokens) -> Tokens:
    """The number's words; British `and` is not among them."""
    return tuple(word for word, _ in _read(source))


def alignment(source: Tokens, target: Tokens) -> Places:
    """The digit each word comes from.

    `ten` to `nineteen` come from the second of their two digits; `hundred` and `thousand` stand with
    the word before them.
    """
    return tuple(place for _, place in _read(source))


def _read(source: Tokens) -> Placed:
    if source == ("0",):
        return [(ONES[0], 0)]
    split = max(0, len(source) - 3)
    thousands, rest = _below_thousand(source[:split], 0), _below_thousand(source[split:], split)
    return thousands + ([(THOUSAND, thousands[-1][1])] if thousands else []) + rest


def _below_thousand(source: Tokens, start: int) -> Placed:
    """Up to three digits, the first of which has position `start`; zeros are silent."""
    hundreds, tens, ones = (int(digit) for digit in ("0",) * (3 - len(source)) + source)
    last = start + len(source) - 1
    words: Placed = [(ONES[hundreds], last - 2), (HUNDRED, last - 2)] if hundreds else []
    if tens == 1:
        return [*words, (TEENS[ones], last)]
    if tens:
        words.append((TENS[tens - 2], last - 1))
    if ones:
        words.append((ONES[ones], last))
    return words


MAKE = '''
NAMES = """
$ones
$teens
$tens $hundred $thousand
"""
names = NAMES.split()


# $why
def in_words(value):
    for size, name in ((1000, "$thousand"), (100, "$hundred")):
        if value >= size:
            return [*in_words(value // size), name, *in_words(value % size)]
    if value >= 20:
        return [names[18 + value // 10], *in_words(value % 10)]
    return [names[value]] if value else []


rng = np.random.default_rng(DATA_SEED)
values = np.arange($count)
digits = np.maximum(1, np.ceil(np.log10(values + 1))).astype(np.int64)
chance = 1.0 / np.bincount(digits)[digits]  # $chance
chance, size = chance / chance.sum(), $size
drawn = rng.choice(values, size=size, replace=False, p=chance)[rng.permutation(size)]
sources = [str(value) for value in drawn]
targets = [in_words(value) or ["$zero"] for value in drawn]
'''
_WHY = N_("Every digit has its words; zeros are silent.")
_CHANCE = N_("every number of digits as often")


def make_code(config: TaskConfig) -> str:
    """The lines that make the same numbers."""
    most = MAX_DIGITS if config.length > MAX_DIGITS else config.length
    return filled(
        MAKE,
        ones=" ".join(ONES),
        teens=" ".join(TEENS),
        tens=" ".join(TENS),
        hundred=HUNDRED,
        thousand=THOUSAND,
        zero=ONES[0],
        why=_(_WHY),
        chance=_(_CHANCE),
        count="10**LENGTH",
        size="EXAMPLES" if config.examples <= 10**most else "10**LENGTH",
    )


def parse(text: str) -> Tokens:
    """A whole number from 0 to 99999 in digits."""
    digits = plain(require_short(text))
    if not re.fullmatch(r"0|[1-9][0-9]{0,4}", digits):
        raise ExampleError(_NO_NUMBER, text=digits[:20])
    return tuple(digits)


PROBLEM = PairProblem(
    name="numbers",
    title=N_("Numbers in words"),
    question=N_("How is a number from 0 to 99999 written in English words?"),
    examples=("7", "42", "815", "1066", "70013"),
    source_tokens=DIGITS,
    target_tokens=(*ONES, *TEENS, *TENS, HUNDRED, THOUSAND),
    make=make,
    code=make_code,
    code_tokens=(f'"{"".join(DIGITS)}"', "names"),
    parse=parse,
    answer=answer,
    alignment=alignment,
)
