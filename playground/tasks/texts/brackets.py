"""Brackets of three kinds, and at every position how many are open.

A closing bracket closes the innermost open one if it is of the same kind; else it closes nothing.
So the depth cannot be counted: which kinds are open, and in which order, must be remembered.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks.texts.vocabulary import RESERVED, Vocabulary

OPENING, CLOSING, FILLERS = "([{", ")]}", "abc"

VOCABULARY = Vocabulary(words=(*RESERVED, *OPENING, *CLOSING, *FILLERS))

MAX_DEPTH = 6
MOST_SYMBOLS = MAX_TIME_STEPS

INPUT_HINT = N_("Type brackets of the kinds ( ) [ ] { } and the letters a, b and c, such as a(b[c]).")

_KINDS = len(OPENING)
_FIRST_OPENING, _FIRST_CLOSING, _FIRST_FILLER = (
    int(VOCABULARY.ids(signs)[0]) for signs in (OPENING, CLOSING, FILLERS)
)
_FILLER_SHARE = 0.25
_WRONG_SHARE = 0.15

Ids = NDArray[np.int64]

_TOO_DEEP = N_("At most {most} brackets may be open at the same time, not {deepest}.")


def make_brackets(count: int, length: int, rng: np.random.Generator) -> tuple[Ids, Ids]:
    """Random strings, about half of them balanced: every bracket closed, none closed wrongly.

    Args:
        count: how many strings, 1 or more.
        length: symbols of each, 1 to `MOST_SYMBOLS`; all depths come from about 20 on.
        rng: gives the same strings from the same state.

    Returns:
        tokens: (count, length) numbers in `VOCABULARY`.
        depths: (count, length) open brackets after each symbol, 0 to `MAX_DEPTH`.

    Raises:
        ValueError: `count` or `length` is out of its range.
    """
    if count < 1 or not 1 <= length <= MOST_SYMBOLS:
        raise ValueError(f"Not {count} strings of {length}: one or more, of 1 to {MOST_SYMBOLS} symbols.")
    balanced = rng.random(count) < 0.5
    opening_share = rng.uniform(0.45, 0.8, count)  # of each string its own, so that all depths come
    return _walk(balanced, opening_share, length, rng)


def _walk(
    balanced: NDArray[np.bool_], opening_share: NDArray[np.float64], length: int, rng: np.random.Generator
) -> tuple[Ids, Ids]:
    """The tokens and depths of all strings, position by position."""
    count = len(balanced)
    tokens, depths = np.empty((2, count, length), dtype=np.int64)
    depth = np.zeros(count, dtype=np.int64)
    open_kinds = np.zeros((count, MAX_DEPTH + 1), dtype=np.int64)  # column d: the bracket that made d + 1
    rows = np.arange(count)
    for t in range(length):
        innermost = open_kinds[rows, depth - 1]
        may_open = (depth < MAX_DEPTH) & (~balanced | (depth < length - t - 1))
        must_close = balanced & (depth > length - t - 1)
        kind = rng.integers(_KINDS, size=count)
        chances = rng.random((3, count))
        rests = ~must_close & (chances[0] < _FILLER_SHARE)
        wrong = ~rests & ~balanced & (chances[1] < _WRONG_SHARE) & ((depth == 0) | (kind != innermost))
        opens = ~(rests | wrong | must_close) & may_open & ((depth == 0) | (chances[2] < opening_share))
        closes = ~(rests | wrong | opens) & (depth > 0)
        open_kinds[rows[opens], depth[opens]] = kind[opens]
        depth = depth + opens - closes
        depths[:, t] = depth
        tokens[:, t] = np.select(
            [opens, closes, wrong],
            [_FIRST_OPENING + kind, _FIRST_CLOSING + innermost, _FIRST_CLOSING + kind],
            _FIRST_FILLER + rng.integers(len(FILLERS), size=count),
        )
    return tokens, depths


CODE = """
vocabulary = ["<pad>", "<unknown>", *"$opening$closing$fillers"]  # $told
rng = np.random.default_rng(DATA_SEED)
balanced = rng.random(EXAMPLES) < 0.5  # $balanced
share = rng.uniform(0.45, 0.8, EXAMPLES)  # $share
x, y = np.empty((2, EXAMPLES, LENGTH), dtype=np.int64)  # $x
depth = np.zeros(EXAMPLES, dtype=np.int64)
kinds = np.zeros((EXAMPLES, $deepest + 1), dtype=np.int64)  # $kinds
rows = np.arange(EXAMPLES)
for t in range(LENGTH):
    innermost = kinds[rows, depth - 1]
    may_open = (depth < $deepest) & (~balanced | (depth < LENGTH - t - 1))
    must_close = balanced & (depth > LENGTH - t - 1)
    kind = rng.integers($count, size=EXAMPLES)
    rests, wrong, opens = rng.random((3, EXAMPLES))
    rests = ~must_close & (rests < $rest)
    wrong = (wrong < $wrong) & ~rests & ~balanced & ((depth == 0) | (kind != innermost))
    opens = ~(rests | wrong | must_close) & may_open & ((depth == 0) | (opens < share))
    closes = ~(rests | wrong | opens) & (depth > 0)
    kinds[rows[opens], depth[opens]] = kind[opens]
    depth = depth + opens - closes
    letters = $letter + rng.integers($letters, size=EXAMPLES)
    signs = [$open + kind, $close + innermost, $close + kind]
    x[:, t] = np.select([opens, closes, wrong], signs, letters)
    y[:, t] = depth
