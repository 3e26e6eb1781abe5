"""The course's data set with nothing in it: random sequences with random labels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.answers import OneClass
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import make_sequences
from playground.tasks.text import numbers, require_short, written

FEATURES = 10
CLASSES = ("1", "2", "3", "4", "5")

_LINES = N_("The sequence must have 1 to {most} lines, one for each time step, not {count}.")
_NUMBERS = N_("Every line must have exactly {count} numbers; line {place} has {given}.")


def make(config: TaskConfig) -> Dataset:
    """Standard normal features; the labels are drawn without looking at them."""
    rng = np.random.default_rng(config.data_seed)
    labels = rng.integers(len(CLASSES), size=config.examples)
    return make_sequences(
        rng.standard_normal((config.examples, config.length, FEATURES), dtype=np.float32),
        labels,
        config,
        answer=OneClass(names=CLASSES),
        baseline=Baseline(
            loss=math.log(len(CLASSES)), sentence=N_("Says 20 % for each of the five classes.")
        ),
    )


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """One line of ten numbers for each time step."""
    lines = [line for line in require_short(text).splitlines() if line.strip()]
    if not 1 <= len(lines) <= MAX_TIME_STEPS:
        raise ExampleError(_LINES, most=MAX_TIME_STEPS, count=len(lines))
    rows = [numbers(line) for line in lines]
    for place, row in enumerate(rows, start=1):
        if len(row) != FEATURES:
            raise ExampleError(_NUMBERS, count=FEATURES, place=place, given=len(row))
    return np.array(rows, dtype=np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """One line for each time step."""
    return "\n".join(written(row, decimals=3) for row in example)


PROBLEM = Problem(
    name="noise",
    title=N_("Nothing to learn"),
    group="sequences",
    question=N_(
        "Which of five classes belongs to a random sequence, if the classes were drawn at random too?"
    ),
    notice=N_(
        "The training loss falls because the network learns the examples by heart; "
        "the test loss rises, because there is nothing else to learn."
    ),
    preset=RunConfig(
        task=TaskConfig(name="noise", length=50, examples=1000),
        model=ModelConfig(cell="lstm", hidden_size=128, num_layers=2),
        training=TrainingConfig(optimizer="adam", lr=0.001, batch_size=64, epochs=20),
    ),
    knobs=(knobs.length(1, 100), knobs.sequences(2000), knobs.TRAIN_SHARE, knobs.DATA_SEED),
    make=make,
    input_hint=N_("Type one line for each time step, each with ten numbers with blanks between."),
    parse=parse,
    write=write,
)
