"""Brackets: how many are open? Only who remembers the kinds, and their order, can tell."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.listing import shape
from playground.tasks import knobs
from playground.tasks.answers import Tags
from playground.tasks.base import Baseline, BaselineScore, Dataset, FittedBaseline, Problem
from playground.tasks.sequences import make_sequences, split_code
from playground.tasks.text import require_short
from playground.tasks.texts import brackets as texts

DEPTHS = tuple(str(depth) for depth in range(texts.MAX_DEPTH + 1))


def make(config: TaskConfig) -> Dataset:
    """Random strings with brackets of three kinds, and a depth for every symbol."""
    rng = np.random.default_rng(config.data_seed)
    tokens, depths = texts.make_brackets(config.examples, config.length, rng)
    data = make_sequences(
        tokens[:, :, np.newaxis],
        depths,
        config,
        answer=Tags(names=DEPTHS),
        baseline=Baseline(loss=math.log(len(DEPTHS)), sentence=N_("Gives every depth the same probability.")),
    )
    return replace(data, vocabulary=texts.VOCABULARY)


def code(config: TaskConfig, data: Dataset) -> str:
    """The same strings and depths."""
    return split_code(texts.make_code(shape(config.examples, config.length)), data)


def _fit_by_place(config: TaskConfig, data: Dataset) -> BaselineScore:
    usual = np.array(
        [np.bincount(column).argmax() for column in data.train_y.astype(np.int64).T]
    )  # (length,)
    return BaselineScore(accuracy=float(np.mean(data.test_y == usual)))


def _counted(config: TaskConfig, data: Dataset) -> BaselineScore:
    """The depth of who counts the brackets and looks at no kind."""
    counted = texts.counted_depths(data.test_x[:, :, 0].astype(np.int64))
    return BaselineScore(accuracy=float(np.mean(data.test_y == counted)))


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Up to 200 brackets and letters a, b, c; blanks do not count."""
    return texts.parse(require_short(text))[:, np.newaxis].astype(np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The symbols, one after the other."""
    return "".join(texts.VOCABULARY.word(int(number)) for number in example[:, 0])


def cut(text: str) -> tuple[str, ...]:
    """The symbols one by one, without blanks."""
    return tuple("".join(text.split()))


PROBLEM = Problem(
    name="brackets",
    title=N_("How deep in the brackets?"),
    group="text",
    question=N_(
        "How many brackets are open after each symbol? A closing bracket counts only if it is of the "
        "same kind as the last open one."
    ),
    notice=N_(
        "The accuracy rises above that of counting: the network learns which kinds are open, and in "
        "which order."
    ),
    preset=RunConfig(
        task=TaskConfig(name="brackets", length=24, examples=5000),
        model=ModelConfig(cell="lstm", hidden_size=64, packed=False),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=20),
    ),
    knobs=knobs.drawn(5, 100, 5000),
    make=make,
    code=code,
    fitted=(
        FittedBaseline(label=N_("The most frequent depth at each position"), fit=_fit_by_place),
        FittedBaseline(label=N_("Counts the brackets, ignores their kinds"), fit=_counted),
    ),
    input_hint=texts.INPUT_HINT,
    parse=parse,
    write=write,
    cut=lambda text, config: cut(text),
)
