"""The problems made of pairs as data: true answers, nothing learned from the test part, all lengths."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config import TaskConfig
from playground.probes.baselines import fitted_baselines
from playground.tasks import dataset, problem
from playground.tasks.answers import NO_TARGET
from playground.tasks.pairs import PAIR_PROBLEMS
from playground.tasks.pairs.base import NOWHERE, PAD

every_problem = pytest.mark.parametrize("name", PAIR_PROBLEMS)


def small(name: str) -> TaskConfig:
    length = 10 if name == "dates" else 5  # dates are as long as they are
    return TaskConfig(name=name, length=length, examples=800, train_share=0.8)


@every_problem
def test_every_target_is_the_true_answer_to_its_source(name: str):
    data = dataset(small(name))
    for x, y in zip(data.test_x[:50], data.test_y[:50], strict=True):
        source = data.answer.source.decode(x[x[:, 0] != PAD, 0].astype(np.int64))
        target = data.answer.target.decode(np.asarray(y[y != NO_TARGET], dtype=np.int64))
        assert PAIR_PROBLEMS[name].answer(source) == target


@every_problem
def test_no_source_is_in_both_parts(name: str):
    data = dataset(small(name))
    train, test = ({row.tobytes() for row in part} for part in (data.train_x, data.test_x))
    assert not train & test
    assert len(train) == len(data.train_x)


@every_problem
def test_places_are_the_problems_own_alignment(name: str):
    data = dataset(small(name))
    known = PAIR_PROBLEMS[name]
    assert known.alignment is not None
    for x, places in zip(data.test_x[:20], data.answer.places[:20], strict=True):
        source = data.answer.source.decode(x[x[:, 0] != PAD, 0].astype(np.int64))
        expected = known.alignment(source, known.answer(source))
        assert [None if place == NOWHERE else place for place in places[: len(expected)]] == list(expected)
        assert (places[len(expected) :] == NOWHERE).all()


def test_words_of_every_length_are_there_and_about_equally_often():
    data = dataset(TaskConfig(name="copy", length=6, examples=3000))
    lengths = (np.concatenate([data.train_x, data.test_x])[..., 0] != PAD).sum(axis=1)
    counts = np.bincount(lengths)[1:]
    assert counts[0] == 26  # all there are
    assert counts[1:].min() > 0.8 * counts[1:].max()
    assert counts.sum() == 3000


def test_the_fitted_baseline_says_the_most_frequent_token_at_each_place():
    data = dataset(small("dates"))
    best = [np.unique(c[c != NO_TARGET], return_counts=True) for c in data.train_y.T]
    said = [values[counts.argmax()] for values, counts in best]
    asked = data.test_y != NO_TARGET
    assert fitted_baselines(small("dates")).scores[0].accuracy == pytest.approx(
        (data.test_y == said)[asked].mean()
    )


@pytest.mark.parametrize("text", ["7 March 2024", "2024/03/07", "THU 7 MAR 2024"])
def test_a_learners_own_date_is_read_token_by_token(text: str):
    dates = problem("dates")
    data = dataset(dates.preset.task)
    example = dates.parse(text, dates.preset.task, data)
    assert example.shape == (len(text), 1)
    assert dates.write(example, dates.preset.task, data) == text
