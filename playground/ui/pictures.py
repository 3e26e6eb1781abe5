"""From a film and a cursor to the charts of the train page."""

from __future__ import annotations

from collections.abc import Callable
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
from playground.probes.requests import AnswersProbe, AnswersReading, ForecastProbe, ForecastReading
from playground.tasks.base import Dataset, Series
from playground.ui import examples, scores, session
from playground.ui.components import Click, live_figure
from playground.ui.engine import engine
from playground.ui.mirror import mirrored
from playground.ui.session import Session

Translate = Callable[[str], str]


def loss(now: Session, film: Film, data: Dataset, _: Translate) -> None:
    """Loss and gradient norm over the steps, with the cursor."""
    config, view = now.cursor.config, now.view
    shared: dict[str, Any] = {
        "cell": config.model.cell,
        "cursor": now.cursor.step,
        "total_steps": film.total_steps,
        "changes": tuple(change.step for change in config.training.changes),
        "_": _,
    }
    smoothing = _smoothing(now, film)
    picture = loss_figure(
        film.history,
        loss_name=data.loss,
        lazy=data.lazy.loss,
        log_y=view.log_loss,
        smoothing=smoothing,
        **shared,
    )
    live_figure(picture, key="loss", height=230, on_click=_go_to)
    max_norm = config.training.rates_at(now.cursor.step).max_norm
    live_figure(gradient_figure(film.history, max_norm=max_norm, **shared), key="gradient", height=150)
    with st.container(horizontal=True, key="loss-options", vertical_alignment="bottom"):
        mirrored(
            "log-loss",
            view.log_loss,
            st.toggle,
            _("Loss on a log scale"),
            lambda value: session.set_view(log_loss=value),
        )
        mirrored(
            "smoothing",
            smoothing,
            st.select_slider,
            _("Smoothing of the train loss"),
            lambda value: session.set_view(smoothing=value),
            options=[0.0, 0.5, 0.8, 0.9, 0.95, 0.99],
            width=240,
            help=_("Strength of the moving average. 0 shows each batch as it is."),
        )


def _smoothing(now: Session, film: Film) -> float:
    if now.view.smoothing is not None:
        return now.view.smoothing
    return 0.0 if film.epoch_steps == 1 else 0.9


def answers(now: Session, film: Film, data: Dataset, _: Translate) -> None:
    """What the network says at the cursor's step, beside the truth and the lazy answers."""
    if data.series is not None:
        _forecast(now, film, data.series, _)
    else:
        _decisions(now, film, data, _)


def _forecast(now: Session, film: Film, series: Series, _: Translate) -> None:
    config = now.cursor.config
    probe = ForecastProbe(config=config, step=_shown_step(now.cursor, film), horizon=now.view.horizon)
    reading, step = _latest("forecast", probe)
    if isinstance(reading, ForecastReading):
        picture = _forecast_picture(config, series, reading, _)
        live_figure(picture, key="forecast", height=330)
        scores.table(config.task, series, reading, config.model.cell, step, _)
    else:
        _waiting(reading, _)
    mirrored(
        "horizon",
        now.view.horizon,
        st.slider,
        _("Free run: points the network goes on alone"),
        lambda value: session.set_view(horizon=value),
        min_value=1,
        max_value=500,
    )


def _forecast_picture(config: RunConfig, series: Series, reading: ForecastReading, _: Translate) -> Picture:
    times, window = series.times, series.window
    after = series.split + len(reading.free_run)
    spacing = times[-1] - times[-2]
    beyond = times[-1] + spacing * np.arange(1, max(after - len(times), 0) + 1)
    free_times = np.concatenate([times, beyond])[series.split : after]
    empty = np.full(series.split - window, np.nan)
    lines = {
        name: np.concatenate([empty, forecast.one_step])
        for name, forecast in scores.labelled(config.task, _).items()
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
        free_times=free_times,
        free=reading.free_run,
        baselines=lines,
        _=_,
    )


def _decisions(now: Session, film: Film, data: Dataset, _: Translate) -> None:
    probe = AnswersProbe(config=now.cursor.config, step=_shown_step(now.cursor, film))
    reading, step = _latest("answers", probe)
    if not isinstance(reading, AnswersReading):
        _waiting(reading, _)
        return
    cell = now.cursor.config.model.cell
    if reading.confusion is None:
        live_figure(
            numbers_figure(data.test_y.ravel(), reading.values.ravel(), cell=cell, _=_),
            key="numbers",
            height=330,
        )
    else:
        names = [_(name) for name in data.class_names]
        live_figure(confusion_figure(reading.confusion, names, step, _=_), key="confusion", height=300)
    examples.show(now, data, reading, _)


# ---- probes: ask for the newest, show the last that came


def _shown_step(cursor: Cursor, film: Film) -> int:
    return min(cursor.step, film.last_step)


def _latest(name: str, probe: ForecastProbe | AnswersProbe) -> tuple[object, int]:
    """The reading of `probe`, or the one shown before it while the workers are still reading."""
    reply = session.ask(probe)
    known = session.last_probe(name)
    if reply.status == "ready":
        session.keep_probe(name, probe)
        return reply.value, probe.step
    if reply.status == "pending" and known is not None and known.config == probe.config:
        earlier = engine().probe(known)
        if earlier.status == "ready":
            return earlier.value, known.step
    return reply, probe.step


def _waiting(reply: object, _: Translate) -> None:
    sentence = reply.sentence if isinstance(reply, Reply) and reply.sentence else ""
    with st.container(height=330, border=False, key="waiting"):
        st.caption(_(sentence) if sentence else _("Waiting for the network's first answers…"))


def _go_to(click: Click) -> None:
    if isinstance(click.x, (int, float)):
        session.dispatch(Seek(round(click.x)))
