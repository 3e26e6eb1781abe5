"""Characters: which one comes next? A network that can say so can also write."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from playground import data
from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks import knobs
from playground.tasks.answers import NextSymbol
from playground.tasks.base import Baseline, BaselineScore, DataFile, Dataset, FittedBaseline, Problem
from playground.tasks.baselines import ngrams
from playground.tasks.files import reading_code
from playground.tasks.text import require_length
from playground.tasks.texts.characters import shown, signs_of
from playground.tasks.texts.vocabulary import PAD, RESERVED, UNKNOWN, Vocabulary, numbers_code

Ids = NDArray[np.int64]

_COUNT = N_("The text must have 1 to {most} characters, not {count}.")
_ALL_UNKNOWN = N_(
    "The network knows none of these characters, so it could only guess. It knows the letters a to z."
)


def make(config: TaskConfig) -> Dataset:
    """The beginning of "Alice in Wonderland" in windows; the end of it is the test part."""
    signs = signs_of(data.text("alice"))
    vocabulary = Vocabulary.of([signs])
    kept = len(vocabulary) - len(RESERVED)
    ids = vocabulary.ids(signs)
    split = int(len(ids) * config.train_share)
    train, test = _windows(ids[:split], config.length), _windows(ids[split:], config.length)
    return Dataset(
        answer=NextSymbol(names=tuple(shown(sign) for sign in vocabulary.words[len(RESERVED) :])),
        train_x=train[0][:, :, np.newaxis].astype(np.float32),
        train_y=train[1],
        test_x=test[0][:, :, np.newaxis].astype(np.float32),
        test_y=test[1],
        baseline=Baseline(loss=math.log(kept), sentence=N_("Gives every character the same probability.")),
        vocabulary=vocabulary,
    )


def _windows(ids: Ids, length: int) -> tuple[Ids, Ids]:
    """(windows, length) numbers of characters, and (windows, length) the classes of the next ones."""
    count = (len(ids) - 1) // length
    x = ids[: count * length].reshape(count, length)
    y = ids[1 : count * length + 1].reshape(count, length) - len(RESERVED)
    return x, y


CODE = """
$read
text = content.decode()
counts = Counter(text)
$numbers
ids = np.array([numbers[sign] for sign in text])
split = int(len(ids) * TRAIN_SHARE)  # $why


# $windows
def windows(ids):
    count = (len(ids) - 1) // LENGTH
    x = ids[: count * LENGTH].reshape(count, LENGTH)
    y = ids[1 : count * LENGTH + 1].reshape(count, LENGTH) - 2  # $classes
    return torch.tensor(x), torch.tensor(y)


train_x, train_y = windows(ids[:split])  # $train
test_x, test_y = windows(ids[split:])  # $test
"""
_SPLIT = N_("the end of the book is for the test")
_WINDOWS = N_("Each character is asked for the one that comes next.")
_CLASSES = N_("never the first two")


def code(config: TaskConfig, data: Dataset) -> str:
    """The lines that read `file`."""
    return filled(
        CODE,
        read=reading_code(file(config)),
        numbers=numbers_code(),
        why=_(_SPLIT),
        windows=_(_WINDOWS),
        classes=_(_CLASSES),
        train=shape(*data.train_y.shape),
        test=shape(*data.test_y.shape),
    )


def file(config: TaskConfig) -> DataFile:
    """The beginning of the book."""
    return DataFile(name="alice.txt", content=data.content("alice.txt"))


def _fit_counts(back: int, config: TaskConfig, data: Dataset) -> BaselineScore:
    """Counting, blind to all but the last one or two characters."""
    x_train, x_test = (x[:, :, 0].astype(np.int64) - len(RESERVED) for x in (data.train_x, data.test_x))
    y_train, y_test = (y.astype(np.int64) for y in (data.train_y, data.test_y))
    found = ngrams.scores((x_train, y_train), (x_test, y_test), len(data.answer.names))[back]
    return BaselineScore(accuracy=found.accuracy, perplexity=found.perplexity)


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Up to 200 characters, lower-cased; those that the text of the data does not have are unknown."""
    require_length(text)
    if not text.strip():
        raise ExampleError(N_("The text is empty: please type a beginning, such as 'alice was'."))
    signs = signs_of(text)
    if len(signs) > MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(signs))
    ids = dataset.words.ids(signs)
    if (ids == UNKNOWN).all():
        raise ExampleError(_ALL_UNKNOWN)
    return ids[:, np.newaxis].astype(np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The characters as a text."""
    ids = example[:, 0].astype(np.int64)
    return "".join(dataset.words.word(int(number)) for number in ids if number != PAD)


PROBLEM = Problem(
    name="characters",
    title=N_("Guess the next letter"),
    group="text",
    question=N_("Which character comes next in Alice's Adventures in Wonderland?"),
    notice=N_(
        "Its text turns from noise into likely letters, then into words. The network knows no words: it "
        "only predicts one character after another."
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
    code=code,
    file=file,
    fitted=(
        FittedBaseline(label=N_("Counts which character follows the last one"), fit=partial(_fit_counts, 1)),
        FittedBaseline(label=N_("Counts which character follows the last two"), fit=partial(_fit_counts, 2)),
    ),
    input_hint=N_("Type the beginning of a text, such as: the white rabbit was. The network continues it."),
    parse=parse,
    write=write,
    cut=lambda text, config: signs_of(text),
)
