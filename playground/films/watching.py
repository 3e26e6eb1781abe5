"""Paints what is watched while a worker trains: ten times a second, at a tenth of the training's time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.training.trainer import Clock, Trainer

Paint = Callable[[str, "Trainer"], bytes]
"""The pictures of a view, from a network that stays as it is."""

FRAME_SECONDS = 0.1
"""Training between two frames of a view, at least."""
SHARE = 0.1
"""Painting takes at most so much of the training's time; the views share it alike."""
MOST_CREDIT = 0.02
"""Seconds of painting a view may save up."""


class Watch:
    """Called after every step of one stretch of training."""

    def __init__(
        self,
        trainer: Trainer,
        views: tuple[str, ...],
        paint: Paint,
        clock: Clock,
        debts: Mapping[str, float],
    ) -> None:
        """Begin a stretch.

        Args:
            trainer: stands where the stretch begins.
            views: what is watched; one or more.
            paint: paints one of them.
            clock: in seconds.
            debts: seconds of painting of each view that the stretches before have not earned.
        """
        self._trainer, self._paint, self._clock = trainer, paint, clock
        self._painted: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
        self._counted = clock()
        self.debts = {view: debts.get(view, 0.0) for view in views}
        """As given, when the stretch has ended."""
        self._last = dict.fromkeys(views, self._counted - FRAME_SECONDS)
        if trainer.step == 0:
            self._paint_some(views)

    def __call__(self) -> None:
        """A step was made: paint what it is time for."""
        now = self._clock()
        earned = SHARE / len(self.debts) * (now - self._counted)
        self._counted = now
        for view, debt in self.debts.items():
            self.debts[view] = max(debt - earned, -MOST_CREDIT)
        due = [
            view for view, debt in self.debts.items() if debt <= 0 and now - self._last[view] >= FRAME_SECONDS
        ]
        if due:
            self._paint_some(due)

    def frames(self) -> dict[str, tuple[tuple[int, bytes], ...]]:
        """What was painted; the end of a run is, in any case."""
        if self._trainer.status != "developing":
            step = self._trainer.step
            self._paint_some(
                [v for v in self.debts if not self._painted[v] or self._painted[v][-1][0] != step]
            )
        return {view: tuple(painted) for view, painted in self._painted.items() if painted}

    def _paint_some(self, views: tuple[str, ...] | list[str]) -> None:
        reader = self._trainer.for_reading()
        for view in views:
            begin = self._clock()
            self._painted[view].append((reader.step, self._paint(view, reader)))
            self._counted = self._last[view] = self._clock()
            self.debts[view] += self._counted - begin
        self._trainer.module.train()
