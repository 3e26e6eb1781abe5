"""Sequences of numbers drawn at random: the sign of their sum, nothing at all, two added, running parity."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.config.typed import plain
from playground.i18n import N_, _
from playground.tasks import knobs
from playground.tasks.answers import Bits, Number, OneClass
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import always, make_sequences, split_code
from playground.tasks.text import number, numbers, require_short, words, written

_COUNT = N_("The sequence must have 1 to {most} numbers, not {count}.")
_COUNT_OF_TWO = N_("The sequence must have 2 to {most} numbers, not {count}.")
_BITS = N_("The sequence must have 1 to {most} bits, not {count}.")
_LINES = N_("The sequence must have 1 to {most} lines, one for each time step, not {count}.")
_FIRST_MARK = N_("one in the first half")
_SECOND_MARK = N_("one in the second half")
_NUMBERS = N_("Every line must have exactly {count} numbers; line {place} has {given}.")


def write_first(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The numbers of the one feature with blanks between."""
    return written(example[:, 0])


# ---- the course's first classification


def make_sum_sign(config: TaskConfig) -> Dataset:
    """Standard normal numbers; the answer is 1 if their sum is above 0."""
    rng = np.random.default_rng(config.data_seed)
    x = rng.standard_normal((config.examples, config.length, 1)).astype(np.float32)
    return make_sequences(
        x,
        x.sum(axis=1, dtype=np.float64) > 0,  # (examples, 1)
        config,
        answer=OneClass(names=(N_("negative"), N_("positive")), by_sign=True),
        baseline=Baseline(loss=math.log(2), sentence=N_("Predicts 50 % positive every time.")),
    )


SUM_SIGN_CODE = """
rng = np.random.default_rng(DATA_SEED)
x = rng.standard_normal((EXAMPLES, LENGTH, 1)).astype(np.float32)  # $x
positive = x.sum(axis=1, dtype=np.float64) > 0  # (examples, 1)
y = positive.astype(np.float32)  # $y  #? !two
y = positive[:, 0].astype(np.int64)  # $y  #? two
"""


def sum_sign_code(config: TaskConfig, data: Dataset) -> str:
    """The same numbers and signs."""
    return split_code(SUM_SIGN_CODE, data, two=config.two_outputs)


def parse_sum_sign(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """1 to 200 numbers; the network reads any length."""
    values = numbers(text)
    if not 1 <= len(values) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(values))
    return np.array(values, dtype=np.float32)[:, np.newaxis]


SUM_SIGN = Problem(
    name="sum-sign",
    title=N_("Sign of the sum"),
    group="sequences",
    question=N_("Is the sum of ten random numbers above zero?"),
    notice=N_(
        "Nobody tells the network to add, but its loss falls far below that of guessing. Look for a "
        "hidden unit that holds the running total."
    ),
    preset=RunConfig(
        task=TaskConfig(name="sum-sign", length=10, examples=1000),
        model=ModelConfig(cell="rnn", hidden_size=32),
        training=TrainingConfig(optimizer="adam", lr=0.01, batch_size=32, epochs=10),
    ),
    knobs=(*knobs.drawn(1, 100, 5000), knobs.TWO_OUTPUTS),
    make=make_sum_sign,
    code=sum_sign_code,
    input_hint=N_("Type 1 to 200 numbers, separated by spaces, such as 0.5 -1.2 0.3."),
    parse=parse_sum_sign,
    write=write_first,
)


# ---- the course's data set with nothing in it

FEATURES = 10
CLASSES = ("1", "2", "3", "4", "5")


def make_noise(config: TaskConfig) -> Dataset:
    """Standard normal features; the labels are drawn without looking at them."""
    rng = np.random.default_rng(config.data_seed)
    labels = rng.integers(len(CLASSES), size=config.examples)
    return make_sequences(
        rng.standard_normal((config.examples, config.length, FEATURES), dtype=np.float32),
        labels,
        config,
        answer=OneClass(names=CLASSES),
        baseline=Baseline(
            loss=math.log(len(CLASSES)), sentence=N_("Predicts 20 % for each of the five classes.")
        ),
    )


NOISE_CODE = """
rng = np.random.default_rng(DATA_SEED)
y = rng.integers($classes, size=EXAMPLES)  # $y
x = rng.standard_normal((EXAMPLES, LENGTH, $features), dtype=np.float32)  # $x
"""


def noise_code(config: TaskConfig, data: Dataset) -> str:
    """The same features and labels."""
    return split_code(NOISE_CODE, data, classes=len(CLASSES), features=FEATURES)


