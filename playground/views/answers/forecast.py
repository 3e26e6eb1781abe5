"""The next point of a series: the forecast beside the real series and beside simple forecasts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.charts.answers.forecast import (
    filled_words,
    forecast_figure,
    free_run_trace,
    series_preview_figure,
)
from playground.charts.picture import Picture
from playground.config import RunConfig
from playground.i18n import N_, _
from playground.probes.requests import (
    BaselinesProbe,
    BaselinesReading,
    ForecastProbe,
    ForecastReading,
    FreeRunProbe,
    Probe,
)
from playground.tasks.answers import NextPoint
from playground.tasks.base import Dataset
from playground.tasks.scale import Floats
from playground.tasks.series import Series
from playground.views import scores
from playground.views.answers import train_part
from playground.views.answers.number import TOLD
from playground.views.answers.views import AnswerViews
from playground.views.inside.paths import of_free_run
from playground.views.parts import Part, Parts, caption, figure, traces
from playground.views.scene import Read, Scene
from playground.views.words import plain

READ = {
    "differences": N_("The network reads and predicts the differences between neighbours."),
    "growth": N_("The network reads and predicts growth rates."),
}


def _probe(scene: Scene) -> Probe:
    """The one-step forecast; with the free run only where it is compared, for that takes longer."""
    free = scene.view_state.horizon if scene.view_state.compare_free else 0
    return ForecastProbe(config=scene.config, step=scene.step, horizon=free)


def free_run(scene: Scene, read: Read) -> Parts:
    """The line of the free run, for the picture of the forecast."""
    horizon = scene.view_state.horizon
    run = read(FreeRunProbe(config=scene.config, step=scene.step, horizon=horizon))
    times = _free_times(scene.data.answer_as(NextPoint).series, horizon)
    yield traces("forecast", [free_run_trace(times, run.values, scene.config.model.cell)])


def _free_times(series: Series, horizon: int) -> Floats:
    """The times of a free run from the split on, which may go beyond the series."""
    times, after = series.times, series.split + horizon
    beyond = times[-1] + (times[-1] - times[-2]) * np.arange(1, max(after - len(times), 0) + 1)
    return np.asarray(np.concatenate([times, beyond])[series.split : after])


def _learning(scene: Scene, read: Read) -> Parts:
    config, look = scene.config, scene.view_state
    reading, fitted = read(_probe(scene)), read(BaselinesProbe(config=config))
    free = scores.free_lines(config.task, look.horizon, fitted) if look.compare_free else None
    picture = _picture(scene, reading, fitted, free)
    still_empty = free_run_trace(np.empty(0), np.empty(0), config.model.cell)  # its own view has the line
    picture.spec["data"].append(still_empty)
    yield figure(picture, key="forecast", height=212, revision=str(config.task))
    series = scene.data.answer_as(NextPoint).series
    yield scores.table(scene, series, reading, fitted, look.compare_free)
    loss, rmse = scores.network_loss(series, reading), scores.network_scores(series, reading).rmse
    yield train_part.beside_test(scene, read, loss, rmse=rmse)


def _picture(
    scene: Scene,
    reading: ForecastReading,
    fitted: BaselinesReading | None,
    free_lines: dict[str, Floats] | None = None,
) -> Picture:
    config, series = scene.config, scene.data.answer_as(NextPoint).series
    times, window = series.times, series.window
    empty = np.full(series.split - window, np.nan)
    lines = {
        name: np.concatenate([empty, forecast.one_step])
        for name, forecast in scores.simple_forecasts(config.task, fitted).items()
        if forecast is not None
    }
    return forecast_figure(
        times=times,
        real=series.values,
        split_time=float(times[series.split]),
        predicted_times=times[window:],
        predicted=reading.one_step,
        cell=config.model.cell,
        time_label=_(series.time_label),
        value_label=_(series.value_label),
        free_times=_free_times(series, scene.view_state.horizon),
        baselines=lines,
        free_baselines=free_lines,
    )


def _problem(_config: RunConfig, data: Dataset) -> Iterator[Part]:
    """The whole series, and what was filled in it or is read beside it."""
    series = data.answer_as(NextPoint).series
    if filled := filled_words(series):
        yield caption(filled)
    if series.scale.scaling != "values":
        yield caption(_(READ[series.scale.scaling]))
    others = [plain(one.name) for one in series.covariates if one.scale.scaling != series.scale.scaling]
    if others:
        told = _("Of {names} it reads the differences, for their values are not all above 0.")
        yield caption(told.format(names=", ".join(others)))
    if series.covariates:
        told = _("Further inputs: {names}. In a free run, they keep their last value.")
        yield caption(told.format(names=", ".join(plain(other.name) for other in series.covariates)))
    yield figure(series_preview_figure(series), key="preview", height=300)


VIEWS = AnswerViews(
    learning=_learning,
    uses=("horizon", "compare_free"),
    probe=_probe,
    also=("free-run",),
    picture=lambda scene, reading: _picture(scene, reading, None),
    told=TOLD,
    problem=_problem,
    path=of_free_run,
)
