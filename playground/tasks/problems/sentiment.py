"""Sentiment: does a sentence praise or blame? Words, not numbers, and their order matters."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.data.words import words_of
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks import knobs
from playground.tasks.answers import OneClass
from playground.tasks.base import Baseline, BaselineScore, DataFile, Dataset, FittedBaseline, Problem
from playground.tasks.baselines import bag_of_words
from playground.tasks.files import reading_code
from playground.tasks.texts import words as texts
from playground.tasks.texts.sentences import CHINESE, ENGLISH, sentences, split
from playground.tasks.texts.vocabulary import Vocabulary, numbers_code, padded, padded_code

GRAMMARS = {"sentiment": ENGLISH, "sentiment-zh": CHINESE}
"""The grammar of each problem's sentences."""


def make(config: TaskConfig) -> Dataset:
    """Our own sentences; whole templates are kept for the test, so that its sentences are new."""
    known, new = _places(config)
    made = sentences(GRAMMARS[config.name])
    read = [words_of(sentence.text) for sentence in made]
    vocabulary = Vocabulary.of(read[place] for place in known)
    ids, _lengths = padded([vocabulary.ids(words) for words in read], config.length)
    positive = np.array([sentence.positive for sentence in made])
    x = ids[:, :, np.newaxis].astype(np.float32)
    y = positive[:, np.newaxis].astype(np.float32)
    return Dataset(
        answer=OneClass(names=(N_("blame"), N_("praise")), by_sign=True),
        train_x=x[known],
        train_y=y[known],
        test_x=x[new],
        test_y=y[new],
        baseline=Baseline(loss=math.log(2), sentence=N_("Gives both the same probability.")),
        vocabulary=vocabulary,
    )


@lru_cache(maxsize=8)
def _places(config: TaskConfig) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of the sentences of the train part and of the test part, in the order in which they are read."""
    rng = np.random.default_rng(config.data_seed)
    known, new = split(config.data_seed, config.train_share, GRAMMARS[config.name])
    return rng.permutation(known), rng.permutation(new)


CODE = """
$read
rows = [line.split(",") for line in content.decode().splitlines()[1:]]
texts = [text.split() for _part, _label, text in rows]
split = sum(part == "train" for part, _label, _text in rows)  # $why
counts = Counter(word for words in texts[:split] for word in words)
$numbers
$padded
positive = np.array([label == "praise" for _part, label, _text in rows])
y = positive[:, None].astype(np.float32)  # $y  #? !two
y = positive.astype(np.int64)  # $y  #? two
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""
_SPLIT = N_("the test has other templates")


def code(config: TaskConfig, data: Dataset) -> str:
    """The lines that read `file`."""
    rows = len(data.train_x) + len(data.test_x)
    return filled(
        CODE,
        read=reading_code(file(config)),
        why=_(_SPLIT),
        numbers=numbers_code(),
        padded=padded_code(rows, config.length),
        two=config.two_outputs,
        y=shape(rows, *data.train_y.shape[1:]),
    )


@lru_cache(maxsize=8)
def file(config: TaskConfig) -> DataFile:
    """The words of the sentences, those of the train part first, in their order."""
    lines = ["part,label,text"]
    for part, places in zip(("train", "test"), _places(config), strict=True):
        for sentence in (sentences(GRAMMARS[config.name])[place] for place in places):
            label = "praise" if sentence.positive else "blame"
            lines.append(f"{part},{label},{' '.join(words_of(sentence.text))}")
    return DataFile(name=f"{config.name}.csv", content="\n".join([*lines, ""]).encode())


def _fit_bag(config: TaskConfig, data: Dataset) -> BaselineScore:
    return BaselineScore(accuracy=bag_of_words.accuracy(data))


def _problem(name: str, *, title: str, length: int, notice: str, hint: str) -> Problem:
    return Problem(
        name=name,
        title=title,
        group="text",
        question=N_(
            "Does the sentence praise or blame? The sentences were made by a small grammar of our own."
        ),
        notice=notice,
        preset=RunConfig(
            task=TaskConfig(name=name, length=length),
            model=ModelConfig(
                cell="lstm", hidden_size=32, bidirectional=True, readout="final", head_dropout=0.2
            ),
            training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=12),
        ),
        knobs=(knobs.most_words(40), knobs.TRAIN_SHARE, knobs.DATA_SEED, knobs.TWO_OUTPUTS),
        make=make,
        code=code,
        file=file,
        fitted=(FittedBaseline(label=bag_of_words.LABEL, fit=_fit_bag),),
        input_hint=hint,
        parse=texts.parse,
        write=texts.write,
    )


PROBLEM = _problem(
    "sentiment",
    title=N_("Praise or blame?"),
    length=16,
    notice=N_(
        "Plain sentences become right first. Sentences with 'not' or 'but' take longer, and counting "
        "words never gets them right."
    ),
    hint=N_(
        "Type a sentence about a film, a meal, a place or a book, such as: "
        "the film was dull at first but wonderful in the end."
    ),
)
IN_CHINESE = _problem(
    "sentiment-zh",
    title=N_("Praise or blame, in Chinese"),
    length=24,
    notice=N_(
        "The sentences are read character by character. Sentences with 不, 没有 or 但是 take longer, and "
        "counting characters never gets them right."
    ),
    hint=N_("Type a Chinese sentence about a film, a meal or a place (for example: 这部电影一点也不无聊)."),
)
