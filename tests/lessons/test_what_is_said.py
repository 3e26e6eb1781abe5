"""What lessons and exercises say of PyTorch and of the data without training is so."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from playground import tasks
from playground.config import TaskConfig
from playground.experiments import links
from playground.lessons.exercises import exercise
from playground.models.shapes import parameter_count
from playground.tasks.answers import OneClass
from playground.tasks.texts.vocabulary import UNKNOWN


def gru(**how: float) -> nn.GRU:
    torch.manual_seed(0)
    return nn.GRU(3, 5, batch_first=True, **how).double().train()


X = torch.linspace(-1, 1, 2 * 7 * 3, dtype=torch.float64).reshape(2, 7, 3)  # (batch, time steps, features)


def test_dropout_does_nothing_in_one_layer_and_something_in_two() -> None:
    with pytest.warns(UserWarning, match="dropout"):
        one = gru(dropout=0.3)
    assert torch.equal(one(X)[0], gru()(X)[0])
    two = gru(dropout=0.3, num_layers=2)
    assert not torch.equal(two(X)[0], gru(num_layers=2)(X)[0])
    assert torch.equal(two.eval()(X)[0], gru(num_layers=2).eval()(X)[0])


def test_the_final_states_are_where_the_lesson_says() -> None:
    output, h_n = gru()(X)
    assert torch.equal(output[:, -1], h_n[-1])
    output, h_n = gru(bidirectional=True, num_layers=2)(X)
    assert h_n.shape[0] == exercise("which-readout").parts[0].right
    assert torch.equal(output[:, -1, :5], h_n[-2])
    assert torch.equal(output[:, 0, 5:], h_n[-1])
    assert not torch.allclose(output[:, -1, 5:], h_n[-1])


def test_two_words_of_the_lesson_are_unknown_and_the_others_known() -> None:
    vocabulary = tasks.dataset(TaskConfig(name="sentiment", length=40)).words
    known = ["the", "film", "was", "boring", "not"]
    assert UNKNOWN not in vocabulary.ids(known)
    assert vocabulary.ids(["gorgeous", "hideous"]).tolist() == [UNKNOWN, UNKNOWN]


def test_the_limit_of_reading_one_way_is_the_one_in_the_exercise() -> None:
    config = links.decode("problem=tagging")
    limit = tasks.problem("tagging").fitted[1].fit(config.task, tasks.dataset(config.task)).accuracy
    assert f"{limit:.3f}" in exercise("both-ways").parts[1].text


def test_the_fair_race_is_fair() -> None:
    part = exercise("equal-parameters").parts[0]
    data = tasks.dataset(part.config.task)
    rival = links.decode(f"problem=sum-sign&model.cell=gru&model.hidden_size={part.right:.0f}")
    assert parameter_count(rival.model, data) == parameter_count(part.config.model, data)


def test_a_guess_at_five_classes_is_right_as_often_as_the_exercise_says() -> None:
    part = exercise("beat-repeating").parts[0]
    data = tasks.dataset(part.config.task)
    classes = len(data.answer_as(OneClass).names)
    assert part.right == len(data.test_x) / classes
    assert math.isclose(data.baseline.loss, math.log(classes))
