"""What a unit has to do with the right answer, against numpy and torch's own modules."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground import tasks
from playground.experiments.edits import edited
from playground.probes.agreement import FEWEST, MOST, agreement_of
from playground.probes.inside import TargetsProbe, TargetsReading
from playground.probes.read import read
from playground.tasks.base import Dataset
from playground.training.trainer import Trainer


def data_of(name: str) -> Dataset:
    return tasks.dataset(tasks.problem(name).preset.task)


def looked_at(name: str, **more: object) -> tuple[Trainer, TargetsReading]:
    config = edited(tasks.problem(name).preset, {"model.hidden_size": 6, **more})
    trainer = Trainer(config)
    trainer.run(3)
    trainer.network.requires_grad_(False)
    return trainer, read(TargetsProbe(config=config, step=3), trainer)


def pearson(states: torch.Tensor, targets: torch.Tensor) -> np.ndarray:
    both = np.column_stack([states.numpy(), targets.reshape(-1).numpy()]).astype(np.float64)
    return np.corrcoef(both, rowvar=False)[-1, :-1]


def test_both_directions_are_read_where_they_end():
    trainer, reading = looked_at("adding", **{"model.bidirectional": True, "model.cell": "gru"})
    count = reading.examples
    _, final = trainer.network.recurrent(trainer.test_x[:count])
    for part, h_n in zip(reading.parts, final, strict=True):
        expected = pearson(h_n, trainer.test_y[:count])
        assert part.agreement["h"] == pytest.approx(expected, abs=1e-4)


def test_a_mean_over_time_is_what_the_head_reads_and_so_what_is_compared():
    trainer, reading = looked_at("adding", **{"model.readout": "mean", "model.cell": "rnn"})
    states, _ = trainer.network.recurrent(trainer.test_x[: reading.examples])
    expected = pearson(states.mean(dim=1), trainer.test_y[: reading.examples])
    assert reading.parts[0].agreement["h"] == pytest.approx(expected, abs=1e-4)


def test_the_mean_of_a_packed_text_leaves_the_padding_out():
    trainer, reading = looked_at("sentiment", **{"model.readout": "mean", "model.bidirectional": False})
    x, y = (one[: reading.examples] for one in (trainer.test_x, trainer.test_y))
    means = []
    for text in x:
        features, _ = trainer.network.read_in(text[text[:, 0] != 0][None])
        means.append(trainer.network.recurrent(features)[0].mean(dim=1)[0])
    assert reading.parts[0].agreement["h"] == pytest.approx(pearson(torch.stack(means), y), abs=1e-4)


def test_where_every_time_step_has_an_answer_each_counts():
    trainer, reading = looked_at("parity", **{"model.cell": "lstm"})
    states, _ = trainer.network.recurrent(trainer.test_x[: reading.examples])
    expected = pearson(states.reshape(-1, 6), trainer.test_y[: reading.examples])
    assert reading.parts[0].agreement["h"] == pytest.approx(expected, abs=1e-4)
    assert set(reading.parts[0].agreement) == {"h", "c"}


def test_a_unit_that_is_the_class_tells_all_of_it_and_noise_next_to_nothing():
    data, random = data_of("recall"), np.random.default_rng(1)
    classes = random.integers(8, size=4000)
    names_in_disorder = random.permutation(8)[classes].astype(np.float64)
    states = np.column_stack([names_in_disorder, random.standard_normal(4000), np.full(4000, 0.3)])
    told, noise, constant = agreement_of(states, classes, data)
    assert told == pytest.approx(1.0)
    assert noise == pytest.approx(np.sqrt(7 / 3999), abs=0.03)  # what chance gives eight classes
    assert constant == 0


def test_with_two_classes_it_is_the_correlation_with_its_sign():
    random = np.random.default_rng(2)
    classes = random.integers(2, size=300)
    states = np.column_stack([-classes + random.standard_normal(300), classes])
    found = agreement_of(states, classes, data_of("sum-sign"))
    assert found == pytest.approx([np.corrcoef(states[:, 0], classes)[0, 1], 1.0])
    assert found[0] < 0


def test_states_that_are_not_finite_agree_with_nothing():
    states = np.array([[np.nan], [1.0], [2.0]])
    assert agreement_of(states, np.array([0.0, 1.0, 0.5]), data_of("adding")).tolist() == [0.0]


def test_the_larger_the_network_the_fewer_examples_are_read():
    _, small = looked_at("recall", **{"task.examples": 2000})
    assert small.examples == MOST
    _, large = looked_at(
        "recall",
        **{
            "task.length": 100,
            "task.examples": 400,
            "model.hidden_size": 256,
            "model.num_layers": 4,
            "model.bidirectional": True,
            "training.batch_size": 2,
        },
    )
    assert FEWEST <= large.examples < MOST
