"""Statistics of several seeds, against brute force and numpy's own."""

from __future__ import annotations

from itertools import combinations
from math import comb, inf, nan

import numpy as np
import pytest

from playground.experiments.significance import (
    FEWEST_SEEDS,
    MOST_SEEDS,
    SIGNIFICANT,
    band,
    holm,
    rank_sum,
    seeds_needed,
    solved,
    verdict,
)

RANDOM = np.random.default_rng(0)


def midranks(values: list[float]) -> list[float]:
    return [sum(other < value for other in values) + (values.count(value) + 1) / 2 for value in values]


def brute_force(one: list[float], other: list[float]) -> float:
    """Deals the ranks in every way there is."""
    ranks = midranks([*one, *other])
    expected = len(one) * (len(ranks) + 1) / 2
    sums = [sum(dealt) for dealt in combinations(ranks, len(one))]
    found = abs(sum(ranks[: len(one)]) - expected)
    return sum(abs(total - expected) >= found for total in sums) / len(sums)


@pytest.mark.parametrize("sizes", [(1, 1), (1, 4), (3, 3), (4, 4), (2, 6), (5, 5), (6, 3)])
@pytest.mark.parametrize("values", [2, 4, 1000])
def test_the_rank_sum_test_equals_brute_force_with_few_and_with_many_ties(sizes, values):
    for seed in range(8):
        numbers = np.random.default_rng(seed).integers(values, size=sum(sizes)).astype(float)
        numbers[numbers == values - 1] = inf
        one, other = numbers[: sizes[0]].tolist(), numbers[sizes[0] :].tolist()
        assert rank_sum(one, other) == pytest.approx(brute_force(one, other), abs=1e-12)


@pytest.mark.parametrize("size", [2, 4, 10, MOST_SEEDS])
def test_samples_that_do_not_mix_have_the_smallest_p_there_is(size):
    one = RANDOM.random(size)
    assert rank_sum(one, one + 1) == pytest.approx(2 / comb(2 * size, size), rel=1e-12)
    assert rank_sum(one, one) == 1.0


def test_the_rank_sum_test_is_the_same_from_both_sides_and_on_any_scale():
    one, other = RANDOM.random(7), RANDOM.random(9) + 0.3
    p = rank_sum(one, other)
    assert 0 < p < 1
    assert rank_sum(other, one) == pytest.approx(p)
    assert rank_sum(np.exp(9 * one), np.exp(9 * other)) == pytest.approx(p)


def test_what_is_not_finite_is_the_worst_rank():
    assert rank_sum([1, 2, nan], [3, inf, -inf]) == rank_sum([1, 2, 9], [3, 9, 9])


def test_without_values_nothing_is_known_and_too_many_are_refused():
    assert rank_sum([], [1.0]) == rank_sum([1.0], []) == rank_sum([], []) == 1.0
    with pytest.raises(ValueError, match="at most 30"):
        rank_sum([1.0], range(31))


def test_the_p_value_is_honest_where_there_is_no_difference():
    tests = [rank_sum(RANDOM.random(5), RANDOM.random(5)) for _ in range(1000)]
    assert np.mean(np.array(tests) <= SIGNIFICANT) <= SIGNIFICANT


def test_holms_correction_is_the_one_in_the_paper():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.5, 0.9, 0.001]) == pytest.approx((1.0, 1.0, 0.003))
    assert holm([0.02]) == (0.02,)
    assert holm([]) == ()


@pytest.mark.parametrize("seeds", [1, 4, 5, 10])
def test_a_band_is_numpys_quantiles(seeds):
    losses = RANDOM.random((seeds, 30))
    found = band(list(losses))
    for values, at in ((found.low, 0.25), (found.median, 0.5), (found.high, 0.75)):
        np.testing.assert_allclose(values, np.quantile(losses, at, axis=0), rtol=1e-12)
    wide = band(list(losses), low=0.1, high=1)
    np.testing.assert_allclose(wide.low, np.quantile(losses, 0.1, axis=0), rtol=1e-12)
    np.testing.assert_array_equal(wide.high, losses.max(axis=0))


def test_a_run_that_ended_earlier_keeps_its_last_loss():
    found = band([[3.0, 2.0, 1.0], [5.0, 4.0]], low=0, high=1)
    assert found.low.tolist() == [3, 2, 1]
    assert found.high.tolist() == [5, 4, 4]


def test_a_run_that_diverged_is_infinite_from_there_on():
    found = band([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0], [3.0, nan], []])
    assert found.low.tolist() == [1.75, 1.75, 1.75]
    assert found.median.tolist() == [2.5, inf, inf]
    assert found.high.tolist() == [inf, inf, inf]  # between the third and an infinite one


