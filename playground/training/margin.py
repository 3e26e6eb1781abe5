"""How far a test loss must be from the baseline's before the difference is more than chance.

Network and baseline answer the same test examples. For each example the baseline's loss is taken from the
network's; the mean of these paired differences has a standard error, and twice that is the margin: about one
difference in twenty is further from 0 by chance alone. An example may have several answers (a tag for every
word), which hang together: its differences are added up first, and the mean is a ratio of two sums
(W. G. Cochran, Sampling Techniques, 3rd edition, section 6.4).
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset
from playground.training.losses import LOSSES

Floats = NDArray[np.float64]

STANDARD_ERRORS = 2.0
"""How many of them a difference must be away from 0."""


def margin(dataset: Dataset, outputs: Tensor, targets: Tensor) -> float:
    """How far from the baseline's loss the network's must be; NaN for one example, or a broken network."""
    losses, answers = example_losses(dataset, outputs, targets)
    baseline = dataset.baseline
    each = baseline.loss if baseline.losses is None else baseline.losses
    return STANDARD_ERRORS * standard_error(losses - answers * each, answers)


def example_losses(dataset: Dataset, outputs: Tensor, targets: Tensor) -> tuple[Floats, Floats]:
    """(examples,) the sum of each example's losses, and how many answers they are of."""
    with torch.no_grad():
        each = LOSSES[dataset.answer.loss](outputs, targets, reduction="none")
    losses = each.reshape(len(targets), -1).cpu().numpy().astype(np.float64)
    asked = (torch.ones_like(each) if targets.is_floating_point() else targets != NO_TARGET).cpu().numpy()
    return losses.sum(axis=1), asked.reshape(len(targets), -1).sum(axis=1, dtype=np.float64)


def standard_error(sums: Floats, counts: Floats) -> float:
    """Of the mean that is the sum of `sums` divided by that of `counts`, one of each for every example."""
    examples = len(sums)
    if examples < 2 or not np.isfinite(sums).all():
        return math.nan
    rest = sums - counts * (sums.sum() / counts.sum())
    return float(math.sqrt(examples / (examples - 1) * np.sum(rest**2)) / counts.sum())
