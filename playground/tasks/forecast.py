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
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.config.errors import ConfigError, ExampleError
from playground.config.task import Scaling
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks.answers import NextPoint
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.baselines.series import persistence
from playground.tasks.findings import Finding, of_series
from playground.tasks.scale import Floats, Scale, require_growth, scale_of
from playground.tasks.series import Covariate, Series
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
_NO_CHANGE = N_("Differences and growth rates need a window of 2 points or more, not {length}.")
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

    The `covariates`, by name and also (points,) with gaps, are read and not forecast. Where gaps of the
    series are left out, so are the same points of the covariates.
    """
    known = ~np.isnan(values) if config.gaps == "left-out" else np.ones(len(values), dtype=np.bool_)
    left_out = int(len(known) - known.sum())
    if left_out:
        covariates = {name: other[known] for name, other in (covariates or {}).items()}
        values, times = values[known], times[known]
    filled, gaps = fill_gaps(values, times)
    split = first_test_target(len(filled), config)
    if config.scaling == "growth":
        require_growth(filled)
    as_it_is = config.scaling == "values" and not scaled
    return windows_of(
        Series(
            values=filled,
            times=times,
            time_label=time_label,
            value_label=value_label,
            scale=Scale() if as_it_is else Scale.fitted(config.scaling, filled[:split]),
            window=config.length,
            split=split,
            season=season,
            gaps=gaps,
            left_out=left_out,
            covariates=tuple(
                _covariate(name, other, times, split, config.scaling)
                for name, other in (covariates or {}).items()
            ),
        )
    )


def _covariate(name: str, values: Floats, times: Floats, split: int, scaling: Scaling) -> Covariate:
    """A covariate has no growth rates where it is not always above 0: its differences are read then."""
    filled, gaps = fill_gaps(values, times)
    if scaling == "growth" and filled.min() <= 0:
        scaling = "differences"
    scale = Scale.fitted(scaling, filled[:split])
    return Covariate(name=name, values=filled, scale=scale, filled=len(gaps))


def windows_of(series: Series) -> Dataset:
    """Every window of the scaled series with its target; those before the split are for training.

    A window always holds the same points; of its changes there is one fewer.
    """
    scaled = [scale.numbers(values) for values, scale in series.features]
    features = np.stack(scaled, axis=1).astype(np.float32)  # (points - lead, features)
    steps = series.window - series.scale.lead
    windows = sliding_window_view(features[:-1], steps, axis=0)  # (windows, features, steps)
    x, y = windows.transpose(0, 2, 1), features[steps:, :1]  # (windows, steps, features), (windows, 1)
    n_train = series.split - series.window
    return Dataset(
        answer=NextPoint(series=series),
        train_x=np.ascontiguousarray(x[:n_train]),
        train_y=y[:n_train].copy(),
        test_x=np.ascontiguousarray(x[n_train:]),
        test_y=y[n_train:].copy(),
        baseline=Baseline.of(series.losses(persistence(series)), N_("Repeats the last value.")),
    )


WINDOWS = """
split = int((len(series) - LENGTH) * TRAIN_SHARE)  # $why_split
series = series[1:] - series[:-1]  # $why_changes  #? differences
series = series[1:] / series[:-1] - 1  # $why_changes  #? growth
known = series[: $known]  # $why_scale  #? scaled
series = series - known.mean()  #? flat
series = (series - known.mean()) / known.std()  #? scaled !flat
windows = sliding_window_view(series.astype(np.float32), $steps)  # $windows
x, y = windows[:, :-1, None], windows[:, -1:]  # $x, $y
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""

