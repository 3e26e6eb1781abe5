"""Your own series: what does a column of your table do next? The column is the learner's."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ConfigError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.answers import NextPoint
from playground.tasks.base import Dataset
from playground.tasks.forecast import forecast_problem, make_forecast
from playground.uploads import own_data
from playground.uploads.series import OwnSeries, read_series

NAME = "own-series"
_CONSTANT = N_(
    "The column {column} is constant where the network trains: the first {count:,} of its {points:,} points "
    "are {value:g}, so there is nothing to learn. Choose another column, or a larger training part."
)
_STARTER_POINTS, _STARTER_SEASON = 240, 12


def longest_window(points: int) -> int:
    """A window that leaves a series of so many points enough windows to learn from."""
    return min(points // 3, MAX_TIME_STEPS)


def series_of(config: TaskConfig) -> OwnSeries:
    """The learner's columns, or our series where there are none; raises `OwnDataMissing`."""
    return OwnSeries.from_bytes(own_data.find(config.own)) if config.own else _starter()


@lru_cache(maxsize=1)
def _starter() -> OwnSeries:
    """Made: a trend, a season of twelve points, and noise."""
    t = np.arange(_STARTER_POINTS, dtype=np.float64)
    noise = np.random.default_rng(0).normal(0.0, 2.0, _STARTER_POINTS)
    values = 50.0 + 0.1 * t + 10.0 * np.sin(2 * np.pi * t / _STARTER_SEASON) + noise
    return OwnSeries(
        names=(N_("Made value"),),
        values=values[None],
        times=t + 1.0,
        time_label=N_("Point"),
        season=_STARTER_SEASON,
    )


def make(config: TaskConfig) -> Dataset:
    """The windows of the chosen columns."""
    return forecast_of(series_of(config), config)


def forecast_of(own: OwnSeries, config: TaskConfig) -> Dataset:
    """The windows of `own`.

    Raises:
        ConfigError: the window is too long for it, or it is constant where the network trains.
    """
    data = make_forecast(
        own.values[0],
        own.times,
        config,
        time_label=own.time_label,
        value_label=own.names[0],
        season=own.season,
        covariates=dict(zip(own.names[1:], own.values[1:], strict=True)),
    )
    series = data.answer_as(NextPoint).series
    known = series.values[: series.split]
    if known.min() == known.max():
        name, value = repr(own.names[0]), float(known[0])
        raise ConfigError(_CONSTANT, column=name, count=series.split, points=own.points, value=value)
    return data


PROBLEM = forecast_problem(
    name=NAME,
    title=N_("Your own series"),
    group="series",
    question=N_(
        "Which value comes next in your own column of numbers? Add a table under Data. Until then, the "
        "series is our example: a trend, a season of 12 points, and noise."
    ),
    notice=N_(
        "A network is useful only if it beats the simple forecasts: the last value, the value one season "
        "ago, and a weighted sum of the last values."
    ),
    preset=RunConfig(
        task=TaskConfig(name=NAME, length=24),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, batch_size=32, epochs=60),
    ),
    knobs=(knobs.window(MAX_TIME_STEPS), knobs.SCALING, knobs.GAPS, knobs.TRAIN_SHARE),
    make=make,
    input_hint=N_(
        "Type {count} points, as many as the window has, in the unit of the chart, separated by spaces; "
        "with further inputs, a line for each point, such as {example}. The network predicts the next "
        "one."
    ),
    read_own=read_series,
)
