"""The losses, and what is measured beside them for each kind of answer."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from playground.config import AnswerKind
from playground.tasks.answers import NO_TARGET, Loss, NextPoint, f1_of
from playground.tasks.base import Dataset
from playground.tasks.baselines.series import persistence, scores

Answers = NDArray[np.float32]
"""(examples, ...) the head's numbers, before any sigmoid or softmax."""


def _cross_entropy(outputs: Tensor, targets: Tensor, reduction: str = "mean") -> Tensor:
    """The mean over all answers that have a target, of examples or of their time steps."""
    flat = outputs.flatten(0, -2), targets.flatten()
    return functional.cross_entropy(*flat, ignore_index=NO_TARGET, reduction=reduction)


LOSSES: dict[Loss, Callable[..., Tensor]] = {
    "mse": functional.mse_loss,
    "bce": functional.binary_cross_entropy_with_logits,
    "cross_entropy": _cross_entropy,
}
"""Each takes the head's numbers and the targets and returns the mean loss; with `reduction="none"`, each
answer's."""


_MOST_LOSS = 700.0
"""exp of more is no number of a computer's; a loss that is no number stays one."""


def metrics(dataset: Dataset, answers: Answers) -> dict[str, float]:
    """The metrics of the answers on the test part: numbers by the names in `Answer.metrics`.

    Errors are in the unit that people read. Not a number where targets that are all equal leave nothing
    to compare with.
    """
    return METRICS[dataset.kind](dataset, answers)


def _errors(dataset: Dataset, answers: Answers) -> dict[str, float]:
    target = dataset.test_y.astype(np.float64)
    error = answers.astype(np.float64) - target
    return {
        "rmse": _root_mean_square(error),
        "mae": float(np.mean(np.abs(error))),
        "r2": 1.0 - _ratio(float(np.mean(error**2)), float(np.var(target))),
    }


def _errors_of_forecast(dataset: Dataset, answers: Answers) -> dict[str, float]:
    series = dataset.answer_as(NextPoint).series
    last = persistence(series)
    found = scores(series.values[series.split :], dataset.answer.in_its_unit(answers[:, 0], last), last)
    return {name: math.nan if (value := getattr(found, name)) is None else value for name in _OF_A_FORECAST}


def _accuracy(dataset: Dataset, answers: Answers) -> dict[str, float]:
    counts = confusion(dataset, chosen(dataset, answers))
    return {"accuracy": _ratio(float(counts.trace()), float(counts.sum()))}


def _accuracy_and_f1(dataset: Dataset, answers: Answers) -> dict[str, float]:
    """And `f1`, its mean over the names."""
    counts = confusion(dataset, chosen(dataset, answers))
    return _accuracy(dataset, answers) | {"f1": float(np.mean(f1_of(counts)))}


def _accuracy_and_perplexity(dataset: Dataset, answers: Answers) -> dict[str, float]:
    """And `perplexity`: between how many equally likely answers one would be as unsure."""
    loss = loss_of(dataset, torch.from_numpy(answers), torch.from_numpy(dataset.test_y.copy()))
    return _accuracy(dataset, answers) | {"perplexity": float(np.exp(min(loss, _MOST_LOSS)))}


_OF_A_FORECAST = tuple(metric.name for metric in NextPoint.metrics)
METRICS: dict[AnswerKind, Callable[[Dataset, Answers], dict[str, float]]] = {
    "number": _errors,
    "forecast": _errors_of_forecast,
    "class": _accuracy,
    "tags": _accuracy_and_f1,
    "last-tags": _accuracy,
    "bits": _accuracy,
    "next": _accuracy_and_perplexity,
}
"""By kind; a decoder answers twice, so `playground.training.teaching` has the metrics of pairs."""


def confusion(dataset: Dataset, decided: NDArray[np.int64]) -> NDArray[np.int64]:
    """(true names, decided names) counts on the test part; time steps that need no answer are left out."""
    truth = dataset.test_y.astype(np.int64)
    counts = np.zeros((len(dataset.answer.names),) * 2, dtype=np.int64)
    asked = truth != NO_TARGET
    np.add.at(counts, (truth[asked], decided[asked]), 1)
    return counts


def _root_mean_square(values: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _ratio(value: float, reference: float) -> float:
    return value / reference if reference > 0 else math.nan


def chosen(dataset: Dataset, answers: Answers) -> NDArray[np.int64]:
    """The place of the name the network decides for: the largest number, or the sign of a single one."""
    decided = answers.argmax(axis=-1) if dataset.answer.loss == "cross_entropy" else answers > 0
    return np.asarray(decided, dtype=np.int64)


def probabilities(dataset: Dataset, outputs: Tensor) -> Tensor:
    """The head's numbers as probabilities of a one or of the names; plain numbers stay."""
    match dataset.answer.loss:
        case "bce":
            return outputs.sigmoid()
        case "cross_entropy":
            return outputs.softmax(dim=-1)
        case "mse":
            return outputs


def loss_of(dataset: Dataset, answers: Tensor, targets: Tensor) -> float:
    """The mean loss as a plain number."""
    with torch.no_grad():
        return float(LOSSES[dataset.answer.loss](answers, targets))
