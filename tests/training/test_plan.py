"""How many steps there are, counted by cutting examples into batches."""

from __future__ import annotations

import pytest

from playground.config import TrainingConfig
from playground.training import plan


@pytest.mark.parametrize(
    ("batch_size", "examples", "sizes"),
    [
        (None, 7, [7]),
        (7, 7, [7]),
        (10_000, 7, [7]),
        (3, 7, [3, 3, 1]),
        (1, 4, [1, 1, 1, 1]),
        (6, 7, [6, 1]),
    ],
)
def test_an_epoch_has_as_many_steps_as_batches(batch_size: int | None, examples: int, sizes: list[int]):
    config = TrainingConfig(batch_size=batch_size, epochs=5)
    batch = plan.batch_size(config, examples)
    assert [len(range(examples)[start : start + batch]) for start in range(0, examples, batch)] == sizes
    assert plan.steps_per_epoch(config, examples) == len(sizes)
    assert plan.last_step(config, examples) == 5 * len(sizes)
