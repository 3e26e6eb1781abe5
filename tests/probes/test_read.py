"""A reading is what the network says at that step, computed here in another way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import ExampleError
from playground.experiments.edits import edited
from playground.models.hold import Hold
from playground.probes.inside import GradientsProbe, InsideProbe, WhatIfProbe
from playground.probes.read import read
from playground.probes.requests import AnswersProbe, ForecastProbe, OwnProbe
from playground.tasks.answers import NO_TARGET
from playground.tasks.texts.sentences import sentences, split
from playground.tasks.texts.vocabulary import PAD
from playground.training.trainer import Trainer

AIRLINE = edited(tasks.problem("airline").preset, {"training.epochs": 5, "model.head_dropout": 0.2})
SERIES = [name for name, problem in tasks.PROBLEMS.items() if problem.group in ("series", "real")]
SEQUENCES = [name for name, problem in tasks.PROBLEMS.items() if problem.group == "sequences"]


def trained(config: RunConfig, steps: int = 3) -> Trainer:
    trainer = Trainer(config)
    trainer.run(steps)
    return trainer


@torch.no_grad()
def said(trainer: Trainer, x: np.ndarray) -> Tensor:
    """The network's answer to one example, alone."""
    network = trainer.network.eval()
    answer: Tensor = network(torch.tensor(x, dtype=torch.float32)[None])[0]
    network.train()
    return answer


