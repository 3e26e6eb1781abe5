"""Scores of attention and answers, by cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from playground.tasks.pairs import END, PAD
from playground.tasks.pairs.scores import alignment_score, exact_match, token_accuracy

TARGETS = np.array([[5, 6, END], [7, END, PAD]])


def test_attention_on_the_true_positions_is_perfect():
    score = alignment_score(np.eye(4), (0, 1, 2, 3))
    assert (score.on, score.within_one) == (1.0, 1.0)
    assert score.rank_correlation == pytest.approx(1.0)


def test_attention_in_the_opposite_order_has_a_rank_correlation_of_minus_one():
    score = alignment_score(np.eye(4)[::-1], (0, 1, 2, 3))
    assert (score.on, score.within_one) == (0.0, 0.5)
    assert score.rank_correlation == pytest.approx(-1.0)


def test_attention_one_place_beside_the_truth_is_near_but_not_on_it_and_in_order():
    score = alignment_score(np.eye(5)[1:], (0, 1, 2, 3))
    assert (score.on, score.within_one) == (0.0, 1.0)
    assert score.rank_correlation == pytest.approx(1.0)


@pytest.mark.parametrize("noise", [0.0, 1e-8])
def test_even_weights_score_the_share_of_the_places_and_have_no_order(noise: float):
    """Not even where their last digits differ, as those of a softmax do."""
    score = alignment_score(1 / 7 + noise * np.eye(7)[[0, 3, 6]], (0, 3, 6))
    assert score.on == pytest.approx(1 / 7)
    assert score.within_one == pytest.approx((2 + 3 + 2) / 21)
    assert score.rank_correlation is None


def test_tokens_that_come_from_nowhere_are_left_out():
    weights = np.array([[1.0, 0.0], [0.3, 0.7], [0.0, 1.0]])
    score = alignment_score(weights, (0, None, 1))
    assert (score.on, score.within_one) == (1.0, 1.0)


def test_the_rank_correlation_is_spearmans_with_shared_ranks():
    weights = np.eye(6)[[0, 2, 2, 5]]  # ranks 0, 1.5, 1.5, 3 against 0, 1, 3, 2
    score = alignment_score(weights, (0, 1, 5, 3))
    one, other = np.array([0, 1.5, 1.5, 3]) - 1.5, np.array([0, 1, 3, 2]) - 1.5
    assert score.rank_correlation == pytest.approx(one @ other / np.sqrt((one @ one) * (other @ other)))


def test_weights_that_do_not_fit_the_truth_are_refused():
    with pytest.raises(ValueError, match="2 rows of weights for 3"):
        alignment_score(np.eye(2), (0, 1, 1))
    with pytest.raises(ValueError, match="true position"):
        alignment_score(np.eye(2), (None, None))


def test_the_end_counts_and_what_is_behind_it_does_not():
    right = np.array([[5, 6, END], [7, END, 9]])
    assert (token_accuracy(right, TARGETS), exact_match(right, TARGETS)) == (1.0, 1.0)
    endless = np.array([[5, 6, 6], [7, END, PAD]])
    assert (token_accuracy(endless, TARGETS), exact_match(endless, TARGETS)) == (0.8, 0.5)


def test_one_wrong_token_spoils_its_row_alone():
    wrong = np.array([[5, 5, END], [7, END, PAD]])
    assert (token_accuracy(wrong, TARGETS), exact_match(wrong, TARGETS)) == (0.8, 0.5)
