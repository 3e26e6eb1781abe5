"""What stands in the way of learning in the data itself, found before any training; numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from playground.config.task import Scaling
from playground.tasks.scale import Floats, Scale
from playground.tasks.series import Series
from playground.tasks.texts.vocabulary import PAD, UNKNOWN

FindingKind = Literal["gaps", "cut", "unknown", "unlike"]
"""Mostly filled gaps in the test part, cut texts, or unknown words; or two parts that are unlike."""

MOST = 0.5
"""The share from which on something is mostly so."""
OUTSIDE = 0.25
"""The share of the test part that must lie outside the train part's range before the two are unlike."""
FAR = 1.0
"""The standard deviations of the train part between the means of both from which on they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One such thing; the first of several is the one to speak of."""

    kind: FindingKind
    values: Mapping[str, float] = field(default_factory=dict)
    """The numbers that its sentence names."""
    spoils: bool = False
    """Whether even a good result means nothing."""


def of_series(series: Series) -> Finding | None:
    """Gaps, or a test part that leaves the range of the train part."""
    points, count = len(series.values) - series.split, int(np.sum(series.gaps >= series.split))
    if count >= MOST * points:
        return Finding(kind="gaps", values={"count": count, "points": points}, spoils=True)
    known, new = _parts(series, series.scale.scaling)
    shift = abs(float(new.mean() - known.mean()))
    if _outside(known, new) < OUTSIDE and shift < FAR * float(known.std()):
        return None
    ends = {"low": known.min(), "high": known.max(), "newLow": new.min(), "newHigh": new.max()}
    return Finding(kind="unlike", values={name: float(end) for name, end in ends.items()})


def _outside(known: Floats, new: Floats) -> float:
    """The share of the test part beyond all of the train part."""
    return float(np.mean((new < known.min()) | (new > known.max())))


def steadiest(series: Series) -> Scaling | None:
    """The changes whose mean and spread are most alike in both parts; `None` where none are less unlike."""
    there: list[Scaling] = ["differences", "growth"] if series.values.min() > 0 else ["differences"]
    others = [scaling for scaling in there if scaling != series.scale.scaling]
    if series.scale.scaling != "values":
        others = [one for one in others if one == "growth"]
    found = min(others, key=lambda one: _unlikeness(series, one), default=None)
    is_better = found is not None and _unlikeness(series, found) < _unlikeness(series, series.scale.scaling)
    return found if is_better else None


def _unlikeness(series: Series, scaling: Scaling) -> float:
    known, new = _parts(series, scaling)
    spread = max(float(known.std()), 1e-12)
    return abs(float(new.mean() - known.mean())) / spread + abs(float(np.log(max(new.std(), 1e-12) / spread)))


def _parts(series: Series, scaling: Scaling) -> tuple[Floats, Floats]:
    """What is read of the train part and of the test part."""
    scale = Scale(scaling=scaling)
    numbers, split = scale.numbers(series.values), series.split - scale.lead
    return numbers[:split], numbers[split:]


def unknown_share(test_ids: np.ndarray) -> float:
    """The share of the words of some texts that are not known."""
    words = test_ids[test_ids != PAD]
    return float(np.mean(words == UNKNOWN)) if len(words) else 0.0
