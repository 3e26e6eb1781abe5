"""The loss and the cost of each lane, and one sentence no stronger than the numbers."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from playground import tasks
from playground.experiments.lanes import FEWEST
from playground.experiments.significance import first_at_or_under
from playground.films.engine import EngineState
from playground.films.film import Film
from playground.films.film_group import FilmGroup
from playground.i18n import _, translated
from playground.models.shapes import parameter_count
from playground.tasks.base import Dataset
from playground.tasks.baselines.series import Forecast
from playground.ui.compare.names import Lane
from playground.ui.scores import being_computed, best_simple, simple_forecasts, simple_losses
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.ui.verdict import about_engine
from playground.ui.words import heads, number, rounded, sortable

SHARES = (0.5, 0.2, 0.1, 0.05, 0.01)
"""The shares of the baseline's loss that a run may be asked to reach."""
CLOSE = 1.1
"""Losses that differ by less are called about the same."""


def target_of(session: Session, data: Dataset) -> float:
    """The test loss a lane must reach to have solved the problem."""
    return data.baseline.loss * session.view_state.target_share


def verdict(session: Session, group: FilmGroup, lanes: tuple[Lane, ...], state: EngineState) -> str:
    """A sentence on the lane that is ahead at the cursor; it tells that one run of each may be luck."""
    if told := about_engine(state):
        return told
    broken = [film.reason for film in group.films if film.status == "failed"]
    if broken:
        return translated(broken[0])
    tests = {
        lane.name: _test_loss(film, group.step_of(place, session.cursor.step))
        for place, (lane, film) in enumerate(zip(lanes, group.films, strict=True))
    }
    losses = {name: loss for name, loss in tests.items() if loss is not None and math.isfinite(loss)}
    if None in tests.values():
        return _waiting(session)
    if len(losses) < FEWEST:
        return _("**There is nothing to compare:** the loss of all other lanes is no number any more.")
    (best, low), (second, next_low), *_rest = sorted(losses.items(), key=lambda item: item[1])
    if next_low <= CLOSE * low:
        told = _("**About the same so far:** {best} and {second} are within a tenth of each other.")
    else:
        told = _("**{best} is ahead:** its test loss is {ratio} times smaller than that of {second}.")
    said = told.format(best=best, second=second, ratio=number(next_low / low) if low > 0 else "∞")
    return f"{said}{_simpler(session, low)} {_('One run each may be luck: see below.')}"


def _waiting(session: Session) -> str:
    if not session.cursor.is_paused:
        return _(
            "All lanes read the same examples in the same order. The first test numbers are on their way."
        )
    if session.cursor.step == 0:
        return _("**Untrained.** Press Play: all lanes read the same examples in the same order.")
    return _("Not every lane has been tested here yet. Press Play to go on.")


def _simpler(session: Session, lowest: float) -> str:
    """That something without a network does better, if it does."""
    simple = best_simple(session.config.task)
    if simple is None or simple[1] >= lowest:
        return ""
    name, loss = simple
    told = _("Better still without a network: {forecast}, with a loss of {loss}.")
    return " " + told.format(forecast=name, loss=number(loss))


def show_lane_table(session: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    """A table that can be sorted, copied and downloaded."""
    data = tasks.dataset(session.config.task)
    rows = [
        _row(lane, film, group.step_of(place, session.cursor.step), target_of(session, data), data)
        for place, (lane, film) in enumerate(zip(lanes, group.films, strict=True))
    ]
    task = session.config.task
    losses = simple_losses(task)
    simple = simple_forecasts(task)
    rows += [_simple(name, losses.get(name), forecast, data) for name, forecast in simple.items()]
    sortable(rows, key="lanes-table")
    label = _("Solved at this share of the baseline's loss ({loss})").format(loss=number(data.baseline.loss))
    help_ = _("The baseline learns nothing. {sentence}").format(sentence=_(data.baseline.sentence))
    shares = {share: f"{share:.0%}" for share in SHARES}
    view_control("target_share", st.select_slider, label, names=shares, help=help_)


def _row(lane: Lane, film: Film, step: int, target: float, data: Dataset) -> dict[str, object]:
    epochs = int(np.searchsorted(film.history.epoch_step, step, side="right"))
    tests = film.history.test_loss[:epochs]
    solved = first_at_or_under(tests, target)
    row: dict[str, object] = {
        _("Lane"): lane.name,
        _("Test loss"): rounded(tests[-1]) if epochs else None,
        _("Best loss"): rounded(np.nanmin(tests)) if epochs and np.isfinite(tests).any() else None,
        _("Solved at"): None if solved is None else int(film.history.epoch_step[solved]),
        _("Parameters"): parameter_count(lane.config.model, data),
        _("ms/step"): round(1000 * film.seconds / film.trained, 2) if film.trained else None,
    }
    names, metrics = heads(data.answer), film.history.metrics
    last = {names[name]: rounded(values[epochs - 1]) if epochs else None for name, values in metrics.items()}
    return row | last


def _simple(name: str, loss: float | None, forecast: Forecast | None, data: Dataset) -> dict[str, object]:
    """A forecast without a network, for problems that have some; its row is there before its numbers."""
    if forecast is None or loss is None:
        return {_("Lane"): f"{name} ({being_computed()})"}
    found = forecast.scores
    numbers = {"rmse": found.rmse, "mae": found.mae, "r2": found.r2, "relative": found.relative}
    names = heads(data.answer)
    known = {names[key]: None if value is None else rounded(value) for key, value in numbers.items()}
    return {_("Lane"): name, _("Test loss"): rounded(loss), **known}


def _test_loss(film: Film, step: int) -> float | None:
    """The newest test loss at a step, if there is one; no number where the run broke before its first."""
    epochs = int(np.searchsorted(film.history.epoch_step, step, side="right"))
    if not epochs:
        return math.nan if film.status == "diverged" and step >= film.last_step else None
    return float(film.history.test_loss[epochs - 1])
