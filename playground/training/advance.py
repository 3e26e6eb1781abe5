"""The one pure function of training."""

from __future__ import annotations

from playground.config import RunConfig
from playground.training.segment import Checkpoint, Segment
from playground.training.trainer import Trainer


def advance(config: RunConfig, checkpoint: Checkpoint | None, n_steps: int) -> Segment:
    """Train `n_steps` further from `checkpoint`, or from the initial weights where it is `None`.

    Segments compose: 60 steps at once equal 25 + 1 + 34 bit for bit. Fewer steps come back where
    the run ends earlier. Runs with one torch thread, or the digits would depend on the machine.
    """
    return Trainer(config, checkpoint).run(n_steps)
