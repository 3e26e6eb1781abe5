"""What a problem is, and the data set it makes: numpy only, so the web server may hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.config import AnswerKind, RunConfig, Setting, TaskConfig
from playground.tasks.pairs.base import Pairs
from playground.tasks.texts.vocabulary import Vocabulary, words_of

Floats = NDArray[np.float64]
Loss = Literal["mse", "bce", "cross_entropy"]
NO_TARGET = -100
"""The class of what needs no answer: padding behind the end of a text. Torch's losses leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lazy:
    """What an answer without any learning scores on the test part."""

    loss: float
    """In the unit of the training loss, so that it can be drawn into the loss chart."""
    sentence: str
    """What the lazy answer does, marked for translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A second series that the network reads beside the one it forecasts, as its further input."""

    name: str
    values: Floats
    """(points,) in their own unit, gaps filled."""
    mean: float
    std: float
    """As a series has them."""
    filled: int = 0
    """How many points were missing and were filled by straight lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series to forecast: window `k` holds points `k` to `k + window - 1`, its target is the next."""

    values: Floats
    """(points,) in their own unit, gaps filled."""
    times: Floats
    """(points,) position of each point on the time axis: years, days, or the point's number."""
    time_label: str
    value_label: str
    """With its unit in brackets."""
    mean: float
    std: float
    """Scale of the network's numbers: `(values - mean) / std`, from the training part only."""
    window: int
    split: int
    """Index of the first point that is a test target; everything before is the training part."""
    season: int | None = None
    """Points in one season, where there is one."""
    gaps: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Which points were missing and were filled by straight lines."""
    beside: tuple[Beside, ...] = ()
    """What else each time step of a window holds, after the series' own value."""

    @property
    def filled(self) -> int:
        """How many points were missing."""
        return len(self.gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """An honest baseline of a classification: something simple that was fitted to the same data."""

    label: str
    """What it is, marked for translation."""
    accuracy: float
    """Its share of right answers on the test part."""
    perplexity: float | None = None
    """exp of its cross-entropy there, where it gives probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Train and test examples as float32 arrays, and how to read them back for people."""

    loss: Loss
    train_x: NDArray[np.float32]
    """(examples, time steps, features); of a text one feature, the number of each word in `vocabulary`."""
    train_y: NDArray[np.float32] | NDArray[np.int64]
    """mse: (examples, 1). bce: (examples, 1), or (examples, time steps, 1) if `every_step`.
    cross_entropy: (examples,) class numbers, int64, or (examples, time steps) with `NO_TARGET` behind
    the end if `every_step`."""
    test_x: NDArray[np.float32]
    test_y: NDArray[np.float32] | NDArray[np.int64]
    output_size: int
    """Numbers the head gives: 1 for mse and bce, the number of classes for cross_entropy."""
    every_step: bool = False
    """Whether there is a target at every time step."""
    asked_last: int = 0
    """Of `every_step`: how many of the last time steps alone have a target; 0 where all have one, so that
    `[-asked_last:]` is what is asked."""
    class_names: tuple[str, ...] = ()
    """Names of the answers of a classification; two for bce; empty for numbers."""
    lazy: Lazy
    series: Series | None = None
    """The series behind a forecast, else `None`."""
    vocabulary: Vocabulary | None = None
    """The words of a text by their numbers, 0 the padding behind its end; else `None`."""
    rivals: tuple[Rival, ...] = ()
    says_next: bool = False
    """Whether the targets are the inputs one time step later, so that the network can go on alone; class
    k is then the word k + 2 of `vocabulary`."""
    pairs: Pairs | None = None
    """What is known of pairs of sequences; else `None`. Their `train_x` is (examples, source, 1) numbers of
    source tokens with PAD behind, their `train_y` (examples, target) what a decoder says: tokens, END, and
    `NO_TARGET` behind."""

    @property
    def input_size(self) -> int:
        """Features at each time step."""
        return int(self.train_x.shape[2])

    @property
    def kind(self) -> AnswerKind:
        """What is asked."""
        if self.pairs is not None:
            return "pair"
        if self.says_next:
            return "next"
        if self.every_step:
            return "bits" if self.loss == "bce" else "tags"
        return "number" if self.loss == "mse" else "class"

    @property
    def has_words(self) -> bool:
        """Whether what is read are words or other symbols, by their numbers in `vocabulary`."""
        return self.vocabulary is not None

    @property
    def tokens(self) -> int:
        """How many different words there are; 0 for numbers."""
        return len(self.vocabulary) if self.vocabulary is not None else 0


def tags_words(dataset: Dataset) -> bool:
    """Whether each time step gets a name that is not the next input."""
    return names_every_step(dataset) and not dataset.says_next and not dataset.asked_last


def names_every_step(dataset: Dataset) -> bool:
    """Whether each time step gets one of several names."""
    return dataset.every_step and dataset.loss == "cross_entropy"


def f1_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """(classes,) harmonic mean of precision and recall; 0 for a class that is never right.

    Args:
        counts: (true classes, decided classes).
    """
    both = counts.sum(axis=0) + counts.sum(axis=1)
    return np.asarray(2 * counts.diagonal() / np.maximum(both, 1), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem: words, knobs, a data set, and how a learner's own sequence is read."""

    name: str
    title: str
    group: Literal["series", "real", "sequences", "text", "pairs"]
    """Generated series, real series, sequences with an answer, texts, or pairs of sequences."""
    question: str
    """What is asked, in one sentence."""
    notice: str
    """What to watch when its preset plays, in one sentence."""
    preset: RunConfig
    """The experiment it opens with."""
    knobs: tuple[Setting, ...]
    """The settings of `TaskConfig` that make sense to turn here, within the problem's own limits."""
    make: Callable[[TaskConfig], Dataset]
    """Deterministic in the config; called through `playground.tasks.dataset` only."""
    input_hint: str
    """How a learner's own sequence is written, in one sentence with an example."""
    parse: Callable[[str, TaskConfig, Dataset], NDArray[np.float32]]
    """Text to one example (time steps, features) in the network's numbers; raises `ExampleError`."""
    write: Callable[[NDArray[np.float32], TaskConfig, Dataset], str]
    """One example back to the text that `parse` reads."""
    cut: Callable[[str], tuple[str, ...]] = words_of
    """A text in the pieces that `parse` gives a number each; only for problems with a vocabulary."""
    check: Callable[[TaskConfig], None] = lambda config: None
    """Rules between knobs, beyond each knob's own limits; raises `ConfigError`."""
    read_own: Callable[[bytes | str], bytes] | None = None
    """A file or a text of the learner's own rows to what `playground.tasks.own_data` keeps for `task.own`;
    raises `ExampleError`. `None` for a problem that only brings its own data."""
