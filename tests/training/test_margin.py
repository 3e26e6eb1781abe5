"""How far a test loss must be from the baseline's: held against textbook formulas and loops in float64."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from playground import tasks
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks.answers import NO_TARGET
from playground.training.advance import advance
from playground.training.losses import loss_of
from playground.training.margin import example_losses, margin, standard_error
from playground.training.verdicts import BETTER, NAMES, NOT_BETTER, UNCLEAR, against_baseline
from playground.views.verdicts import VERDICTS


def data_of(name: str):
    return tasks.dataset(tasks.problem(name).preset.task)


def test_of_single_answers_it_is_twice_the_standard_error_of_the_paired_differences():
    data = data_of("adding")
    said = np.random.default_rng(3).normal(1.0, 0.3, data.test_y.shape).astype(np.float32)
    truth = data.test_y.astype(np.float64)
    differences = ((said - truth) ** 2 - (1.0 - truth) ** 2)[:, 0]
    expected = 2 * differences.std(ddof=1) / math.sqrt(len(differences))
    found = margin(data, torch.tensor(said), torch.tensor(data.test_y))
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_network_that_says_what_the_baseline_says_differs_in_nothing():
    for name, said in (("adding", 1.0), ("sum-sign", 0.0), ("parity", 0.0)):
        data = data_of(name)
        answers, truth = torch.full(data.test_y.shape, said), torch.tensor(data.test_y)
        assert margin(data, answers, truth) == pytest.approx(0.0, abs=1e-6), name
        assert loss_of(data, answers, truth) == pytest.approx(data.baseline.loss, rel=1e-5), name


def test_the_answers_of_one_text_are_one_example_and_padding_is_none():
    data = data_of("tagging")
    y = torch.tensor(data.test_y)
    outputs = torch.randn((*y.shape, data.answer.output_size), generator=torch.Generator().manual_seed(5))
    losses, answers = example_losses(data, outputs, y)
    chances = outputs.double().log_softmax(dim=-1)
    for row in range(len(y)):
        words = [place for place in range(y.shape[1]) if y[row, place] != NO_TARGET]
        assert answers[row] == len(words)
        assert losses[row] == pytest.approx(
            sum(-chances[row, at, y[row, at]].item() for at in words), rel=1e-5
        )
    assert losses.sum() / answers.sum() == pytest.approx(loss_of(data, outputs, y), rel=1e-5)


def test_the_standard_error_of_a_ratio_is_what_bootstrapped_examples_spread():
    random = np.random.default_rng(11)
    counts = random.integers(2, 12, 400).astype(np.float64)
    sums = counts * random.normal(0.2, 0.1, 400) + random.normal(0.0, 0.5, 400) * counts
    rows = random.integers(0, 400, (4000, 400))
    spread = (sums[rows].sum(axis=1) / counts[rows].sum(axis=1)).std()
    assert standard_error(sums, counts) == pytest.approx(spread, rel=0.05)


def test_one_example_says_nothing_of_chance():
    assert math.isnan(standard_error(np.array([1.0]), np.array([1.0])))
    assert against_baseline(0.1, math.nan, 1.0) == UNCLEAR
    assert math.isnan(standard_error(np.array([1.0, np.inf]), np.ones(2)))  # nor does a network that broke


@pytest.mark.parametrize(
    ("test", "needed", "expected"),
    [
        (0.80, 0.1, BETTER),
        (0.95, 0.1, UNCLEAR),
        (1.05, 0.1, UNCLEAR),
        (1.20, 0.1, NOT_BETTER),
        (1.00, 0.0, UNCLEAR),
        (math.nan, 0.1, NOT_BETTER),
        (math.inf, math.nan, NOT_BETTER),
    ],
)
def test_a_difference_counts_only_beyond_the_margin(test: float, needed: float, expected: int):
    assert against_baseline(test, needed, 1.0) == expected


def test_of_networks_that_only_guess_about_one_in_twenty_seems_to_differ():
    """Answers that do not know the truth, held against what such answers cost on the whole."""
    data = data_of("noise")
    truth = torch.tensor(data.test_y)
    classes = len(data.answer.names)
    random = np.random.default_rng(17)
    found = []
    for _case in range(400):
        favourite = random.integers(classes, size=len(truth))
        chances = np.full((len(truth), classes), 0.15)
        chances[np.arange(len(truth)), favourite] = 0.4  # its loss is above the baseline's by what it risks
        outputs = torch.tensor(np.log(chances), dtype=torch.float32)
        risk = -(0.2 * math.log(0.4) + 0.8 * math.log(0.15))
        found.append(against_baseline(loss_of(data, outputs, truth), margin(data, outputs, truth), risk))
    assert 0.02 < np.mean(np.array(found) != UNCLEAR) < 0.08


def test_what_an_rnn_adds_over_fifty_steps_is_no_clear_difference():
    """The figures of the lesson "The gradient of an RNN vanishes", some epochs in."""
    segment = advance(edited(PRESETS["vanishing"].config, {"training.epochs": 3}), None, 10**6)
    baseline = tasks.dataset(PRESETS["vanishing"].config.task).baseline.loss
    assert segment.verdict.tolist() == [
        against_baseline(test, needed, baseline)
        for test, needed in zip(segment.test_loss, segment.margin, strict=True)
    ]
    assert segment.verdict[-1] != BETTER


def test_the_same_words_stand_everywhere():
    for name, verdict in (("better", BETTER), ("unclear", UNCLEAR), ("notBetter", NOT_BETTER)):
        for template in (name, f"{name}Lesson"):
            assert VERDICTS[template].lower().startswith(f"**{NAMES[verdict]}")
    for yet in ("unclearYet", "notBetterYet"):
        assert VERDICTS[yet].split(":")[0].endswith(" yet")
