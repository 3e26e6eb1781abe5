"""Counting what follows, against a count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from playground.tasks.baselines.ngrams import SMOOTHING, scores

A, B = 0, 1


def windows(text: list[int], length: int) -> tuple[np.ndarray, np.ndarray]:
    ids = np.array(text)
    count = (len(ids) - 1) // length
    return ids[: count * length].reshape(count, length), ids[1 : count * length + 1].reshape(count, length)


def test_one_character_back_is_the_smoothed_share_of_what_followed_it():
    train = windows([A, B, A, B, A, A, A], 2)  # pairs: AB BA AB BA AA AA
    never = np.array([5.0, 3.0]) / 8  # of six answers four are A; each has one more
    after_a = (np.array([2.0, 2.0]) + SMOOTHING * never) / (4 + SMOOTHING)
    test = np.array([[A, A]]), np.array([[A, B]])
    found = scores(train, test, 2)[1]
    assert found.perplexity == pytest.approx(np.exp(-np.log(after_a).mean()))
    assert found.accuracy == 0.5


def test_two_characters_back_see_what_one_cannot():
    text = [A, A, B, B] * 50  # after A and after B comes either, after two in a row the other
    train = test = windows(text, 20)
    found = scores(train, test, 2)
    assert found[1].accuracy == pytest.approx(0.5, abs=0.03)
    assert found[1].perplexity == pytest.approx(2, abs=0.03)
    assert found[2].accuracy > 0.95
    assert found[2].perplexity < 1.2


def test_the_first_character_of_a_window_is_judged_without_the_one_before_it():
    train = windows([A, A, B, B] * 50, 20)
    test = np.array([[A]]), np.array([[B]])
    found = scores(train, test, 2)
    assert found[2] == found[1]


def test_what_never_came_is_still_possible():
    train = windows([A] * 21, 10)
    test = np.array([[A, B]]), np.array([[B, B]])
    assert all(np.isfinite(one.perplexity) for one in scores(train, test, 2).values())
