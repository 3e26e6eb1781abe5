"""Forecasting the next point of a series from a window of points before it.

Window `k` holds the points `k` to `k + window - 1`, its target is the point after them. The
first windows are for training. Nothing that is learned or measured before training, the
scale included, comes from the points at and after the first test target. A window may hold
other series beside the one that is forecast, each point's values side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.config.errors import ConfigError, ExampleError
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks.answers import NextPoint
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.series import Covariate, Floats, Series
from playground.tasks.text import MAX_NUMBER, numbers, written

MIN_WINDOWS = 10

INPUT_HINT = N_(
    "Type {count} numbers, as many as the window has, in the unit of the chart, separated by spaces, "
    "such as {example}. The network predicts the next one."
)

_FEW_WINDOWS = N_(
    "task.length must leave at least {fewest} windows: a series of {points} points allows at most "
    "{most}, not {length}."
)
_COUNT_OF_SEVERAL = N_(
    "The sequence must have exactly {count} numbers, as many as the window, {each} for each point, not "
    "{given}."
)
_SPLIT = N_("the rest is for the test")
_FLAT = N_("a flat line")
_SCALE = N_("what is known before the test")
_COUNT = N_("The sequence must have exactly as many numbers as the window, {count}, not {given}.")


def make_forecast(
    values: Floats,
    times: Floats,
    config: TaskConfig,
    *,
    time_label: str,
    value_label: str,
    season: int | None = None,
    scaled: bool = True,
    covariates: Mapping[str, Floats] | None = None,
) -> Dataset:
    """The windows of `values` (points,) and their targets; NaN are gaps, filled by straight lines.

    The `covariates`, by name and also (points,) with gaps, is read and not forecast.
    """
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
            gaps=gaps,
            covariates=tuple(
                _covariate(name, other, times, split) for name, other in (covariates or {}).items()
            ),
        )
    )


def _covariate(name: str, values: Floats, times: Floats, split: int) -> Covariate:
    filled, gaps = fill_gaps(values, times)
    mean, std = scale_of(filled[:split])
    return Covariate(name=name, values=filled, mean=mean, std=std, filled=len(gaps))


def windows_of(series: Series) -> Dataset:
    """Every window of the scaled series with its target; those before the split are for training."""
    scaled = (series.values - series.mean) / series.std
    features = np.stack([scaled, *((one.values - one.mean) / one.std for one in series.covariates)], axis=1)
    features = features.astype(np.float32)  # (points, features)
    windows = sliding_window_view(features[:-1], series.window, axis=0)  # (windows, features, window)
    x, y = (
        windows.transpose(0, 2, 1),
        features[series.window :, :1],
    )  # (windows, window, features), (windows, 1)
    n_train = series.split - series.window
    return Dataset(
        answer=NextPoint(series=series),
        train_x=np.ascontiguousarray(x[:n_train]),
        train_y=y[:n_train].copy(),
        test_x=np.ascontiguousarray(x[n_train:]),
        test_y=y[n_train:].copy(),
        baseline=Baseline.of(np.diff(scaled[series.split - 1 :]) ** 2, N_("Repeats the last value.")),
    )


WINDOWS = """
split = int((len(series) - LENGTH) * TRAIN_SHARE)  # $why_split
known = series[: split + LENGTH]  # $why_scale  #? scaled
series = series - known.mean()  #? flat
series = (series - known.mean()) / known.std()  #? scaled !flat
windows = sliding_window_view(series.astype(np.float32), LENGTH + 1)  # $windows
x, y = windows[:, :-1, None], windows[:, -1:]  # $x, $y
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""

