"""From a film and a cursor to the charts of the train page."""

from __future__ import annotations

from typing import Any

from playground.charts.training import gradient_figure, loss_figure
from playground.films.cursor import Seek
from playground.films.film import Film
from playground.tasks.base import Dataset
from playground.ui import view_options
from playground.ui.components import Click, live_figure
from playground.ui.playback import dispatch
from playground.ui.session import Session


def loss(session: Session, film: Film, data: Dataset) -> None:
    """Loss and gradient norm over the steps, with the cursor."""
    config = session.config
    shared: dict[str, Any] = {
        "cell": config.model.cell,
        "cursor": session.cursor.step,
        "total_steps": film.total_steps,
        "changes": tuple(change.step for change in config.training.changes),
    }
    picture = loss_figure(
        film.history,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        log_y=session.view_state.log_loss,
        smoothing=view_options.smoothing(session, film),
        **shared,
    )
    axes = f"{config.task.name} {film.total_steps}"
    live_figure(picture, key="loss", height=230, revision=axes, on_click=_go_to)
    max_norm = config.training.rates_at(session.cursor.step).max_norm
    gradient = gradient_figure(film.history, max_norm=max_norm, **shared)
    live_figure(gradient, key="gradient", height=150, revision=axes)


def _go_to(click: Click) -> None:
    if isinstance(click.x, (int, float)):
        dispatch(Seek(round(click.x)))
