"""Numbers in a lesson's text: computed from its experiment, or measured on its run; none is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of, written
from playground.films.many import Result
from playground.i18n import N_, _
from playground.lessons import readings
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

OF_RUN: dict[str, Callable[[Result], float]] = {
    "test_loss": lambda run: run.final_loss,
    "train_loss": lambda run: run.train_loss,
    "better_than_baseline": lambda run: tasks.dataset(run.config.task).baseline.loss / run.final_loss,
    "largest_gradient": lambda run: run.largest_gradient,
    "clipped": lambda run: run.clipped,
    "last_step_trained": lambda run: run.last_step,
}
"""Facts of a run at its end; its metrics are such facts as well, written as `metric.accuracy`."""


def filled(
    text: str, config: RunConfig, run: Result | None = None, read: Mapping[str, float] | None = None
) -> str:
    """`text` with its facts; those of a run that is not over, and what is not read yet, say so.

    Args:
        run: the run of `config`, once it is over.
        read: what was read of the network, by the name of the fact.
    """
    return FACT.sub(lambda found: _fact(found[1], config, run, read or {}), text)


def needs_run(text: str) -> bool:
    """Whether a text tells how a run ends."""
    return any(name in OF_RUN or name.startswith("metric.") for name in FACT.findall(text))


def read_by(text: str) -> tuple[str, ...]:
    """The facts in a text that must be read of the network."""
    return tuple(dict.fromkeys(name for name in FACT.findall(text) if readings.known(name)))


def known(name: str) -> bool:
    """Whether there is such a fact: a setting by its path is one, and a metric as `metric.accuracy`."""
    is_setting = name in SETTINGS or name.startswith("metric.")
    return is_setting or name in OF_EXPERIMENT or name in OF_RUN or readings.known(name)


def _fact(name: str, config: RunConfig, run: Result | None, read: Mapping[str, float]) -> str:
    if name in SETTINGS:
        return written(value_of(config, name))
    if name in OF_EXPERIMENT:
        return number(OF_EXPERIMENT[name](config))
    if readings.known(name):
        return number(read[name]) if name in read else _(NOT_TRAINED)
    if run is None:
        return _(NOT_TRAINED)
    if name.startswith("metric."):
        return number(float(run.metrics[name.removeprefix("metric.")][-1]))
    return number(OF_RUN[name](run))