@pytest.mark.parametrize("name", ["sine", "waves", "airline"])
def test_one_step_forecasts_are_a_forward_pass_over_every_window(name: str):
    trainer = trained(tasks.problem(name).preset)
    series = trainer.dataset.answer.series
    assert series is not None
    probe = ForecastProbe(config=trainer.config, step=3, horizon=5)
    one_step = read(probe, trainer).one_step
    assert one_step.shape == (len(series.values) - series.window,)
    for k in (0, 1, 57, len(one_step) - 1):
        window = (series.values[k : k + series.window, None] - series.scale.mean) / series.scale.std
        expected = said(trainer, window).item() * series.scale.std + series.scale.mean
        assert one_step[k] == pytest.approx(expected, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", ["sine", "airline"])
def test_a_free_run_goes_on_with_its_own_answers_from_the_split(name: str):
    trainer = trained(tasks.problem(name).preset)
    series = trainer.dataset.answer.series
    assert series is not None
    horizon = 3 * series.window  # long enough that nothing real is left in the window
    free_run = read(ForecastProbe(config=trainer.config, step=3, horizon=horizon), trainer).free_run
    known = list((series.values[: series.split] - series.scale.mean) / series.scale.std)
    for _ in range(horizon):
        known.append(said(trainer, np.array(known[-series.window :])[:, None]).item())
    expected = np.array(known[series.split :]) * series.scale.std + series.scale.mean
    assert free_run == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_the_first_point_of_a_free_run_is_the_one_step_forecast_of_the_first_test_point():
    trainer = trained(AIRLINE)
    series = trainer.dataset.answer.series
    assert series is not None
    reading = read(ForecastProbe(config=AIRLINE, step=3, horizon=1), trainer)
    assert reading.free_run == pytest.approx(reading.one_step[series.split - series.window])


def test_a_free_run_never_sees_the_test_part():
    trainer = trained(AIRLINE)
    probe = ForecastProbe(config=AIRLINE, step=3, horizon=20)
    before = read(probe, trainer).free_run
    trainer.test_x[1:] += 1000.0  # the first test window holds training points only
    assert np.array_equal(read(probe, trainer).free_run, before)


@pytest.mark.parametrize("name", ["recall", "noise", "sum-sign"])
def test_the_confusion_matrix_counts_the_decisions(name: str):
    trainer = trained(tasks.problem(name).preset, 10)
    data = trainer.dataset
    reading = read(AnswersProbe(config=trainer.config, step=10), trainer)
    classes = len(data.answer.names)
    counted = np.zeros((classes, classes), dtype=np.int64)
    for n, x in enumerate(data.test_x):
        answer = said(trainer, x)
        decided = int(answer.argmax()) if classes > 2 else int(answer.item() > 0)
        truth = int(np.ravel(data.test_y)[n])
        counted[truth, decided] += 1
        assert reading.correct is not None
        assert bool(np.ravel(reading.correct)[n]) == (decided == truth)
    assert np.array_equal(reading.confusion, counted)
    assert counted.sum() == len(data.test_y)


def test_the_confusion_matrix_counts_every_time_step_where_each_has_an_answer():
    trainer = trained(tasks.problem("parity").preset, 10)
    data = trainer.dataset
    reading = read(AnswersProbe(config=trainer.config, step=10), trainer)
    counted = np.zeros((2, 2), dtype=np.int64)
    for n, x in enumerate(data.test_x):
        for t, z in enumerate(said(trainer, x)):
            counted[int(data.test_y[n, t, 0]), int(z.item() > 0)] += 1
    assert np.array_equal(reading.confusion, counted)
    assert reading.values.shape == data.test_y.shape


@pytest.mark.parametrize("name", SEQUENCES)
def test_answers_are_probabilities_or_plain_numbers(name: str):
    trainer = trained(tasks.problem(name).preset)
    data = trainer.dataset
    reading = read(AnswersProbe(config=trainer.config, step=3), trainer)
    z = torch.stack([said(trainer, x) for x in data.test_x[:5]]).double()
    if data.answer.loss == "cross_entropy":
        expected = z.exp() / z.exp().sum(dim=-1, keepdim=True)
        assert reading.values.sum(axis=-1) == pytest.approx(1.0)
    elif data.answer.loss == "bce":
        expected = 1 / (1 + (-z).exp())
    else:
        expected = z
        assert reading.correct is None
        assert reading.confusion is None
    assert reading.values[:5] == pytest.approx(expected.numpy(), abs=1e-5)
    if reading.correct is not None:
        assert reading.correct.shape == data.test_y.shape
        segment_accuracy = float(reading.correct[data.test_y != NO_TARGET].mean())
        assert reading.confusion.trace() / reading.confusion.sum() == pytest.approx(segment_accuracy)


@pytest.mark.parametrize("name", [one for one in tasks.PROBLEMS if tasks.problem(one).group != "pairs"])
def test_ones_own_sequence_gets_the_answer_of_the_same_example(name: str):
    problem = tasks.problem(name)
    trainer = trained(problem.preset)
    data = trainer.dataset
    text = problem.write(data.held_out(0), problem.preset.task, data)
    example = problem.parse(text, problem.preset.task, data)
    values = read(OwnProbe(config=trainer.config, step=3, text=text), trainer).values
    z = said(trainer, example).double()
    if data.kind == "forecast":
        expected = z * data.answer.series.scale.std + data.answer.series.scale.mean
    elif data.answer.loss == "cross_entropy":
        expected = z.softmax(-1)
    else:
        expected = z.sigmoid() if data.answer.loss == "bce" else z
    if data.kind == "last-tags":
        expected = expected[-data.answer.count :]
    if data.kind == "tags":
        expected = expected[example[:, 0] != PAD]
    assert values.ravel() == pytest.approx(expected.numpy().ravel(), rel=1e-5, abs=1e-6)
    known = said(trainer, data.test_x[0][: len(z)] if data.answer.every_step else data.test_x[0])
    assert z.numpy() == pytest.approx(known.numpy(), abs=0.01)


def test_a_sequence_of_another_length_is_read_where_the_problem_allows_it():
    trainer = trained(tasks.problem("parity").preset)
    values = read(OwnProbe(config=trainer.config, step=3, text="0 1 1"), trainer).values
    assert values.shape == (3,)
    assert all(0 < value < 1 for value in values)
    with pytest.raises(ExampleError):
        read(OwnProbe(config=trainer.config, step=3, text="0 1 2"), trainer)
    sine = trained(tasks.problem("sine").preset)
    with pytest.raises(ExampleError):
        read(OwnProbe(config=sine.config, step=3, text="0.1 0.2"), sine)


def test_reading_leaves_the_trainer_as_it_was():
    trainer = trained(AIRLINE)
    before, random = trainer.checkpoint(), torch.get_rng_state()
    read(ForecastProbe(config=AIRLINE, step=3, horizon=10), trainer)
    read(AnswersProbe(config=AIRLINE, step=3), trainer)
    read(OwnProbe(config=AIRLINE, step=3, text=" ".join(["300"] * AIRLINE.task.length)), trainer)
    assert trainer.checkpoint() == before
    assert torch.equal(torch.get_rng_state(), random)
    assert trainer.run(3).checkpoint == Trainer(AIRLINE, before).run(3).checkpoint


def test_the_untrained_network_can_be_read_as_well():
    trainer = Trainer(AIRLINE)
    reading = read(ForecastProbe(config=AIRLINE, step=0, horizon=3), trainer)
    assert np.isfinite(reading.one_step).all()


def test_a_diverged_network_gives_wild_answers_and_no_fault():
    config = edited(
        tasks.problem("adding").preset,
        {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
        | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
    )
    trainer = trained(config, 1000)
    assert trainer.status == "diverged"
    values = read(AnswersProbe(config=config, step=trainer.step), trainer).values
    assert not np.abs(values).max() < 1e20


@pytest.mark.parametrize("name", SEQUENCES)
def test_only_a_series_can_be_forecast(name: str):
    trainer = trained(tasks.problem(name).preset, 1)
    with pytest.raises(TypeError, match="no NextPoint"):
        read(ForecastProbe(config=trainer.config, step=1, horizon=3), trainer)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("both_ways", [True, False])
@pytest.mark.parametrize("name", ["sentiment", "own-sentences", "tagging"])
def test_a_typed_test_sentence_gets_the_answer_that_the_table_has(name: str, both_ways: bool, packed: bool):
    """Whichever view reads it: it is cut and filled up as in training, and read as far as in training."""
    shape = {"model.packed": packed, "model.bidirectional": both_ways}
    trainer = trained(edited(tasks.problem(name).preset, shape))
    data, config = trainer.dataset, trainer.config
    table = read(AnswersProbe(config=config, step=3), trainer).values
    where: dict[str, Any] = {"config": config, "step": 3}
    for place, x in enumerate(data.test_x):
        words = int((x != PAD).sum())
        text = tasks.problem(name).write(x, config.task, data)
        answer = table[place, :words] if data.answer.every_step else table[place]
        own = read(OwnProbe(**where, text=text), trainer).values
        assert own == pytest.approx(answer, abs=1e-6)
        if place % 50 == 0:
            for typed in ("", text):
                example: dict[str, Any] = {**where, "example": place, "text": typed}
                inside = read(InsideProbe(**example), trainer)
                what_if = read(WhatIfProbe(**example, hold=Hold()), trainer)
                gradients = read(GradientsProbe(**example), trainer)
                assert inside.answer == pytest.approx(answer, abs=1e-6)
                assert what_if.answer == pytest.approx(answer, abs=1e-6)
                assert len(inside.inputs) == len(gradients.inputs) == (words if packed else len(x))


def test_a_sentence_longer_than_those_of_training_is_cut_as_they_were():
    config = edited(tasks.problem("sentiment").preset, {"task.length": 6})
    trainer = trained(config)
    rng = np.random.default_rng(config.task.data_seed)  # the data shuffles both sides with it
    _, new = (rng.permutation(side) for side in split(config.task.data_seed, config.task.train_share))
    table = read(AnswersProbe(config=config, step=3), trainer).values
    for answer, place in zip(table, new, strict=True):
        own = read(OwnProbe(config=config, step=3, text=sentences()[place].text), trainer).values
        assert own == pytest.approx(answer, abs=1e-6)
