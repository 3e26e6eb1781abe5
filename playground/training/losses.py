"""The losses, and what is measured beside them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from playground.tasks.base import Dataset, Loss

LOSSES: dict[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": functional.mse_loss,
    "bce": functional.binary_cross_entropy_with_logits,
    "cross_entropy": functional.cross_entropy,
}
"""Each takes the head's numbers and the targets and returns their mean."""


def metrics(dataset: Dataset, answers: NDArray[np.float32]) -> dict[str, float]:
    """What people ask of the answers on the test part.

    Args:
        dataset: the problem's data.
        answers: (examples, ...) the head's numbers, before any sigmoid or softmax.

    Returns:
        `rmse`, `mae`, `r2`, and for a series `relative` (to persistence), all in the series' own
        unit; or `accuracy`, the share of right answers. Not a number where targets that are all
        equal leave nothing to compare with.
    """
    if dataset.loss != "mse":
        return {"accuracy": float(np.mean(chosen(dataset, answers) == dataset.test_y))}
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
