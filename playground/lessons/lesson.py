"""A lesson: a few steps of predicting, running, looking and explaining, each with its experiment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from playground.config import RunConfig

Kind = Literal["read", "predict", "run", "look", "explain"]
KINDS = get_args(Kind)
Begin = Literal["plays", "start", "end"]
BEGINS = get_args(Begin)
USUALLY: dict[Kind, Begin] = {
    "read": "start",
    "predict": "start",
    "run": "plays",
    "look": "end",
    "explain": "end",
}
Hidden = Literal["player", "choices", "network", "gradient", "states", "switches", "ribbons"]
HIDDEN = get_args(Hidden)
CHAPTERS = ("cell", "memory", "honest", "words")
"""The course from its beginning to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question."""

    text: str
    remark: str
    """What is said to somebody who chose it, once the run has shown what is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One screen of a lesson."""

    kind: Kind
    title: str
    text: str
    """Markdown; `[=name]` stands for a fact, see `playground.lessons.facts`."""
    config: RunConfig
    """The experiment that is on the screen, where there is one."""
    tab: str = ""
    """The side of the run that is shown; empty for none."""
    begins: Begin = "start"
    """Whether the run plays when somebody comes here, or stands untrained or at its end."""
    hide: tuple[Hidden, ...] = ()
    """Parts of the side that the step does not need."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """How it is looked at, by the fields of `playground.views.view_state.ViewState`."""
    controls: tuple[str, ...] = ()
    """Settings that the learner may change here."""
    choices: tuple[Choice, ...] = ()
    right: int | None = None
    """Which of them is right, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something the text says of trained runs: the bench trains it on three seeds.

    It is below or above something: the same of another run with this seed, or a number.
    """

    metric: str
    """What is compared, as `playground.lessons.quantities` or `playground.lessons.readings` names it."""
    left: RunConfig
    below: RunConfig | float | None = None
    above: RunConfig | float | None = None
    times: float = 1.0
    """The factor by which the right side is multiplied."""
    begins: Begin = "end"
    """Where a reading is made: of the untrained network, or at the end."""
    own_text: str = ""
    """The sequence that the network reads for it; else it is the first test example."""

    def holds(self, measured: float, other: float) -> bool:
        """Whether it holds of one seed: `other` is the other run's, or the number."""
        bound = other * self.times
        return measured < bound if self.below is not None else measured > bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Five to ten minutes of the course."""

    name: str
    chapter: str
    minutes: int
    title: str
    question: str
    """The question that it answers, in one sentence."""
    steps: tuple[Step, ...]
    exercises: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
