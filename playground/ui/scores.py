"""Numbers beside a forecast: the network and the simple forecasts, on the test part."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import Cell, TaskConfig
from playground.probes.requests import ForecastReading
from playground.tasks.base import Series
from playground.tasks.baselines import Forecast, Scores, baselines, persistence, scores
from playground.ui import words
from playground.ui.words import number

Translate = Callable[[str], str]


@lru_cache(maxsize=32)
def simple_forecasts(task: TaskConfig) -> dict[str, Forecast]:
    """The simple forecasts of a problem's series, by name; computed once."""
    series = tasks.dataset(task).series
    return {} if series is None else baselines(series)


def labelled(task: TaskConfig, _: Translate) -> dict[str, Forecast]:
    """The simple forecasts under the names a learner reads."""
    return {
        _(forecast.label).format(order=forecast.parameter, season=forecast.parameter): forecast
        for forecast in simple_forecasts(task).values()
    }


def network_scores(series: Series, reading: ForecastReading) -> Scores:
    """How the network's one-step forecasts do on the test part."""
    predicted = reading.one_step[series.split - series.window :]
    return scores(series.values[series.split :], predicted, persistence(series))


def table(
    task: TaskConfig, series: Series, reading: ForecastReading, cell: Cell, step: int, _: Translate
) -> None:
    """One row for the network at the cursor, one for each simple forecast."""
    rows = {
        _("**{cell}** at step {step}").format(cell=CELL_NAMES[cell], step=step): network_scores(
            series, reading
        )
    }
    rows |= {name: forecast.scores for name, forecast in labelled(task, _).items()}
    head = [_("Test part, one step ahead"), "RMSE", "MAE", "R²", _("error ÷ repeating")]
    st.markdown(words.table(head, [[name, *_cells(row)] for name, row in rows.items()], "lrrrr"))


def _cells(row: Scores) -> list[str]:
    relative = "–" if row.relative is None else f"{row.relative:.2f} ×"
    return [number(row.rmse), number(row.mae), "–" if row.r2 is None else number(row.r2), relative]
