"""Mackey-Glass: the integration against another method with a much finer step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.tasks.problems.mackey_glass import PROBLEM, integrate, make


def heun(units: int, start: float, steps: int) -> np.ndarray:
    """The same equation by the explicit trapezoid rule, which needs no value between two steps."""
    h, past = 1.0 / steps, [start] * (17 * steps + 1)

    def slope(x: float, delayed: float) -> float:
        return 0.2 * delayed / (1.0 + delayed**10) - 0.1 * x

    for _ in range(units * steps):
        x, delayed, next_delayed = past[-1], past[-17 * steps - 1], past[-17 * steps]
        first = slope(x, delayed)
        past.append(x + h / 2 * (first + slope(x + h * first, next_delayed)))
    return np.array(past[17 * steps :: steps])


def test_the_series_agrees_with_another_method_and_a_finer_step():
    assert np.allclose(integrate(150, 1.2), heun(150, 1.2, steps=500), rtol=0, atol=1e-4)


def test_a_finer_step_hardly_changes_the_points():
    assert np.allclose(integrate(200, 1.25, steps=10), integrate(200, 1.25, steps=40), rtol=0, atol=1e-4)


def test_one_step_along_a_known_history_is_the_closed_form():
    # While the delayed value is the constant start, the equation is linear: x decays towards 10 g.
    start, t = 1.2, np.arange(16.0)
    goal = 10 * 0.2 * start / (1 + start**10)
    exact = goal + (start - goal) * np.exp(-0.1 * t)
    assert np.allclose(integrate(15, start), exact, rtol=0, atol=1e-9)


def test_a_start_at_the_fixed_point_stays_there():
    assert np.allclose(integrate(60, 1.0), 1.0, rtol=0, atol=1e-12)


def test_the_series_keeps_swinging_in_its_known_range_and_never_repeats():
    values = make(PROBLEM.preset.task).answer.series.values
    assert 0.2 < values.min() < 0.6
    assert 1.2 < values.max() < 1.5
    assert values[-300:].std() > 0.15
    distance = [np.abs(values[k : k + 200] - values[:200]).max() for k in range(20, 800)]
    assert min(distance) > 0.01


def test_the_seed_picks_another_start_of_the_same_kind():
    one, other = (make(replace(PROBLEM.preset.task, data_seed=seed)).answer.series.values for seed in (0, 1))
    assert np.abs(one - other).max() > 0.05
    assert abs(one.mean() - other.mean()) < 0.1
