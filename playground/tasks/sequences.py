"""The parts shared by the problems with many separate sequences: the split, and the baseline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.tasks.answers import Answer
from playground.tasks.base import Baseline, Dataset

Targets = NDArray[np.int64] | NDArray[np.float32]


def make_sequences(
    x: NDArray[Any],
    y: NDArray[Any],
    config: TaskConfig,
    *,
    answer: Answer,
    baseline: Baseline | Callable[[Targets], Baseline],
) -> Dataset:
    """Examples (examples, time steps, features) and their targets; the first share is for training."""
    inputs = x.astype(np.float32)
    targets: Targets
    targets = y.astype(np.int64) if answer.loss == "cross_entropy" else y.astype(np.float32)
    n_train = int(len(inputs) * config.train_share)
    return Dataset(
        answer=answer,
        train_x=inputs[:n_train].copy(),
        train_y=targets[:n_train].copy(),
        test_x=inputs[n_train:].copy(),
        test_y=targets[n_train:].copy(),
        baseline=baseline if isinstance(baseline, Baseline) else baseline(targets[n_train:]),
    )


def always(number: float, sentence: str) -> Callable[[Targets], Baseline]:
    """The baseline that says this number every time; given the test targets (examples, 1)."""
    return lambda targets: Baseline.of((targets[:, 0].astype(np.float64) - number) ** 2, sentence)
