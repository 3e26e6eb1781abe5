"""Your own sentences: which label does a text have? The rows are the learner's."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.data import content
from playground.data.words import is_unspaced, words_code, words_of
from playground.i18n import N_, Message, _
from playground.listing import filled, shape
from playground.tasks import knobs
from playground.tasks.answers import OneClass
from playground.tasks.base import Baseline, BaselineScore, DataFile, Dataset, FittedBaseline, Problem
from playground.tasks.baselines import bag_of_words
from playground.tasks.files import reading_code
from playground.tasks.findings import MOST, Finding, unknown_share
from playground.tasks.text import require_short
from playground.tasks.texts import words as texts
from playground.tasks.texts.characters import signs_code, signs_of
from playground.tasks.texts.vocabulary import (
    PAD,
    RESERVED,
    UNKNOWN,
    Vocabulary,
    numbers_code,
    padded,
    padded_code,
)
from playground.uploads import own_data
from playground.uploads.labelled import LabelledRows, read_rows
from playground.uploads.report import Line, Report

MOST_WORDS = 5000
"""A larger vocabulary would make checkpoints of megabytes; the rarer words are read as unknown."""

MOST_READ = 100
"""Words of a text that are read: more would take longer than anybody waits."""
_CUT = N_("Texts of more than {most} words are cut there: {count:,}. Most words, under Data, changes it.")
_CUT_CHARACTERS = N_(
    "Texts of more than {most} characters are cut there: {count:,}. Most words, under Data, changes it."
)
_BY_CHARACTER = N_("Scripts without blanks between words are read by characters, such as {example}.")

ROUGHLY = 0.01
"""How exactly the bag of words is fitted: all digits would take twice as long, for the same answers."""


def make(config: TaskConfig) -> Dataset:
    """The rows of `config.own`, or our few; both parts have every label in the same proportion."""
    rows = rows_of(config)
    labels = rows.labels
    y = np.array([labels.index(row.label) for row in rows.rows], dtype=np.int64)
    known, new = split(y, config.train_share, np.random.default_rng(config.data_seed))
    read = [pieces_of(row.text, config) for row in rows.rows]
    vocabulary = Vocabulary.of((read[place] for place in known), at_most=MOST_WORDS)
    ids, _lengths = padded([vocabulary.ids(words) for words in read], config.length)
    shares = np.bincount(y[known], minlength=len(labels)) / len(known)
    x = ids[:, :, np.newaxis].astype(np.float32)
    return Dataset(
        answer=OneClass(names=labels),
        train_x=x[known],
        train_y=y[known],
        test_x=x[new],
        test_y=y[new],
        baseline=Baseline.of(
            -np.log(shares[y[new]]), N_("Gives each label its share of the train part as its probability.")
        ),
        vocabulary=vocabulary,
    )


CODE = """
$read
_kind, rows, *_more = json.loads(content)
labels = sorted({label for _text, label in rows})
y = np.array([labels.index(label) for _text, label in rows])


$cut


texts = [$cut_by(text) for text, _label in rows]
rng = np.random.default_rng(DATA_SEED)
known, new = [], []  # $why
for label in range(len(labels)):
    places = rng.permutation(np.flatnonzero(y == label))
    cut = min(max(round(TRAIN_SHARE * len(places)), 1), len(places) - 1)
    known.append(places[:cut])
    new.append(places[cut:])
known = rng.permutation(np.concatenate(known))  # $train
new = rng.permutation(np.concatenate(new))  # $test
counts = Counter(word for place in known for word in texts[place])
$numbers
$padded
train_x, test_x = torch.tensor(x[known]), torch.tensor(x[new])
train_y, test_y = torch.tensor(y[known]), torch.tensor(y[new])
"""
_SPLIT = N_("both parts have as much of every label")


def code(config: TaskConfig, data: Dataset) -> str:
    """The lines that read `file`."""
    by_words = config.pieces == "words"
    rows, train, test = rows_of(config).rows, len(data.train_x), len(data.test_x)
    return filled(
        CODE,
        read=reading_code(file(config)),
        cut=(words_code if by_words else signs_code)([row.text for row in rows]),
        cut_by="words_of" if by_words else "signs_of",
        why=_(_SPLIT),
        train=shape(train),
        test=shape(test),
        numbers=numbers_code(MOST_WORDS if len(data.words) == MOST_WORDS + len(RESERVED) else None),
        padded=padded_code(train + test, config.length),
    )


def file(config: TaskConfig) -> DataFile:
    """The rows as they are kept; of the learner's, the digest is that of the link."""
    return DataFile(name=f"{config.name}.json", content=rows_of(config).to_bytes())


def _fit_bag(config: TaskConfig, data: Dataset) -> BaselineScore:
    return BaselineScore(accuracy=bag_of_words.accuracy(data, tolerance=ROUGHLY))


def _fit_most_frequent(config: TaskConfig, data: Dataset) -> BaselineScore:
    usual = np.bincount(data.train_y.astype(np.int64)).argmax()
    return BaselineScore(accuracy=float(np.mean(data.test_y == usual)))


def rows_of(config: TaskConfig) -> LabelledRows:
    """The learner's rows, or ours where there are none; raises `OwnDataMissing`."""
    return LabelledRows.from_bytes(own_data.find(config.own)) if config.own else _starter()


