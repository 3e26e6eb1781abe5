"""Numbers in words: an independent reader gets every number back."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks.pairs.spelling import (
    HUNDRED,
    ONES,
    TEENS,
    TENS,
    THOUSAND,
    alignment,
    answer,
    make,
    parse,
)

VALUES = {word: value for value, word in enumerate(ONES + TEENS)} | {
    word: 10 * tens for tens, word in enumerate(TENS, start=2)
}


def value_of(words: tuple[str, ...]) -> int:
    """Reads from left to right, as a listener does."""
    thousands = below = 0
    for word in words:
        if word == THOUSAND:
            thousands, below = below, 0
        elif word == HUNDRED:
            below *= 100
        else:
            below += VALUES[word]
    return 1000 * thousands + below


def test_every_number_said_is_heard_as_itself_and_no_two_are_said_alike():
    said = [answer(tuple(str(number))) for number in range(100_000)]
    assert [value_of(words) for words in said] == list(range(100_000))
    assert len(set(said)) == 100_000


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "zero"),
        ("10", "ten"),
        ("42", "forty two"),
        ("100", "one hundred"),
        ("815", "eight hundred fifteen"),
        ("1001", "one thousand one"),
        ("20000", "twenty thousand"),
        ("70013", "seventy thousand thirteen"),
        ("99999", "ninety nine thousand nine hundred ninety nine"),
    ],
)
def test_numbers_are_said_as_in_english_without_and(number: str, words: str):
    assert " ".join(answer(parse(number))) == words


def test_every_word_comes_from_the_digit_that_says_it():
    for number in range(100_000):
        source = tuple(str(number))
        words = answer(source)
        places = alignment(source, words)
        assert list(places) == sorted(place for place in places if place is not None)
        for word, place in zip(words, places, strict=True):
            if word in VALUES:
                digit = int(source[place or 0])
                assert digit == (VALUES[word] // 10 if word in TENS else VALUES[word] % 10)


def test_hundred_and_thousand_stand_with_the_word_before_them():
    assert alignment(tuple("45300"), ()) == (0, 1, 1, 2, 2)  # forty five thousand three hundred
    assert alignment(tuple("20007"), ()) == (0, 0, 4)  # twenty thousand seven
    assert alignment(tuple("12011"), ()) == (1, 1, 4)  # twelve thousand eleven


def test_short_numbers_are_as_likely_as_long_ones_until_there_are_no_more():
    lengths = [len(pair.source) for pair in make(30, 5, np.random.default_rng(0))]
    assert np.bincount(lengths, minlength=6)[1:].min() >= 2
    assert {len(pair.source) for pair in make(200, 3, np.random.default_rng(0))} == {1, 2, 3}
    assert len(make(10**6, 2, np.random.default_rng(0))) == 100
    assert len(make(10**6, 9, np.random.default_rng(0))) == 100_000


@pytest.mark.parametrize("text", ["100000", "007", "-5", "3.5", "1 000", "1,000", "seven", "一二"])
def test_what_is_no_such_number_is_refused_with_the_rule(text: str):
    with pytest.raises(ExampleError, match="whole number from 0 to 99999"):
        parse(text)
