"""What holds for every lesson and every exercise: they can be read, asked and answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.films.many import Result
from playground.i18n import LANGUAGES
from playground.lessons import exercises, facts, reading, readings
from playground.lessons.codes import read_code, verified, written_code
from playground.lessons.exercise import Part, Verdict
from playground.lessons.lesson import BEGINS, CHAPTERS, HIDDEN, KINDS
from playground.lessons.quantities import QUANTITIES, Trial
from playground.lessons.text import FACT
from playground.ui.learn.lesson_page import SIDES
from playground.views.view_state import ViewState, tabs_of
from tests.lessons.trained import trained

LESSONS = reading.names()
EXERCISES = exercises.names()
PARTS = [(name, at) for name in EXERCISES for at in range(len(exercises.exercise(name).parts))]


def part_of(name: str, at: int) -> Part:
    return exercises.exercise(name).parts[at]


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_has_a_text_for_every_step(name: str, language: str) -> None:
    lesson = reading.lesson(name, language)
    assert lesson.chapter in CHAPTERS
    assert 3 <= lesson.minutes <= 12
    assert lesson.title
    assert lesson.question
    for step in lesson.steps:
        assert step.kind in KINDS
        assert step.title
        assert step.text
        assert step.tab in ("", *SIDES, *tabs_of(step.config))
        asked = [word for choice in step.choices for word in (choice.text, choice.remark)]
        assert not facts.runs(" ".join(asked), step.config)
        assert not facts.read_in(" ".join(asked), step.config)
        assert step.begins in BEGINS
        assert set(step.hide) <= set(HIDDEN)
        look = replace(ViewState(), **step.look)
        if look.own_text:
            tasks.problem(step.config.task.name).parse(
                look.own_text, step.config.task, tasks.dataset(step.config.task)
            )
        for text in (step.text, *asked):
            assert all(facts.known(fact) for fact, _settings in FACT.findall(text))
            trained_on = facts.runs(text, step.config)
            told = facts.filled(text, step.config, {config: trained_for(config) for config in trained_on})
            assert "[=" not in told


def trained_for(config: RunConfig) -> Result:
    """Some numbers for every metric that a run of this experiment has."""
    once = np.ones(1)
    metrics = {metric.name: once for metric in tasks.dataset(config.task).answer.metrics}
    losses: dict[str, Any] = {
        "test_loss": once,
        "train_loss": once,
        "metrics": metrics,
        "largest_gradient": 1.0,
        "clipped": 0,
    }
    ended: dict[str, Any] = {
        "status": "finished",
        "last_step": 1,
        "epoch_step": np.ones(1, int),
        "seconds_per_step": 0.1,
    }
    return Result(config=config, **losses, **ended)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_before_it_shows_and_explains_at_the_end(name: str) -> None:
    lesson = reading.lesson(name)
    kinds = [step.kind for step in lesson.steps]
    assert "predict" in kinds
    assert kinds.index("predict") < kinds.index("explain")
    assert kinds[-1] == "explain"
    assert {"run", "look"} & set(kinds)
    for step in lesson.steps:
        assert bool(step.choices) is (step.kind == "predict")
        if step.choices:
            assert len(step.choices) >= 2
            assert step.right is not None
            assert step.right < len(step.choices)
            assert all(choice.remark for choice in step.choices)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_leads_to_exercises_that_are_there(name: str) -> None:
    assert set(reading.lesson(name).exercises) <= set(EXERCISES)
    for claim in reading.lesson(name).claims:
        assert claim.metric in QUANTITIES or readings.known(claim.metric)
        assert (claim.below is None) is not (claim.above is None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "at"), PARTS)
def test_a_part_has_two_hints_a_solution_and_a_remark_on_every_answer(
    name: str, at: int, language: str
) -> None:
    part = exercises.exercise(name, language).parts[at]
    assert part.text
    assert "[=" not in f"{part.text} {part.solution} {part.passed}"
    assert len(part.hints) == 2
    assert part.solution
    assert part.opens in ("", *SIDES, *tabs_of(part.config))
    match part.kind:
        case "choice":
            assert len(part.choices) >= 2
            assert part.right in range(len(part.choices))
        case "number":
            assert part.right not in part.mistakes
            assert all(part.mistakes.values())
        case "experiment":
            assert part.musts
            assert part.controls
            assert part.solved is not None
            assert all(must.what in QUANTITIES for must in part.musts)


@pytest.mark.parametrize(("name", "at"), PARTS)
def test_a_part_begins_as_not_tried(name: str, at: int) -> None:
    part = part_of(name, at)
    assert part.judged(None) == Verdict(state="not tried")
    assert not part.tried(part.config)


@pytest.mark.parametrize(("name", "at"), PARTS)
def test_the_solution_of_a_part_passes(name: str, at: int) -> None:
    part = part_of(name, at)
    answer = part.right if part.solved is None else part.solved
    assert part.solved is None or part.tried(part.solved)
    code = written_code(name, at, answer)
    assert verified(read_code(code), trained).state == "passed"


@pytest.mark.parametrize(("name", "at"), PARTS)
def test_a_wrong_answer_gets_its_own_remark(name: str, at: int) -> None:
    part = part_of(name, at)
    if part.kind == "experiment":
        told = {}
        for config, fails in part.failing:
            verdict = verified(read_code(written_code(name, at, config)), trained)
            assert verdict.state == "not yet"
            first = next(must for must in part.musts if must.what == fails)
            runs, twins = exercises.trained(part, config)
            trial = Trial(config=config, runs=tuple(map(trained, runs)), twins=tuple(map(trained, twins)))
            assert verdict.remark == first.remark(trial) != ""
            told[fails] = verdict.remark
        assert len(set(told.values())) == len(told)
    else:
        wrong = part.mistakes or {at: 0 for at in range(len(part.choices)) if at != part.right}
        verdicts = [part.judged(answer) for answer in wrong]
        assert all(verdict.state == "not yet" and verdict.remark for verdict in verdicts)
        assert len({verdict.remark for verdict in verdicts}) == len(verdicts)
