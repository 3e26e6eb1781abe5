"""Your own series: what does a column of your table do next? The column is the learner's."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ConfigError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.answers import NextPoint
from playground.tasks.base import DataFile, Dataset
from playground.tasks.files import reading_code
from playground.tasks.forecast import forecast_problem, make_forecast, windows_code
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


STARTER = """
t = np.arange($points, dtype=np.float64)
noise = np.random.default_rng(0).normal(0, 2, $points)
series = 50 + 0.1 * t + 10 * np.sin(2 * np.pi * t / $season) + noise  # $why
$windows
"""

CODE = """
$read
_kind, _names, columns, times, *_more = json.loads(content)
columns = np.array(columns, dtype=np.float64)  # $why
known = ~np.isnan(columns[0])  # $why_left_out  #? left_out
columns = columns[:, known]  #? left_out
times = np.array(times, dtype=np.float64)  #? gaps !left_out
times = np.array(times, dtype=np.float64)[known]  #? gaps left_out
for column in columns:  #? gaps
    gaps = np.isnan(column)  # $why_gaps  #? gaps
    column[gaps] = np.interp(times[gaps], times[~gaps], column[~gaps])  #? gaps
series = columns[0]  #? single
$windows
"""
_MADE = N_("a trend, a season, noise")
_COLUMNS = N_("the one that is forecast, then those beside it")
_ONE = N_("the one that is forecast")
_LEFT_OUT = N_("points that are missing are left out")
_GAPS = N_("straight lines fill the gaps")


def code(config: TaskConfig, data: Dataset) -> str:
    """The same series, or the learner's columns, and the windows."""
    if (own := file(config)) is None:
        return filled(
            STARTER,
            points=_STARTER_POINTS,
            season=_STARTER_SEASON,
            why=_(_MADE),
            windows=windows_code(data),
        )
    series = data.answer_as(NextPoint).series
    single, left_out = not series.covariates, config.gaps == "left-out"
    return filled(
        CODE,
        read=reading_code(own),
        why=_(_ONE if single else _COLUMNS),
        gaps=series.filled or any(one.filled for one in series.covariates),
        left_out=left_out,
        why_left_out=_(_LEFT_OUT),
        why_gaps=_(_GAPS),
        single=single,
        windows=windows_code(data),
    )


def file(config: TaskConfig) -> DataFile | None:
    """The learner's columns as they are kept: its digest is that of the link."""
    return DataFile(name=f"{NAME}.json", content=own_data.find(config.own)) if config.own else None


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
    code=code,
    file=file,
    input_hint=N_(
        "Type {count} points, as many as the window has, in the unit of the chart, separated by spaces; "
        "with further inputs, a line for each point, such as {example}. The network predicts the next "
        "one."
    ),
    read_own=read_series,
)
