"""Copying: read a few letters, wait, and say them again in their order."""

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
from playground.tasks.answers import NO_TARGET, LastTags
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.problems.recall import LETTERS
from playground.tasks.sequences import make_sequences
from playground.tasks.text import require_short

COUNT = 3
"""Letters to copy; the mark comes as often, once for each."""
MOST_BLANKS = MAX_TIME_STEPS - 2 * COUNT

_OTHER_LETTER = N_("Each of the first {count} must be one of {known}, not {wrong!r}.")
_LETTERS = N_("The sequence must have exactly {count} letters, not {given}.")
_OTHER_SIGN = N_("After the first {count} letters there may be dots only, not {wrong!r}.")
_DOTS = N_("The sequence must have 1 to {most} dots after its letters, not {count}.")


def make(config: TaskConfig) -> Dataset:
    """Letters, `length` blanks, and a mark for each letter; only at the marks there is an answer.

    After Hochreiter and Schmidhuber (1997), in the form of Arjovsky, Shah and Bengio (2016), where the
    mark stands at every time step that asks.
    """
    rng = np.random.default_rng(config.data_seed)
    letters = rng.integers(config.symbols, size=(config.examples, COUNT))
    x = _encode(letters, config.length, config.symbols)
    y = np.full(x.shape[:2], NO_TARGET)
    y[:, -COUNT:] = letters
    return make_sequences(
        x,
        y,
        config,
        answer=LastTags(names=LETTERS[: config.symbols], count=COUNT),
        baseline=Baseline(
            loss=math.log(config.symbols), sentence=N_("Says that every letter is equally likely.")
        ),
    )


def _encode(letters: NDArray[np.int64], blanks: int, kinds: int) -> NDArray[np.float32]:
    """(examples, time steps, kinds + 2) a feature for each kind of letter, then the blank and the mark.

    Args:
        letters: (examples, COUNT) from 0.
        blanks: time steps of waiting.
        kinds: how many kinds of letters there are.
    """
    wait = np.repeat([kinds, kinds + 1], [blanks, COUNT])
    read = np.hstack([letters, np.tile(wait, (len(letters), 1))])  # (examples, time steps)
    x: NDArray[np.float32] = np.eye(kinds + 2, dtype=np.float32)[read]
    return x


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Three letters and 1 to 194 dots, such as `CAB.....`; the marks come by themselves."""
    typed = re.sub(r"\s+", "", require_short(text)).upper()
    letters, dots = typed[:COUNT], typed[COUNT:]
    known = dataset.answer.names
    wrong = [letter for letter in letters if letter not in known]
    if wrong:
        raise ExampleError(_OTHER_LETTER, count=COUNT, known=" ".join(known), wrong=wrong[0])
    if len(letters) != COUNT:
        raise ExampleError(_LETTERS, count=COUNT, given=len(letters))
    if rest := dots.replace(".", ""):
        raise ExampleError(_OTHER_SIGN, count=COUNT, wrong=rest[0])
    if not 1 <= len(dots) <= MOST_BLANKS:
        raise ExampleError(_DOTS, most=MOST_BLANKS, count=len(dots))
    numbers = np.array([[known.index(letter) for letter in letters]])
    example: NDArray[np.float32] = _encode(numbers, len(dots), len(known))[0]
    return example


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The letters, then a dot for each blank."""
    letters = "".join(dataset.answer.names[int(kind)] for kind in example[:COUNT].argmax(axis=1))
    return letters + "." * (len(example) - 2 * COUNT)


PROBLEM = Problem(
    name="copying",
    title=N_("Copy letters after a wait"),
    group="sequences",
    question=N_("Which three letters were read before all the blanks? A mark asks for one after the other."),
    notice=N_(
        "Most sequences come in training and test, so only the wait counts. Choose the RNN and press Play: "
        "it forgets. The LSTM starts with open forget gates; set their bias to 0, and it forgets as well."
    ),
    preset=RunConfig(
        task=TaskConfig(name="copying", length=20, examples=1000, symbols=8),
        model=ModelConfig(cell="lstm", hidden_size=32, forget_bias=3.0),
        training=TrainingConfig(lr=0.015, max_norm=1.0, batch_size=32, epochs=60),
    ),
    knobs=(
        knobs.knob(
            "length",
            label=N_("Blanks"),
            low=1,
            high=MOST_BLANKS,
            help=N_("How many blanks the network waits through before the first letter is asked for."),
        ),
        knobs.knob(
            "symbols",
            label=N_("Letters"),
            low=2,
            high=len(LETTERS),
            help=N_("How many different letters there are to tell apart."),
        ),
        knobs.sequences(5000),
        knobs.TRAIN_SHARE,
        knobs.DATA_SEED,
    ),
    make=make,
    input_hint=N_("Type three letters and then a dot for each blank, up to 194 of them, such as CAB....."),
    parse=parse,
    write=write,
)