def test_a_quantile_at_the_last_finite_loss_is_that_loss():
    found = band([[1.0], [2.0], [3.0], [4.0], [inf]])
    assert (found.low.tolist(), found.median.tolist(), found.high.tolist()) == ([2], [3], [4])


@pytest.mark.parametrize("losses", [[], [[]], [[], []]])
def test_a_band_of_nothing_has_no_epochs(losses):
    assert len(band(losses).median) == 0


def test_solved_runs_are_counted():
    assert solved([0.1, 0.2, 0.3, nan, -inf], 0.2) == 2
    assert solved([], 1.0) == 0


def lanes(*centres: float, seeds: int = 6) -> list[list[float]]:
    return [[centre + 0.01 * seed for seed in range(seeds)] for centre in centres]


def test_a_verdict_names_the_best_and_by_how_much():
    found = verdict(lanes(3.0, 1.0, 2.0, seeds=5))
    assert (found.best, found.runner_up) == (1, 2)
    assert found.medians == pytest.approx((3.02, 1.02, 2.02))
    assert found.ratio == pytest.approx(2.02 / 1.02)
    assert found.seeds == (5, 5, 5)
    assert found.p_values == (pytest.approx(2 * 2 / 252), None, pytest.approx(2 * 2 / 252))
    assert found.better
    assert found.enough
    assert not found.overlap


def test_better_means_better_than_each_other_lane():
    found = verdict(lanes(1.0, 1.005, 3.0))
    assert found.best == 0
    assert found.p_values[1] > SIGNIFICANT >= found.p_values[2]
    assert not found.better
    assert found.overlap


@pytest.mark.parametrize("count", [2, 3, 4])
def test_what_is_enough_is_exactly_what_the_clearest_difference_needs(count):
    needed = seeds_needed(count)
    assert needed >= FEWEST_SEEDS
    centres = tuple(float(lane) for lane in range(count))
    assert verdict(lanes(*centres, seeds=needed)).better
    fewer = verdict(lanes(*centres, seeds=needed - 1))
    assert not fewer.enough
    assert not fewer.better
    assert min(p for p in fewer.p_values if p is not None) > SIGNIFICANT


def test_one_lane_with_too_few_seeds_is_not_enough():
    found = verdict([*lanes(1.0, seeds=20), *lanes(2.0, seeds=3)])
    assert found.p_values[1] < SIGNIFICANT
    assert not found.enough
    assert not found.better


def test_the_lower_median_alone_is_not_better():
    """The medians say one thing and most pairs of runs the other, and significantly so."""
    best = [5.0] * 16 + [9.0] * 14
    found = verdict([best, [4.0] * 14 + [6.0] * 16])
    assert (found.best, found.enough) == (0, True)
    assert found.p_values[1] < SIGNIFICANT
    assert not found.better


def test_diverged_runs_count_as_the_worst_ones():
    found = verdict([[0.1, 0.1, nan, nan, nan], [0.2, 0.2, 0.2, 0.2, inf], [inf] * 5])
    assert found.medians == (inf, 0.2, inf)
    assert found.best == 1
    assert found.ratio == inf


def test_lanes_without_a_seed_are_left_out_and_nothing_at_all_has_no_verdict():
    found = verdict([[], [0.3, 0.5], [0.6]])
    assert (found.best, found.runner_up, found.seeds, found.enough) == (1, 2, (0, 2, 1), False)
    assert found.p_values[:2] == (None, None)
    assert np.isnan(found.medians[0])
    for nothing in ([], [[]], [[], []], [[inf], [nan]]):
        none = verdict(nothing)
        assert (none.best, none.runner_up, none.ratio) == (None, None, None)
        assert (none.better, none.overlap, none.enough) == (False, False, False)
    alone = verdict([[0.5] * 9])
    assert (alone.best, alone.runner_up, alone.better) == (0, None, False)


def test_perfect_lanes_are_equally_good_and_infinitely_better_than_others():
    assert verdict([[0.0] * 5, [0.0] * 5]).ratio == 1.0
    assert verdict([[0.0] * 5, [0.1] * 5]).ratio == inf


@pytest.mark.parametrize("good", [2, 3])
def test_a_winner_is_rarely_announced_where_there_is_none(good):
    """`good` equal lanes beside one that is clearly worse, or three equal ones."""
    wins = 0
    for _trial in range(300):
        finals = RANDOM.random((3, 5))
        finals[good:] += 5
        wins += verdict(list(finals)).better
    assert wins / 300 <= SIGNIFICANT
