"""Collects the numbers of a stretch of training while it runs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.training.segment import Checkpoint, Reason, Segment, Status


class Tested(NamedTuple):
    """What the test part says of the network after an epoch."""

    loss: float
    margin: float
    """How far it must be from the baseline's before the difference is more than chance."""
    verdict: int
    """Against the baseline: one of `playground.training.verdicts`."""
    metrics: dict[str, float]


class Recorder:
    """Plain lists while training runs, arrays when the stretch ends."""

    def __init__(self) -> None:
        self._steps: list[tuple[float, float]] = []
        self._epochs: list[tuple[int, float, float, float, int]] = []
        self._metrics: dict[str, list[float]] = {}

    def step(self, train_loss: float, grad_norm: float) -> None:
        """One optimizer step."""
        self._steps.append((train_loss, grad_norm))

    def epoch(self, step: int, train_loss: float, tested: Tested) -> None:
        """The end of one epoch, at `step`."""
        self._epochs.append((step, train_loss, tested.loss, tested.margin, tested.verdict))
        for name, value in tested.metrics.items():
            self._metrics.setdefault(name, []).append(value)

    def segment(
        self, *, from_step: int, checkpoint: Checkpoint, status: Status, reason: Reason, seconds: float
    ) -> Segment:
        """Everything recorded, as one segment."""
        steps = np.array(self._steps, dtype=np.float64).reshape(-1, 2)
        epochs = np.array(self._epochs, dtype=np.float64).reshape(-1, 5)
        return Segment(
            from_step=from_step,
            train_loss=steps[:, 0].copy(),
            grad_norm=steps[:, 1].copy(),
            epoch_step=epochs[:, 0].astype(np.int64),
            epoch_train_loss=epochs[:, 1].copy(),
            test_loss=epochs[:, 2].copy(),
            margin=epochs[:, 3].copy(),
            verdict=epochs[:, 4].astype(np.int32),
            metrics={name: np.array(values) for name, values in self._metrics.items()},
            checkpoint=checkpoint,
            status=status,
            reason=reason,
            seconds=seconds,
        )
