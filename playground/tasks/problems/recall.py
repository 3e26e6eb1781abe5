"""Recall: say the first symbol again after a long wait."""

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
from playground.tasks.answers import OneClass
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import make_sequences
from playground.tasks.text import require_short

LETTERS = tuple("ABCDEFGHIJ")

_OTHER_SYMBOL = N_("The first symbol must be one of {letters}, not {wrong!r}.")
_OTHER_SIGN = N_("After the first symbol there may be dots only, not {wrong!r}.")
_COUNT = N_("The sequence must have 2 to {most} time steps, a symbol and dots, not {count}.")


def make(config: TaskConfig) -> Dataset:
    """A symbol, then `length` blanks; each is a feature that is 1, the blank the last of them."""
    rng = np.random.default_rng(config.data_seed)
    symbols = rng.integers(config.symbols, size=config.examples)
    return make_sequences(
        _encode(symbols, config.length, config.symbols),
        symbols,
        config,
        answer=OneClass(names=LETTERS[: config.symbols]),
        baseline=Baseline(
            loss=math.log(config.symbols), sentence=N_("Says that every symbol is equally likely.")
        ),
    )


def _encode(symbols: NDArray[np.int64], blanks: int, kinds: int) -> NDArray[np.float32]:
    x = np.zeros((len(symbols), blanks + 1, kinds + 1), dtype=np.float32)
    x[np.arange(len(symbols)), 0, symbols] = 1
    x[:, 1:, kinds] = 1
    return x


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """A letter and up to 199 dots, such as `C.....`."""
    marks = re.sub(r"\s+", "", require_short(text)).upper()
    letters = dataset.answer.names
    if marks[0] not in letters:
        raise ExampleError(_OTHER_SYMBOL, letters=" ".join(letters), wrong=marks[0])
    if rest := marks[1:].replace(".", ""):
        raise ExampleError(_OTHER_SIGN, wrong=rest[0])
    if not 2 <= len(marks) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(marks))
    symbol = np.array([letters.index(marks[0])])
    example: NDArray[np.float32] = _encode(symbol, len(marks) - 1, len(letters))[0]
    return example


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The letter, then a dot for each blank."""
    return dataset.answer.names[int(example[0].argmax())] + "." * (len(example) - 1)


PROBLEM = Problem(
    name="recall",
    title=N_("Recall the first symbol"),
    group="sequences",
    question=N_("Which symbol came first, before all the blanks?"),
    notice=N_(
        "The same few sequences come in training and test, so only the wait counts: "
        "lengthen it and see which kind of network forgets."
    ),
    preset=RunConfig(
        task=TaskConfig(name="recall", length=10, examples=400, symbols=8),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=30),
    ),
    knobs=(
        knobs.knob(
            "length",
            label=N_("Blanks"),
            low=1,
            high=MAX_TIME_STEPS - 1,
            help=N_("How many blanks the network waits through before it is asked."),
        ),
        knobs.knob(
            "symbols",
            label=N_("Symbols"),
            low=2,
            high=len(LETTERS),
            help=N_("How many different symbols there are to tell apart."),
        ),
        knobs.sequences(2000),
        knobs.TRAIN_SHARE,
        knobs.DATA_SEED,
    ),
    make=make,
    input_hint=N_("Type a letter and then a dot for each blank, up to 199 of them, such as C....."),
    parse=parse,
    write=write,
)
