"""The honest baseline: logistic regression on how often each word comes, blind to their order."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD

Floats = NDArray[np.float64]

LABEL = N_("Bag of words: counts the words, blind to their order")

TOLERANCE = 1e-7
"""Of the gradient, so that the weights do not depend on the machine in what is seen of them."""

MOST_STEPS = 200
"""More Newton steps than any fit needs; some ten are usual."""

_ROUNDING = 1e-13
"""How much of its value the loss may rise in one step: what float64 cannot tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagOfWords:
    """A fitted softmax regression on word counts."""

    weights: Floats
    """(vocabulary, classes); the row of `PAD` is 0."""
    bias: Floats
    """(classes,), with a mean of 0."""

    def probabilities(self, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
        """(rows, classes) the probability of each class for (rows, length) numbers and (rows,) lengths."""
        return _softmax(Counts.of(ids, lengths, len(self.weights)).sums(self.weights) + self.bias)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each word comes in each row, without the zeros: most words are in few rows.

    A matrix of (rows, vocabulary) whose products cost as much as there are words in the rows.
    """

    rows: NDArray[np.int64]
    """(entries,) rising."""
    words: NDArray[np.int64]
    """(entries,) rising within a row; a word comes once in a row."""
    times: Floats
    """(entries, 1)."""
    shape: tuple[int, int]
    """Rows and vocabulary."""
    by_word: NDArray[np.int64] = field(init=False)
    """(entries,) their places in the order of the words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_word", np.argsort(self.words, kind="stable"))

    @classmethod
    def of(cls, ids: NDArray[np.int64], lengths: NDArray[np.int64], vocabulary_size: int) -> Counts:
        """Count the words; `PAD` never counts.

        Args:
            ids: (rows, length), 0 to `vocabulary_size` - 1.
            lengths: (rows,) how many words of each row count.
            vocabulary_size: how many numbers there are, `PAD` among them.

        Raises:
            ValueError: a number that is not in the vocabulary.
        """
        if ids.size and not 0 <= ids.min() <= ids.max() < vocabulary_size:
            raise ValueError(f"The numbers of words go from 0 to {vocabulary_size - 1}.")
        rows, places = np.nonzero((ids != PAD) & (np.arange(ids.shape[1]) < lengths[:, None]))
        entries, times = np.unique(rows * vocabulary_size + ids[rows, places], return_counts=True)
        rows, words = np.divmod(entries, vocabulary_size)
        shape = (len(ids), vocabulary_size)
        return cls(rows=rows, words=words, times=times[:, None].astype(np.float64), shape=shape)

    def with_ones(self) -> Counts:
        """One more column, of ones."""
        count, size = self.shape
        every = np.arange(count)
        order = np.argsort(np.concatenate([self.rows, every]), kind="stable")
        return Counts(
            rows=np.concatenate([self.rows, every])[order],
            words=np.concatenate([self.words, np.full(count, size)])[order],
            times=np.concatenate([self.times, np.ones((count, 1))])[order],
            shape=(count, size + 1),
        )

    def sums(self, values: Floats) -> Floats:
        """(rows, k) the product with `values` (vocabulary, k)."""
        return _summed(self.times * values[self.words], self.rows, self.shape[0])

    def sums_by_word(self, values: Floats) -> Floats:
        """(vocabulary, k) the transposed matrix's product with `values` (rows, k)."""
        order = self.by_word
        return _summed(self.times[order] * values[self.rows[order]], self.words[order], self.shape[1])


def _summed(values: Floats, places: NDArray[np.int64], size: int) -> Floats:
    """(size, k) the sum of `values` (entries, k) at each of the rising `places`; 0 where there is none."""
    sums = np.zeros((size, values.shape[1]))
    if len(places):
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        sums[places[starts]] = np.add.reduceat(values, starts, axis=0)
    return sums


def accuracy(data: Dataset, *, tolerance: float = TOLERANCE) -> float:
    """Share of right answers on the test part of a text problem, fitted to its training part."""
    known, new = (x[:, :, 0].astype(np.int64) for x in (data.train_x, data.test_x))
    labels, truth = (y.astype(np.int64).ravel() for y in (data.train_y, data.test_y))
    lengths = ((ids != PAD).sum(axis=1) for ids in (known, new))  # padding is behind the end only
    bag = fit(known, next(lengths), labels, data.tokens, tolerance=tolerance)
    return float(np.mean(bag.probabilities(new, next(lengths)).argmax(axis=1) == truth))


def fit(
    ids: NDArray[np.int64],
    lengths: NDArray[np.int64],
    labels: NDArray[np.int64],
    vocabulary_size: int,
    *,
    penalty: float = 1.0,
    tolerance: float = TOLERANCE,
) -> BagOfWords:
    """The weights W and bias b with the least sum of -log softmax(counts W + b) + penalty/2 |W|^2.

    The loss is convex and its minimum unique, so the fit depends on nothing but the data. Newton's
    method, its steps solved by conjugate gradients, until the gradient is within `tolerance`.

    Args:
        ids: (rows, length).
        lengths: (rows,) how many words of each row count.
        labels: (rows,) classes 0 to K - 1, 2 or more of them, each at least once.
        vocabulary_size: how many numbers there are, `PAD` among them.
        penalty: above 0; larger means smaller weights. The bias has none.
        tolerance: the fit ends when no entry of the loss's gradient is larger.

    Raises:
        ValueError: a class is missing, or the penalty is not above 0.
    """
    classes = np.unique(labels)
    if len(classes) < 2 or not np.array_equal(classes, np.arange(len(classes))):
        raise ValueError(f"The labels must be 0, 1 and so on with none left out, not {classes.tolist()}.")
    if not 0 < penalty < np.inf:
        raise ValueError(f"The penalty must be above 0, not {penalty}.")
    table = Counts.of(ids, lengths, vocabulary_size).with_ones()  # (rows, vocabulary + 1), the bias last
    strength = np.append(np.full(vocabulary_size, penalty), 0.0)[:, None]
    answers = np.eye(len(classes))[labels]
    both = _minimise(table, answers, strength, tolerance)
    return BagOfWords(weights=both[:-1], bias=both[-1] - both[-1].mean())


def _minimise(table: Counts, answers: Floats, strength: Floats, tolerance: float) -> Floats:
    """(vocabulary + 1, classes) the weights with the bias below them."""
    both = np.zeros((table.shape[1], answers.shape[1]))
    for _ in range(MOST_STEPS):
        probabilities = _softmax(table.sums(both))
        gradient = table.sums_by_word(probabilities - answers) + strength * both
        if np.abs(gradient).max() <= tolerance:
            break
        step = _newton_step(table, probabilities, strength, gradient)
        both = both + _step_size(table, answers, strength, both, step, gradient) * step
    return both


def _newton_step(table: Counts, probabilities: Floats, strength: Floats, gradient: Floats) -> Floats:
    """Solves Hessian * step = -gradient by conjugate gradients, more exactly near the minimum."""
    step, rest = np.zeros_like(gradient), -gradient
    direction, size = rest, float(np.sum(rest**2))
    goal = size * min(0.01, size)
    for _ in range(gradient.size):
        if size <= goal:
            break
        scores = table.sums(direction)
        change = probabilities * (scores - np.sum(probabilities * scores, axis=1, keepdims=True))
        curved = table.sums_by_word(change) + strength * direction
        along = size / float(np.sum(direction * curved))
        step, rest = step + along * direction, rest - along * curved
        before, size = size, float(np.sum(rest**2))
        direction = rest + size / before * direction
    return step


def _step_size(
    table: Counts, answers: Floats, strength: Floats, both: Floats, step: Floats, gradient: Floats
) -> float:
    """1, or the first half of a half that lowers the loss by a share of what its slope promises."""
    start = _loss(table, answers, strength, both)
    slope = float(np.sum(gradient * step))
    size = 1.0
    while _loss(table, answers, strength, both + size * step) > start * (1 + _ROUNDING) + 1e-4 * size * slope:
        size /= 2
    return size


def _loss(table: Counts, answers: Floats, strength: Floats, both: Floats) -> float:
    scores = table.sums(both)
    top = scores.max(axis=1)
    logs = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return float(np.sum(logs) - np.sum(answers * scores) + 0.5 * np.sum(strength * both**2))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
