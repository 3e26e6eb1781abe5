"""The simple forecasts against closed forms and known coefficients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.config.errors import ConfigError
from playground.tasks import PROBLEMS, dataset
from playground.tasks.baselines.series import (
    MAX_ORDER,
    Forecast,
    autoregression,
    fit_autoregression,
    forecast_baselines,
    free_running,
    persistence,
    persistence_run,
    scores,
    seasonal_naive,
    seasonal_naive_run,
    usual_order,
)
from playground.tasks.scale import Floats, Scale
from playground.tasks.series import Series


def fitted(data: Series) -> dict[str, Forecast]:
    """All simple forecasts, with the one that is fitted."""
    return forecast_baselines(data, fit_autoregression(data))


def runs(data: Series, horizon: int) -> dict[str, Floats]:
    """The same when they run free."""
    return free_running(data, horizon, fit_autoregression(data))


def series(values: object, split: int, window: int = 2, season: int | None = None) -> Series:
    points = np.array(values, dtype=np.float64)
    return Series(
        values=points,
        times=np.arange(float(len(points))),
        time_label="t",
        value_label="v",
        scale=Scale(),
        window=window,
        split=split,
        season=season,
    )


def noisy_ar2(points: int = 20_000) -> np.ndarray:
    rng, x = np.random.default_rng(5), np.zeros(points)
    shocks = rng.normal(size=points)
    for t in range(2, points):
        x[t] = 3.0 + 0.6 * x[t - 1] - 0.3 * x[t - 2] + shocks[t]
    return x


def test_scores_of_a_worked_example():
    result = scores(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 6.0]), np.array([0.0, 1.0, 2.0]))
    assert result.rmse == pytest.approx(np.sqrt(3))
    assert result.mae == 1.0
    assert result.r2 == pytest.approx(1 - 9 / 2)
    assert result.relative == pytest.approx(np.sqrt(3))


def test_scores_of_a_flat_line_leave_open_what_has_no_meaning():
    flat = np.ones(4)
    result = scores(flat, flat, flat)
    assert (result.rmse, result.mae, result.r2, result.relative) == (0.0, 0.0, None, None)


def test_persistence_repeats_the_point_before_and_scores_1_against_itself():
    data = series([1, 2, 4, 7, 11, 16], split=3)
    assert persistence(data).tolist() == [4, 7, 11]
    assert persistence_run(data, 4).tolist() == [4, 4, 4, 4]
    assert forecast_baselines(data)["persistence"].scores.relative == 1.0
    assert forecast_baselines(data)["persistence"].scores.mae == 4.0


def test_seasonal_naive_makes_no_error_on_a_periodic_series():
    data = series([3, 1, 4, 1, 5] * 6, split=21, season=5)
    found = forecast_baselines(data)["seasonal_naive"]
    assert found.parameter == 5
    assert found.scores.rmse == 0.0
    assert found.scores.r2 == 1.0
    assert np.array_equal(seasonal_naive_run(data, 9), data.values[21:30])


def test_seasonal_naive_repeats_the_last_known_season_when_it_runs_free():
    data = series(range(12), split=7, season=3)
    assert seasonal_naive(data).tolist() == [4, 5, 6, 7, 8]
    assert seasonal_naive_run(data, 7).tolist() == [4, 5, 6, 4, 5, 6, 4]


def test_without_a_season_or_a_whole_one_before_the_split_there_is_no_seasonal_naive():
    for data in (series(range(12), split=7), series(range(12), split=7, season=8)):
        assert "seasonal_naive" not in forecast_baselines(data)
        assert "seasonal_naive" not in free_running(data, 3)
        with pytest.raises(ConfigError, match="whole season"):
            seasonal_naive(data)
    assert "seasonal_naive" in forecast_baselines(series(range(12), split=7, season=7))


def test_autoregression_finds_the_coefficients_of_a_generated_ar2():
    model = fit_autoregression(series(noisy_ar2(), split=18_000))
    assert model.weights == pytest.approx([0.6, -0.3], abs=0.02)
    assert model.constant == pytest.approx(3.0, abs=0.1)


def test_autoregression_one_step_ahead_leaves_only_the_shocks():
    found = fitted(series(noisy_ar2(), split=18_000))["autoregression"]
    assert found.parameter == 2
    assert found.scores.rmse == pytest.approx(1.0, abs=0.05)
    assert found.scores.relative < 1


def test_autoregression_runs_free_along_a_closed_form():
    geometric = 4 + 6 * 0.9 ** np.arange(60)
    run = runs(series(geometric, split=30, window=1), 30)["autoregression"]
    assert np.allclose(run, geometric[30:], atol=1e-8)
    wave = np.sin(0.3 * np.arange(200))
    run = runs(series(wave, split=100, window=2), 100)["autoregression"]
    assert np.allclose(run, wave[100:], atol=1e-6)


def test_autoregression_one_step_ahead_is_its_equation_written_out():
    data = series(noisy_ar2(200), split=150, window=3)
    model = fit_autoregression(data)
    a, b, c = model.weights
    x = data.values
    expected = [model.constant + a * x[t - 1] + b * x[t - 2] + c * x[t - 3] for t in range(150, 200)]
    assert np.allclose(autoregression(data, model), expected)
    assert runs(data, 5)["autoregression"][0] == pytest.approx(expected[0])


def test_nothing_is_fitted_on_the_test_part():
    values = noisy_ar2(300)
    changed = values.copy()
    changed[200:] = 1e6
    one, other = (fit_autoregression(series(v, split=200)) for v in (values, changed))
    assert np.array_equal(one.weights, other.weights)
    assert one.constant == other.constant


def test_the_order_is_the_window_but_leaves_enough_rows_to_fit():
    values = noisy_ar2(400)
    assert len(fit_autoregression(series(values, split=300, window=20)).weights) == 20
    assert len(fit_autoregression(series(values, split=300, window=90)).weights) == MAX_ORDER
    assert len(fit_autoregression(series(values, split=31, window=20)).weights) == 10
    assert len(fit_autoregression(series(values, split=300, window=20), order=3).weights) == 3
    for window, split in ((20, 300), (90, 300), (20, 31)):
        data = series(values, split=split, window=window)
        assert len(fit_autoregression(data).weights) == usual_order(data)  # known before anything is fitted
    with pytest.raises(ConfigError, match="from 1 to 299, not 300"):
        fit_autoregression(series(values, split=300), order=300)


def test_an_unstable_autoregression_grows_without_a_warning():
    growing = 1.5 ** np.arange(40)
    run = runs(series(growing, split=30, window=1), 3000)["autoregression"]
    assert run[-1] == np.inf


@pytest.mark.parametrize("name", [name for name, one in PROBLEMS.items() if one.group in ("series", "real")])
def test_every_series_has_baselines_and_its_baseline_loss_is_persistence(name: str):
    data = dataset(PROBLEMS[name].preset.task)
    found = fitted(data.answer.series)
    for forecast in found.values():
        assert forecast.one_step.shape == (len(data.test_y),)
        assert np.isfinite(forecast.one_step).all()
    assert (found["persistence"].scores.rmse / data.answer.series.scale.std) ** 2 == pytest.approx(
        data.baseline.loss
    )
    assert ("seasonal_naive" in found) == (PROBLEMS[name].group == "real" or name == "own-series")
    for run in runs(data.answer.series, len(data.test_y)).values():
        assert np.isfinite(run).all()


def test_the_airline_passengers_show_why_a_network_must_be_compared():
    found = fitted(dataset(PROBLEMS["airline"].preset.task).answer.series)
    assert found["seasonal_naive"].scores.relative < 1
    assert found["autoregression"].scores.relative < 0.5


def test_the_baselines_of_a_flat_line_are_right():
    flat = replace(series(np.full(30, 7.0), split=20), window=4)
    for forecast in fitted(flat).values():
        assert np.allclose(forecast.one_step, 7.0)
