"""How good a network is on the examples it learns from; runs in a worker."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.models.evaluating import evaluating
from playground.models.seq2seq import Seq2Seq
from playground.probes.requests import PartScore, TrainPartProbe
from playground.tasks.answers import NO_TARGET, NextPoint
from playground.training.losses import chosen, loss_of
from playground.training.teaching import read_pairs
from playground.training.trainer import EVALUATION_CHUNK, Trainer

LEAST = 200
"""Of a larger train part as many examples are read as the test part has, but not fewer than these."""


def train_part(probe: TrainPartProbe, trainer: Trainer) -> PartScore:
    """Loss and share of right answers on the train part, or on examples evenly spread over it."""
    places = read_of(len(trainer.train_x), len(trainer.test_x))
    x, y = trainer.train_x[places], trainer.train_y[places]
    outputs = _outputs(trainer, x, y)
    return PartScore(
        loss=loss_of(trainer.dataset, outputs, y),
        right=share_right(trainer, outputs, y),
        rmse=_rmse(trainer, outputs, y, places),
        examples=len(places),
    )


def read_of(train: int, test: int) -> NDArray[np.int64]:
    """Which of so many train examples are read."""
    count = min(train, max(test, LEAST))
    return np.linspace(0, train - 1, count).round().astype(np.int64)


def share_right(trainer: Trainer, outputs: Tensor, y: Tensor) -> float | None:
    """How many of the answers that are asked for are right, 0 to 1; `None` for numbers."""
    if not trainer.dataset.answer.names:
        return None
    right = chosen(trainer.dataset, outputs.numpy()) == y.numpy()
    return float(right[y.numpy() != NO_TARGET].mean())


def _rmse(trainer: Trainer, outputs: Tensor, y: Tensor, places: NDArray[np.int64]) -> float | None:
    answer = trainer.dataset.answer
    if answer.names:
        return None
    last = answer.series.before[places, None] if isinstance(answer, NextPoint) else math.nan
    said, right = (answer.in_its_unit(one.numpy(), last) for one in (outputs, y))
    return float(np.sqrt(np.mean((said - right) ** 2)))


@torch.no_grad()
def _outputs(trainer: Trainer, x: Tensor, y: Tensor) -> Tensor:
    """Of a decoder those to the true token before each."""
    module = trainer.module
    if not isinstance(module, Seq2Seq):
        return trainer.answers(x)
    pieces = zip(x.split(EVALUATION_CHUNK), y.split(EVALUATION_CHUNK), strict=True)
    with evaluating(module):
        return torch.cat([module.answer(*read_pairs(*piece)).logits for piece in pieces])
