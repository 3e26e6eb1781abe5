"""Better than the baseline, no clear difference, or not better: the rule, and its words; no torch needed."""

from __future__ import annotations

import math

from playground.i18n import N_

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
