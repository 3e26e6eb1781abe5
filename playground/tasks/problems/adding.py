"""The adding problem: remember two marked numbers over a long way, and add them.

After S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997).
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.answers import Number
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import make_sequences
from playground.tasks.text import number, require_short, words

_COUNT = N_("The sequence must have 2 to {most} numbers, not {count}.")


def make(config: TaskConfig) -> Dataset:
    """Features: a number from 0 to 1, and a mark, 1 at one place in each half, else 0."""
    rng = np.random.default_rng(config.data_seed)
    n, steps = config.examples, config.length
    values = rng.random((n, steps), dtype=np.float32)
    marks = np.zeros((n, steps), dtype=np.float32)
    every = np.arange(n)
    marks[every, rng.integers(0, steps // 2, n)] = 1
    marks[every, rng.integers(steps // 2, steps, n)] = 1
    return make_sequences(
        np.stack([values, marks], axis=2),  # (examples, time steps, 2)
        (values * marks).sum(axis=1, keepdims=True),
        config,
        answer=Number(),
        baseline=Baseline(
            loss=1 / 6, sentence=N_("Says 1 every time, the average of two such numbers added.")
        ),
    )


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """2 to 200 numbers, a star after each of the two marked ones."""
    entries = words(re.sub(r"\s+\*(?=[\s,;]|$)", "*", require_short(text)))
    if not 2 <= len(entries) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(entries))
    marks = [entry.endswith("*") for entry in entries]
    if sum(marks) != 2:
        raise ExampleError(N_("Exactly 2 numbers must have a * after them, not {count}."), count=sum(marks))
    values = [number(entry.removesuffix("*")) for entry in entries]
    return np.array([values, marks], dtype=np.float32).T.copy()  # (time steps, 2)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The numbers, the marked ones with a star."""
    return " ".join(f"{value:.4g}{'*' if mark > 0.5 else ''}" for value, mark in example)


PROBLEM = Problem(
    name="adding",
    title=N_("Adding marked numbers"),
    group="sequences",
    question=N_("What do the two marked numbers in a long row add up to?"),
    notice=N_(
        "For a while the network is no better than always saying 1; then the loss drops, "
        "when it has found out how to carry a number along."
    ),
    preset=RunConfig(
        task=TaskConfig(name="adding", length=50, examples=2000),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=20),
    ),
    knobs=(knobs.length(5, 200), knobs.sequences(5000), knobs.TRAIN_SHARE, knobs.DATA_SEED),
    make=make,
    input_hint=N_("Type 2 to 200 numbers from 0 to 1, a * after the two marked ones: 0.3 0.5* 0.1 0.9*."),
    parse=parse,
    write=write,
)
