"""How well an answer and its attention weights agree with the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.tasks.pairs.base import PAD, Ids, Places

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentScore:
    """How attention weights agree with the true positions, over target tokens that have one."""

    on: float
    """Mean weight on the true position, 0 to 1; 1 / source length is what even weights get."""
    within_one: float
    """Mean weight on the true position and its two neighbours, 0 to 1."""
    rank_correlation: float | None
    """Spearman's, -1 to 1, between the weights' centre and the true position: whether attention moves
    through the source in the right order. `None` where one of the two does not move at all."""


def alignment_score(weights: NDArray[np.floating], truth: Places) -> AlignmentScore:
    """Compare attention weights with the true positions.

    Args:
        weights: (target, source) of one pair without START, END and PAD; rows sum to 1.
        truth: (target,) true positions; tokens with `None` are left out.

    Raises:
        ValueError: there is not one row for each token, or no token has a true position.
    """
    if len(weights) != len(truth):
        raise ValueError(f"{len(weights)} rows of weights for {len(truth)} target tokens.")
    rows = np.array([row for row, place in enumerate(truth) if place is not None], dtype=np.int64)
    if not len(rows):
        raise ValueError("No target token has a true position.")
    true = np.array([place for place in truth if place is not None], dtype=np.int64)
    known = np.asarray(weights, dtype=np.float64)[rows]  # (aligned, source)
    distance = np.abs(np.arange(known.shape[1]) - true[:, np.newaxis])  # (aligned, source)
    # Rounded, or the last digits of even weights would be ranked as if they meant something.
    centre = np.round(known @ np.arange(known.shape[1]), 5)
    return AlignmentScore(
        on=float((known * (distance == 0)).sum(axis=1).mean()),
        within_one=float((known * (distance <= 1)).sum(axis=1).mean()),
        rank_correlation=_correlation(_ranks(centre), _ranks(true.astype(np.float64))),
    )


def token_accuracy(answers: Ids, targets: Ids) -> float:
    """Share of target tokens, END but no PAD, that (rows, time steps) answers have in the same place."""
    counts = targets != PAD
    return float((answers == targets)[counts].mean())


def exact_match(answers: Ids, targets: Ids) -> float:
    """Share of rows that are right in every token up to and with END; arguments as above."""
    return float(whole_answers(answers, targets).mean())


def whole_answers(answers: Ids, targets: Ids) -> NDArray[np.bool_]:
    """(rows,) whether every token up to and with END is right; arguments as above."""
    right: NDArray[np.bool_] = ((answers == targets) | (targets == PAD)).all(axis=1)
    return right


def _ranks(values: Floats) -> Floats:
    """Ranks from 0; equal values share the mean of their ranks."""
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(sizes) - (sizes + 1) / 2)[group]
    return ranks


def _correlation(one: Floats, other: Floats) -> float | None:
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float(one @ other) / spread if spread else None
