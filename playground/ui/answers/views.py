"""The views of a kind of answer, as a page must know them to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.picture import Picture
from playground.config import RunConfig
from playground.films.film import Film
from playground.i18n import _
from playground.probes.requests import AnswersProbe, OwnProbe, Probe
from playground.tasks.base import Dataset
from playground.ui.answers.examples import amount
from playground.ui.inside.paths import Path, of_example
from playground.ui.session import Session

View = Callable[[Session, Film, Dataset], None]
Values = NDArray[np.float64]
"""One answer, as `playground.probes.requests.OwnReading` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the answer to one sequence is told."""

    own: Callable[[Values, OwnProbe, Dataset, int], None]
    """Draws the answer to the learner's own sequence, as it was at a step."""
    briefly: Callable[[Values, Dataset], str]
    """The same in a cell of a table."""


def first_answers() -> str:
    """The words in a picture's place until there is one."""
    return _("Waiting for the network's first answers…")


def answers_probe(_now: Session, config: RunConfig, step: int) -> Probe:
    """The answers to the whole test part."""
    return AnswersProbe(config=config, step=step)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerViews:
    """The views of one kind of answer."""

    learning: View
    """The view beside the loss."""
    comes_first: bool = False
    """Whether it stands before the loss."""
    below: Callable[[Session], tuple[View, View] | None] = lambda _now: None
    """The views under the charts: on the left one example in detail, on the right the whole test part."""
    options: Callable[[], None] = lambda: None
    """Switches under "Speed and view"."""
    probe: Callable[[Session, RunConfig, int], Probe] = answers_probe
    """The probe of a run for its picture."""
    picture: Callable[[RunConfig, Any, int], Picture]
    """That reading as a picture, as it was at a step."""
    told: Told | None
    """How one answer is told; `None` where a decoder says it, which has views of its own."""
    amount: Callable[[Dataset], str] = amount
    """How many examples there are, and how large they are."""
    problem: Callable[[RunConfig, Dataset], None]
    """Draws some of the data."""
    path: Path = of_example
    """The states whose path is drawn."""
