"""The end of a preset teaches something: the cheap ones are trained to it, and what is said is held."""

from __future__ import annotations

import re
from functools import cache

import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS, preset_of
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.views import verdicts as command_line
from tests.ui.verdicts import READY, verdicts

BETTER, NOT_BETTER = "**Better than the baseline:** ", "**Not better than the baseline:** "
UNCLEAR = "**No clear difference from the baseline:** "
ENDS = {
    "first": (BETTER, "The network has learned the wave."),
    "sine": (NOT_BETTER, "It is still learning"),
    "too-fast": (NOT_BETTER, "Each step was too large"),
    "by-hand": (BETTER, "(Repeats the last value.)"),
    "sum-sign": (BETTER, "(Predicts 50 % positive every time.)"),
    "padding": (UNCLEAR, "It still guesses:"),
    "one-way": (BETTER, "it cannot know some tags"),
    "airline": (UNCLEAR, "It beats neither simple forecast."),
}
"""How the verdicts of presets begin that take at most some seconds to train, and words from what follows."""
FAIL_ON_PURPOSE = ("too-fast", "exploding", "vanishing", "padding", "one-way", "bottleneck", "noise", "co2")
WITH_LESSON = [name for name, preset in PRESETS.items() if preset.lesson]


@cache
def ended(config: RunConfig) -> Film:
    """The film at its end."""
    engine = InlineEngine()
    engine.want(config, 10**9)
    return engine.film(config)


def told(config: RunConfig, step: int | None = None) -> str:
    """The browser's sentence at a step, else at the end."""
    film = ended(config)
    sent = {
        "lastStep": film.last_step,
        "status": film.status,
        "reason": str(film.reason),
        "epochStep": film.history.epoch_step.tolist(),
        "epochTrainLoss": film.history.epoch_train_loss.tolist(),
        "testLoss": film.history.test_loss.tolist(),
        "margin": film.history.margin.tolist(),
        "verdict": film.history.verdict.tolist(),
        "course": film.history.course.tolist(),
    }
    at = film.last_step if step is None else step
    (said,) = verdicts(
        [(sent, at, READY)], tasks.dataset(config.task).baseline, lesson=lesson_of(config), config=config
    )
    return said


def lesson_of(config: RunConfig) -> str:
    """As the run bar is given it."""
    preset = preset_of(config)
    return "" if preset is None else preset.lesson


@pytest.mark.parametrize("name", ENDS)
def test_the_verdict_at_the_end_of_a_preset_is_its_numbers_and_what_they_teach(name: str):
    config, (head, words) = PRESETS[name].config, ENDS[name]
    film, baseline = ended(config), tasks.dataset(config.task).baseline.loss
    assert bool(film.history.test_loss[-1] < baseline) is (head == BETTER)
    said = told(config)
    assert said == command_line.told(film, None).sentence
    assert said.startswith(head)
    assert words in said
    assert said.endswith((PRESETS[name].lesson, ")"))
    assert not re.search(r"[{}]|None|nan", said)


def test_the_first_run_of_a_newcomer_ends_far_under_the_baseline():
    film = ended(PRESETS["first"].config)
    assert film.total_steps == 100
    assert film.history.test_loss[-1] < tasks.dataset(film.config.task).baseline.loss / 2


@pytest.mark.parametrize("name", FAIL_ON_PURPOSE)
def test_what_fails_on_purpose_says_what_that_teaches(name: str):
    assert PRESETS[name].lesson


@pytest.mark.parametrize("name", WITH_LESSON)
def test_a_lesson_is_two_or_three_short_sentences(name: str):
    lesson = PRESETS[name].lesson
    assert lesson.endswith(".")
    assert 1 <= len(re.findall(r"[.:](?= |$)", lesson)) <= 4
    assert len(lesson) <= 260


def test_a_lesson_is_told_at_the_end_and_not_before_it():
    config = PRESETS["first"].config
    assert lesson_of(config) in told(config)
    assert lesson_of(config) not in told(config, step=99)


def test_a_run_that_is_no_preset_has_no_lesson():
    other = edited(PRESETS["padding"].config, {"training.seed": 1})
    assert preset_of(other) is None
    assert lesson_of(other) == ""
    assert told(other).startswith("**No progress:**")


def test_a_preset_without_a_lesson_speaks_by_its_numbers():
    assert lesson_of(PRESETS["by-hand"].config) == ""


def test_a_preset_that_diverges_says_at_which_step_and_what_that_teaches():
    config = PRESETS["exploding"].config
    lesson = lesson_of(config)
    assert lesson
    sent = {"lastStep": 7, "status": "diverged", "reason": "", "epochStep": [], "epochTrainLoss": []}
    cases = [(sent | {"testLoss": []}, 7, READY)]
    baseline = tasks.dataset(config.task).baseline
    assert verdicts(cases, baseline, lesson=lesson) == [
        f"**Diverged:** the loss became infinite or undefined at step 7. {lesson}"
    ]


def test_what_a_lesson_says_to_try_is_true():
    """The others are held where the presets are (`tests/experiments/test_presets.py`)."""
    slower = edited(PRESETS["too-fast"].config, {"training.lr": 0.001})
    assert slower == PRESETS["first"].config
    faster = ended(edited(PRESETS["sine"].config, {"training.lr": 0.01}))
    assert faster.history.test_loss[-1] < ended(slower).history.test_loss[-1]
    both = ended(edited(PRESETS["one-way"].config, {"model.bidirectional": True}))
    one = ended(PRESETS["one-way"].config)
    assert 1 - both.history.metrics["accuracy"][-1] < (1 - one.history.metrics["accuracy"][-1]) / 2
