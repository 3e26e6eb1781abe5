"""The depths of brackets against reading them one by one."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks.texts.brackets import (
    FILLERS,
    MAX_DEPTH,
    MOST_SYMBOLS,
    VOCABULARY,
    depths_of,
    make_brackets,
    parse,
)
from playground.tasks.texts.vocabulary import UNKNOWN

PARTNER = {")": "(", "]": "[", "}": "{"}


def text_of(ids: np.ndarray) -> str:
    return "".join(VOCABULARY.word(int(id)) for id in ids)


def read(text: str) -> tuple[list[int], bool]:
    """The depth after each symbol, and whether the whole is balanced."""
    waiting, depths, fault = "", [], False
    for sign in text:
        if sign in PARTNER.values():
            waiting += sign
        elif sign in PARTNER:
            fits = waiting.endswith(PARTNER[sign])
            fault |= not fits
            waiting = waiting[:-1] if fits else waiting
        depths.append(len(waiting))
    return depths, not waiting and not fault


@pytest.mark.parametrize("length", [1, 2, 7, 40, MOST_SYMBOLS])
def test_every_depth_is_the_one_a_reader_counts(length: int):
    tokens, depths = make_brackets(200, length, np.random.default_rng(length))
    assert tokens.shape == depths.shape == (200, length)
    for row, truth in zip(tokens, depths, strict=True):
        assert truth.tolist() == read(text_of(row))[0] == depths_of(row).tolist()


def test_about_half_are_balanced_at_every_length():
    for length in (10, 11, 40):
        tokens, _ = make_brackets(1000, length, np.random.default_rng(0))
        assert 0.42 < np.mean([read(text_of(row))[1] for row in tokens]) < 0.6


def test_all_depths_and_all_symbols_come_often():
    tokens, depths = make_brackets(1000, 30, np.random.default_rng(1))
    assert np.bincount(depths.ravel(), minlength=MAX_DEPTH + 1).min() > 0.05 * depths.size
    assert depths.max() == MAX_DEPTH
    assert set(np.unique(tokens)) == set(range(UNKNOWN + 1, len(VOCABULARY)))


def test_counting_brackets_without_their_kinds_is_not_enough():
    tokens, depths = make_brackets(500, 30, np.random.default_rng(2))
    signs = np.array(VOCABULARY.words)[tokens]
    blind = np.cumsum(np.isin(signs, list("([{")).astype(int) - np.isin(signs, list(")]}")), axis=1)
    assert np.mean(blind == depths) < 0.8


def test_the_generator_alone_decides():
    one, again, other = (make_brackets(20, 15, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(one[0], again[0])
    assert np.array_equal(one[1], again[1])
    assert not np.array_equal(one[0], other[0])


@pytest.mark.parametrize(
    ("text", "depths"),
    [
        ("a(b[c])", [0, 1, 1, 2, 2, 1, 0]),
        ("([)]", [1, 2, 2, 1]),  # ) does not fit [ and closes nothing
        (")]}", [0, 0, 0]),
        ("{ {\n{{{{", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_typed_brackets_have_the_depths_they_show(text: str, depths: list[int]):
    ids = parse(text)
    assert text_of(ids) == "".join(text.split())
    assert depths_of(ids).tolist() == depths


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(d)", "not 'd'"),
        ("(<)", "not '<'"),
        ("\x00", "only, not"),
        ("", "1 to 200 symbols, not 0"),
        (" \n ", "not 0"),
        ("a" * 201, "not 201"),
        ("([{([{(", "At most 6 brackets"),
    ],
)
def test_what_are_no_brackets_is_refused(text: str, words: str):
    with pytest.raises(ExampleError, match=words):
        parse(text)


@pytest.mark.parametrize(("count", "length"), [(0, 5), (5, 0), (5, MOST_SYMBOLS + 1)])
def test_nothing_and_too_much_are_refused(count: int, length: int):
    with pytest.raises(ValueError):
        make_brackets(count, length, np.random.default_rng(0))


def test_fillers_open_and_close_nothing():
    assert depths_of(parse(FILLERS)).tolist() == [0] * len(FILLERS)
