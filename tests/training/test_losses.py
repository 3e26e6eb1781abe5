"""Metrics against their formulas, written out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config import RunConfig, TaskConfig
from playground.tasks.answers import NO_TARGET, f1_of
from playground.tasks.base import Dataset
from playground.training.losses import LOSSES, chosen, confusion, loss_of, metrics

CHANCE = np.random.default_rng(0)


def data(name: str, **knobs: object) -> Dataset:
    return tasks.dataset(replace(tasks.problem(name).preset.task, **knobs))


@pytest.mark.parametrize("name", ["sine", "waves", "airline"])
def test_errors_of_a_forecast_are_in_the_series_own_unit(name: str):
    found = data(name)
    series = found.answer.series
    answers = CHANCE.normal(size=found.test_y.shape).astype(np.float32)
    said = answers[:, 0].astype(float) * series.scale.std + series.scale.mean
    true = series.values[series.split :]
    before = series.values[series.split - 1 : -1]
    told = metrics(found, answers)
    error = said - true
    assert told["rmse"] == pytest.approx(math.sqrt((error**2).mean()), rel=1e-5)
    assert told["mae"] == pytest.approx(abs(error).mean(), rel=1e-5)
    assert told["r2"] == pytest.approx(1 - (error**2).sum() / ((true - true.mean()) ** 2).sum(), rel=1e-5)
    assert told["relative"] == pytest.approx(
        math.sqrt((error**2).mean() / ((true - before) ** 2).mean()), rel=1e-5
    )


def test_repeating_the_last_value_scores_one_and_the_truth_scores_nothing():
    found = data("airline")
    persistence = metrics(found, found.test_x[:, -1, :1])
    assert persistence["relative"] == pytest.approx(1.0)
    perfect = metrics(found, np.asarray(found.test_y, np.float32))
    assert perfect == pytest.approx({"rmse": 0.0, "mae": 0.0, "r2": 1.0, "relative": 0.0}, abs=1e-5)


def test_numbers_that_are_no_series_have_no_persistence():
    found = data("adding")
    answers = np.ones(found.test_y.shape, np.float32)
    told = metrics(found, answers)
    error = 1.0 - found.test_y.astype(float)
    assert told.keys() == {"rmse", "mae", "r2"}
    assert told["rmse"] == pytest.approx(math.sqrt((error**2).mean()))
    assert told["mae"] == pytest.approx(abs(error).mean())


def test_a_flat_series_leaves_nothing_to_compare_with():
    flat = data("waves", periods=(), amplitudes=(), noise=0.0, trend=0.0)
    told = metrics(flat, np.zeros(flat.test_y.shape, np.float32))
    assert told["rmse"] == told["mae"] == 0.0
    assert math.isnan(told["r2"])
    assert math.isnan(told["relative"])


def test_one_test_example_leaves_no_variance_to_explain():
    short = data("sine", examples=100, length=90, train_share=0.95)
    assert len(short.test_x) == 1
    told = metrics(short, np.zeros((1, 1), np.float32))
    assert math.isnan(told["r2"])
    assert told["rmse"] > 0


def test_accuracy_is_the_share_of_right_answers():
    found = data("recall")
    answers = CHANCE.normal(size=(len(found.test_y), 8)).astype(np.float32)
    right = sum(int(np.argmax(row)) == truth for row, truth in zip(answers, found.test_y, strict=True))
    assert metrics(found, answers) == {"accuracy": pytest.approx(right / len(answers))}


def test_accuracy_with_an_answer_at_every_time_step_counts_every_time_step():
    found = data("parity")
    answers = CHANCE.normal(size=found.test_y.shape).astype(np.float32)
    right = sum(
        (answers[n, t, 0] > 0) == (found.test_y[n, t, 0] == 1)
        for n in range(answers.shape[0])
        for t in range(answers.shape[1])
    )
    assert metrics(found, answers) == {"accuracy": pytest.approx(right / answers.size)}


def test_two_classes_are_decided_by_the_sign_and_more_by_the_largest():
    assert chosen(data("sum-sign"), np.array([[-0.1], [0.1]], np.float32)).tolist() == [[0], [1]]
    assert chosen(data("noise"), np.array([[0, 3, 1, 2, 0.5]], np.float32)).tolist() == [1]


def test_losses_are_the_textbooks():
    z = torch.tensor([[0.3], [-1.2]])
    y = torch.tensor([[1.0], [0.0]])
    p = torch.sigmoid(z)
    assert LOSSES["mse"](z, y).item() == pytest.approx(((z - y) ** 2).mean().item())
    textbook = -(y * p.log() + (1 - y) * (1 - p).log()).mean().item()
    assert LOSSES["bce"](z, y).item() == pytest.approx(textbook)
    logits, classes = torch.tensor([[1.0, 2.0, 0.5], [0.1, -0.4, 0.0]]), torch.tensor([2, 0])
    chances = torch.softmax(logits, dim=1)[[0, 1], classes]
    assert LOSSES["cross_entropy"](logits, classes).item() == pytest.approx(-chances.log().mean().item())


@pytest.mark.parametrize("name", tasks.PROBLEMS)
def test_the_baseline_answers_loss_is_in_the_unit_of_the_training_loss(name: str):
    """An answer without learning, put through the training loss, costs what the problem says."""
    found = data(name)
    if found.kind == "forecast":
        answers = torch.tensor(found.test_x[:, -1, :])
    elif found.answer.loss == "mse":
        answers = torch.ones(found.test_y.shape)
    elif found.answer.loss == "bce":
        answers = torch.zeros(found.test_y.shape)
    else:
        answers = torch.zeros((*found.test_y.shape, found.answer.output_size))
    cost = loss_of(found, answers, torch.tensor(found.test_y))
    assert cost == pytest.approx(found.baseline.loss, rel=0.15 if name == "adding" else 1e-4)


def test_the_loss_of_a_padded_batch_is_the_mean_over_the_words_that_are_there():
    random, loss = torch.Generator().manual_seed(3), LOSSES["cross_entropy"]
    logits, tags = torch.randn(3, 5, 4, generator=random), torch.randint(4, (3, 5), generator=random)
    lengths = (5, 2, 1)
    alone = [loss(logits[n, :length], tags[n, :length]) for n, length in enumerate(lengths)]
    for n, length in enumerate(lengths):
        tags[n, length:] = NO_TARGET
    padded = loss(logits, tags).item()
    expected = sum(one.item() * length for one, length in zip(alone, lengths, strict=True)) / sum(lengths)
    assert padded == pytest.approx(expected)


def test_padding_counts_neither_as_right_nor_as_wrong():
    found = data("tagging")
    answers = np.zeros((*found.test_y.shape, found.answer.output_size), dtype=np.float32)
    asked = found.test_y != NO_TARGET
    answers[(*np.nonzero(asked), found.test_y[asked])] = 1
    assert metrics(found, answers) == {"accuracy": 1.0, "f1": 1.0}
    counts = confusion(found, chosen(found, answers))
    assert counts.sum() == asked.sum()


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    counts = np.array([[8, 2, 0], [4, 6, 0], [0, 0, 0]])
    precision, recall = 8 / 12, 8 / 10
    assert f1_of(counts)[0] == pytest.approx(2 * precision * recall / (precision + recall))
    assert f1_of(counts)[2] == 0  # a class that never comes is not found


def test_a_diverged_networks_metrics_are_numbers_or_nan_and_no_warning():
    config: RunConfig = tasks.problem("airline").preset
    found = tasks.dataset(TaskConfig(**{f: getattr(config.task, f) for f in ("name", "length")}))
    for wild in (math.nan, math.inf, 3e38):
        told = metrics(found, np.full(found.test_y.shape, wild, np.float32))
        assert not told["rmse"] < 1e30
