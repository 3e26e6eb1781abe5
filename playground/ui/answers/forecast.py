"""The next point of a series: the forecast beside the real series and beside simple forecasts."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.answers.forecast import forecast_figure, series_preview_figure
from playground.charts.picture import Picture
from playground.config import RunConfig
from playground.films.film import Film
from playground.i18n import _
from playground.probes.requests import ForecastProbe, ForecastReading, Probe
from playground.tasks import dataset
from playground.tasks.answers import NextPoint
from playground.tasks.base import Dataset
from playground.tasks.series import Floats
from playground.ui import scores
from playground.ui.answers.number import TOLD
from playground.ui.answers.views import AnswerViews, first_answers
from playground.ui.components.live_figure import live_figure
from playground.ui.inside import chosen
from playground.ui.inside.paths import of_free_run
from playground.ui.playback import awaited
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.ui.words import plain


def _probe(session: Session, config: RunConfig, step: int) -> Probe:
    return ForecastProbe(config=config, step=step, horizon=session.view_state.horizon)


def _learning(session: Session, film: Film, data: Dataset) -> None:
    config, look = session.config, session.view_state
    probe = _probe(session, config, chosen.step(session, film))
    reading, step = awaited("forecast", probe, ForecastReading, first_answers())
    if reading is None:
        return
    free = scores.free_lines(config.task, look.horizon) if look.compare_free else None
    live_figure(_picture(config, reading, free), key="forecast", height=310, revision=str(config.task))
    series = data.answer_as(NextPoint).series
    scores.table(config, series, reading, step, look.compare_free)


def _picture(
    config: RunConfig, reading: ForecastReading, free_lines: dict[str, Floats] | None = None
) -> Picture:
    series = dataset(config.task).answer_as(NextPoint).series
    times, window = series.times, series.window
    after = series.split + len(reading.free_run)
    spacing = times[-1] - times[-2]
    beyond = times[-1] + spacing * np.arange(1, max(after - len(times), 0) + 1)
    empty = np.full(series.split - window, np.nan)
    lines = {
        name: np.concatenate([empty, forecast.one_step])
        for name, forecast in scores.simple_forecasts(config.task).items()
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
        free_times=np.concatenate([times, beyond])[series.split : after],
        free=reading.free_run,
        baselines=lines,
        free_baselines=free_lines,
    )


def _options() -> None:
    ways = {False: _("One step ahead"), True: _("Free run")}
    view_control("compare_free", st.segmented_control, _("Compare the forecasts"), names=ways)
    label = _("Free run: points the network goes on alone")
    view_control("horizon", st.slider, label, min_value=1, max_value=500)


def _problem(_config: RunConfig, data: Dataset) -> None:
    """The whole series, and what was filled in it or is read beside it."""
    series = data.answer_as(NextPoint).series
    if series.filled:
        st.caption(_("{count} missing points were filled by straight lines.").format(count=series.filled))
    if series.covariates:
        told = _("Read beside it: {names}. In a free run they keep their last value.")
        st.caption(told.format(names=", ".join(plain(other.name) for other in series.covariates)))
    live_figure(series_preview_figure(series), key="preview", height=300)


VIEWS = AnswerViews(
    learning=_learning,
    options=_options,
    probe=_probe,
    picture=lambda config, reading, _step: _picture(config, reading),
    told=TOLD,
    problem=_problem,
    path=of_free_run,
)
