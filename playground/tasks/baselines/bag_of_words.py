"""The honest baseline: logistic regression on how often each word comes, blind to their order.

Torch is imported where it is used: a worker fits, and the web server only names the baseline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD

if TYPE_CHECKING:
    from torch import Tensor

Floats = NDArray[np.float64]

LABEL = N_("Bag of words: counts the words, ignores their order")

TOLERANCE = 1e-7
"""Of the gradient, so that the weights do not depend on the machine in what is seen of them."""

MOST_ROUNDS, STEPS_A_ROUND = 50, 100
"""More of L-BFGS than any fit needs; one round is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagOfWords:
    """A fitted softmax regression on word counts."""

    weights: Floats
    """(vocabulary, classes); the row of `PAD` is 0."""
    bias: Floats
    """(classes,), with a mean of 0."""

    def probabilities(self, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
        """(rows, classes) the probability of each class for (rows, length) numbers and (rows,) lengths."""
        import torch

        scores = counts(ids, lengths, len(self.weights)) @ torch.tensor(self.weights) + torch.tensor(
            self.bias
        )
        shares: Floats = scores.softmax(dim=1).numpy()
        return shares


def counts(ids: NDArray[np.int64], lengths: NDArray[np.int64], vocabulary_size: int) -> Tensor:
    """(rows, vocabulary) how often each word comes in each row, sparse; `PAD` never counts.

    Args:
        ids: (rows, length), 0 to `vocabulary_size` - 1.
        lengths: (rows,) how many words of each row count.
        vocabulary_size: how many numbers there are, `PAD` among them.

    Raises:
        ValueError: a number that is not in the vocabulary.
    """
    import torch

    if ids.size and not 0 <= ids.min() <= ids.max() < vocabulary_size:
        raise ValueError(f"The numbers of words go from 0 to {vocabulary_size - 1}.")
    rows, places = np.nonzero((ids != PAD) & (np.arange(ids.shape[1]) < lengths[:, None]))
    where = torch.tensor(np.stack([rows, ids[rows, places]]))
    ones = torch.ones(len(rows), dtype=torch.float64)
    table = torch.sparse_coo_tensor(where, ones, (len(ids), vocabulary_size), check_invariants=True)
    return table.coalesce()


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

    The loss is convex and its minimum unique, so the fit depends on nothing but the data. Torch's L-BFGS
    goes on until the gradient is within `tolerance`.

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
    import torch
    from torch.nn.functional import cross_entropy

    classes = np.unique(labels)
    if len(classes) < 2 or not np.array_equal(classes, np.arange(len(classes))):
        raise ValueError(f"The labels must be 0, 1 and so on with none left out, not {classes.tolist()}.")
    if not 0 < penalty < np.inf:
        raise ValueError(f"The penalty must be above 0, not {penalty}.")
    table, truth = counts(ids, lengths, vocabulary_size), torch.tensor(labels)
    both = torch.zeros(vocabulary_size + 1, len(classes), dtype=torch.float64, requires_grad=True)

    def loss() -> Tensor:
        missed = cross_entropy(torch.sparse.mm(table, both[:-1]) + both[-1], truth, reduction="sum")
        return missed + penalty / 2 * (both[:-1] ** 2).sum()

    _minimise(loss, both, tolerance)
    weights, bias = both.detach().numpy()[:-1], both.detach().numpy()[-1]
    return BagOfWords(weights=weights, bias=bias - bias.mean())


def _minimise(loss: Callable[[], Tensor], values: Tensor, tolerance: float) -> None:
    import torch

    optimizer = torch.optim.LBFGS(
        [values],
        max_iter=STEPS_A_ROUND,
        tolerance_grad=tolerance,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        total = loss()
        total.backward()
        return total

    for _round in range(MOST_ROUNDS):
        optimizer.step(closure)
        closure()  # the gradient where the values are now
        if values.grad is not None and values.grad.abs().max() <= tolerance:
            return
