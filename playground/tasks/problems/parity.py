"""Running parity: after each bit, was the number of ones so far odd?"""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.answers import Bits
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import make_sequences
from playground.tasks.text import require_short


def make(config: TaskConfig) -> Dataset:
    """Fair bits; the answer at each time step is 1 if the ones so far, this one included, are odd."""
    rng = np.random.default_rng(config.data_seed)
    bits = rng.integers(2, size=(config.examples, config.length, 1))
    return make_sequences(
        bits,
        bits.cumsum(axis=1) % 2,
        config,
        answer=Bits(names=(N_("even"), N_("odd"))),
        baseline=Baseline(loss=math.log(2), sentence=N_("Says 50 % odd at every time step.")),
    )


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """1 to 200 bits, with or without blanks between."""
    bits = re.sub(r"[\s,;]+", "", require_short(text))
    wrong = bits.replace("0", "").replace("1", "")
    if wrong:
        raise ExampleError(N_("Every entry must be 0 or 1, not {wrong!r}."), wrong=wrong[0])
    if not 1 <= len(bits) <= MAX_TIME_STEPS:
        raise ExampleError(
            N_("The sequence must have 1 to {most} bits, not {count}."), most=MAX_TIME_STEPS, count=len(bits)
        )
    return np.array([int(bit) for bit in bits], dtype=np.float32)[:, np.newaxis]


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The bits with blanks between."""
    return " ".join("1" if bit > 0.5 else "0" for bit in example[:, 0])


PROBLEM = Problem(
    name="parity",
    title=N_("Odd or even"),
    group="sequences",
    question=N_("After each bit: have there been an odd or an even number of ones so far?"),
    notice=N_(
        "One wrong flip spoils every answer after it: nothing seems to happen for a while, "
        "then the network finds the trick within a few epochs."
    ),
    preset=RunConfig(
        task=TaskConfig(name="parity", length=12, examples=1000),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=40),
    ),
    knobs=(knobs.length(1, 100), knobs.sequences(5000), knobs.TRAIN_SHARE, knobs.DATA_SEED),
    make=make,
    input_hint=N_("Type 1 to 200 bits, such as 0 1 1 0 1."),
    parse=parse,
    write=write,
)
