"""From a film and a cursor to the charts of the train page."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground.charts.answers import confusion_figure, numbers_figure
from playground.charts.forecast import forecast_figure
from playground.charts.picture import Picture
from playground.charts.training import gradient_figure, loss_figure
from playground.config import RunConfig
from playground.films.cursor import Cursor, Seek
from playground.films.engine import Reply
from playground.films.film import Film
from playground.i18n import _, translated
from playground.probes.requests import AnswersProbe, AnswersReading, ForecastProbe, ForecastReading
from playground.tasks.base import Dataset, Floats, Series
from playground.ui import characters, examples, scores, session, view
from playground.ui.components import Click, live_figure
from playground.ui.session import Session


def loss(now: Session, film: Film, data: Dataset) -> None:
    """Loss and gradient norm over the steps, with the cursor."""
    config = now.cursor.config
    shared: dict[str, Any] = {
        "cell": config.model.cell,
        "cursor": now.cursor.step,
        "total_steps": film.total_steps,
        "changes": tuple(change.step for change in config.training.changes),
    }
    picture = loss_figure(
        film.history,
        loss_name=data.loss,
        lazy=data.lazy.loss,
        log_y=now.view.log_loss,
        smoothing=view.smoothing(now, film),
        **shared,
    )
    axes = f"{config.task.name} {film.total_steps}"
    live_figure(picture, key="loss", height=230, revision=axes, on_click=_go_to)
    max_norm = config.training.rates_at(now.cursor.step).max_norm
    gradient = gradient_figure(film.history, max_norm=max_norm, **shared)
    live_figure(gradient, key="gradient", height=150, revision=axes)


def answers(now: Session, film: Film, data: Dataset) -> None:
    """What the network says at the cursor's step, beside the truth and the lazy answers."""
    if data.series is not None:
        _forecast(now, film, data.series)
    elif data.says_next:
        characters.show(now, film, data)
    else:
        _decisions(now, film, data)


def _forecast(now: Session, film: Film, series: Series) -> None:
    config, look = now.cursor.config, now.view
    probe = ForecastProbe(config=config, step=_shown_step(now.cursor, film), horizon=look.horizon)
    reply, shown = session.read("forecast", probe)
    reading = reply.value
    if isinstance(reading, ForecastReading):
        free = scores.free_lines(config.task, look.horizon) if look.compare_free else None
        picture = forecast_picture(config, series, reading, free)
        live_figure(picture, key="forecast", height=310, revision=str(config.task))
        scores.table(config, series, reading, shown.step, look.compare_free)
    else:
        _waiting(reply)


def forecast_picture(
    config: RunConfig,
    series: Series,
    reading: ForecastReading,
    free_lines: dict[str, Floats] | None,
) -> Picture:
    """A series with the forecasts of a network and of simple rivals."""
    times, window = series.times, series.window
    after = series.split + len(reading.free_run)
    spacing = times[-1] - times[-2]
    beyond = times[-1] + spacing * np.arange(1, max(after - len(times), 0) + 1)
    empty = np.full(series.split - window, np.nan)
    lines = {
        name: np.concatenate([empty, forecast.one_step])
        for name, forecast in scores.labelled(config.task).items()
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


def _decisions(now: Session, film: Film, data: Dataset) -> None:
    probe = AnswersProbe(config=now.cursor.config, step=_shown_step(now.cursor, film))
    reply, shown = session.read("answers", probe)
    reading = reply.value
    if not isinstance(reading, AnswersReading):
        _waiting(reply)
        return
    cell = now.cursor.config.model.cell
    if reading.confusion is None:
        live_figure(
            numbers_figure(data.test_y.ravel(), reading.values.ravel(), cell=cell),
            key="numbers",
            height=330,
        )
    else:
        names = [_(name) for name in data.class_names]
        live_figure(confusion_figure(reading.confusion, names, shown.step), key="confusion", height=300)
    examples.show(now, data, reading)


def _shown_step(cursor: Cursor, film: Film) -> int:
    return min(cursor.step, film.last_step)


def _waiting(reply: Reply) -> None:
    with st.container(height=330, border=False, key="waiting"):
        st.caption(
            translated(reply.sentence) if reply.sentence else _("Waiting for the network's first answers…")
        )


def _go_to(click: Click) -> None:
    if isinstance(click.x, (int, float)):
        session.dispatch(Seek(round(click.x)))
