"""The losses, and what is measured beside them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from playground.tasks.base import NO_TARGET, Dataset, Loss, f1_of, tags_words


def _cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """The mean over all answers that have a target, of examples or of their time steps."""
    return functional.cross_entropy(outputs.flatten(0, -2), targets.flatten(), ignore_index=NO_TARGET)


LOSSES: dict[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": functional.mse_loss,
    "bce": functional.binary_cross_entropy_with_logits,
    "cross_entropy": _cross_entropy,
}
"""Each takes the head's numbers and the targets and returns their mean."""


_MOST_LOSS = 700.0
"""exp of more is no number of a computer's; a loss that is no number stays one."""


def metrics(dataset: Dataset, answers: NDArray[np.float32]) -> dict[str, float]:
    """What people ask of the answers on the test part.

    Args:
        dataset: the problem's data.
        answers: (examples, ...) the head's numbers, before any sigmoid or softmax.

    Returns:
        `rmse`, `mae`, `r2`, and for a series `relative` (to persistence), all in the series' own
        unit; or `accuracy`, the share of right answers, and with more than two classes at every time
        step `f1`, its mean over the classes, or `perplexity` where the answer is what is read next:
        between how many equally likely answers one would be as unsure. Not a number where targets
        that are all equal leave nothing to compare with.
    """
    if dataset.loss != "mse":
        counts = confusion(dataset, chosen(dataset, answers))
        found = {"accuracy": _ratio(float(counts.trace()), float(counts.sum()))}
        if dataset.says_next:
            loss = loss_of(dataset, torch.from_numpy(answers), torch.from_numpy(dataset.test_y.copy()))
            found["perplexity"] = float(np.exp(min(loss, _MOST_LOSS)))
        return found | ({"f1": float(np.mean(f1_of(counts)))} if tags_words(dataset) else {})
    scale = 1.0 if dataset.series is None else dataset.series.std
    target = dataset.test_y.astype(np.float64)
    error = answers.astype(np.float64) - target
    rmse = float(np.sqrt(np.mean(error**2)))
    found = {
        "rmse": rmse * scale,
        "mae": float(np.mean(np.abs(error))) * scale,
        "r2": 1.0 - _ratio(float(np.mean(error**2)), float(np.var(target))),
    }
    if dataset.series is not None:
        persistence = target - dataset.test_x[:, -1, :1].astype(np.float64)
        found["relative"] = _ratio(rmse, float(np.sqrt(np.mean(persistence**2))))
    return found


def confusion(dataset: Dataset, decided: NDArray[np.int64]) -> NDArray[np.int64]:
    """(true classes, decided classes) counts on the test part; what needs no answer is left out."""
    truth = dataset.test_y.astype(np.int64)
    counts = np.zeros((len(dataset.class_names),) * 2, dtype=np.int64)
    asked = truth != NO_TARGET
    np.add.at(counts, (truth[asked], decided[asked]), 1)
    return counts


def _ratio(value: float, reference: float) -> float:
    return value / reference if reference > 0 else math.nan


def chosen(dataset: Dataset, answers: NDArray[np.float32]) -> NDArray[np.int64]:
    """The class the network decides for: the largest number, or the sign for two classes."""
    decided = answers.argmax(axis=-1) if dataset.loss == "cross_entropy" else answers > 0
    return np.asarray(decided, dtype=np.int64)


def loss_of(dataset: Dataset, answers: Tensor, targets: Tensor) -> float:
    """The mean loss as a plain number."""
    with torch.no_grad():
        return float(LOSSES[dataset.loss](answers, targets))
