"""A split that asks for the rule: the test side has templates that training never showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.config import SETTINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One sentence made from a template, as far as a split has to know it."""

    template: str
    kind: str
    """The same for all sentences of a template; both sides get templates of every kind."""
    contents: frozenset[Hashable]
    """The contents that the test side may hold only if the training side does."""


def split_by_template(
    made: Sequence[Made], seed: int, train_share: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Share out whole templates, kind by kind.

    Args:
        made: the sentences, in order.
        seed: which templates go to the test side.
        train_share: of the templates of each kind, 0.5 to 0.95; at least one of each is for the test.

    Returns:
        The indices of the training side and of the test side, each in ascending order.

    Raises:
        ConfigError: `train_share` is out of its range.
    """
    SETTINGS["task.train_share"].check(train_share, "train_share")
    test = set(_test_templates(made, np.random.default_rng(seed), 1 - train_share))
    on_test_side = np.array([one.template in test for one in made])
    return np.flatnonzero(~on_test_side), np.flatnonzero(on_test_side)


def _test_templates(made: Sequence[Made], rng: np.random.Generator, share: float) -> Iterator[str]:
    """Templates in random order, but none that would take the last of some content with it."""
    kinds = {one.template: one.kind for one in made}
    contents: dict[str, set[Hashable]] = {template: set() for template in kinds}
    for one in made:
        contents[one.template] |= one.contents
    wanted = {kind: max(1, round(share * count)) for kind, count in Counter(kinds.values()).items()}
    left = Counter(content for held in contents.values() for content in held)
    for template in (list(kinds)[place] for place in rng.permutation(len(kinds))):
        spared = all(left[content] > 1 for content in contents[template])
        if spared and wanted[kinds[template]]:
            wanted[kinds[template]] -= 1
            left.subtract(contents[template])
            yield template
