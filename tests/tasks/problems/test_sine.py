"""The sine: the course's numbers exactly, then what the knobs add."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from playground.tasks.problems.sine import PROBLEM, make

COURSE = PROBLEM.preset.task


def test_the_series_is_the_sine_of_1000_points_from_0_to_100():
    series = make(COURSE).answer.series
    expected = [math.sin(100 * i / 999) for i in range(1000)]
    assert np.allclose(series.values, expected, rtol=0, atol=1e-13)
    assert np.array_equal(series.values, np.sin(np.linspace(0, 100, 1000)))
    assert (series.times[0], series.times[-1]) == (0.0, 100.0)


def test_the_windows_are_those_of_a_bare_loop_without_any_scaling():
    wave = np.sin(np.linspace(0, 100, 1000))
    inputs, targets = [], []
    for start in range(990):
        inputs.append([[value] for value in wave[start : start + 10]])
        targets.append([wave[start + 10]])
    data = make(COURSE)
    assert np.array_equal(data.train_x, np.float32(inputs[:792]))
    assert np.array_equal(data.train_y, np.float32(targets[:792]))
    assert np.array_equal(data.test_x, np.float32(inputs[792:]))
    assert np.array_equal(data.test_y, np.float32(targets[792:]))
    assert (data.answer.series.scale.mean, data.answer.series.scale.std) == (0.0, 1.0)


def test_fewer_or_more_points_keep_the_spacing():
    short, long = make(replace(COURSE, examples=300)), make(replace(COURSE, examples=1500))
    assert np.allclose(short.answer.series.values, long.answer.series.values[:300], rtol=0, atol=1e-12)
    assert np.allclose(np.diff(long.answer.series.times), 100 / 999)


def test_noise_is_added_with_the_asked_deviation_and_the_seed_decides_which():
    clean = make(COURSE).answer.series.values
    one = make(replace(COURSE, noise=0.3, data_seed=1)).answer.series.values
    other = make(replace(COURSE, noise=0.3, data_seed=2)).answer.series.values
    assert abs((one - clean).std() - 0.3) < 0.03
    assert abs(np.corrcoef(one - clean, other - clean)[0, 1]) < 0.15
