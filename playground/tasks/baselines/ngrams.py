"""Baselines by counting: the next character by how often it followed the last one, or the last two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Classes = NDArray[np.int64]

SMOOTHING = 8.0
"""How many times the shorter context's word counts beside the counts of a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How a counting rule does on the test windows."""

    accuracy: float
    """The share of characters it says right."""
    perplexity: float
    """exp of its mean cross-entropy."""


def scores(train: tuple[Classes, Classes], test: tuple[Classes, Classes], classes: int) -> dict[int, Scores]:
    """Of the rules that look back one character and two, by that number.

    Where counts are few they lean on the shorter context: p = (count + k p_shorter) / (total + k).
    The first character of a window has nothing but itself to look at, as for the network.

    Args:
        train: windows (windows, time steps) of character numbers from 0, and what comes next.
        test: likewise.
        classes: how many characters there are.
    """
    one, two = _fitted(*train, classes)
    x, y = test
    by_one = one[x]  # (windows, time steps, classes)
    by_two = by_one.copy()
    by_two[:, 1:] = two[x[:, :-1], x[:, 1:]]
    return {back: _scored(said, y) for back, said in ((1, by_one), (2, by_two))}


def _fitted(x: Classes, y: Classes, classes: int) -> tuple[Floats, Floats]:
    """(classes, classes) and (classes, classes, classes) probabilities of what comes next."""
    none = np.bincount(y.ravel(), minlength=classes) + 1.0
    counts_one = np.zeros((classes, classes))
    np.add.at(counts_one, (x, y), 1)
    counts_two = np.zeros((classes, classes, classes))
    np.add.at(counts_two, (x[:, :-1], x[:, 1:], y[:, 1:]), 1)
    one = _leaning(counts_one, none / none.sum())
    return one, _leaning(counts_two, one)


def _leaning(counts: Floats, shorter: Floats) -> Floats:
    total = counts.sum(axis=-1, keepdims=True)
    smoothed: Floats = (counts + SMOOTHING * shorter) / (total + SMOOTHING)
    return smoothed


def _scored(said: Floats, y: Classes) -> Scores:
    of_truth = np.take_along_axis(said, y[:, :, np.newaxis], axis=2)
    return Scores(
        accuracy=float(np.mean(said.argmax(axis=2) == y)), perplexity=float(np.exp(-np.log(of_truth).mean()))
    )
