"""Two classes as two outputs are the same classes, told apart by softmax and cross-entropy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground import tasks
from playground.config.errors import ConfigError
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.models.build import build
from playground.models.network import Network
from playground.probes.read import read
from playground.probes.requests import AnswersProbe
from playground.training.advance import advance
from playground.training.losses import loss_of
from playground.training.trainer import Trainer, example_order

TWO = {"task.two_outputs": True}


@pytest.mark.parametrize("name", ["sum-sign", "sentiment"])
def test_the_examples_and_classes_are_the_same_and_only_the_shape_of_the_answer_differs(name: str):
    one = tasks.dataset(PRESETS[name].config.task)
    two = tasks.dataset(edited(PRESETS[name].config, TWO).task)
    assert (one.answer.loss, one.answer.output_size) == ("bce", 1)
    assert (two.answer.loss, two.answer.output_size) == ("cross_entropy", 2)
    assert one.answer.names == two.answer.names
    np.testing.assert_array_equal(one.train_x, two.train_x)
    np.testing.assert_array_equal(one.train_y[:, 0], two.train_y)
    np.testing.assert_array_equal(one.test_y[:, 0], two.test_y)
    assert one.baseline == two.baseline


def test_a_second_output_that_is_always_0_makes_softmax_the_sigmoid_and_the_losses_equal():
    one = tasks.dataset(PRESETS["sum-sign"].config.task)
    config = edited(PRESETS["sum-sign"].config, TWO)
    two = tasks.dataset(config.task)
    single, double = build(config.model, one).eval(), build(config.model, two).eval()
    assert isinstance(single, Network)
    assert isinstance(double, Network)
    double.recurrent.load_state_dict(single.recurrent.state_dict())
    with torch.no_grad():
        for mine, its in ((double.head.weight, single.head.weight), (double.head.bias, single.head.bias)):
            mine[0], mine[1] = 0.0, its[0]
        said, both = single(torch.tensor(one.test_x)), double(torch.tensor(two.test_x))
    torch.testing.assert_close(both.softmax(dim=1)[:, 1], said.sigmoid()[:, 0])
    losses = [
        loss_of(data, outputs, torch.tensor(data.test_y)) for data, outputs in ((one, said), (two, both))
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_it_is_trained_with_torchs_cross_entropy_and_learns():
    config = edited(PRESETS["sum-sign"].config, TWO)
    trainer = Trainer(config)
    order = example_order(config.training.seed, 0, len(trainer.train_x))[: trainer.batch]
    expected = functional.cross_entropy(trainer.network(trainer.train_x[order]), trainer.train_y[order])
    assert advance(config, None, 1).train_loss[0] == pytest.approx(float(expected.detach()), rel=1e-6)
    trainer.run(200)
    reading = read(AnswersProbe(config=config, step=200), trainer)
    assert reading.values.shape == (len(trainer.test_x), 2)
    assert reading.correct is not None
    assert reading.correct.mean() > 0.8


def test_other_problems_have_no_such_choice():
    with pytest.raises(ConfigError, match=r"does not use task\.two_outputs"):
        tasks.checked(edited(PRESETS["recall"].config, TWO))
