"""Attention as ribbons between the words that were read and the words that were said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.charts.attention.maps import BLANK
from playground.charts.theme import CELL_COLOURS
from playground.config import Cell
from playground.i18n import N_
from playground.views.parts import Part, component
from playground.views.words import said

_DIGITS = 4
_LARGEST = 1.001
"""Softmax in float32 may end a little above 1."""


WORDS = {
    "title": N_("Attention as ribbons"),
    "look_for": N_(
        "Wide ribbon: large weight. Point at an output word, or use the arrow keys; click: its numbers."
    ),
    "source": N_("Source"),
    "target": N_("Output"),
    "looks": N_("{output} looks at {list}."),  # the three strongest source words with their weights
    "nowhere": N_("{output} has no attention."),
    "empty": N_("No output word yet."),
    "wrong": N_("wrong"),  # said after an output word with a cross, for readers who do not see it
}


def ribbons(
    *,
    weights: Sequence[Sequence[float]],
    source: Sequence[str],
    target: Sequence[str],
    key: str,
    cell: Cell,
    right: Sequence[bool] | None = None,
) -> Part:
    """Source words above output words, and a ribbon for every weight of 0.05 or more.

    Args:
        weights: (target, source) attention weights from 0 to 1; lists or an array. A weight that
            is not finite has no ribbon.
        source: (source,) words that were read.
        target: (target,) words that were said; none before the first.
        cell: gives the colour.
        right: (target,) whether each said word is right; wrong ones get a cross.

    Raises:
        ValueError: the weights or `right` do not fit the words, or a weight is not from 0 to 1.
    """
    if right is not None and len(right) != len(target):
        raise ValueError(f"right has {len(right)} values for {len(target)} output words.")
    data: dict[str, Any] = {"weights": _checked(weights, len(source), len(target))}
    data |= {"source": _seen(source), "target": _seen(target), "colour": CELL_COLOURS[cell]}
    data |= {"wrong": [not one for one in right or ()], "words": said(WORDS)}
    return component("ribbons", key, data)


def _seen(words: Sequence[str]) -> list[str]:
    return [word if word.strip() else BLANK for word in words]


def _checked(weights: Sequence[Sequence[float]], source: int, target: int) -> list[list[float | None]]:
    """The weights as JSON knows numbers; one that is not finite becomes `None`."""
    if len(weights) != target:
        raise ValueError(f"{len(weights)} rows of weights for {target} output words.")
    for place, row in enumerate(weights):
        if len(row) != source:
            raise ValueError(f"Row {place} has {len(row)} weights for {source} source words.")
    return [[_weight(weight) for weight in row] for row in weights]


def _weight(weight: float) -> float | None:
    if not math.isfinite(weight):
        return None
    if not 0 <= weight <= _LARGEST:
        raise ValueError(f"A weight must be from 0 to 1, not {weight:g}.")
    return min(round(float(weight), _DIGITS), 1.0)
