"""The mixed waves: a sum of sines, a trend, and noise."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from playground.tasks.problems.waves import PROBLEM, make

PLAIN = replace(PROBLEM.preset.task, noise=0.0)


def test_each_point_is_the_sum_of_the_sines_and_the_trend():
    task = replace(PLAIN, periods=(40.0, 12.5), amplitudes=(1.5, 0.25), trend=3.0, examples=400)
    expected = [
        1.5 * math.sin(2 * math.pi * t / 40) + 0.25 * math.sin(2 * math.pi * t / 12.5) + 3 * t / 399
        for t in range(400)
    ]
    assert np.allclose(make(task).answer.series.values, expected, rtol=0, atol=1e-12)


def test_the_numbers_of_the_network_have_the_training_parts_mean_0_and_deviation_1():
    series = make(PROBLEM.preset.task).answer.series
    scaled = (series.values[: series.split] - series.scale.mean) / series.scale.std
    assert abs(scaled.mean()) < 1e-12
    assert abs(scaled.std() - 1) < 1e-12


def test_without_waves_there_is_a_flat_line_and_no_division_by_zero():
    data = make(replace(PLAIN, periods=(), amplitudes=()))
    assert not data.answer.series.values.any()
    assert np.isfinite(data.train_x).all()
    assert data.baseline.loss == 0.0


def test_noise_has_the_asked_deviation():
    added = make(replace(PLAIN, noise=0.5)).answer.series.values - make(PLAIN).answer.series.values
    assert abs(added.std() - 0.5) < 0.05
