"""Numbers beside a forecast: the network and the simple forecasts, on the test part."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig, TaskConfig
from playground.i18n import _
from playground.probes.requests import ForecastReading
from playground.tasks.base import Floats, Series
from playground.tasks.baselines import (
    Forecast,
    Scores,
    baselines,
    free_running,
    persistence,
    persistence_run,
    scores,
)
from playground.ui import words
from playground.ui.words import number


@lru_cache(maxsize=32)
def simple_forecasts(task: TaskConfig) -> dict[str, Forecast]:
    """The simple forecasts of a problem's series, by name; computed once."""
    series = tasks.dataset(task).series
    return {} if series is None else baselines(series)


def labelled(task: TaskConfig) -> dict[str, Forecast]:
    """The simple forecasts under the names a learner reads."""
    return {
        _(forecast.label).format(order=forecast.parameter, season=forecast.parameter): forecast
        for forecast in simple_forecasts(task).values()
    }


def simple_losses(task: TaskConfig) -> dict[str, float]:
    """The test loss of each simple forecast in the unit of the network's, by the name a learner reads."""
    series = tasks.dataset(task).series
    if series is None:
        return {}
    return {name: (known.scores.rmse / series.std) ** 2 for name, known in labelled(task).items()}


def best_simple(task: TaskConfig) -> tuple[str, float] | None:
    """Name and test loss of the simple forecast that errs least."""
    return min(simple_losses(task).items(), key=lambda known: known[1], default=None)


@lru_cache(maxsize=32)
def _free_runs(task: TaskConfig, horizon: int) -> dict[str, Floats]:
    series = tasks.dataset(task).series
    return {} if series is None else free_running(series, horizon)


def free_lines(task: TaskConfig, horizon: int) -> dict[str, Floats]:
    """The simple forecasts left alone for `horizon` points, under the names a learner reads."""
    return dict(zip(labelled(task), _free_runs(task, horizon).values(), strict=True))


def network_scores(series: Series, reading: ForecastReading) -> Scores:
    """How the network's one-step forecasts do on the test part."""
    predicted = reading.one_step[series.split - series.window :]
    return scores(series.values[series.split :], predicted, persistence(series))


def free_scores(series: Series, run: Floats) -> Scores:
    """How a free run does on the points of the test part it reaches."""
    real = series.values[series.split :][: len(run)]
    return scores(real, run[: len(real)], persistence_run(series, len(real)))


def table(config: RunConfig, series: Series, reading: ForecastReading, step: int, free: bool) -> None:
    """One row for the network at the cursor, one for each simple forecast."""
    network = _("**{cell}** at step {step}").format(cell=CELL_NAMES[config.model.cell], step=step)
    if free:
        reached = min(len(reading.free_run), len(series.values) - series.split)
        title = _("Free run, first {count} test points").format(count=reached)
        lines = free_lines(config.task, len(reading.free_run))
        rows = {network: free_scores(series, reading.free_run)}
        rows |= {name: free_scores(series, run) for name, run in lines.items()}
    else:
        title = _("Test part, one step ahead")
        rows = {network: network_scores(series, reading)}
        rows |= {name: forecast.scores for name, forecast in labelled(config.task).items()}
    head = [title, "RMSE", "MAE", "R²", _("error ÷ repeating")]
    st.markdown(words.table(head, [[name, *_cells(row)] for name, row in rows.items()], "lrrrr"))


def _cells(row: Scores) -> list[str]:
    relative = "–" if row.relative is None else f"{row.relative:.3g} ×"
    return [number(row.rmse), number(row.mae), "–" if row.r2 is None else number(row.r2), relative]