def parse_noise(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """One line of ten numbers for each time step."""
    lines = [line for line in require_short(text).splitlines() if line.strip()]
    if not 1 <= len(lines) <= MAX_TIME_STEPS:
        raise ExampleError(_LINES, most=MAX_TIME_STEPS, count=len(lines))
    rows = [numbers(line) for line in lines]
    for place, row in enumerate(rows, start=1):
        if len(row) != FEATURES:
            raise ExampleError(_NUMBERS, count=FEATURES, place=place, given=len(row))
    return np.array(rows, dtype=np.float32)


def write_noise(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """One line for each time step."""
    return "\n".join(written(row, decimals=3) for row in example)


NOISE = Problem(
    name="noise",
    title=N_("Nothing to learn"),
    group="sequences",
    question=N_(
        "Which of five classes belongs to a random sequence, if the classes were drawn at random too?"
    ),
    notice=N_(
        "The train loss falls because the network memorizes the examples; the test loss rises because "
        "there is nothing else to learn."
    ),
    lesson=N_(
        "It memorizes its examples and is worse than chance on new ones, where it is confident and "
        "wrong. The data has no pattern to learn: trust the test loss, not the train loss."
    ),
    hopeless=N_("The classes were drawn at random: no network can learn them, whatever you change."),
    preset=RunConfig(
        task=TaskConfig(name="noise", length=50, examples=1000),
        model=ModelConfig(cell="lstm", hidden_size=128, num_layers=2),
        training=TrainingConfig(optimizer="adam", lr=0.001, batch_size=64, epochs=20),
    ),
    knobs=knobs.drawn(1, 100, 2000),
    make=make_noise,
    code=noise_code,
    input_hint=N_("Type one line for each time step, each with ten numbers, separated by spaces."),
    parse=parse_noise,
    write=write_noise,
)


# ---- the adding problem, after S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", Neural
# Computation 9 (1997)


def make_adding(config: TaskConfig) -> Dataset:
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
        baseline=always(1.0, N_("Predicts 1 every time, the average sum of two such numbers.")),
    )


ADDING_CODE = """
rng = np.random.default_rng(DATA_SEED)
values = rng.random((EXAMPLES, LENGTH), dtype=np.float32)
marks = np.zeros((EXAMPLES, LENGTH), dtype=np.float32)
every = np.arange(EXAMPLES)
marks[every, rng.integers(0, LENGTH // 2, EXAMPLES)] = 1  # $first
marks[every, rng.integers(LENGTH // 2, LENGTH, EXAMPLES)] = 1  # $second
x = np.stack([values, marks], axis=2)  # $x
y = (values * marks).sum(axis=1, keepdims=True)  # $y
"""


def adding_code(config: TaskConfig, data: Dataset) -> str:
    """The same numbers, marks and sums."""
    return split_code(ADDING_CODE, data, first=_(_FIRST_MARK), second=_(_SECOND_MARK))


def parse_adding(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """2 to 200 numbers, a star after each of the two marked ones."""
    entries = words(re.sub(r"\s+\*(?=[\s,;]|$)", "*", plain(require_short(text))))
    if not 2 <= len(entries) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT_OF_TWO, most=MAX_TIME_STEPS, count=len(entries))
    marks = [entry.endswith("*") for entry in entries]
    if sum(marks) != 2:
        raise ExampleError(N_("Exactly 2 numbers must have a * after them, not {count}."), count=sum(marks))
    values = [number(entry.removesuffix("*")) for entry in entries]
    return np.array([values, marks], dtype=np.float32).T.copy()  # (time steps, 2)


def write_adding(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The numbers, the marked ones with a star."""
    return " ".join(f"{value:.4g}{'*' if mark > 0.5 else ''}" for value, mark in example)


ADDING = Problem(
    name="adding",
    title=N_("Adding marked numbers"),
    group="sequences",
    question=N_("Which sum do the two marked numbers in a long sequence have?"),
    notice=N_(
        "For a while, the network is no better than predicting 1 every time. The loss drops when it has "
        "learned to remember a number."
    ),
    preset=RunConfig(
        task=TaskConfig(name="adding", length=50, examples=2000),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=20),
    ),
    knobs=knobs.drawn(5, 200, 5000),
    make=make_adding,
    code=adding_code,
    input_hint=N_("Type 2 to 200 numbers from 0 to 1, a * after the two marked ones: 0.3 0.5* 0.1 0.9*."),
    parse=parse_adding,
    write=write_adding,
)


# ---- running parity


def make_parity(config: TaskConfig) -> Dataset:
    """Fair bits; the answer at each time step is 1 if the ones so far, this one included, are odd."""
    rng = np.random.default_rng(config.data_seed)
    bits = rng.integers(2, size=(config.examples, config.length, 1))
    return make_sequences(
        bits,
        bits.cumsum(axis=1) % 2,
        config,
        answer=Bits(names=(N_("even"), N_("odd"))),
        baseline=Baseline(loss=math.log(2), sentence=N_("Predicts 50 % odd at every time step.")),
    )


PARITY_CODE = """
rng = np.random.default_rng(DATA_SEED)
bits = rng.integers(2, size=(EXAMPLES, LENGTH, 1))
x = bits.astype(np.float32)  # $x
y = (bits.cumsum(axis=1) % 2).astype(np.float32)  # $y
"""


def parity_code(config: TaskConfig, data: Dataset) -> str:
    """The same bits and parities."""
    return split_code(PARITY_CODE, data)


def parse_parity(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """1 to 200 bits, with or without blanks between."""
    bits = re.sub(r"[\s,;\[\]]+", "", plain(require_short(text)))
    wrong = bits.replace("0", "").replace("1", "")
    if wrong:
        raise ExampleError(N_("Every entry must be 0 or 1, not {wrong!r}."), wrong=wrong[0])
    if not 1 <= len(bits) <= MAX_TIME_STEPS:
        raise ExampleError(_BITS, most=MAX_TIME_STEPS, count=len(bits))
    return np.array([int(bit) for bit in bits], dtype=np.float32)[:, np.newaxis]


PARITY = Problem(
    name="parity",
    title=N_("Odd or even"),
    group="sequences",
    question=N_("After each bit: is the number of ones so far odd or even?"),
    notice=N_(
        "One mistake makes all later answers wrong. For a while nothing seems to happen; then the "
        "network learns it within a few epochs."
    ),
    preset=RunConfig(
        task=TaskConfig(name="parity", length=12, examples=1000),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=40),
    ),
    knobs=knobs.drawn(1, 100, 5000),
    make=make_parity,
    code=parity_code,
    input_hint=N_("Type 1 to 200 bits, such as 0 1 1 0 1."),
    parse=parse_parity,
    write=write_first,
)
