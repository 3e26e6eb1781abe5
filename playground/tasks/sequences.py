"""The parts shared by the problems with many separate sequences: the split, and the baseline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks.answers import Answer
from playground.tasks.base import Baseline, Dataset

_SPLIT = N_("the first ones are for training")

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


SPLIT = """
$data
split = int(EXAMPLES * TRAIN_SHARE)  # $why
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""


def split_code(template: str, data: Dataset, **values: object) -> str:
    """The lines of a problem that make `x` and `y`, and those that split them as `make_sequences` does.

    A template may hold `$x` and `$y`, their shapes.
    """
    examples = len(data.train_x) + len(data.test_x)
    sizes = {"x": data.train_x.shape[1:], "y": data.train_y.shape[1:]}
    shapes = {name: shape(examples, *rest) for name, rest in sizes.items()}
    return filled(SPLIT, data=filled(template, **shapes, **values), why=_(_SPLIT))


def always(number: float, sentence: str) -> Callable[[Targets], Baseline]:
    """The baseline that says this number every time; given the test targets (examples, 1)."""
    return lambda targets: Baseline.of((targets[:, 0].astype(np.float64) - number) ** 2, sentence)
