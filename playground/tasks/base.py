"""A problem, and the data set it makes: numpy only, so the web server may hold it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.config import AnswerKind, RunConfig, Setting, TaskConfig
from playground.data.words import words_of
from playground.i18n import _
from playground.tasks.answers import Answer, NextPoint, Pairs
from playground.tasks.findings import Finding
from playground.tasks.texts.vocabulary import Vocabulary

A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The score of an answer without any learning on the test part; known at once, for nothing is fitted."""

    loss: float
    """In the unit of the training loss, so that it can be drawn into the loss chart."""
    sentence: str
    """A sentence on the baseline, marked for translation."""
    losses: NDArray[np.float64] | None = field(default=None, compare=False, repr=False)
    """(test examples,) its loss of each of them; `None` where it is the same for all."""

    @classmethod
    def of(cls, losses: NDArray[Any], sentence: str) -> Baseline:
        """The baseline with these losses (test examples,), one answer each."""
        each = losses.astype(np.float64)
        return cls(loss=float(each.mean()), sentence=sentence, losses=each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Train and test examples as float32 arrays, and how to read them back for people."""

    answer: Answer
    """The kind of answer asked for, which says what shape the targets have."""
    train_x: NDArray[np.float32]
    """(examples, time steps, features); of a text one feature, the number of each word in `vocabulary`;
    of pairs one feature, the number of each source token, with PAD behind."""
    train_y: NDArray[np.float32] | NDArray[np.int64]
    test_x: NDArray[np.float32]
    test_y: NDArray[np.float32] | NDArray[np.int64]
    baseline: Baseline
    vocabulary: Vocabulary | None = None
    """The words of a text by their numbers, 0 the padding behind its end; else `None`."""

    @property
    def input_size(self) -> int:
        """Features at each time step."""
        return int(self.train_x.shape[2])

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer asked for, in a word."""
        return self.answer.kind

    @property
    def has_words(self) -> bool:
        """Whether what is read are words or other symbols, by their numbers in `vocabulary`."""
        return self.vocabulary is not None

    @property
    def has_gaps(self) -> bool:
        """Whether points of its series are missing, filled or left out."""
        return isinstance(self.answer, NextPoint) and self.answer.series.missing > 0

    @property
    def words(self) -> Vocabulary:
        """The vocabulary of what is read; raises `TypeError` where that is no text."""
        if self.vocabulary is None:
            raise TypeError(f"a data set with a {self.kind} for an answer is read without words")
        return self.vocabulary

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbol for each number that is read; empty where numbers are read as they are."""
        if isinstance(self.answer, Pairs):
            return self.answer.source.names
        return self.vocabulary.words if self.vocabulary is not None else ()

    @property
    def said_symbols(self) -> tuple[str, ...]:
        """The symbol for each number that a decoder says; empty where there is none."""
        return self.answer.target.names if isinstance(self.answer, Pairs) else ()

    @property
    def tokens(self) -> int:
        """How many different words there are; 0 for numbers."""
        return len(self.vocabulary) if self.vocabulary is not None else 0

    def held_out(self, number: int) -> NDArray[Any]:
        """(time steps, features) of a test example, in the unit that people read.

        Counting goes on from the first after the last.
        """
        return self.answer.held_out(self.test_x, number % len(self.test_x))

    def answer_as(self, kind: type[A]) -> A:
        """The answer, where it is of this kind; raises `TypeError` where it is of another."""
        if not isinstance(self.answer, kind):
            raise TypeError(f"the answer of this data set is no {kind.__name__}: it is a {self.kind}")
        return self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineScore:
    """How good a fitted baseline is on the test part."""

    accuracy: float
    """Its share of right answers."""
    perplexity: float | None = None
    """exp of its cross-entropy, where it gives probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedBaseline:
    """Something simple that is fitted to the same data; a worker does it (`playground.probes.baselines`)."""

    label: str
    """Its name, marked for translation."""
    fit: Callable[[TaskConfig, Dataset], BaselineScore]
    """Deterministic in the config, whose data set the second argument is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """The file beside a script that holds the data which is not made."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The first half of SHA-256 in hexadecimal, as own data is found by it."""
        return hashlib.sha256(self.content).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem: words, knobs, a data set, and how a learner's own sequence is read."""

    name: str
    title: str
    group: Literal["series", "real", "sequences", "text", "pairs"]
    """Generated series, real series, sequences with an answer, texts, or pairs of sequences."""
    question: str
    """The problem's question, in one sentence."""
    notice: str
    """The thing to watch when its preset plays, in one sentence."""
    preset: RunConfig
    """The experiment it opens with."""
    knobs: tuple[Setting, ...]
    """The settings of `TaskConfig` that make sense to turn here, within the problem's own limits."""
    make: Callable[[TaskConfig], Dataset]
    """Deterministic in the config; called through `playground.tasks.dataset` only."""
    code: Callable[[TaskConfig, Dataset], str]
    """The lines of a script that make the same `train_x`, `train_y`, `test_x` and `test_y` with NumPy and
    torch, from the settings by their names in capitals (`playground.listing`)."""
    file: Callable[[TaskConfig], DataFile | None] = lambda config: None
    """The file that those lines read; `None` where they make all of the data."""
    input_hint: str
    """How a learner's own sequence is written, in one sentence with an example: one of its own, or
    `{example}` for one of the test part. `{count}` is how many time steps that has."""
    parse: Callable[[str, TaskConfig, Dataset], NDArray[np.float32]]
    """Text to one example (time steps, features) in the network's numbers; raises `ExampleError`."""
    write: Callable[[NDArray[Any], TaskConfig, Dataset], str]
    """One example (time steps, features), in the unit that people read, back to the text of `parse`."""
    read_points: Callable[[str, TaskConfig, Dataset], NDArray[Any]] | None = None
    """The text to the numbers that people read, where the network's are others."""
    lesson: str = ""
    """What the end of its preset teaches, in a sentence or two, where the numbers alone do not say it."""
    hopeless: str = ""
    """Why no network can learn it, in a sentence or two that stand in place of any advice."""
    fitted: tuple[FittedBaseline, ...] = ()
    """The baselines that the network is held against beside the data set's own."""
    find: Callable[[TaskConfig, Dataset], Finding | None] = lambda config, data: None
    """What stands in the way of learning in the data itself, if anything does."""
    cut: Callable[[str, TaskConfig], tuple[str, ...]] = lambda text, config: words_of(text)
    """A text in the pieces that `parse` gives a number each; only for problems with a vocabulary."""
    check: Callable[[TaskConfig], None] = lambda config: None
    """Rules between knobs, beyond each knob's own limits; raises `ConfigError`."""
    read_own: Callable[[bytes | str], bytes] | None = None
    """A file or a text of the learner's own rows to what `playground.uploads.own_data` keeps for `task.own`;
    raises `ExampleError`. `None` for a problem that only brings its own data."""

    def hint(self, config: TaskConfig, data: Dataset) -> str:
        """How a learner's own sequence is written in this experiment, in the learner's language."""
        points = data.held_out(0)
        told = _(self.input_hint).replace("{count}", str(len(points)))
        return told.replace("{example}", self.write(points, config, data))

    def points(self, text: str, config: TaskConfig, data: Dataset) -> NDArray[Any]:
        """The numbers (time steps, features) that a learner typed; raises `ExampleError` as `parse` does."""
        read = self.parse if self.read_points is None else self.read_points
        return read(text, config, data)
