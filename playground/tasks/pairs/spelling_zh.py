"""Numbers: say a number from 0 to 99999 as it is said in Chinese."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from playground.config import TaskConfig
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks.pairs import spelling
from playground.tasks.pairs.base import Pair, Places, Tokens

DIGITS = tuple("零一二三四五六七八九")
UNITS = ("", "十", "百", "千", "万")
"""What is said behind a digit, by its place from the right."""


def make(count: int, length: int, rng: np.random.Generator) -> list[Pair]:
    """The same numbers as in English."""
    sources = [pair.source for pair in spelling.make(count, length, rng)]
    return [Pair(source=source, target=answer(source)) for source in sources]


def answer(source: Tokens) -> Tokens:
    """The number's characters: several zeros are said once, those at its end not at all."""
    return tuple(sign for sign, _ in _read(source))


def alignment(source: Tokens, target: Tokens) -> Places:
    """The digit each character comes from: a unit from its digit, 零 from the first zero of its row."""
    return tuple(place for _, place in _read(source))


def _read(source: Tokens) -> list[tuple[str, int]]:
    if source == ("0",):
        return [(DIGITS[0], 0)]
    said: list[tuple[str, int]] = []
    for place, digit in enumerate(source):
        unit = UNITS[len(source) - 1 - place]
        if digit != "0":
            said += [(sign, place) for sign in (DIGITS[int(digit)], unit) if sign]
        elif source[place - 1] != "0" and any(later != "0" for later in source[place:]):
            said.append((DIGITS[0], place))
    return said[1:] if [sign for sign, _ in said[:2]] == ["一", "十"] else said  # ten is 十, not 一十


MAKE = """
DIGITS, UNITS = "$digits", ["", *"$units"]
names = list(DIGITS + "".join(UNITS))


# $why
def in_words(digits):
    said = ""
    for place, one in zip(reversed(UNITS[: len(digits)]), digits, strict=True):
        said += DIGITS[int(one)] + (place if one != "0" else "")
    said = re.sub("零+", "零", said).rstrip("零")
    return list(re.sub("^一十", "十", said) or "零")


$drawn
sources = [str(value) for value in drawn]
targets = [in_words(source) for source in sources]
"""
_WHY = N_("Several zeros are said once, those at the end not at all.")


def make_code(config: TaskConfig) -> str:
    """The lines that make the same numbers."""
    made = spelling.make_code(config)
    drawn = re.search(r"rng = .*(?=\nsources = )", made, re.DOTALL)
    assert drawn is not None
    units = "".join(UNITS)
    return filled(MAKE, digits="".join(DIGITS), units=units, why=_(_WHY), drawn=drawn[0])


PROBLEM = replace(
    spelling.PROBLEM,
    name="numbers-zh",
    title=N_("Numbers in Chinese"),
    question=N_("How is a number from 0 to 99999 said in Chinese?"),
    examples=("7", "10", "305", "1066", "70013"),
    target_tokens=(*DIGITS, *UNITS[1:]),
    make=make,
    code=make_code,
    answer=answer,
    alignment=alignment,
)
