from __future__ import annotations

import numpy as np
import pytest

from playground.charts.lines import MOST_POINTS, kept_points, rounded_up, steady_range


@pytest.mark.parametrize("count", [601, 1000, 1201, 4097, 100_000])
def test_thinning_keeps_both_ends_every_spike_and_the_order(count):
    values = np.random.default_rng(count).random(count)
    values[count // 3], values[count // 2] = 50.0, -50.0
    kept = kept_points(values)
    assert len(kept) <= MOST_POINTS
    assert {0, count // 3, count // 2, count - 1} <= set(kept.tolist())
    assert (np.diff(kept) > 0).all()


def test_thinning_keeps_the_extremes_of_every_bin():
    values = np.random.default_rng(3).standard_normal(2048)
    kept = set(kept_points(values).tolist())
    for start in range(0, 2048, 8):
        chunk = values[start : start + 8]
        assert {start + int(chunk.argmin()), start + int(chunk.argmax())} <= kept


def test_a_short_line_is_sent_whole():
    assert kept_points(np.ones(600)).tolist() == list(range(600))


def test_a_growing_line_keeps_its_old_points_until_bins_double():
    values = np.random.default_rng(4).random(1100)
    before = kept_points(values[:1000])
    after = set(kept_points(values).tolist())
    assert set(before[:-4].tolist()) <= after


@pytest.mark.parametrize("value", [1e-9, 0.03, 0.99, 1.0, 1.01, 7.3, 9.99, 10.0, 12345.6])
def test_a_round_number_is_not_smaller_and_seldom_much_larger(value):
    end = rounded_up(value)
    assert value <= end * (1 + 1e-12)
    assert end <= 1.51 * value
    assert rounded_up(end) == pytest.approx(end)


@pytest.mark.parametrize("wild", [0.0, 1.2, 1.31, 1.6, -0.4, 30.0, -1e6])
def test_an_axis_holds_what_is_drawn_in_it_however_wild_it_is(wild: float):
    real, drawn = np.array([0.0, 0.5, 1.0]), np.array([0.2, wild, np.nan])
    low, high = steady_range(real, drawn)
    assert low <= min(-0.3, wild)
    assert high >= max(1.3, wild)
    assert high - low <= 1.6 + 2.6 * abs(wild) + 0.5  # not much wider than it must be


def test_an_axis_stands_still_while_answers_move_a_little():
    real = np.array([0.0, 1.0])
    ends = {tuple(steady_range(real, np.array([value]))) for value in np.linspace(0.0, 2.5, 200)}
    assert len(ends) < 10
