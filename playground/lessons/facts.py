"""Numbers in a lesson's text: computed from its experiment, or measured on its run; none is written down."""

from __future__ import annotations

from collections.abc import Callable

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of, written
from playground.films.film import Film
from playground.i18n import N_, _
from playground.lessons.text import FACT
from playground.models.shapes import parameter_count
from playground.training import plan
from playground.views.words import number

NOT_TRAINED = N_("(not trained yet)")

OF_EXPERIMENT: dict[str, Callable[[RunConfig], float]] = {
    "parameters": lambda config: parameter_count(config.model, tasks.dataset(config.task)),
    "train_examples": lambda config: len(tasks.dataset(config.task).train_x),
    "test_examples": lambda config: len(tasks.dataset(config.task).test_x),
    "time_steps": lambda config: tasks.dataset(config.task).train_x.shape[1],
    "steps_per_epoch": lambda config: plan.steps_per_epoch(
        config.training, len(tasks.dataset(config.task).train_x)
    ),
    "last_step": lambda config: plan.last_step(config.training, len(tasks.dataset(config.task).train_x)),
    "baseline": lambda config: tasks.dataset(config.task).baseline.loss,
}
"""Facts that need no training."""

OF_RUN: dict[str, Callable[[Film], float]] = {
    "test_loss": lambda film: float(film.history.test_loss[-1]),
    "train_loss": lambda film: float(film.history.epoch_train_loss[-1]),
    "better_than_baseline": lambda film: (
        tasks.dataset(film.config.task).baseline.loss / float(film.history.test_loss[-1])
    ),
    "largest_gradient": lambda film: float(film.history.grad_norm.max()),
}
"""Facts of a run at its end."""


def filled(text: str, config: RunConfig, film: Film | None) -> str:
    """`text` with its facts; those of a run that is not over say so."""
    return FACT.sub(lambda found: _fact(found[1], config, film), text)


def known(name: str) -> bool:
    """Whether there is such a fact: a setting by its path is one, and a metric as `metric.accuracy`."""
    return name in OF_EXPERIMENT or name in OF_RUN or name in SETTINGS or name.startswith("metric.")


def _fact(name: str, config: RunConfig, film: Film | None) -> str:
    if name in SETTINGS:
        return written(value_of(config, name))
    if name in OF_EXPERIMENT:
        return number(OF_EXPERIMENT[name](config))
    if film is None or not film.is_over or not len(film.history.test_loss):
        return _(NOT_TRAINED)
    if name.startswith("metric."):
        return number(float(film.history.metrics[name.removeprefix("metric.")][-1]))
    return number(OF_RUN[name](film))
