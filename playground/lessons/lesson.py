"""A lesson: a few steps of predicting, running, looking and explaining, each with its experiment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from playground.config import RunConfig

Kind = Literal["read", "predict", "run", "look", "explain"]
KINDS = get_args(Kind)
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
    controls: tuple[str, ...] = ()
    """Settings that the learner may change here."""
    choices: tuple[Choice, ...] = ()
    right: int | None = None
    """Which of them is right, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something the text says of trained runs: the bench trains it on three seeds."""

    metric: str
    """What is compared, as `playground.lessons.quantities` names it."""
    left: RunConfig
    below: RunConfig | float
    """What it is below: the same of another run, or a number; for every seed."""
    times: float = 1.0
    """The factor by which the right side is multiplied."""


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
