"""Forecasting the next point of a series from a window of points before it.

Window `k` holds the points `k` to `k + window - 1`, its target is the point after them. The
first windows are for training. Nothing that is learned or measured before training, the
scale included, comes from the points at and after the first test target.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.errors import ConfigError
from playground.i18n import N_
from playground.tasks.base import Dataset, Floats, Lazy, Series
from playground.tasks.text import numbers, require_count, written

MIN_WINDOWS = 10

INPUT_HINT = N_(
    "Type as many numbers as the window has, in the unit of the chart, with blanks between, "
    "such as 0.1 0.2 0.3; the network says the next one."
)


def make_forecast(
    values: Floats,
    times: Floats,
    config: TaskConfig,
    *,
    time_label: str,
    value_label: str,
    season: int | None = None,
    scaled: bool = True,
) -> Dataset:
    """The windows of `values` (points,) and their targets; NaN are gaps, filled by straight lines."""
    filled, gaps = fill_gaps(values, times)
    split = first_test_target(len(filled), config)
    mean, std = scale_of(filled[:split]) if scaled else (0.0, 1.0)
    return windows_of(
        Series(
            values=filled,
            times=times,
            time_label=time_label,
            value_label=value_label,
            mean=mean,
            std=std,
            window=config.length,
            split=split,
            season=season,
            filled=gaps,
        )
    )


def windows_of(series: Series) -> Dataset:
    """Every window of the scaled series with its target; those before the split are for training."""
    scaled = (series.values - series.mean) / series.std
    examples = sliding_window_view(scaled, series.window + 1).astype(np.float32)  # (windows, window + 1)
    x, y = examples[:, : series.window, np.newaxis], examples[:, series.window :]
    n_train = series.split - series.window
    return Dataset(
        loss="mse",
        train_x=np.ascontiguousarray(x[:n_train]),
        train_y=np.ascontiguousarray(y[:n_train]),
        test_x=np.ascontiguousarray(x[n_train:]),
        test_y=np.ascontiguousarray(y[n_train:]),
        output_size=1,
        lazy=Lazy(
            loss=float(np.mean(np.diff(scaled[series.split - 1 :]) ** 2)),
            sentence=N_("Says the last value again."),
        ),
        series=series,
    )


def first_test_target(points: int, config: TaskConfig) -> int:
    """Index of the first point that is a test target; raises `ConfigError` for too few windows."""
    windows = points - config.length
    if windows < MIN_WINDOWS:
        raise ConfigError(
            f"task.length must leave at least {MIN_WINDOWS} windows: a series of {points} points "
            f"allows at most {points - MIN_WINDOWS}, not {config.length}."
        )
    return config.length + int(windows * config.train_share)


def check_points(config: TaskConfig) -> None:
    """The rule of a generated series: its window must leave enough of its points."""
    first_test_target(config.examples, config)


def fill_gaps(values: Floats, times: Floats) -> tuple[Floats, int]:
    """A copy of `values` with straight lines over the gaps, and how many points they fill."""
    gaps = np.isnan(values)
    filled = values.copy()
    filled[gaps] = np.interp(times[gaps], times[~gaps], values[~gaps])
    return filled, int(gaps.sum())


def scale_of(values: Floats) -> tuple[float, float]:
    """Mean and standard deviation; the deviation of a flat line counts as 1."""
    mean, std = float(values.mean()), float(values.std())
    flat = std <= 1e-9 * max(1.0, abs(mean))
    return mean, 1.0 if flat else std


def parse_window(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Exactly one window of numbers in the series' own unit, as one scaled example."""
    series = _series(dataset)
    values = numbers(text)
    require_count(len(values), series.window, series.window, "numbers, as many as the window")
    scaled = (np.array(values) - series.mean) / series.std
    return scaled.astype(np.float32)[:, np.newaxis]


def write_window(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The window in the series' own unit."""
    series = _series(dataset)
    return written(example[:, 0].astype(np.float64) * series.std + series.mean)


def _series(dataset: Dataset) -> Series:
    if dataset.series is None:
        raise TypeError("A window is read with the data set of a forecast.")
    return dataset.series
