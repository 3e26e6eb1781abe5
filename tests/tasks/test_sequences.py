"""The problems with separate sequences: every answer follows from its sequence as the words say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks import PROBLEMS
from playground.tasks.base import Dataset


def make(name: str, **settings: object) -> Dataset:
    problem = PROBLEMS[name]
    return problem.make(replace(problem.preset.task, **settings))


def whole(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([data.train_x, data.test_x]), np.concatenate([data.train_y, data.test_y])


def parse(name: str, text: str) -> np.ndarray:
    problem = PROBLEMS[name]
    return problem.parse(text, problem.preset.task, problem.make(problem.preset.task))


def test_sum_sign_has_the_courses_thousand_sequences_of_ten():
    data = make("sum-sign")
    assert data.train_x.shape == (800, 10, 1)
    assert data.test_x.shape == (200, 10, 1)
    x, _ = whole(data)
    assert abs(x.mean()) < 0.03
    assert abs(x.std() - 1) < 0.03


def test_sum_sign_says_1_exactly_where_the_sum_is_above_zero():
    x, y = whole(make("sum-sign"))
    assert [math.fsum(row[:, 0].tolist()) > 0 for row in x] == [answer == 1 for answer in y[:, 0]]
    assert 0.4 < y.mean() < 0.6


def test_noise_has_five_balanced_classes_that_say_nothing_of_the_sequences():
    data = make("noise")
    x, y = whole(data)
    assert x.shape == (1000, 50, 10)
    assert data.answer.output_size == len(data.answer.names) == 5
    assert np.bincount(y).min() > 150
    means = [x[y == k].mean() for k in range(5)]
    assert np.ptp(means) < 0.02  # each mean has a standard error of about 0.003
    assert data.baseline.loss == math.log(5)


def test_noise_draws_the_same_labels_whatever_the_sequences_length():
    assert np.array_equal(whole(make("noise"))[1], whole(make("noise", length=7))[1])


def test_noise_draws_other_labels_with_another_seed_and_no_pattern():
    one, other = (whole(make("noise", data_seed=seed))[1] for seed in (0, 1))
    assert 0.1 < np.mean(one == other) < 0.3
    for lag in range(1, 20):
        assert 0.1 < np.mean(one[lag:] == one[:-lag]) < 0.3


def test_adding_marks_one_number_in_each_half_and_asks_for_their_sum():
    for length in (5, 50):
        x, y = whole(make("adding", length=length, examples=500))
        for row, answer in zip(x, y, strict=True):
            first, second = np.flatnonzero(row[:, 1])
            assert first < length // 2 <= second
            assert answer[0] == pytest.approx(float(row[first, 0]) + float(row[second, 0]), abs=1e-6)
        assert x[:, :, 0].min() >= 0
        assert x[:, :, 0].max() < 1
        assert set(np.unique(x[:, :, 1])) == {0.0, 1.0}


def test_adding_marks_every_place_sometimes():
    x, _ = whole(make("adding", length=9, examples=2000))
    assert (x[:, :, 1].sum(axis=0) > 100).all()


def test_adding_by_always_saying_1_costs_a_sixth():
    data = make("adding", examples=5000)
    _, y = whole(data)
    assert data.baseline.losses == pytest.approx((data.test_y[:, 0].astype(float) - 1) ** 2)
    assert data.baseline.loss == pytest.approx(np.mean((data.test_y - 1.0) ** 2))  # of this very test part
    assert np.mean((y - 1) ** 2) == pytest.approx(1 / 6, abs=0.01)


def test_recall_shows_one_symbol_then_blanks_and_asks_for_the_symbol():
    data = make("recall", length=7, symbols=5)
    x, y = whole(data)
    assert x.shape[1:] == (8, 6)
    assert np.array_equal(x.sum(axis=2), np.ones(x.shape[:2]))
    assert np.array_equal(x[:, 0].argmax(axis=1), y)
    assert (x[:, 1:, 5] == 1).all()
    assert set(y) == set(range(5))
    assert data.answer.names == tuple("ABCDE")
    assert data.baseline.loss == math.log(5)


def test_parity_says_odd_exactly_after_an_odd_number_of_ones():
    data = make("parity")
    x, y = whole(data)
    assert data.answer.every_step
    for bits, answers in zip(x[:, :, 0], y[:, :, 0], strict=True):
        odd = False
        for bit, answer in zip(bits, answers, strict=True):
            odd = odd != (bit == 1)
            assert (answer == 1) == odd
    assert 0.45 < x.mean() < 0.55


def test_typed_numbers_become_the_sequence_they_show():
    assert parse("sum-sign", "0.5, -1.25 3")[:, 0].tolist() == [0.5, -1.25, 3.0]
    assert parse("adding", "0.25 0.5* 0.125 0.75 *").tolist() == [[0.25, 0], [0.5, 1], [0.125, 0], [0.75, 1]]
    assert parse("parity", "0110 1")[:, 0].tolist() == [0, 1, 1, 0, 1]
    assert parse("recall", "c . ..").argmax(axis=1).tolist() == [2, 8, 8, 8]
    assert parse("noise", "1 2 3 4 5 6 7 8 9 10\n\n" + "0 " * 10).shape == (2, 10)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("sum-sign", "1 2 three", "not 'three'"),
        ("sum-sign", "1 " * 201, "1 to 200 numbers, not 201"),
        ("noise", "1 2 3", "exactly 10 numbers; line 1 has 3"),
        ("noise", "0 0 0 0 0 0 0 0 0 0\n" * 201, "1 to 200 lines"),
        ("noise", "0 0 0 0 0 0 0 0 0 nan", "not 'nan'"),
        ("adding", "0.1 0.2* 0.3", "Exactly 2 numbers"),
        ("adding", "0.1* 0.2* 0.3*", "not 3"),
        ("adding", "0.1* *0.2", "Exactly 2 numbers"),
        ("adding", "0.1** 0.2*", "must be a number"),
        ("adding", "0.1*", "2 to 200 numbers, not 1"),
        ("adding", "* *", "2 to 200"),
        ("recall", "Z...", "one of A B C D E F G H, not 'Z'"),
        ("recall", "A..B.", "dots only, not 'B'"),
        ("recall", "A", "2 to 200 time steps"),
        ("recall", "A" + "." * 200, "not 201"),
        ("parity", "0 1 2", "must be 0 or 1, not '2'"),
        ("parity", ",", "1 to 200 bits, not 0"),
        ("parity", "01" * 101, "not 202"),
    ],
)
def test_a_sequence_that_cannot_be_read_is_refused(name: str, text: str, words: str):
    with pytest.raises(ExampleError, match=words):
        parse(name, text)


@pytest.mark.parametrize("name", ["sum-sign", "noise", "adding", "recall", "parity"])
@pytest.mark.parametrize("text", ["", "  \n ", "1 " * 10_001, "\x00", "'; drop", "九"])
def test_rubbish_is_refused_by_every_problem(name: str, text: str):
    with pytest.raises(ExampleError):
        parse(name, text)


@pytest.mark.parametrize(
    ("name", "plain", "typed"),
    [
        ("sum-sign", "0.5 -1.25 3", "[0,5; −1,25; 3]"),
        ("sum-sign", "0.5 -1.25 3", "０．５，－１．２５、３"),
        ("adding", "0.25 0.5* 0.1 0.9*", "0,25 0,5* 0,1 0,9*"),
        ("adding", "0.25 0.5* 0.1 0.9*", "０．２５　０．５＊　０．１　０．９＊"),
        ("parity", "0 1 1 0", "[0, 1, 1, 0]"),
        ("parity", "0 1 1 0", "０、１、１、０"),
    ],
)
def test_numbers_are_read_as_people_type_them(name: str, plain: str, typed: str):
    assert np.array_equal(parse(name, plain), parse(name, typed))


def test_a_comma_that_may_be_either_is_asked_about():
    with pytest.raises(ExampleError, match=r"'0,5' can be read in more than one way"):
        parse("sum-sign", "0,5")
