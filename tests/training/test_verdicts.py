"""The courses of a training, and which sentence is said: the data first, then the training."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from playground.tasks.findings import Finding
from playground.training.verdicts import (
    BETTER,
    FALLING,
    NAMES,
    NOT_BETTER,
    OPEN,
    OVERFITTING,
    STUCK,
    UNCLEAR,
    Case,
    Known,
    courses,
)

COURSES = (OPEN, FALLING, STUCK, OVERFITTING)
UNLIKE, GAPS = Finding(kind="unlike"), Finding(kind="gaps", spoils=True)


def last(test: object, train: object = None) -> int:
    tests = np.array(test, dtype=np.float64)
    return int(courses(tests if train is None else np.array(train, dtype=np.float64), tests)[-1])


def by_hand(train: np.ndarray, test: np.ndarray) -> int:
    """The same of all epochs, in the words of the rule."""
    best = int(np.argmin(test))
    above = test[-5:] / test[best]
    if len(test) - best > 5 and min(above) > 1.05 and np.mean(above) > 1.1 and max(train[-5:]) < train[best]:
        return OVERFITTING
    recent = test[-10:]
    if len(recent) == 10 and min(recent) > 0.99 * recent[0] and max(recent) < 1.05 * recent[0]:
        return STUCK
    before = test[: max(1, len(test) - max(3, len(test) // 5))]
    enough = 1.0 if len(test) < 10 else 0.98
    falls = min(test) < enough * min(before) and test[-1] < 1.02 * min(test)
    return FALLING if falls else OPEN


def test_the_course_up_to_each_epoch_is_that_of_the_epochs_so_far():
    rng = np.random.default_rng(0)
    for _run in range(40):
        epochs = int(rng.integers(1, 60))
        test = np.exp(rng.normal(0, 0.03, epochs).cumsum() - rng.choice([0.0, 0.02]) * np.arange(epochs))
        train = np.exp(-0.01 * np.arange(epochs) + rng.normal(0, 0.01, epochs))
        found = courses(train, test)
        assert found.tolist() == [by_hand(train[: n + 1], test[: n + 1]) for n in range(epochs)]


@pytest.mark.parametrize(
    ("test", "train", "course"),
    [
        ([1.0], None, OPEN),
        ([2.0, 1.0], None, FALLING),
        (0.9 ** np.arange(30), None, FALLING),
        ([0.5] * 30, None, STUCK),
        ([0.5] * 9, None, OPEN),
        ([1, 0.5, *np.linspace(0.5, 1, 10)], np.linspace(1, 0.1, 12), OVERFITTING),
        ([1, 0.5, *np.linspace(0.5, 1, 10)], [1, 0.5, *np.linspace(0.5, 1, 10)], OPEN),
        ([1, 0.5, *[0.5, 1] * 5], [1, 0.5, *[0.4, 0.6] * 5], OPEN),
        ([1, 0.5, *[0.502, 0.5] * 5], None, STUCK),
        ([1.0, 0.5, 0.7], None, OPEN),
        ([1.0, 0.5, np.nan], None, OPEN),
        ([], None, None),
    ],
    ids=[
        *("one", "two", "falls", "stuck", "nine", "overfits"),
        *("both rise", "swings", "trembles", "back up", "broken", "none"),
    ],
)
def test_a_course_is_named_for_what_the_losses_do(test, train, course):
    if course is None:
        assert len(courses(np.array([]), np.array([]))) == 0
    else:
        assert last(test, train) == course


def case(
    verdict: int, course: int = OPEN, *, end: bool = True, below: bool = False, nothing: bool = False
) -> Case:
    return Case(verdict, course, end, below, nothing)


def test_the_data_is_looked_at_before_the_training_is_blamed():
    for verdict, course, nothing in product((UNCLEAR, NOT_BETTER), COURSES, (False, True)):
        here = case(verdict, course, nothing=nothing)
        assert Known(finding=UNLIKE).kind(here) == "unlike"
        assert Known().kind(case(verdict, course, nothing=True)) == "nothing"
    for course, kind in ((OVERFITTING, "overfitting"), (STUCK, "stuck"), (OPEN, "unclear")):
        below = case(UNCLEAR, course, below=True)
        assert Known(finding=UNLIKE).kind(below) == kind  # it does no harm there
    assert Known().kind(case(NOT_BETTER, OVERFITTING)) == "overfitting"
    assert Known().kind(case(NOT_BETTER, STUCK)) == "stuck"
    assert Known().kind(case(UNCLEAR, FALLING)) == "unclearFalling"
    assert Known().kind(case(UNCLEAR)) == "unclear"


def test_a_better_network_is_told_so_whatever_its_data_unless_nothing_can_be_said_of_it():
    better = case(BETTER, nothing=True)
    assert Known(finding=UNLIKE).kind(better) == "better"
    assert Known(finding=GAPS).kind(better) == "gaps"
    assert Known(finding=UNLIKE).kind(case(BETTER, OVERFITTING)) == "overfittingBetter"


def test_before_the_end_only_a_run_that_gets_nowhere_has_something_to_be_explained():
    known = Known(finding=UNLIKE)
    assert known.kind(case(NOT_BETTER, FALLING, end=False)) == "notBetterYet"
    assert known.kind(case(NOT_BETTER, OPEN, end=False, nothing=True)) == "notBetterYet"
    for course in (STUCK, OVERFITTING):
        assert known.kind(case(NOT_BETTER, course, end=False)) == "unlike"
        assert Known().kind(case(UNCLEAR, course, end=False, nothing=True)) == "nothing"


def test_a_lesson_is_the_sentence_at_its_end_and_the_advice_is_that_of_the_run():
    known = Known(finding=UNLIKE, has_lesson=True)
    for course in COURSES:
        assert known.kind(case(NOT_BETTER, course)) == "notBetterLesson"
        assert known.advice(case(NOT_BETTER, course)) == "unlike"
        assert known.advice(case(NOT_BETTER, course, end=False)) == ""
    assert known.kind(case(NOT_BETTER, STUCK, end=False)) == "stuck"


def test_where_nothing_can_be_learned_nothing_is_advised():
    for verdict, course, end in product(NAMES, COURSES, (False, True)):
        assert Known(is_hopeless=True).advice(case(verdict, course, end=end, nothing=True)) == ""


def test_the_table_of_the_browser_has_every_case():
    known = Known(finding=UNLIKE)
    table = known.table()
    assert len(table) == 3 * 4 * 2 * 2 * 2
    for verdict, course, *rest in product(NAMES, COURSES, (0, 1), (0, 1), (0, 1)):
        here = Case(verdict, course, *map(bool, rest))
        key = " ".join(map(str, (verdict, course, *rest)))
        assert table[key] == (known.kind(here), known.advice(here))
