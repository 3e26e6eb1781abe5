"""Numbers beside a forecast, and beside other answers: the network and the baselines, on the test part."""

from __future__ import annotations

from functools import lru_cache

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import TaskConfig
from playground.i18n import _
from playground.probes.requests import BaselinesReading, ForecastReading
from playground.tasks.answers import NextPoint
from playground.tasks.baselines.series import (
    AUTOREGRESSION,
    Forecast,
    Scores,
    forecast_baselines,
    free_running,
    persistence,
    persistence_run,
    scores,
    usual_order,
)
from playground.tasks.scale import Floats
from playground.tasks.series import Series
from playground.views.parts import Part
from playground.views.parts import table as table_part
from playground.views.scene import Scene
from playground.views.words import factor, number


def series_of(task: TaskConfig) -> Series | None:
    """The series of a forecast, `None` for all other problems."""
    answer = tasks.dataset(task).answer
    return answer.series if isinstance(answer, NextPoint) else None


@lru_cache(maxsize=32)
def _simple_forecasts(task: TaskConfig, fitted: BaselinesReading | None) -> dict[str, Forecast]:
    series = series_of(task)
    return (
        {}
        if series is None
        else forecast_baselines(series, None if fitted is None else fitted.autoregression)
    )


def simple_forecasts(task: TaskConfig, fitted: BaselinesReading | None) -> dict[str, Forecast | None]:
    """The simple forecasts of a problem's series, under the names a learner reads.

    `None` stands for the autoregression while a worker fits it.
    """
    series = series_of(task)
    if series is None:
        return {}
    found: dict[str, Forecast | None] = {
        _(forecast.label).format(order=forecast.parameter, season=forecast.parameter): forecast
        for forecast in _simple_forecasts(task, fitted).values()
    }
    found.setdefault(_(AUTOREGRESSION).format(order=usual_order(series)), None)
    return found


def simple_losses(task: TaskConfig, fitted: BaselinesReading | None) -> dict[str, float]:
    """The test loss of each simple forecast in the unit of the network's, by the name a learner reads."""
    series = series_of(task)
    if series is None:
        return {}
    known = simple_forecasts(task, fitted).items()
    return {name: float(series.losses(one.one_step).mean()) for name, one in known if one is not None}


def best_simple(task: TaskConfig, fitted: BaselinesReading | None) -> tuple[str, float] | None:
    """Name and test loss of the simple forecast that errs least."""
    return min(simple_losses(task, fitted).items(), key=lambda known: known[1], default=None)


@lru_cache(maxsize=32)
def _free_runs(task: TaskConfig, fitted: BaselinesReading | None, horizon: int) -> dict[str, Floats]:
    series = series_of(task)
    if series is None:
        return {}
    return free_running(series, horizon, None if fitted is None else fitted.autoregression)


def free_lines(task: TaskConfig, horizon: int, fitted: BaselinesReading | None) -> dict[str, Floats]:
    """The simple forecasts left alone for `horizon` points, under the names a learner reads."""
    known = [name for name, forecast in simple_forecasts(task, fitted).items() if forecast is not None]
    runs = _free_runs(task, fitted, horizon)
    return dict(zip(known, runs.values(), strict=True))


def being_computed() -> str:
    """The words in place of a number that a worker is still finding out."""
    return _("being computed…")


def network_scores(series: Series, reading: ForecastReading) -> Scores:
    """How the network's one-step forecasts do on the test part."""
    return scores(series.values[series.split :], _of_test_part(series, reading), persistence(series))


def network_loss(series: Series, reading: ForecastReading) -> float:
    """The loss of the network's one-step forecasts of the test part."""
    return float(series.losses(_of_test_part(series, reading)).mean())


def _of_test_part(series: Series, reading: ForecastReading) -> Floats:
    return reading.one_step[series.split - series.window :]


def free_scores(series: Series, run: Floats) -> Scores:
    """How a free run does on the points of the test part it reaches."""
    real = series.values[series.split :][: len(run)]
    return scores(real, run[: len(real)], persistence_run(series, len(real)))


def table(
    scene: Scene, series: Series, reading: ForecastReading, fitted: BaselinesReading | None, free: bool
) -> Part:
    """One row for the network at its step, one for each simple forecast."""
    config = scene.config
    network = _("**{cell}** at step {step}").format(cell=CELL_NAMES[config.model.cell], step=scene.step)
    if free:
        reached = min(len(reading.free_run), len(series.values) - series.split)
        title = _("Free run, first {count} test points").format(count=reached)
        lines = free_lines(config.task, len(reading.free_run), fitted)
        rows: dict[str, Scores | None] = {network: free_scores(series, reading.free_run)}
        rows |= dict.fromkeys(simple_forecasts(config.task, fitted))
        rows |= {name: free_scores(series, run) for name, run in lines.items()}
    else:
        title = _("Test part, one step ahead")
        rows = {network: network_scores(series, reading)}
        simple = simple_forecasts(config.task, fitted)
        rows |= {name: forecast.scores if forecast else None for name, forecast in simple.items()}
    head = [title, "RMSE", "MAE", "R²", _("error ÷ repeating")]
    return table_part(head, [[name, *_cells(row)] for name, row in rows.items()], "lrrrr")


def _cells(row: Scores | None) -> list[str]:
    if row is None:
        return [being_computed(), "", "", ""]
    relative = "–" if row.relative is None else _("{factor} ×").format(factor=factor(row.relative))
    return [number(row.rmse), number(row.mae), "–" if row.r2 is None else number(row.r2), relative]
