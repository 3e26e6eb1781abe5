"""What an exercise or a claim measures on trained runs, by name, with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground import tasks
from playground.config import RunConfig
from playground.films.many import Result
from playground.i18n import N_
from playground.models.shapes import parameter_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An experiment that was tried: its run with every seed, and the same runs without what it is to show."""

    config: RunConfig
    runs: tuple[Result, ...]
    """One for each seed, over."""
    twins: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a trial."""

    label: str
    """How it is called in a sentence, marked for translation."""
    measure: Callable[[Trial], tuple[float, float]]
    """Its least and its greatest value over the seeds."""
    needs_runs: bool = True
    """Whether it is known only when the runs are trained."""


def _of_runs(read: Callable[[Result], float]) -> Callable[[Trial], tuple[float, float]]:
    def measure(trial: Trial) -> tuple[float, float]:
        return _range([read(run) for run in trial.runs])

    return measure


def _of_config(label: str, read: Callable[[RunConfig], float]) -> Quantity:
    return Quantity(label=label, measure=lambda trial: _range([read(trial.config)]), needs_runs=False)


def _of_pairs(read: Callable[[Result, Result], float]) -> Callable[[Trial], tuple[float, float]]:
    return lambda trial: _range([read(*pair) for pair in zip(trial.runs, trial.twins, strict=True)])


def _range(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _metric(name: str) -> Callable[[Trial], tuple[float, float]]:
    return _of_runs(lambda run: float(run.metrics[name][-1]) if len(run.metrics[name]) else 0.0)


def _is_same(run: Result, twin: Result) -> float:
    """Whether two runs have the same losses to the last digit."""
    return float(run.last_step == twin.last_step and run.test_loss.tolist() == twin.test_loss.tolist())


QUANTITIES: dict[str, Quantity] = {
    "parameters": _of_config(
        N_("number of parameters"),
        lambda config: parameter_count(config.model, tasks.dataset(config.task)),
    ),
    "hidden_size": _of_config(N_("hidden size"), lambda config: config.model.hidden_size),
    "num_layers": _of_config(N_("number of layers"), lambda config: config.model.num_layers),
    "epochs": _of_config(N_("number of epochs"), lambda config: config.training.epochs),
    "test_loss": Quantity(
        label=N_("test loss at the end"), measure=_of_runs(lambda run: float(run.final_loss))
    ),
    "best_loss": Quantity(
        label=N_("lowest test loss"),
        measure=_of_runs(lambda run: float(min(run.test_loss, default=float("inf")))),
    ),
    "test_loss/baseline": Quantity(
        label=N_("test loss divided by the baseline's"),
        measure=_of_runs(lambda run: run.final_loss / tasks.dataset(run.config.task).baseline.loss),
    ),
    "train_loss/baseline": Quantity(
        label=N_("train loss divided by the baseline's"),
        measure=_of_runs(lambda run: run.train_loss[-1] / tasks.dataset(run.config.task).baseline.loss),
    ),
    "accuracy": Quantity(label=N_("accuracy on the test part"), measure=_metric("accuracy")),
    "r2": Quantity(label="R²", measure=_metric("r2")),
    "accuracy_free": Quantity(label=N_("accuracy with greedy decoding"), measure=_metric("accuracy_free")),
    "aligned": Quantity(label=N_("attention on the true position"), measure=_metric("aligned")),
    "exact_match": Quantity(label=N_("whole answers that are right"), measure=_metric("exact_match")),
    "diverged": Quantity(
        label=N_("runs that diverged"), measure=_of_runs(lambda run: float(run.status == "diverged"))
    ),
    "clipped": Quantity(
        label=N_("steps that were clipped"), measure=_of_runs(lambda run: float(run.clipped))
    ),
    "largest_gradient": Quantity(
        label=N_("largest gradient norm"), measure=_of_runs(lambda run: run.largest_gradient)
    ),
    "rise": Quantity(
        label=N_("test loss at the end divided by its lowest value"),
        measure=_of_runs(lambda run: run.final_loss / float(min(run.test_loss, default=float("nan")))),
    ),
    "test_loss/twin": Quantity(
        label=N_("test loss divided by that of the run without it"),
        measure=_of_pairs(lambda run, twin: run.final_loss / twin.final_loss),
    ),
    "same_as_twin": Quantity(
        label=N_("runs with the same digits as without it"), measure=_of_pairs(_is_same)
    ),
}
"""Everything that can be asked of an experiment."""
