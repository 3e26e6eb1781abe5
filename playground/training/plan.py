"""How many steps a run has, and how its examples are cut into batches; no torch needed."""

from __future__ import annotations

from math import ceil

from playground.config import TrainingConfig


def batch_size(config: TrainingConfig, examples: int) -> int:
    """Examples in a full batch: never more than there are."""
    return examples if config.batch_size is None else min(config.batch_size, examples)


def steps_per_epoch(config: TrainingConfig, examples: int) -> int:
    """Optimizer steps in one pass over `examples`; the last batch may be smaller."""
    return ceil(examples / batch_size(config, examples))


def last_step(config: TrainingConfig, examples: int) -> int:
    """The step at which the last epoch ends."""
    return config.epochs * steps_per_epoch(config, examples)
