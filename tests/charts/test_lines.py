from __future__ import annotations

import numpy as np
import pytest

from playground.charts.lines import MOST_POINTS, kept_points, smoothed


def loop(values: np.ndarray, strength: float) -> list[float]:
    """The moving average as it is written in books, divided by the weights it has so far."""
    total = weight = 0.0
    result = []
    for value in values:
        finite = np.isfinite(value)
        total = strength * total + (value if finite else 0.0)
        weight = strength * weight + (1.0 if finite else 0.0)
        result.append(total / weight if finite else np.nan)
    return result


@pytest.mark.parametrize("gaps", [False, True], ids=["whole", "with gaps"])
@pytest.mark.parametrize("steps", [1, 2, 65, 500])
@pytest.mark.parametrize("strength", [0.0, 0.3, 0.5, 0.9, 0.99])
def test_smoothing_equals_the_plain_loop_to_the_last_digit(steps, strength, gaps):
    values = np.random.default_rng(steps).standard_normal(steps)
    if gaps:
        values[::7], values[3:40:9], values[-1:] = np.nan, np.inf, -np.inf
    np.testing.assert_allclose(smoothed(values, strength), loop(values, strength), rtol=0, atol=1e-15)


def test_time_passes_in_a_gap():
    average = smoothed(np.array([0.0, np.nan, np.nan, 1.0]), 0.5)
    assert average[-1] == pytest.approx(1 / (1 + 0.5**3), abs=1e-15)
    assert np.isnan(average[1:3]).all()


def test_smoothing_starts_at_the_first_value_and_never_looks_ahead():
    values = np.random.default_rng(2).standard_normal(300)
    whole = smoothed(values, 0.95)
    assert whole[0] == pytest.approx(values[0])
    np.testing.assert_allclose(smoothed(values[:100], 0.95), whole[:100], rtol=1e-12)


def test_smoothing_refuses_a_strength_that_never_forgets():
    with pytest.raises(ValueError, match="less than 1"):
        smoothed(np.ones(3), 1.0)


def test_smoothing_nothing_is_nothing():
    assert len(smoothed(np.zeros(0), 0.9)) == 0


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
