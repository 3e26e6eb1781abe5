"""Which checkpoints of a film stay when there are to be fewer."""

from __future__ import annotations

from collections.abc import Sequence


def thinned(steps: Sequence[int], keep: int) -> list[int]:
    """The steps whose checkpoints stay, in order: those that leave the smallest gaps; the newest stays.

    Args:
        steps: rising steps of the checkpoints; step 0 needs none.
        keep: how many may stay, and at least one does.
    """
    kept = list(steps)
    while len(kept) > max(keep, 1):
        before = [0, *kept]
        gaps = [before[place + 1] - before[place - 1] for place in range(1, len(kept))]
        del kept[gaps.index(min(gaps))]
    return kept