COLUMNS = """
split = int((columns.shape[1] - LENGTH) * TRAIN_SHARE)  # $why_split
for column in columns:
    known = column[: split + LENGTH]  # $why_scale
    mean, std = known.mean(), known.std()
    std = 1.0 if std <= 1e-9 * max(1.0, abs(mean)) else std  # $why_flat  #? flat
    column[:] = (column - mean) / std
features = columns.T.astype(np.float32)  # (points, features)
windows = sliding_window_view(features, LENGTH + 1, axis=0)  # $windows
x, y = windows[:, :, :-1].transpose(0, 2, 1), windows[:, :1, -1]  # $x, $y
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""


def windows_code(data: Dataset, *, scaled: bool = True) -> str:
    """The lines that cut `series`, or several `columns`, into windows, as `windows_of` does."""
    series = data.answer_as(NextPoint).series
    windows, features = len(series.values) - series.window, 1 + len(series.covariates)
    if series.covariates:
        return filled(
            COLUMNS,
            why_split=_(_SPLIT),
            why_scale=_(_SCALE),
            why_flat=_(_FLAT),
            flat=1.0 in (series.std, *(one.std for one in series.covariates)),
            windows=shape(windows, features, series.window + 1),
            x=shape(windows, series.window, features),
            y=shape(windows, 1),
        )
    return filled(
        WINDOWS,
        why_split=_(_SPLIT),
        why_scale=_(_SCALE),
        scaled=scaled,
        flat=scaled and series.std == 1.0,
        windows=shape(windows, series.window + 1),
        x=shape(windows, series.window, 1),
        y=shape(windows, 1),
    )


def first_test_target(points: int, config: TaskConfig) -> int:
    """Index of the first point that is a test target; raises `ConfigError` for too few windows."""
    windows = points - config.length
    if windows < MIN_WINDOWS:
        raise ConfigError(
            _FEW_WINDOWS, fewest=MIN_WINDOWS, points=points, most=points - MIN_WINDOWS, length=config.length
        )
    return config.length + int(windows * config.train_share)


def check_points(config: TaskConfig) -> None:
    """The rule of a generated series: its window must leave enough of its points."""
    first_test_target(config.examples, config)


def fill_gaps(values: Floats, times: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """A copy of `values` with straight lines over the gaps, and which points they fill."""
    gaps = np.isnan(values)
    filled = values.copy()
    filled[gaps] = np.interp(times[gaps], times[~gaps], values[~gaps])
    return filled, np.flatnonzero(gaps)


def scale_of(values: Floats) -> tuple[float, float]:
    """Mean and standard deviation; the deviation of a flat line counts as 1."""
    mean, std = float(values.mean()), float(values.std())
    flat = std <= 1e-9 * max(1.0, abs(mean))
    return mean, 1.0 if flat else std


def parse_window(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Exactly one window of numbers in the series' own unit, as one scaled example.

    Of several features, each point's numbers stand together, that of the series first.
    """
    series = dataset.answer_as(NextPoint).series
    mean, std = _scales(series)
    values = numbers(text, most=max(MAX_NUMBER, 10.0 * _largest(series)))
    count = series.window * len(mean)
    if len(values) != count and series.covariates:
        raise ExampleError(_COUNT_OF_SEVERAL, count=count, each=len(mean), given=len(values))
    if len(values) != count:
        raise ExampleError(_COUNT, count=count, given=len(values))
    scaled = (np.array(values).reshape(series.window, -1) - mean) / std  # (window, features)
    return scaled.astype(np.float32)


def write_window(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The window in the series' own unit; of several features, a line for each point."""
    series = dataset.answer_as(NextPoint).series
    mean, std = _scales(series)
    decimals = [_decimals(one) for one in std]
    rows = example.astype(np.float64) * std + mean
    lines = [" ".join(written([v], d) for v, d in zip(row, decimals, strict=True)) for row in rows]
    return ("\n" if series.covariates else " ").join(lines)


def _decimals(std: float) -> int:
    """How many decimals float32 holds of a number on this scale: 4 for ordinary ones."""
    magnitude = math.floor(math.log10(std))
    return 3 - magnitude if magnitude < -1 else min(4, 5 - magnitude)


def _scales(series: Series) -> tuple[Floats, Floats]:
    """(features,) mean and standard deviation of what a window holds."""
    both = [(series.mean, series.std), *((other.mean, other.std) for other in series.covariates)]
    mean, std = np.array(both).T
    return mean, std


def _largest(series: Series) -> float:
    return max(float(np.abs(one).max()) for one in (series.values, *(o.values for o in series.covariates)))


forecast_problem = partial(Problem, input_hint=INPUT_HINT, parse=parse_window, write=write_window)
generated_series = partial(forecast_problem, group="series", check=check_points)
