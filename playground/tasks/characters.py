"""Characters: which one comes next? A network that can say so can also write."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playground import data
from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.task import MAX_TIME_STEPS
from playground.errors import ExampleError
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.base import Dataset, Lazy, Problem, Rival
from playground.tasks.text import MAX_CHARACTERS
from playground.tasks.texts import ngrams
from playground.tasks.texts.characters import shown, signs_of
from playground.tasks.texts.vocabulary import PAD, RESERVED, UNKNOWN, Vocabulary

Ids = NDArray[np.int64]


def make(config: TaskConfig) -> Dataset:
    """The beginning of "Alice in Wonderland" in windows; the end of it is the test part."""
    signs = signs_of(data.text("alice"))
    vocabulary = Vocabulary.of([signs])
    kept = len(vocabulary) - len(RESERVED)
    ids = vocabulary.ids(signs)
    split = int(len(ids) * config.train_share)
    train, test = _windows(ids[:split], config.length), _windows(ids[split:], config.length)
    return Dataset(
        loss="cross_entropy",
        train_x=train[0][:, :, np.newaxis].astype(np.float32),
        train_y=train[1],
        test_x=test[0][:, :, np.newaxis].astype(np.float32),
        test_y=test[1],
        output_size=kept,
        every_step=True,
        class_names=tuple(shown(sign) for sign in vocabulary.words[len(RESERVED) :]),
        lazy=Lazy(loss=math.log(kept), sentence=N_("Says that every character is equally likely.")),
        vocabulary=vocabulary,
        rivals=_rivals(train, test, kept),
        says_next=True,
    )


def _windows(ids: Ids, length: int) -> tuple[Ids, Ids]:
    """(windows, length) numbers of characters, and (windows, length) the classes of the next ones."""
    count = (len(ids) - 1) // length
    x = ids[: count * length].reshape(count, length)
    y = ids[1 : count * length + 1].reshape(count, length) - len(RESERVED)
    return x, y


def _rivals(train: tuple[Ids, Ids], test: tuple[Ids, Ids], kept: int) -> tuple[Rival, ...]:
    """Counting, blind to all but the last one or two characters."""
    labels = {
        1: N_("Counts what follows the last character"),
        2: N_("Counts what follows the last two characters"),
    }
    x_train, x_test = (x - len(RESERVED) for x, _ in (train, test))
    found = ngrams.scores((x_train, train[1]), (x_test, test[1]), kept)
    return tuple(
        Rival(label=label, accuracy=found[back].accuracy, perplexity=found[back].perplexity)
        for back, label in labels.items()
    )


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Up to 200 characters, lower-cased; those that the text of the data does not have are unknown."""
    assert dataset.vocabulary is not None
    if len(text) > MAX_CHARACTERS:
        raise ExampleError(
            N_("A text may have at most {most} characters, not {count}."),
            most=MAX_CHARACTERS,
            count=len(text),
        )
    if not text.strip():
        raise ExampleError(N_("The text is empty: please type a beginning, such as 'alice was'."))
    signs = signs_of(text)
    if len(signs) > MAX_TIME_STEPS:
        raise ExampleError(
            N_("The text must have 1 to {most} characters, not {count}."),
            most=MAX_TIME_STEPS,
            count=len(signs),
        )
    ids = dataset.vocabulary.ids(signs)
    if (ids == UNKNOWN).all():
        raise ExampleError(
            N_(
                "The network knows none of these characters, so it could only guess. It knows the letters a"
                " to z."
            )
        )
    return ids[:, np.newaxis].astype(np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The characters as a text."""
    assert dataset.vocabulary is not None
    ids = example[:, 0].astype(np.int64)
    return "".join(dataset.vocabulary.word(int(number)) for number in ids if number != PAD)


PROBLEM = Problem(
    name="characters",
    title=N_("Guess the next letter"),
    group="text",
    question=N_("Which character comes next in Alice's Adventures in Wonderland?"),
    notice=N_(
        "Watch what it writes turn from noise into letters in order, then into words. It has never seen a "
        "word: it only guesses one character after the other."
    ),
    preset=RunConfig(
        task=TaskConfig(name="characters", length=40),
        model=ModelConfig(cell="lstm", hidden_size=128, head_dropout=0.5, packed=False),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=16, epochs=20),
    ),
    knobs=(
        knobs.knob(
            "length",
            label=N_("Characters in a window"),
            low=10,
            high=100,
            step=5,
            help=N_("The text is cut into windows of this length; nothing before a window is remembered."),
        ),
        knobs.TRAIN_SHARE,
    ),
    make=make,
    input_hint=N_(
        "Type the beginning of a text, such as: the white rabbit was. The network goes on with it."
    ),
    parse=parse,
    write=write,
    cut=signs_of,
)
