"""One plain sentence on how the run is going, from its numbers, with what to try."""

from __future__ import annotations

import numpy as np

from playground import tasks
from playground.config import RunConfig
from playground.experiments.presets import preset_of
from playground.films.cursor import Cursor
from playground.films.engine import EngineState
from playground.films.film import Film
from playground.i18n import _, translated
from playground.ui.words import number

ENOUGH_EPOCHS = 5
"""Fewer epochs say nothing about progress."""


def sentence(cursor: Cursor, film: Film, engine: EngineState) -> str:
    """The most important sentence about the run at the cursor, and no other."""
    if engine.status == "waiting":
        return _("A worker stopped and is being replaced. Training goes on by itself; nothing is lost.")
    told = about_engine(engine) or _about_film(cursor, film) or _about_end(cursor, film)
    return told or _about_learning(cursor, film)


def lesson_of(config: RunConfig) -> str:
    """What the end of just this experiment teaches; empty where it is no preset, or its numbers say it."""
    preset = preset_of(config)
    return "" if preset is None else _(preset.lesson)


def about_engine(engine: EngineState) -> str:
    """Why nothing can be trained yet, or at all; empty where it can."""
    if engine.status == "starting":
        return _("Starting the workers that train; this takes a few seconds once.")
    return translated(engine.sentence) if engine.status == "unavailable" else ""


def _about_film(cursor: Cursor, film: Film) -> str:
    if film.status == "failed":
        return translated(film.reason)
    if cursor.step > film.last_step:
        return _("This run was put away to save memory and is trained again, to the same digits.")
    if film.status == "diverged" and cursor.step >= film.last_step:
        lesson = lesson_of(cursor.config)
        told = _(
            "**Diverged:** at step {step} the loss was no number any more. Try a smaller learning rate, "
            "or clip the gradient (under More, Training)."
        )
        if lesson:
            told = _("**Diverged:** at step {step} the loss was no number any more. {lesson}")
        return told.format(step=film.last_step, lesson=lesson)
    return ""


def _about_end(cursor: Cursor, film: Film) -> str:
    """The lesson of a preset that has come to its end, beside its numbers; empty for any other run."""
    at_its_end = film.status == "finished" and cursor.step >= film.last_step
    lesson = lesson_of(cursor.config) if at_its_end else ""
    if not lesson or not len(film.history.test_loss):
        return ""
    test, baseline = float(film.history.test_loss[-1]), tasks.dataset(cursor.config.task).baseline.loss
    told = (
        _("**Better than the baseline:** test loss {test}; the baseline gets {baseline}. {lesson}")
        if test < baseline
        else _(
            "**Not better than the baseline:** it ended at test loss {test}; the baseline gets {baseline}. "
            "{lesson}"
        )
    )
    return told.format(test=number(test), baseline=number(baseline), lesson=lesson)


def _about_learning(cursor: Cursor, film: Film) -> str:
    history = film.history
    epochs = int(np.searchsorted(history.epoch_step, cursor.step, side="right"))
    baseline = tasks.dataset(cursor.config.task).baseline
    if cursor.step == 0:
        return _("**Untrained:** the weights are random. Press Play, and watch the loss fall.")
    if epochs == 0:
        return _("The first epoch is on its way; test numbers come at its end.")
    test, train = history.test_loss[:epochs], history.epoch_train_loss[:epochs]
    if _is_overfitting(train, test):
        told = _(
            "**Overfitting:** the train loss still falls, but the test loss was lowest at epoch {epoch}. "
            "Try fewer units, dropout, or more examples."
        )
    elif test[-1] < baseline.loss:
        told = _("**Better than the baseline:** test loss {test}; the baseline gets {baseline}. ({what})")
    elif _is_stuck(test):
        told = _(
            "**No progress:** the test loss has hardly moved for {count} epochs and is not better than the "
            "baseline ({baseline}). Try another learning rate, or another cell."
        )
    elif film.is_over and cursor.step >= film.last_step:
        told = _(
            "**Not better than the baseline:** it ended at test loss {test}; the baseline gets "
            "{baseline}. ({what}) Try more epochs or a larger learning rate."
        )
    else:
        told = _(
            "**Not better than the baseline yet:** test loss {test}; the baseline gets {baseline}. ({what})"
        )
    return told.format(
        epoch=int(np.argmin(test)) + 1,
        test=number(float(test[-1])),
        baseline=number(baseline.loss),
        what=_(baseline.sentence),
        count=min(epochs, 2 * ENOUGH_EPOCHS),
    )


def _is_overfitting(train: np.ndarray, test: np.ndarray) -> bool:
    best = int(np.argmin(test))
    return len(test) - best > ENOUGH_EPOCHS and test[-1] > 1.1 * test[best] and train[-1] < train[best]


def _is_stuck(test: np.ndarray) -> bool:
    recent = test[-2 * ENOUGH_EPOCHS :]
    return len(recent) >= 2 * ENOUGH_EPOCHS and recent.min() > 0.99 * recent[0]
