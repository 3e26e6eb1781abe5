"""Copy, reverse and sort: what they ask, and where every letter comes from."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks.pairs import PAIR_PROBLEMS
from playground.tasks.pairs.letters import MAX_LETTERS, distinct_rows, parse

NAMES = ("copy", "reverse", "sort")


def said(name: str, word: str) -> str:
    return "".join(PAIR_PROBLEMS[name].answer(tuple(word)))


def test_each_problem_does_what_its_name_says():
    assert (said("copy", "banana"), said("reverse", "banana"), said("sort", "banana")) == (
        "banana",
        "ananab",
        "aaabnn",
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_the_one_at_its_true_position_and_every_position_is_used_once(name: str):
    problem = PAIR_PROBLEMS[name]
    assert problem.alignment is not None
    for pair in problem.make(300, 12, np.random.default_rng(0)):
        places = problem.alignment(pair.source, pair.target)
        known = [
            (place, token) for place, token in zip(places, pair.target, strict=True) if place is not None
        ]
        assert all(pair.source[place] == token for place, token in known)
        every = [n for n, one in enumerate(pair.source) if name != "sort" or pair.source.count(one) == 1]
        assert sorted(place for place, _ in known) == every


def test_equal_letters_come_from_nowhere_in_particular_when_they_are_sorted():
    sort = PAIR_PROBLEMS["sort"]
    assert sort.alignment is not None
    assert sort.alignment(tuple("banana"), tuple("aaabnn")) == (None, None, None, 0, None, None)


@pytest.mark.parametrize("length", [1, 4, 5, 10, 40])
def test_words_have_the_length_asked_for_and_all_letters_are_equally_likely(length: int):
    rows = distinct_rows(4000, length, np.random.default_rng(5))
    assert rows.shape == (min(4000, 26**length), length)
    shares = np.bincount(rows.ravel(), minlength=26) / rows.size
    assert shares == pytest.approx(np.full(26, 1 / 26), abs=0.01)


@pytest.mark.parametrize("length", [1, 2])
def test_where_there_are_fewer_words_than_asked_for_all_of_them_come(length: int):
    rows = distinct_rows(10_000, length, np.random.default_rng(0))
    assert len({tuple(row) for row in rows.tolist()}) == len(rows) == 26**length


def test_capitals_and_blanks_of_a_learner_are_no_obstacle():
    assert parse(" Play Ground\n") == tuple("playground")
    assert parse("a" * MAX_LETTERS) == ("a",) * MAX_LETTERS


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("abc1", "letters a to z.*'1'"), ("straße", "'ß'"), ("a" * 41, "1 to 40 letters, not 41")],
)
def test_other_signs_and_long_words_are_refused_with_the_rule(text: str, complaint: str):
    with pytest.raises(ExampleError, match=complaint):
        parse(text)