def pieces_of(text: str, config: TaskConfig) -> tuple[str, ...]:
    """The words of a text, or its characters."""
    return words_of(text) if config.pieces == "words" else signs_of(" ".join(text.split()))


def lengths(config: TaskConfig) -> tuple[int, ...]:
    """How many words or characters each text has."""
    return _lengths(replace(PROBLEM.preset.task, own=config.own, pieces=config.pieces))


@lru_cache(maxsize=8)
def _lengths(config: TaskConfig) -> tuple[int, ...]:
    return tuple(len(pieces_of(row.text, config)) for row in rows_of(config).rows)


def length_for(config: TaskConfig) -> int:
    """As many words or characters as the longest text has, up to `MOST_READ`, and not fewer than now."""
    return max(config.length, min(max(lengths(config)), MOST_READ))


def fitting(config: RunConfig) -> RunConfig:
    """`config` with as many words read as the learner's texts have."""
    if config.task.name != PROBLEM.name or not config.task.own:
        return config
    return replace(config, task=replace(config.task, length=length_for(config.task)))


def find(config: TaskConfig, data: Dataset) -> Finding | None:
    """Most texts are cut, or most words of the test part are not known."""
    sizes = lengths(config)
    count = sum(size > config.length for size in sizes)
    if count >= MOST * len(sizes):
        values = {"count": count, "texts": len(sizes), "most": config.length}
        return Finding(kind="cut", values=values)
    share = unknown_share(data.test_x)
    return Finding(kind="unknown", values={"share": 100 * share}) if share >= MOST else None


def read_as(config: TaskConfig) -> Report:
    """What is cut of the learner's texts, and how scripts without blanks are read."""
    if config.name != PROBLEM.name or not config.own:
        return ()
    said = []
    if count := sum(length > config.length for length in lengths(config)):
        by_words = config.pieces == "words"
        cut = Message(_CUT, most=config.length, count=count)
        said.append(cut if by_words else Message(_CUT_CHARACTERS, most=config.length, count=count))
    words = (word for row in rows_of(config).rows for word in pieces_of(row.text, config))
    if config.pieces == "words" and (found := next(filter(is_unspaced, words), None)) is not None:
        said.append(Message(_BY_CHARACTER, example=found))
    return tuple(map(Line, said))


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """The words or characters of a text as a row of the data set: cut at its length, or filled up."""
    if config.pieces == "words":
        return texts.parse(text, config, dataset)
    ids, _sizes = padded([dataset.words.ids(pieces_of(require_short(text), config))], config.length)
    return ids[0, :, np.newaxis].astype(np.float32)


def write(example: NDArray[Any], config: TaskConfig, dataset: Dataset) -> str:
    """The text without its padding; a character that is not known becomes the sign for that."""
    if config.pieces == "words":
        return texts.write(example, config, dataset)
    ids = example[:, 0].astype(np.int64)
    known = (dataset.words.word(int(number)) if number != UNKNOWN else "\ufffd" for number in ids[ids != PAD])
    return "".join(known)


@lru_cache(maxsize=1)
def _starter() -> LabelledRows:
    return read_rows(content("made/labelled.csv"))


def split(
    labels: NDArray[np.int64], train_share: float, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the training part and of the test part, shuffled; each has every label.

    Args:
        labels: (rows,) numbers of labels, each at least twice.
        train_share: of the rows of each label, more than 0 and less than 1.
        rng: which rows go where.
    """
    known, new = [], []
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        cut = min(max(round(train_share * len(places)), 1), len(places) - 1)
        known.append(places[:cut])
        new.append(places[cut:])
    return rng.permutation(np.concatenate(known)), rng.permutation(np.concatenate(new))


PROBLEM = Problem(
    name="own-sentences",
    title=N_("Your own sentences"),
    group="text",
    question=N_(
        "Which label does the text have? Add your own rows under Data. Until then, the texts are our "
        "examples: statements, questions and commands."
    ),
    notice=N_(
        "The network separates statements from questions. Both have the same words in another order, so "
        "counting words cannot."
    ),
    preset=RunConfig(
        task=TaskConfig(name="own-sentences", length=20),
        model=ModelConfig(cell="lstm", hidden_size=32, bidirectional=True, readout="final", head_dropout=0.2),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=16, epochs=20),
    ),
    knobs=(
        knobs.most_words(MOST_READ),
        knobs.PIECES,
        knobs.TRAIN_SHARE,
        knobs.knob(
            "data_seed",
            label=N_("Seed of the split"),
            low=0,
            high=9999,
            help=N_("Another seed puts other rows into the test part."),
        ),
    ),
    make=make,
    code=code,
    file=file,
    fitted=(
        FittedBaseline(label=bag_of_words.LABEL, fit=_fit_bag),
        FittedBaseline(label=N_("Always predicts the most frequent label"), fit=_fit_most_frequent),
    ),
    input_hint=N_("Type a sentence like those in the rows, such as: is the train late."),
    parse=parse,
    write=write,
    find=find,
    cut=pieces_of,
    read_own=lambda data: read_rows(data).to_bytes(),
)
