"""Tagging: what part of speech is each word? Some words need the words after them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.answers import NO_TARGET, Tags
from playground.tasks.base import Baseline, BaselineScore, DataFile, Dataset, FittedBaseline, Problem
from playground.tasks.files import reading_code
from playground.tasks.texts import words as texts
from playground.tasks.texts.tagged import (
    Tag,
    TaggedSentence,
    accuracy,
    ceiling,
    most_frequent_tag,
    split,
    tagged_sentences,
)
from playground.tasks.texts.vocabulary import Vocabulary, numbers_code, padded, padded_code

TAGS: tuple[Tag, ...] = get_args(Tag)


def make(config: TaskConfig) -> Dataset:
    """Our own sentences with a tag for every word; whole templates are kept for the test."""
    train, test = _parts(config)
    vocabulary = Vocabulary.of(sentence.words for sentence in train)
    length = max(len(sentence.words) for sentence in (*train, *test))
    train_x, test_x = (_ids(side, vocabulary, length) for side in (train, test))
    test_y = _tags(test, length)
    return Dataset(
        answer=Tags(names=tuple(TAGS)),
        train_x=train_x,
        train_y=_tags(train, length),
        test_x=test_x,
        test_y=test_y,
        baseline=Baseline(loss=math.log(len(TAGS)), sentence=N_("Gives every tag the same probability.")),
        vocabulary=vocabulary,
    )


def _ids(side: Sequence[TaggedSentence], vocabulary: Vocabulary, length: int) -> NDArray[np.float32]:
    ids, _ = padded([vocabulary.ids(sentence.words) for sentence in side], length)
    return ids[:, :, np.newaxis].astype(np.float32)


def _tags(side: Sequence[TaggedSentence], length: int) -> NDArray[np.int64]:
    """(sentences, length) the number of each word's tag, `NO_TARGET` behind the last."""
    tags = np.full((len(side), length), NO_TARGET, dtype=np.int64)
    for row, sentence in zip(tags, side, strict=True):
        row[: len(sentence.tags)] = [TAGS.index(tag) for tag in sentence.tags]
    return tags


def _parts(config: TaskConfig) -> tuple[list[TaggedSentence], list[TaggedSentence]]:
    rng = np.random.default_rng(config.data_seed)
    known, new = (rng.permutation(side) for side in split(config.data_seed, config.train_share))
    everything = tagged_sentences()
    return [everything[place] for place in known], [everything[place] for place in new]


CODE = """
$read
rows = [line.split(",") for line in content.decode().splitlines()[1:]]
texts = [words.split() for _part, words, _tags in rows]
split = sum(part == "train" for part, _words, _tags in rows)  # $why
counts = Counter(word for words in texts[:split] for word in words)
$numbers
LENGTH = max(map(len, texts))
$padded
tags = $tags
y = np.full(x.shape, -100)  # $none
for row, (_part, _words, said) in zip(y, rows, strict=True):
    row[: len(said.split())] = [tags.index(tag) for tag in said.split()]
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""
_SPLIT = N_("the test has other templates")
_NONE = N_("-100 asks for no tag: there is no word")


def code(config: TaskConfig, data: Dataset) -> str:
    """The lines that read `file`."""
    rows, length = len(data.train_x) + len(data.test_x), data.train_x.shape[1]
    return filled(
        CODE,
        read=reading_code(file(config)),
        why=_(_SPLIT),
        numbers=numbers_code(),
        padded=padded_code(rows, length),
        tags="[" + ", ".join(f'"{tag}"' for tag in TAGS) + "]",
        none=_(_NONE),
    )


@lru_cache(maxsize=8)
def file(config: TaskConfig) -> DataFile:
    """The words of the sentences with their tags, those of the train part first, in their order."""
    lines = ["part,words,tags"]
    for part, side in zip(("train", "test"), _parts(config), strict=True):
        lines += [f"{part},{' '.join(one.words)},{' '.join(one.tags)}" for one in side]
    return DataFile(name=f"{config.name}.csv", content="\n".join([*lines, ""]).encode())


def _fit_most_frequent(config: TaskConfig, data: Dataset) -> BaselineScore:
    train, test = _parts(config)
    return BaselineScore(accuracy=accuracy(most_frequent_tag(train), test))


def _left_only(config: TaskConfig, data: Dataset) -> BaselineScore:
    """All other words right, and of those that the right decides as many as any rule can have."""
    _train, test = _parts(config)
    needs = [need for sentence in test for need in sentence.needs]
    open_words = needs.count("right") / len(needs)
    return BaselineScore(accuracy=1.0 - open_words * (1.0 - ceiling(test)))


PROBLEM = Problem(
    name="tagging",
    title=N_("A tag for every word"),
    group="text",
    question=N_(
        "Is each word a noun, a verb, an adjective ...? "
        "The sentences were made by a small grammar of our own."
    ),
    notice=N_(
        "The accuracy rises above the best possible when reading one way. Then choose One way and train "
        "again: 'the light' may continue with 'box' or with 'is'."
    ),
    preset=RunConfig(
        task=TaskConfig(name="tagging"),
        model=ModelConfig(cell="gru", hidden_size=24, bidirectional=True),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=12),
    ),
    knobs=(knobs.TRAIN_SHARE, knobs.DATA_SEED),
    make=make,
    code=code,
    file=file,
    fitted=(
        FittedBaseline(label=N_("The most frequent tag of each word"), fit=_fit_most_frequent),
        FittedBaseline(label=N_("The best possible without reading the next words"), fit=_left_only),
    ),
    input_hint=N_("Type a sentence of simple words, such as: the light box is lovely."),
    parse=texts.parse,
    write=texts.write,
)
