"""The views of a kind of answer, as a page must know them to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.picture import Picture
from playground.config import RunConfig
from playground.probes.requests import AnswersProbe, OwnProbe, Probe
from playground.tasks.base import Dataset
from playground.views.answers.examples import amount
from playground.views.inside.paths import Path, of_example
from playground.views.parts import Draw, Part
from playground.views.scene import Scene

Values = NDArray[np.float64]
"""One answer, as `playground.probes.requests.OwnReading` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the answer to one sequence is told."""

    own: Callable[[Values, OwnProbe, Dataset], Iterator[Part]]
    """The answer to the learner's own sequence."""
    briefly: Callable[[Values, Dataset], str]
    """The same in a cell of a table."""


def answers_probe(scene: Scene) -> Probe:
    """The answers to the whole test part."""
    return AnswersProbe(config=scene.config, step=scene.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerViews:
    """The views of one kind of answer."""

    learning: Draw
    """What stands beside the loss."""
    uses: tuple[str, ...] = ()
    """The fields of the view state that it depends on."""
    also: tuple[str, ...] = ()
    """Further views that add to it."""
    comes_first: bool = False
    """Whether it stands before the loss."""
    probe: Callable[[Scene], Probe] = answers_probe
    """The probe of a run for its picture."""
    picture: Callable[[Scene, Any], Picture]
    """That reading as a picture."""
    told: Told | None
    """How one answer is told; `None` where a decoder says it, which has views of its own."""
    amount: Callable[[Dataset], str] = amount
    """How many examples there are, and how large they are."""
    problem: Callable[[RunConfig, Dataset], Iterator[Part]]
    """Some of the data."""
    path: Path = of_example
    """The states whose path is drawn."""
