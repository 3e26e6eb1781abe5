"""Values, differences and growth rates: what the network reads, and that all of it is undone again."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
import torch

from playground.config import RunConfig, TaskConfig, value_of
from playground.config.errors import ConfigError, ExampleError
from playground.config.task import Scaling
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines
from playground.probes.inside import FreeStatesProbe, InsideProbe
from playground.probes.read import read
from playground.probes.requests import ForecastProbe, OwnProbe, TrainPartProbe
from playground.tasks import PROBLEMS, dataset
from playground.tasks.baselines.series import forecast_baselines, free_running
from playground.tasks.forecast import make_forecast
from playground.tasks.scale import Scale
from playground.training.trainer import Trainer
from playground.views import scores

SCALINGS = get_args(Scaling)
CHANGES = SCALINGS[1:]
AIRLINE = PROBLEMS["airline"].preset
SERIES = [name for name, one in PROBLEMS.items() if one.group in ("series", "real")]
every_change = pytest.mark.parametrize("scaling", CHANGES)


def scaled(scaling: str, config: RunConfig = AIRLINE, **more: object) -> RunConfig:
    return edited(config, {"task.scaling": scaling} | more)


def trained(config: RunConfig, steps: int = 30) -> Trainer:
    torch.set_num_threads(1)
    trainer = Trainer(config)
    trainer.run(steps)
    return trainer


# ---- there and back


def test_undoing_differences_gives_the_series_back_exactly():
    points = np.random.default_rng(0).integers(-(10**6), 10**6, 500).astype(np.float64)
    plain = Scale(scaling="differences")
    assert np.array_equal(plain.points(plain.numbers(points), points[:-1]), points[1:])
    assert np.array_equal(plain.run(plain.numbers(points), points[0]), points[1:])


@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_scaling_is_undone_to_the_last_digits(scaling: Scaling):
    points = np.exp(np.random.default_rng(1).normal(size=300)) * 1e3
    scale = Scale.fitted(scaling, points[:200])
    numbers = scale.numbers(points)
    assert scale.points(numbers, points[: len(numbers)]) == pytest.approx(points[scale.lead :], rel=1e-12)
    assert scale.run(numbers, points[0]) == pytest.approx(points[scale.lead :], rel=1e-9)
    known = numbers[: 200 - scale.lead]
    assert (known.mean(), known.std()) == pytest.approx((0.0, 1.0), abs=1e-12)


def test_what_is_read_is_what_the_words_say():
    points = np.array([100.0, 110.0, 99.0])
    assert Scale().numbers(points).tolist() == [100.0, 110.0, 99.0]
    assert Scale(scaling="differences").numbers(points).tolist() == [10.0, -11.0]
    assert Scale(scaling="growth").numbers(points) == pytest.approx([0.1, -0.1])


@every_change
def test_a_point_that_repeats_the_one_before_has_the_number_of_no_change(scaling: Scaling):
    points = np.array([3.0, 4.0, 6.0, 6.0])
    scale = Scale.fitted(scaling, points)
    assert scale.repeated(123.0) == scale.numbers(points)[-1]
    assert Scale.fitted("values", points).repeated(0.5) == 0.5


# ---- a data set of changes


@every_change
@pytest.mark.parametrize("name", ["airline", "co2", "mackey-glass"])
def test_the_windows_hold_the_same_points_and_the_split_stays(name: str, scaling: Scaling):
    preset = PROBLEMS[name].preset
    values, changes = dataset(preset.task), dataset(scaled(scaling, preset).task)
    one, other = values.answer.series, changes.answer.series
    assert (one.split, one.window) == (other.split, other.window)
    assert np.array_equal(one.values, other.values)
    assert [len(part) for part in (values.train_x, values.test_x)] == [
        len(part) for part in (changes.train_x, changes.test_x)
    ]
    assert changes.train_x.shape[1] == values.train_x.shape[1] - 1
    for number in (0, len(changes.test_x) - 1):
        assert np.array_equal(changes.held_out(number), values.held_out(number))
    undone = changes.answer.in_its_unit(changes.test_y[:, 0], other.before[-len(changes.test_y) :])
    assert undone == pytest.approx(one.values[one.split :], rel=1e-6)


@every_change
def test_the_last_change_of_a_window_leads_to_its_last_point(scaling: Scaling):
    data = dataset(scaled(scaling).task)
    series = data.answer.series
    for number in (0, 7):
        points = data.held_out(number)[:, 0]
        assert data.test_x[number, :, 0] == pytest.approx(series.scale.numbers(points), abs=1e-5)


def test_nothing_of_the_scale_comes_from_the_test_part():
    values = 20 + np.random.default_rng(3).normal(size=50).cumsum() ** 2
    task = TaskConfig(length=4, train_share=0.7, scaling="differences")
    other = values.copy()
    other[36:] = 1e5
    one, two = (
        make_forecast(each, np.arange(50.0), task, time_label="t", value_label="v")
        for each in (values, other)
    )
    assert one.answer.series.scale == two.answer.series.scale
    assert np.array_equal(one.train_x, two.train_x)
    assert np.array_equal(one.train_y, two.train_y)


@pytest.mark.parametrize("name", SERIES)
def test_every_series_has_differences_and_growth_rates_or_a_reason(name: str):
    preset = PROBLEMS[name].preset
    data = dataset(scaled("differences", preset).task)
    assert np.isfinite(data.train_x).all()
    lowest = dataset(preset.task).answer.series.values.min()
    if lowest > 0:
        assert np.isfinite(dataset(scaled("growth", preset).task).train_x).all()
    else:
        with pytest.raises(ConfigError, match=rf"all above 0; the lowest here is {lowest:g}\. Choose diff"):
            scaled("growth", preset)


def test_a_window_of_one_point_has_no_change_in_it():
    with pytest.raises(ConfigError, match="a window of 2 points or more, not 1"):
        scaled("differences", **{"task.length": 1})
    assert dataset(scaled("differences", **{"task.length": 2}).task).train_x.shape[1] == 1


def test_inputs_beside_the_series_are_changes_as_well_and_differences_where_growth_cannot_be():
    rng = np.random.default_rng(0)
    points, rain, wind = rng.uniform(5, 9, 60), rng.integers(0, 3, 60).astype(float), rng.uniform(1, 2, 60)
    task = TaskConfig(length=6, scaling="growth")
    data = make_forecast(
        points, np.arange(60.0), task, time_label="t", value_label="v", covariates={"r": rain, "w": wind}
    )
    series = data.answer.series
    assert [scale.scaling for _values, scale in series.features] == ["growth", "differences", "growth"]
    assert data.test_x.shape[1:] == (5, 3)
    for feature, (values, scale) in enumerate(series.features):
        seen = scale.numbers(values[series.split - 6 : series.split])
        assert data.test_x[0, :, feature] == pytest.approx(seen, abs=1e-5)


# ---- everything that is shown is in the unit of the data


@every_change
def test_the_simple_forecasts_are_the_same_whatever_the_network_reads(scaling: Scaling):
    plain, changed = AIRLINE.task, scaled(scaling).task
    for fitted in (None, fitted_baselines(plain).autoregression):
        found = [forecast_baselines(dataset(task).answer.series, fitted) for task in (plain, changed)]
        assert found[0].keys() == found[1].keys()
        for one, other in zip(found[0].values(), found[1].values(), strict=True):
            assert np.array_equal(one.one_step, other.one_step)
            assert one.scores == other.scores
        runs = [free_running(dataset(task).answer.series, 30, fitted) for task in (plain, changed)]
        for name, run in runs[0].items():
            assert np.array_equal(run, runs[1][name])
    assert fitted_baselines(plain).autoregression.weights == pytest.approx(
        fitted_baselines(changed).autoregression.weights
    )


@every_change
def test_the_baseline_loss_is_that_of_a_network_that_always_says_no_change(scaling: Scaling):
    data = dataset(scaled(scaling).task)
    still = data.answer.series.scale.repeated(0.0)
    expected = np.mean((data.test_y.astype(np.float64) - still) ** 2)
    assert data.baseline.loss == pytest.approx(expected, rel=1e-5)
    losses = scores.simple_losses(scaled(scaling).task, None)
    assert losses["Repeat the last value"] == pytest.approx(data.baseline.loss)


@every_change
def test_forecasts_and_their_errors_are_undone(scaling: Scaling):
    config = scaled(scaling)
    trainer = trained(config)
    series = trainer.dataset.answer.series
    reading = read(ForecastProbe(config=config, step=30, horizon=12), trainer)
    x = torch.cat([trainer.train_x, trainer.test_x])
    said = trainer.answers(x).numpy()[:, 0].astype(np.float64) * series.scale.std + series.scale.mean
    before = series.values[series.window - 1 : -1]
    by_hand = before + said if scaling == "differences" else before * (1 + said)
    assert reading.one_step == pytest.approx(by_hand, rel=1e-9)
    found = scores.network_scores(series, reading)
    tested = trainer.run(config.training.epochs * trainer.epoch_steps)
    end = read(ForecastProbe(config=config, step=trainer.step, horizon=0), trainer)
    assert scores.network_scores(series, end).rmse == pytest.approx(tested.metrics["rmse"][-1], rel=1e-5)
    assert scores.network_loss(series, end) == pytest.approx(tested.test_loss[-1], rel=1e-4)
    assert found.rmse > 0
    part = read(TrainPartProbe(config=config, step=trainer.step), trainer)
    miss = end.one_step[: series.split - series.window] - series.values[series.window : series.split]
    assert part.rmse == pytest.approx(np.sqrt(np.mean(miss**2)), rel=1e-4)


@every_change
def test_a_free_run_goes_on_from_its_own_points(scaling: Scaling):
    """By hand: the window of points is made longer by each forecast, and changes are taken of it anew."""
    config = scaled(scaling)
    trainer = trained(config)
    series = trainer.dataset.answer.series
    known = list(series.values[: series.split])
    for _step in range(15):
        x = series.scale.numbers(np.array(known[-series.window :]))
        z = trainer.answers(torch.tensor(x, dtype=torch.float32)[None, :, None]).numpy()[0]
        known.append(float(series.scale.points(z.astype(np.float64), known[-1])[0]))
    free = read(ForecastProbe(config=config, step=30, horizon=15), trainer).free_run
    assert free == pytest.approx(known[series.split :], rel=1e-4)
    states = read(FreeStatesProbe(config=config, step=30, horizon=15), trainer)
    assert states.values == pytest.approx(free)


@every_change
def test_ones_own_window_is_typed_in_the_unit_of_the_data_and_answered_in_it(scaling: Scaling):
    config = scaled(scaling)
    trainer, problem = trained(config), PROBLEMS["airline"]
    data = trainer.dataset
    text = problem.write(data.held_out(3), config.task, data)
    assert len(text.split()) == config.task.length
    assert problem.parse(text, config.task, data) == pytest.approx(data.test_x[3], abs=1e-3)
    own = read(OwnProbe(config=config, step=30, text=text), trainer).values
    place = data.answer.series.split - data.answer.series.window + 3
    whole = read(ForecastProbe(config=config, step=30, horizon=0), trainer).one_step
    assert own == pytest.approx(whole[place : place + 1], rel=1e-4)
    inside = read(InsideProbe(config=config, step=30, example=3), trainer)
    assert inside.answer == pytest.approx(own, rel=1e-4)
    assert inside.target == pytest.approx(data.answer.series.values[data.answer.series.split + 3])
    assert "such as" in problem.hint(config.task, data)
    assert problem.hint(config.task, data).startswith("Type 12 numbers")


def test_growth_rates_of_what_is_typed_need_numbers_above_0():
    config = scaled("growth")
    with pytest.raises(ExampleError, match=r"Growth rates need numbers above 0, not 0\."):
        PROBLEMS["airline"].parse("0 " + "5 " * 11, config.task, dataset(config.task))


# ---- what it is for


@every_change
def test_a_series_that_outgrows_its_train_part_is_learned_in_changes_and_not_in_values(scaling: Scaling):
    found = {}
    for one in ("values", scaling):
        segment = Trainer(scaled(one)).run(10**6)
        found[one] = int(segment.verdict[-1]), float(segment.metrics["relative"][-1])
    assert found["values"][1] > 1.2
    assert found[scaling][0] == 1
    assert found[scaling][1] < 0.6


def test_as_usual_nothing_is_changed():
    assert value_of(AIRLINE, "task.scaling") == "values"
    assert scaled("values").digest == AIRLINE.digest
    assert scaled("differences").digest != AIRLINE.digest
    assert replace(AIRLINE.task, scaling="values") == AIRLINE.task
