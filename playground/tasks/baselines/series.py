"""Forecasts without a network, to hold every network against.

One step ahead: each point of the test part is said from the real points before it. Free
running: only the training part is known, and every forecast feeds on the ones before it.
All numbers are in the series' own unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.config.errors import ConfigError
from playground.i18n import N_
from playground.tasks.scale import Floats
from playground.tasks.series import Series

MAX_ORDER = 52
"""The most past points an autoregression weighs: a year of weeks."""
AUTOREGRESSION = N_("AR({order}), a weighted sum of the last {order} values")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How far a forecast is from the real points."""

    rmse: float
    """Root of the mean squared error, in the series' unit."""
    mae: float
    """Mean absolute error, in the series' unit."""
    r2: float | None
    """Share of the real points' variance that is explained; `None` where they do not vary."""
    relative: float | None
    """Error relative to persistence: its rmse over that of repeating the last value, below 1 is
    better than that; `None` where persistence makes no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One simple forecast of the test part."""

    label: str
    """Its method in a few words, marked for translation; holds `{order}` or `{season}` to fill in."""
    parameter: int | None = None
    """The order or the season, where it has one."""
    one_step: Floats
    """(test points,) each from the real points before it."""
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Autoregression:
    """AR(p): the next point is a weighted sum of the last p points and a constant."""

    constant: float
    weights: Floats
    """(p,) of the last point first."""

    def next(self, past: Floats) -> float:
        """The point after `past` (p points or more)."""
        latest = past[::-1][: len(self.weights)]
        return float(self.constant + self.weights @ latest)


def scores(real: Floats, predicted: Floats, persistence: Floats) -> Scores:
    """Scores of `predicted` against `real`, with the predictions of `persistence` as the measure."""
    error = predicted - real
    rmse = float(np.sqrt(np.mean(error**2)))
    spread = float(np.sum((real - real.mean()) ** 2))
    measure = float(np.sqrt(np.mean((persistence - real) ** 2)))
    return Scores(
        rmse=rmse,
        mae=float(np.mean(np.abs(error))),
        r2=1.0 - float(np.sum(error**2)) / spread if spread > 0 else None,
        relative=rmse / measure if measure > 0 else None,
    )


def forecast_baselines(series: Series, model: Autoregression | None = None) -> dict[str, Forecast]:
    """The simple forecasts that `series` allows, one step ahead over its test part, by name.

    That of an autoregression only where its `model` is given: it is fitted, and a worker does that.
    """
    last = persistence(series)
    real = series.values[series.split :]

    def forecast(label: str, one_step: Floats, parameter: int | None = None) -> Forecast:
        return Forecast(
            label=label, parameter=parameter, one_step=one_step, scores=scores(real, one_step, last)
        )

    found = {"persistence": forecast(N_("Repeat the last value"), last)}
    if has_season(series):
        found["seasonal_naive"] = forecast(
            N_("Repeat the value {season} points ago"), seasonal_naive(series), series.season
        )
    if model is not None:
        found["autoregression"] = forecast(AUTOREGRESSION, autoregression(series, model), len(model.weights))
    return found


def free_running(series: Series, horizon: int, model: Autoregression | None = None) -> dict[str, Floats]:
    """The same forecasts from the split on for `horizon` points, each feeding on its own answers."""
    found = {"persistence": persistence_run(series, horizon)}
    if has_season(series):
        found["seasonal_naive"] = seasonal_naive_run(series, horizon)
    if model is not None:
        found["autoregression"] = autoregression_run(series, model, horizon)
    return found


def usual_order(series: Series) -> int:
    """Points an autoregression weighs: the window, so that it reads what the network reads.

    At most `MAX_ORDER`, and at most a third of the training part.
    """
    return min(series.window, MAX_ORDER, max(1, (series.split - 1) // 3))


def has_season(series: Series) -> bool:
    """Whether there is a season, and one whole season before the test part."""
    return series.season is not None and series.season <= series.split


def persistence(series: Series) -> Floats:
    """The point before, for every point of the test part."""
    return series.values[series.split - 1 : -1]


def persistence_run(series: Series, horizon: int) -> Floats:
    """The last point of the training part, `horizon` times."""
    return np.full(horizon, series.values[series.split - 1])


def seasonal_naive(series: Series) -> Floats:
    """The point one season before, for every point of the test part."""
    season = _season(series)
    return series.values[series.split - season : len(series.values) - season]


def seasonal_naive_run(series: Series, horizon: int) -> Floats:
    """The last season of the training part, again and again."""
    season = _season(series)
    return np.resize(series.values[series.split - season : series.split], horizon)


def fit_autoregression(series: Series, order: int | None = None) -> Autoregression:
    """AR(`order`), by default of the `usual_order`, by least squares on the training part only."""
    known = series.values[: series.split]
    p = usual_order(series) if order is None else order
    if not 1 <= p < len(known):
        raise ConfigError(
            N_("The order of an autoregression must be from 1 to {most}, not {p}."), most=len(known) - 1, p=p
        )
    mean = float(known.mean())
    rows = np.lib.stride_tricks.sliding_window_view(known - mean, p + 1)  # (rows, p + 1)
    past = np.column_stack([rows[:, -2::-1], np.ones(len(rows))])  # last point first, then 1
    solution = np.linalg.lstsq(past, rows[:, -1], rcond=None)[0]
    weights = solution[:p].astype(np.float64)
    return Autoregression(constant=float(solution[p] + mean * (1.0 - weights.sum())), weights=weights)


def autoregression(series: Series, model: Autoregression) -> Floats:
    """The forecasts of `model` for every point of the test part from the real points before it."""
    p = len(model.weights)
    rows = np.lib.stride_tricks.sliding_window_view(series.values[series.split - p : -1], p)
    return model.constant + rows[:, ::-1] @ model.weights


def autoregression_run(series: Series, model: Autoregression, horizon: int) -> Floats:
    """The forecasts of `model` from the split on; those of an unstable model may grow without bound."""
    p = len(model.weights)
    points = np.empty(p + horizon)
    points[:p] = series.values[series.split - p : series.split]
    with np.errstate(over="ignore", invalid="ignore"):
        for i in range(p, p + horizon):
            points[i] = model.next(points[:i])
    return points[p:]


def _season(series: Series) -> int:
    if series.season is None or not has_season(series):
        raise ConfigError(
            N_("Repeating the last season needs a season and one whole season of training points.")
        )
    return series.season
