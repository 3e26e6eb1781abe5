"""Collects the numbers of a stretch of training while it runs."""

from __future__ import annotations

import numpy as np

from playground.training.segment import Checkpoint, Reason, Segment, Status


class Recorder:
    """Plain lists while training runs, arrays when the stretch ends."""

    def __init__(self) -> None:
        self._steps: list[tuple[float, float]] = []
        self._epochs: list[tuple[int, float, float]] = []
        self._metrics: dict[str, list[float]] = {}

    def step(self, train_loss: float, grad_norm: float) -> None:
        """One optimizer step."""
        self._steps.append((train_loss, grad_norm))

    def epoch(self, step: int, train_loss: float, test_loss: float, metrics: dict[str, float]) -> None:
        """The end of one epoch, at `step`."""
        self._epochs.append((step, train_loss, test_loss))
        for name, value in metrics.items():
            self._metrics.setdefault(name, []).append(value)

    def segment(
        self, *, from_step: int, checkpoint: Checkpoint, status: Status, reason: Reason, seconds: float
    ) -> Segment:
        """Everything recorded, as one segment."""
        steps = np.array(self._steps, dtype=np.float64).reshape(-1, 2)
        epochs = np.array(self._epochs, dtype=np.float64).reshape(-1, 3)
        return Segment(
            from_step=from_step,
            train_loss=steps[:, 0].copy(),
            grad_norm=steps[:, 1].copy(),
            epoch_step=epochs[:, 0].astype(np.int64),
            epoch_train_loss=epochs[:, 1].copy(),
            test_loss=epochs[:, 2].copy(),
            metrics={name: np.array(values) for name, values in self._metrics.items()},
            checkpoint=checkpoint,
            status=status,
            reason=reason,
            seconds=seconds,
        )
