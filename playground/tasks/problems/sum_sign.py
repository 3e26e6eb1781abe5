"""The course's first classification: is the sum of random numbers above zero?"""

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
from playground.tasks.text import numbers, written

_COUNT = N_("The sequence must have 1 to {most} numbers, not {count}.")


def make(config: TaskConfig) -> Dataset:
    """Standard normal numbers; the answer is 1 if their sum is above 0."""
    rng = np.random.default_rng(config.data_seed)
    x = rng.standard_normal((config.examples, config.length, 1)).astype(np.float32)
    return make_sequences(
        x,
        x.sum(axis=1, dtype=np.float64) > 0,  # (examples, 1)
        config,
        answer=OneClass(names=(N_("negative"), N_("positive")), by_sign=True),
        baseline=Baseline(loss=math.log(2), sentence=N_("Says 50 % positive every time.")),
    )


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """1 to 200 numbers; the network reads any length."""
    values = numbers(text)
    if not 1 <= len(values) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(values))
    return np.array(values, dtype=np.float32)[:, np.newaxis]


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The numbers with blanks between."""
    return written(example[:, 0])


PROBLEM = Problem(
    name="sum-sign",
    title=N_("Sign of the sum"),
    group="sequences",
    question=N_("Is the sum of ten random numbers above zero?"),
    notice=N_(
        "The network is never told to add, yet its loss falls far below that of guessing: "
        "see whether a hidden unit has become a running total."
    ),
    preset=RunConfig(
        task=TaskConfig(name="sum-sign", length=10, examples=1000),
        model=ModelConfig(cell="rnn", hidden_size=32),
        training=TrainingConfig(optimizer="adam", lr=0.01, batch_size=32, epochs=10),
    ),
    knobs=(knobs.length(1, 100), knobs.sequences(5000), knobs.TRAIN_SHARE, knobs.DATA_SEED),
    make=make,
    input_hint=N_("Type 1 to 200 numbers with blanks between, such as 0.5 -1.2 0.3."),
    parse=parse,
    write=write,
)
