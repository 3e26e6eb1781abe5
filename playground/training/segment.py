"""The results of one stretch of training: plain arrays and bytes, readable without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Status = Literal["developing", "finished", "diverged"]
Reason = Literal["", "last epoch", "target loss", "no progress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Everything needed to go on from `step` to the same digits."""

    step: int
    data: bytes
    """Model, optimizer and generator, written by torch, read with `weights_only=True`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Steps `from_step + 1` to `checkpoint.step` of a film."""

    from_step: int
    train_loss: NDArray[np.float64]
    """(steps,) batch loss before each update. If the run diverged, the last one is not finite, or the
    last test loss is not."""
    grad_norm: NDArray[np.float64]
    """(steps,) gradient norm before clipping."""
    epoch_step: NDArray[np.int64]
    """(epochs,) steps at which an epoch ended in this segment."""
    epoch_train_loss: NDArray[np.float64]
    """(epochs,) mean batch loss of each, weighted by batch size."""
    test_loss: NDArray[np.float64]
    """(epochs,) loss on the test part after each."""
    margin: NDArray[np.float64]
    """(epochs,) how far that must be from the baseline's before the difference is more than chance."""
    verdict: NDArray[np.int32]
    """(epochs,) against the baseline: one of `playground.training.verdicts`."""
    metrics: dict[str, NDArray[np.float64]]
    """(epochs,) for each metric of the problem."""
    checkpoint: Checkpoint
    status: Status
    reason: Reason = ""
    """Why a finished run stopped."""
    seconds: float
    """Wall time the stretch took."""
    frames: Mapping[str, tuple[tuple[int, bytes], ...]] = field(default_factory=dict)
    """Of each view that is watched, the steps that were painted on the way and their pictures."""
