"""The answer of a problem: a closed set of kinds, each with its loss, its names and its metrics.

A kind is a class here and a word of `AnswerKind`; `KINDS` has them all. The uses of an answer are looked
up by its kind: its metrics in `playground.training.losses`, its views in `playground.views.answers`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from playground.config import AnswerKind
from playground.i18n import N_
from playground.tasks.pairs.base import Ids, PairProblem, TokenTable
from playground.tasks.scale import Floats
from playground.tasks.series import Series

Loss = Literal["mse", "bce", "cross_entropy"]
NO_TARGET = -100
"""The class of what needs no answer: padding behind the end of a text. Torch's losses leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A measure beside the loss, on the test part."""

    name: str
    """As a film's history and the command line have it."""
    label: str
    """How it is headed, marked for translation."""
    better: Literal["low", "high"]
    """Where the good values are."""


RMSE = Metric(name="rmse", label="RMSE", better="low")
MAE = Metric(name="mae", label="MAE", better="low")
R2 = Metric(name="r2", label="R²", better="high")
RELATIVE = Metric(name="relative", label=N_("error ÷ repeating"), better="low")
ACCURACY = Metric(name="accuracy", label=N_("accuracy"), better="high")
F1 = Metric(name="f1", label="F1", better="high")
PERPLEXITY = Metric(name="perplexity", label=N_("perplexity"), better="low")
ACCURACY_FREE = Metric(name="accuracy_free", label=N_("accuracy with greedy decoding"), better="high")
EXACT_MATCH = Metric(name="exact_match", label=N_("whole answers"), better="high")
ALIGNED = Metric(name="aligned", label=N_("attention on the true position"), better="high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The part common to all kinds; a data set holds one of the kinds below."""

    kind: ClassVar[AnswerKind]
    words: ClassVar[str]
    """The question, in one sentence marked for translation."""
    metrics: ClassVar[tuple[Metric, ...]]
    usual_loss: ClassVar[Loss] = "cross_entropy"
    every_step: ClassVar[bool] = False
    """Whether the head answers at every time step."""

    names: tuple[str, ...] = ()
    """Names of the answers where one of several is chosen; empty for numbers."""

    @property
    def loss(self) -> Loss:
        """The training loss."""
        return self.usual_loss

    @property
    def output_size(self) -> int:
        """Numbers the network gives for one answer."""
        return len(self.names) if self.loss == "cross_entropy" else 1

    @property
    def is_unordered(self) -> bool:
        """Whether there are several names without an order, so that nothing can grow with the answer."""
        return len(self.names) > 2

    @property
    def asked(self) -> slice:
        """Which time steps of an answer are asked for, padding aside."""
        return slice(None)

    def held_out(self, test_x: NDArray[Any], number: int) -> NDArray[Any]:
        """(time steps, features) of a test example, in the unit that people read."""
        example: NDArray[Any] = test_x[number]
        return example

    def in_its_unit(self, values: NDArray[Any], last: Floats | float = math.nan) -> Floats:
        """Numbers of the network's in the unit that people read.

        Args:
            values: any shape.
            last: of the next point of a series, the last point that is read before each.
        """
        return values.astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Answer):
    """One number after the last time step; targets (examples, 1)."""

    kind = "number"
    words = N_("One number after the last time step.")
    metrics = (RMSE, MAE, R2)
    usual_loss = "mse"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoint(Answer):
    """The point after a window of a series, on the network's scale; targets (examples, 1)."""

    kind = "forecast"
    words = N_("The next point of the series, after each window.")
    metrics = (RMSE, MAE, R2, RELATIVE)
    usual_loss = "mse"

    series: Series

    def held_out(self, test_x: NDArray[Any], number: int) -> NDArray[Any]:
        """See `Answer`."""
        return self.series.window_of(number)

    def in_its_unit(self, values: NDArray[Any], last: Floats | float = math.nan) -> Floats:
        """See `Answer`."""
        return self.series.scale.points(values.astype(np.float64), last)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneClass(Answer):
    """One of several names after the last time step; targets (examples,), or (examples, 1) `by_sign`."""

    kind = "class"
    words = N_("One of several classes after the last time step.")
    metrics = (ACCURACY,)

    by_sign: bool = False
    """Of two names: whether one number tells them apart, by its sign."""

    @property
    def loss(self) -> Loss:
        """Binary cross-entropy of the one number, or cross-entropy of one number a name."""
        return "bce" if self.by_sign else "cross_entropy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags(Answer):
    """A name at every time step; targets (examples, time steps), `NO_TARGET` behind the end of a text."""

    kind = "tags"
    words = N_("One of several classes at every time step.")
    metrics = (ACCURACY, F1)
    every_step = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTags(Answer):
    """A name at each of the last time steps; targets as of `Tags`, `NO_TARGET` before those steps."""

    kind = "last-tags"
    words = N_("One of several classes at each of the last time steps.")
    metrics = (ACCURACY,)
    every_step = True

    count: int
    """How many of the last time steps ask."""

    @property
    def asked(self) -> slice:
        """The last `count` time steps."""
        return slice(-self.count, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bits(Answer):
    """One of two names at every time step, by the sign of one number; targets (examples, time steps, 1)."""

    kind = "bits"
    words = N_("A 0 or a 1 at every time step.")
    metrics = (ACCURACY,)
    every_step = True
    usual_loss = "bce"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSymbol(Answer):
    """The symbol that is read next, at every time step, so that the network can go on alone.

    Targets (examples, time steps): name k is the word k + 2 of the vocabulary.
    """

    kind = "next"
    words = N_("The next character, at every time step.")
    metrics = (ACCURACY, PERPLEXITY)
    every_step = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Answer):
    """A whole sequence from a decoder.

    Targets (examples, target): what the decoder says: tokens, END, and `NO_TARGET` behind. Its `names`
    are those of the target's tokens.
    """

    kind = "pair"
    words = N_("A whole sequence, which a decoder outputs token by token.")
    metrics = (ACCURACY, ACCURACY_FREE, EXACT_MATCH, ALIGNED)

    problem: PairProblem
    source: TokenTable
    target: TokenTable
    places: Ids
    """(test examples, target) the source position each target token comes from, or `NOWHERE`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.target.names)

    def most_steps(self, source: int) -> int:
        """Steps a decoder may take for a source of this length: no true answer is longer."""
        return max(int(self.places.shape[1]), source + 1)


KINDS: dict[AnswerKind, type[Answer]] = {
    kind.kind: kind for kind in (Number, NextPoint, OneClass, Tags, LastTags, Bits, NextSymbol, Pairs)
}
"""All kinds by their word. A new one also needs its metrics in `playground.training.losses` and its views in
`playground.views.answers`; `tests/tasks/test_answers.py` says what is missing."""


def f1_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """(classes,) harmonic mean of precision and recall of (true, decided) counts; 0 if never right."""
    both = counts.sum(axis=0) + counts.sum(axis=1)
    return np.asarray(2 * counts.diagonal() / np.maximum(both, 1), dtype=np.float64)
