"""Orders, labels and directions of units, against what numpy says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from playground.charts.inside.units import correlation_by_lag, described, order_of, principal, scaled

RANDOM = np.random.default_rng(0)
VALUES = RANDOM.standard_normal((30, 7))


@pytest.mark.parametrize("by", ["index", "peak", "similarity"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (30, 1), (200, 256)])
def test_an_order_holds_every_unit_once_whatever_the_values(by, shape):
    values = np.random.default_rng(1).standard_normal(shape)
    values[0, 0] = np.nan
    assert sorted(order_of(values, by).tolist()) == list(range(shape[1]))


def test_the_order_by_peak_is_by_the_time_step_of_the_largest_size():
    order = order_of(VALUES, "peak")
    peaks = [max(range(30), key=lambda t: abs(VALUES[t, unit])) for unit in order]
    assert peaks == sorted(peaks)


def test_the_order_by_similarity_goes_to_the_unit_that_correlates_best():
    order = order_of(VALUES, "similarity").tolist()
    correlation = np.corrcoef(VALUES.T)
    assert order[0] == VALUES.std(axis=0).argmax()
    for place, (unit, follower) in enumerate(itertools.pairwise(order)):
        assert correlation[unit, follower] == max(correlation[unit, other] for other in order[place + 1 :])


def test_units_that_never_change_come_last():
    values = VALUES.copy()
    values[:, [1, 4]] = [0.3, -0.7]
    assert set(order_of(values, "similarity")[-2:].tolist()) == {1, 4}


def test_the_scale_of_a_unit_is_its_own_largest_value():
    np.testing.assert_allclose(scaled(VALUES), VALUES / np.abs(VALUES).max(axis=0))
    assert not scaled(np.zeros((3, 2))).any()


@pytest.mark.parametrize("lag", [0, 1, 5, 27])
def test_the_correlation_at_a_lag_is_numpys(lag):
    h, x = VALUES[:, 0], VALUES[:, 1]
    expected = np.corrcoef(h[lag:], x[: 30 - lag])[0, 1]
    assert correlation_by_lag(h, x, 27)[lag] == pytest.approx(expected, abs=1e-12)


def test_a_correlation_is_0_where_there_is_none_and_never_nan():
    h = VALUES[:, 0].copy()
    assert not correlation_by_lag(h, np.full(30, 0.1), 4).any()
    assert correlation_by_lag(h, VALUES[:, 1], 40)[28:].tolist() == [0.0] * 13
    h[3] = np.nan
    known = np.delete(np.arange(30), 3)
    expected = np.corrcoef(h[known], VALUES[known, 1])[0, 1]
    assert correlation_by_lag(h, VALUES[:, 1], 0)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "bounded", "label"),
    [
        (0.01 * VALUES[:, 2] / np.abs(VALUES[:, 2]).max(), True, "silent"),
        (np.where(np.arange(30) < 26, 0.99, -0.2), True, "saturated"),
        (np.full(30, 0.4), True, "constant"),
        (np.full(30, 2.0), False, "constant"),
        (np.concatenate([[9, 9, 9], VALUES[:-3, 1]]), False, "follows the input with lag 3"),
        (np.concatenate([[9], -VALUES[:-1, 1]]), False, "inverts the input with lag 1"),
        (VALUES[:, 0], False, "mixed"),
        (np.full(30, np.nan), True, "silent"),
        (np.array([0.1, 0.5, 0.3]), True, "mixed"),
    ],
)
def test_a_unit_is_described_by_what_it_does(unit, bounded, label):
    assert described(unit, VALUES[: len(unit), 1], bounded) == label


def test_the_principal_directions_are_the_eigenvectors_of_the_covariance():
    basis, mean, share = principal(VALUES)
    sizes, vectors = np.linalg.eigh(np.cov(VALUES.T))
    np.testing.assert_allclose(mean, VALUES.mean(axis=0))
    np.testing.assert_allclose(share, sizes[[-1, -2]] / sizes.sum(), rtol=1e-10)
    np.testing.assert_allclose(np.abs((basis * vectors[:, [-1, -2]]).sum(axis=0)), 1.0, rtol=1e-10)
    assert (basis[np.abs(basis).argmax(axis=0), [0, 1]] > 0).all()


def test_the_same_states_mirrored_have_the_same_directions():
    np.testing.assert_allclose(principal(VALUES)[0], principal(-VALUES)[0])


def test_a_missing_direction_is_zero():
    for states in (VALUES[:1], np.ones((30, 3)), np.full((4, 2), np.nan)):
        basis, mean, share = principal(states)
        assert basis.shape == (states.shape[1], 2)
        assert not basis.any()
        assert not share.any()
        assert np.isfinite(mean).all()
    basis, _mean, share = principal(VALUES[:, :1])
    assert basis.tolist() == [[1.0, 0.0]]
    assert share.tolist() == [1.0, 0.0]
