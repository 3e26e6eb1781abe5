"""The sentence on how a run is going, as the browser says it: made-up films, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.config import RunConfig
from playground.tasks.base import Baseline
from playground.tasks.findings import Finding
from playground.training.verdicts import Known, against_baseline, courses
from playground.views.verdicts import words_of
from tests.ui.node import run_module

READY = {"status": "ready", "sentence": ""}
Film = dict[str, Any]

ARRAYS = """
    const arrays = (film) => film && {
      ...film,
      epochStep: Int32Array.from(film.epochStep),
      epochTrainLoss: Float64Array.from(film.epochTrainLoss),
      testLoss: Float64Array.from(film.testLoss),
      margin: Float64Array.from(film.margin ?? []),
      verdict: Int32Array.from(film.verdict ?? []),
      course: Int32Array.from(film.course ?? []),
    };
"""


def film_of(
    test: Sequence[float] | np.ndarray,
    train: Sequence[float] | np.ndarray | None = None,
    *,
    epoch_steps: int = 4,
    more_steps: int = 0,
    **changes: Any,
) -> Film:
    """A film whose epochs ended with these test and train losses, and `more_steps` after them."""
    ends = [epoch_steps * (epoch + 1) for epoch in range(len(test))]
    return {
        "lastStep": epoch_steps * len(test) + more_steps,
        "status": "developing",
        "reason": "",
        "epochStep": ends,
        "epochTrainLoss": list(map(float, test if train is None else train)),
        "testLoss": list(map(float, test)),
    } | changes


def decided(film: Film | None, baseline: Baseline, margin: float = 0.0) -> Film | None:
    """The film with the verdict on each epoch, as a worker sends it."""
    if film is None or "verdict" in film:
        return film
    tests = film["testLoss"]
    told = [against_baseline(test, margin, baseline.loss) for test in tests]
    course = courses(np.array(film["epochTrainLoss"]), np.array(tests)).tolist()
    return film | {"margin": [margin] * len(tests), "verdict": told, "course": course}


def verdicts(
    cases: list[tuple[Film | None, int, dict[str, str]]],
    baseline: Baseline,
    *,
    lesson: str = "",
    hopeless: str = "",
    margin: float = 0.0,
    finding: Finding | None = None,
    simple: dict[str, Any] | None = None,
    config: RunConfig | None = None,
) -> list[str]:
    """What is said of each film at a step, with the engine as it is then."""
    source = """
        import { verdict } from "web/verdict.js";
        const { cases, ...rest } = given;
        tell(cases.map(([film, step, engine]) => verdict({ film: arrays(film), step, engine, ...rest })));
    """
    told = {"loss": baseline.loss, "what": baseline.sentence}
    known = [(decided(film, baseline, margin), step, engine) for film, step, engine in cases]
    table = Known(finding=finding, has_lesson=bool(lesson), is_hopeless=bool(hopeless)).table()
    words = words_of(RunConfig() if config is None else config)
    how = {"words": words, "table": table, "simple": simple}
    given = {"cases": known, "baseline": told, "lesson": lesson, "hopeless": hopeless} | how
    found: list[str] = run_module(ARRAYS + source, given)
    return found