COLUMNS = """
split = int((columns.shape[1] - LENGTH) * TRAIN_SHARE)  # $why_split
# $why_changes  #? changes
columns = columns[:, 1:] - columns[:, :-1]  #? differences
columns = np.array([c[1:] / c[:-1] - 1 if c.min() > 0 else np.diff(c) for c in columns])  #? growth
for column in columns:
    known = column[: $known]  # $why_scale
    mean, std = known.mean(), known.std()
    std = 1.0 if std <= 1e-9 * max(1.0, abs(mean)) else std  # $why_flat  #? flat
    column[:] = (column - mean) / std
features = columns.T.astype(np.float32)  # (points, features)
windows = sliding_window_view(features, $steps, axis=0)  # $windows
x, y = windows[:, :, :-1].transpose(0, 2, 1), windows[:, :1, -1]  # $x, $y
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""
_CHANGES: dict[Scaling, str] = {
    "values": "",
    "differences": N_("how much each point differs from the one before"),
    "growth": N_("by which share each point differs from the one before"),
}


def windows_code(data: Dataset, *, scaled: bool = True) -> str:
    """The lines that cut `series`, or several `columns`, into windows, as `windows_of` does."""
    series = data.answer_as(NextPoint).series
    scaling, lead = series.scale.scaling, series.scale.lead
    windows, features = len(series.values) - series.window, len(series.features)
    steps = series.window + 1 - lead
    return filled(
        COLUMNS if series.covariates else WINDOWS,
        why_split=_(_SPLIT),
        why_scale=_(_SCALE),
        why_flat=_(_FLAT),
        why_changes=_(_CHANGES[scaling]),
        changes=lead,
        differences=scaling == "differences",
        growth=scaling == "growth",
        scaled=scaled or lead,
        flat=(scaled or lead) and 1.0 in [scale.std for _values, scale in series.features],
        known="split + LENGTH - 1" if lead else "split + LENGTH",
        steps="LENGTH" if lead else "LENGTH + 1",
        windows=shape(windows, *([features] if series.covariates else []), steps),
        x=shape(windows, steps - 1, features),
        y=shape(windows, 1),
    )


def first_test_target(points: int, config: TaskConfig) -> int:
    """Index of the first point that is a test target; raises `ConfigError` for too few windows, or for a
    window with no change in it where changes are read."""
    if config.scaling != "values" and config.length < 2:
        raise ConfigError(_NO_CHANGE, length=config.length)
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


def read_window(text: str, config: TaskConfig, dataset: Dataset) -> Floats:
    """Exactly one window of numbers in the series' own unit: (window, features).

    Of several features, each point's numbers stand together, that of the series first.
    """
    series = dataset.answer_as(NextPoint).series
    values = numbers(text, most=max(MAX_NUMBER, 10.0 * _largest(series)))
    each = len(series.features)
    count = series.window * each
    if len(values) != count and series.covariates:
        raise ExampleError(_COUNT_OF_SEVERAL, count=count, each=each, given=len(values))
    if len(values) != count:
        raise ExampleError(_COUNT, count=count, given=len(values))
    return np.array(values).reshape(series.window, -1)


def parse_window(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """The same as one scaled example."""
    series = dataset.answer_as(NextPoint).series
    points = read_window(text, config, dataset)  # (window, features)
    scaled = []
    for (_values, scale), column in zip(series.features, points.T, strict=True):
        if scale.scaling == "growth" and column.min() <= 0:
            raise ExampleError(N_("Growth rates need numbers above 0, not {lowest:g}."), lowest=column.min())
        scaled.append(scale.numbers(column))
    return np.stack(scaled, axis=1).astype(np.float32)


def write_window(points: NDArray[Any], config: TaskConfig, dataset: Dataset) -> str:
    """The points in the series' own unit; of several features, a line for each point."""
    series = dataset.answer_as(NextPoint).series
    decimals = [_decimals(scale_of(values[: series.split])[1]) for values, _scale in series.features]
    lines = [" ".join(written([v], d) for v, d in zip(row, decimals, strict=True)) for row in points]
    return ("\n" if series.covariates else " ").join(lines)


def _decimals(std: float) -> int:
    """How many decimals float32 holds of a number on this scale: 4 for ordinary ones."""
    magnitude = math.floor(math.log10(std))
    return 3 - magnitude if magnitude < -1 else min(4, 5 - magnitude)


def _largest(series: Series) -> float:
    return max(float(np.abs(values).max()) for values, _scale in series.features)


def find(config: TaskConfig, data: Dataset) -> Finding | None:
    """Gaps, or a test part unlike the train part."""
    return of_series(data.answer_as(NextPoint).series)


forecast_problem = partial(
    Problem, input_hint=INPUT_HINT, parse=parse_window, write=write_window, read_points=read_window, find=find
)
generated_series = partial(forecast_problem, group="series", check=check_points)
