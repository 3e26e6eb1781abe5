"""How a run is going: against the baseline, from epoch to epoch, and what is said of both; no torch needed.

The data is looked at before the training is blamed. Where the network is not better than the baseline the
first of these that holds is said: nothing could be read as meant; the test part is unlike the train part;
no simple forecast is better than the baseline either; and only then how the training went.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_
from playground.tasks.findings import Finding

Floats = NDArray[np.float64]

BETTER, UNCLEAR, NOT_BETTER = 1, 0, -1

NAMES = {
    BETTER: N_("better"),
    UNCLEAR: N_("no clear difference"),
    NOT_BETTER: N_("not better"),
}
"""How the verdicts are called wherever there is no room for a sentence."""
HOW = N_(
    "Network and baseline answer the same test examples. For each example, we subtract the baseline's "
    "loss from the network's. The difference is clear if its mean is more than two standard errors away "
    "from 0: chance alone does this about once in twenty."
)
"""How it is decided."""

OPEN, FALLING, STUCK, OVERFITTING = range(4)
"""The courses of a training: none of the others; the test loss still falls; it has hardly changed for a
while; it stays higher than it was while the train loss stays lower."""
ENOUGH_EPOCHS = 5
"""Fewer say nothing about progress: a loss that swings is high now and low then."""
STUCK_EPOCHS = 2 * ENOUGH_EPOCHS
"""Epochs with hardly another test loss, from which on there is no progress."""


def against_baseline(test_loss: float, margin: float, baseline: float) -> int:
    """The verdict on a test loss.

    Args:
        test_loss: on the test part; one that is no number is not better.
        margin: as `playground.training.margin` has it; where that is no number, nothing is clear.
        baseline: its loss on the test part.
    """
    difference = test_loss - baseline
    if not math.isfinite(difference):
        return NOT_BETTER
    if not abs(difference) > margin:
        return UNCLEAR
    return BETTER if difference < 0 else NOT_BETTER


def courses(train_loss: Floats, test_loss: Floats) -> NDArray[np.int32]:
    """(epochs,) the course of the training up to each epoch, from the losses (epochs,) at their ends."""
    epochs = np.arange(len(test_loss))
    lowest = np.minimum.accumulate(test_loss)
    is_new = np.diff(lowest, prepend=np.inf) < 0
    best = np.maximum.accumulate(np.where(is_new, epochs, 0))  # where the lowest test loss stands first
    found = np.full(len(test_loss), OPEN, dtype=np.int32)
    before = lowest[np.maximum(epochs - np.maximum(3, (epochs + 1) // 5), 0)]
    enough = np.where(epochs + 1 < STUCK_EPOCHS, 1.0, 0.98)  # of few epochs any fall counts
    found[(lowest < enough * before) & (test_loss < 1.02 * lowest)] = FALLING
    tests = _recent(test_loss, STUCK_EPOCHS)
    hardly = (tests > 0.99 * tests[:, :1]) & (tests < 1.05 * tests[:, :1])
    found[hardly.all(axis=1)] = STUCK
    tests, trains = _recent(test_loss, ENOUGH_EPOCHS), _recent(train_loss, ENOUGH_EPOCHS)
    parted = (tests > 1.05 * lowest[:, None]) & (trains < train_loss[best][:, None])
    found[parted.all(axis=1) & (tests.mean(axis=1) > 1.1 * lowest)] = OVERFITTING
    return found


def _recent(losses: Floats, few: int) -> Floats:
    """(epochs, few) the losses of the last few epochs at the end of each; before there are so many, NaN."""
    return np.lib.stride_tricks.sliding_window_view(np.r_[np.full(few, np.nan), losses], few)[1:]


class Case(NamedTuple):
    """How a run stands at the end of an epoch."""

    verdict: int
    course: int
    is_at_its_end: bool
    """Whether the run has ended here."""
    is_below: bool
    """Whether the test loss is below the baseline's, clearly or not."""
    is_nothing: bool
    """Whether simple forecasts are known, and none is better than the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a run beside its numbers."""

    finding: Finding | None = None
    """What stands in the way of learning in its data."""
    has_lesson: bool = False
    """Whether the end of just this run teaches something: until then there is nothing to put right."""
    is_hopeless: bool = False
    """Whether nothing can be learned, by the problem's own word."""

    def kind(self, case: Case) -> str:
        """Which sentence is said, by its key among those of `playground.views.verdicts`."""
        name = {BETTER: "better", UNCLEAR: "unclear", NOT_BETTER: "notBetter"}[case.verdict]
        taught = self.is_hopeless or (self.has_lesson and case.is_at_its_end)
        if self.finding is not None and self.finding.spoils:
            return self.finding.kind
        if not (taught or self.has_lesson) and (kind := self._of_the_data(case)):
            return kind
        if case.course == OVERFITTING and not (self.has_lesson and case.is_at_its_end):
            return "overfitting" if case.verdict != BETTER else "overfittingBetter"
        if taught:
            return f"{name}Lesson"
        if case.verdict == BETTER:
            return name
        if case.course == STUCK:
            return "stuck"
        if not case.is_at_its_end:
            return f"{name}Yet"
        return f"{name}Falling" if case.course == FALLING else name

    def advice(self, case: Case) -> str:
        """The kind whose advice is given with that sentence; empty where nothing is to be tried."""
        if self.is_hopeless or (self.has_lesson and not case.is_at_its_end):
            return ""
        return replace(self, has_lesson=False).kind(case)

    def _of_the_data(self, case: Case) -> str:
        """What the data has to do with it, once there is something to explain."""
        is_asked = case.is_at_its_end or case.course in (STUCK, OVERFITTING)
        if case.verdict == BETTER or not is_asked:
            return ""
        if self.finding is not None and not case.is_below:
            return self.finding.kind
        return "nothing" if case.is_nothing else ""

    def table(self) -> dict[str, tuple[str, str]]:
        """Sentence and advice for every case, by its numbers with blanks between."""
        named = ((" ".join(str(int(part)) for part in case), case) for case in _cases())
        return {name: (self.kind(case), self.advice(case)) for name, case in named}


def _cases() -> Iterator[Case]:
    for parts in product(NAMES, range(4), (False, True), (False, True), (False, True)):
        yield Case(*parts)
