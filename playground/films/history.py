"""The numbers a run leaves behind, one row for each optimizer step and each epoch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.training.verdicts import courses


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Read-only prefix of a film's numbers. Step `s` (from 1) stands at index `s - 1`.

    Losses are in the unit of the run's loss. A diverged run ends with a train or test loss that is
    not finite.
    """

    train_loss: NDArray[np.float64]
    """(steps,) loss of the batch before the step's update."""
    grad_norm: NDArray[np.float64]
    """(steps,) gradient norm before clipping."""
    epoch_step: NDArray[np.int64]
    """(epochs,) the step at which each epoch ended."""
    epoch_train_loss: NDArray[np.float64]
    """(epochs,) mean of the epoch's batch losses, weighted by their sizes."""
    test_loss: NDArray[np.float64]
    """(epochs,) loss on the test part after the epoch."""
    margin: NDArray[np.float64]
    """(epochs,) how far that must be from the baseline's before the difference is more than chance."""
    verdict: NDArray[np.int32]
    """(epochs,) against the baseline: one of `playground.training.verdicts`."""
    metrics: dict[str, NDArray[np.float64]]
    """(epochs,) for each metric of the problem, measured on the test part."""

    @property
    def course(self) -> NDArray[np.int32]:
        """(epochs,) the course of the training: one of `playground.training.verdicts`."""
        return courses(self.epoch_train_loss, self.test_loss)

    @property
    def last_step(self) -> int:
        """The newest step there are numbers for; 0 before the first."""
        return len(self.train_loss)
