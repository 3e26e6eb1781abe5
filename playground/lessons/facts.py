"""Numbers in a lesson's text: computed from its experiment, or measured on runs; none is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of, written
from playground.films.many import Result
from playground.i18n import N_, _
from playground.lessons import readings
from playground.lessons.reading import changed
from playground.lessons.text import FACT
from playground.models.shapes import parameter_count
from playground.training import plan
from playground.views.words import number

NOT_TRAINED = N_("(not trained yet)")
METRIC, PERCENT = "metric.", "percent."
"""What stands before the name of a metric; the second makes a percentage of it."""


def _marks(config: RunConfig) -> tuple[int, ...]:
    """The time steps, from 1, that the adding problem marks in the first test example."""
    return tuple(int(place) + 1 for place in tasks.dataset(config.task).test_x[0, :, 1].nonzero()[0])


OF_EXPERIMENT: dict[str, Callable[[RunConfig], float]] = {
    "parameters": lambda config: parameter_count(config.model, tasks.dataset(config.task)),
    "train_examples": lambda config: len(tasks.dataset(config.task).train_x),
    "test_examples": lambda config: len(tasks.dataset(config.task).test_x),
    "time_steps": lambda config: tasks.dataset(config.task).train_x.shape[1],
    "vocabulary": lambda config: len(tasks.dataset(config.task).words),
    "embedding_parameters": lambda config: (
        len(tasks.dataset(config.task).words) * config.model.embedding_size
    ),
    "steps_per_epoch": lambda config: plan.steps_per_epoch(
        config.training, len(tasks.dataset(config.task).train_x)
    ),
    "last_step": lambda config: plan.last_step(config.training, len(tasks.dataset(config.task).train_x)),
    "first_mark": lambda config: _marks(config)[0],
    "second_mark": lambda config: _marks(config)[1],
    "baseline": lambda config: tasks.dataset(config.task).baseline.loss,
}
"""Facts that need no training."""

OF_RUN: dict[str, Callable[[Result], float]] = {
    "test_loss": lambda run: run.final_loss,
    "train_loss": lambda run: float(run.train_loss[-1]),
    "lowest_loss": lambda run: float(run.test_loss.min()),
    "better_than_baseline": lambda run: tasks.dataset(run.config.task).baseline.loss / run.final_loss,
    "largest_gradient": lambda run: run.largest_gradient,
    "clipped": lambda run: run.clipped,
}
"""Facts of a run at its end; its metrics are such facts as well, written as `metric.accuracy`."""


Read = Mapping[tuple[str, RunConfig], float]
"""What was read of networks, by the name of the fact and the run."""


def filled(
    text: str,
    config: RunConfig,
    known: Mapping[RunConfig, Result] = MappingProxyType({}),
    read: Read = MappingProxyType({}),
) -> str:
    """`text` with its facts; those of a run that is not `known`, and what is not `read`, say so."""
    return FACT.sub(lambda found: _fact(found[1], _meant(config, found[2]), known, read), text)


def runs(text: str, config: RunConfig) -> tuple[RunConfig, ...]:
    """The runs on which facts in `text` are measured."""
    measured = [_meant(config, settings) for name, settings in FACT.findall(text) if _is_measured(name)]
    return tuple(dict.fromkeys(measured))


def read_in(text: str, config: RunConfig) -> tuple[tuple[str, RunConfig], ...]:
    """The facts in `text` that must be read of a network, and of which."""
    found = [(name, settings) for name, settings in FACT.findall(text) if readings.known(name)]
    return tuple(dict.fromkeys((name, _meant(config, settings)) for name, settings in found))


def known(name: str) -> bool:
    """Whether there is such a fact: a setting by its path is one, and a metric as `metric.accuracy`."""
    return name in OF_EXPERIMENT or name in SETTINGS or readings.known(name) or _is_measured(name)


def _is_measured(name: str) -> bool:
    return name in OF_RUN or name.startswith((METRIC, PERCENT))


def _meant(config: RunConfig, settings: str) -> RunConfig:
    """The experiment of a fact: another one where settings stand behind its name."""
    return changed(config, dict(one.split("=", 1) for one in settings.split()))


def _fact(name: str, config: RunConfig, known: Mapping[RunConfig, Result], read: Read) -> str:
    if name in SETTINGS:
        return written(value_of(config, name))
    if name in OF_EXPERIMENT:
        return number(OF_EXPERIMENT[name](config))
    if readings.known(name):
        return _told(read[name, config]) if (name, config) in read else _(NOT_TRAINED)
    run = known.get(config)
    if run is None or not len(run.test_loss):
        return _(NOT_TRAINED)
    if name.startswith(PERCENT):
        return f"{float(run.metrics[name.removeprefix(PERCENT)][-1]):.1%}"
    if name.startswith(METRIC):
        return number(float(run.metrics[name.removeprefix(METRIC)][-1]))
    return number(OF_RUN[name](run))


def _told(value: float) -> str:
    """A number as a text tells it: a large one in digits."""
    return f"{value:,.0f}" if 1e7 <= abs(value) < 1e15 else number(value)