"""
_VOCABULARY = N_("a symbol's number is its place")
_BALANCED = N_("all is closed, and nothing wrongly")
_SHARE = N_("how often each string opens")
_OPEN_KINDS = N_("which brackets are open")


def make_code(size: str) -> str:
    """The lines that make `x` and `y`, both of this size, as `make_brackets` does."""
    return filled(
        CODE,
        opening=OPENING,
        closing=CLOSING,
        fillers=FILLERS,
        told=_(_VOCABULARY),
        balanced=_(_BALANCED),
        share=_(_SHARE),
        x=size,
        deepest=MAX_DEPTH,
        kinds=_(_OPEN_KINDS),
        count=_KINDS,
        rest=_FILLER_SHARE,
        wrong=_WRONG_SHARE,
        letter=_FIRST_FILLER,
        letters=len(FILLERS),
        open=_FIRST_OPENING,
        close=_FIRST_CLOSING,
    )


def parse(text: str) -> Ids:
    """(symbols,) numbers in `VOCABULARY` of what a learner typed; spaces do not count.

    Raises:
        ExampleError: another sign, none or more than `MOST_SYMBOLS`, or deeper than `MAX_DEPTH`.
    """
    signs = re.sub(r"\s+", "", text)
    known = OPENING + CLOSING + FILLERS
    wrong = [sign for sign in signs if sign not in known]
    if wrong:
        raise ExampleError(
            N_("There may be the symbols {known} only, not {wrong!r}."), known=" ".join(known), wrong=wrong[0]
        )
    if not 1 <= len(signs) <= MOST_SYMBOLS:
        raise ExampleError(
            N_("There must be 1 to {most} symbols, not {count}."), most=MOST_SYMBOLS, count=len(signs)
        )
    ids = VOCABULARY.ids(signs)
    deepest = int(depths_of(ids).max())
    if deepest > MAX_DEPTH:
        raise ExampleError(_TOO_DEEP, most=MAX_DEPTH, deepest=deepest)
    return ids


def counted_depths(tokens: Ids) -> Ids:
    """(strings, length) 0 to `MAX_DEPTH`: what one gets who counts brackets and looks at no kind."""
    opens = (tokens >= _FIRST_OPENING) & (tokens < _FIRST_CLOSING)
    closes = (tokens >= _FIRST_CLOSING) & (tokens < _FIRST_FILLER)
    depth = np.zeros(len(tokens), dtype=np.int64)
    depths = np.empty_like(tokens)
    for t in range(tokens.shape[1]):
        depth = np.clip(depth + opens[:, t] - closes[:, t], 0, MAX_DEPTH)
        depths[:, t] = depth
    return depths


def depths_of(ids: Ids) -> Ids:
    """(symbols,) how many brackets are open after each symbol of one string of numbers in `VOCABULARY`."""
    open_kinds: list[int] = []
    depths = []
    for sign in (VOCABULARY.word(int(id)) for id in ids):
        if sign in OPENING:
            open_kinds.append(OPENING.index(sign))
        elif sign in CLOSING and open_kinds[-1:] == [CLOSING.index(sign)]:
            open_kinds.pop()
        depths.append(len(open_kinds))
    return np.array(depths, dtype=np.int64)
