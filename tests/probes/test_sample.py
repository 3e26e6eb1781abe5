"""Samples: the state is carried forward, chance is the seed's, and nothing but characters is said."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.config.errors import ConfigError, ExampleError
from playground.experiments.edits import edited
from playground.probes.read import read
from playground.probes.sample import SampleProbe
from playground.probes.sampling import choice
from playground.tasks import problem
from playground.training.trainer import Trainer

SMALL = edited(problem("characters").preset, {"model.hidden_size": 12, "model.embedding_size": 6})
PROMPT = "the white rabbit "


def trained(steps: int = 30, **changes: object) -> Trainer:
    trainer = Trainer(edited(SMALL, {f"model.{name}": value for name, value in changes.items()}))
    trainer.run(steps)
    return trainer


def write(trainer: Trainer, **changes: object) -> str:
    asked = {"prompt": PROMPT, "temperature": 1.0, "length": 25, "seed": 3} | changes
    text: str = read(SampleProbe(config=trainer.config, step=trainer.step, **asked), trainer).text
    return text


def reread(trainer: Trainer, temperature: float, length: int, seed: int) -> str:
    """The same choices, by a network that reads everything again for each of them."""
    task, text = trainer.config.task, PROMPT
    for chance in np.random.default_rng(seed).random(length):
        x = torch.tensor(problem(task.name).parse(text, task, trainer.dataset))[None]
        scores = trainer.answers(x)[0, -1].double()
        if temperature == 0:
            place = int(scores.argmax())
        else:
            shares = (scores / temperature).softmax(0).cumsum(0)
            place = int((shares <= chance).sum())
        text += trainer.dataset.vocabulary.words[place + 2]
    return text.removeprefix(PROMPT)


@pytest.mark.parametrize(
    ("cell", "temperature"), [("rnn", 0.0), ("lstm", 0.7), ("gru", 2.0), ("by-hand", 0.7)]
)
def test_a_carried_state_writes_what_reading_everything_again_would_write(cell, temperature):
    trainer = trained(cell=cell, num_layers=2)
    text = write(trainer, temperature=temperature)
    assert text == reread(trainer, temperature, 25, 3)
    assert len(text) == 25


def test_a_seed_writes_the_same_again_and_another_something_else():
    trainer = trained()
    before = torch.get_rng_state()
    assert write(trainer) == write(trainer) != write(trainer, seed=4)
    assert write(trainer, temperature=0.0) == write(trainer, temperature=0.0, seed=4)
    assert write(trainer, length=10) == write(trainer)[:10]
    assert torch.equal(torch.get_rng_state(), before)


def test_only_characters_of_the_text_are_said_even_where_all_is_chance():
    trainer = trained(0)
    assert set(write(trainer, temperature=2.0, length=400)) <= set(trainer.dataset.vocabulary.words[2:])


def test_each_class_is_chosen_as_often_as_its_softmax_says():
    scores, temperature = np.array([0.3, -1.0, 2.0, 0.0]), 0.5
    expected = torch.tensor(scores / temperature).softmax(0).numpy()
    chances = (np.arange(100_000) + 0.5) / 100_000
    counts = np.bincount([choice(scores, temperature, chance) for chance in chances], minlength=4)
    assert counts / 100_000 == pytest.approx(expected, abs=2e-5)
    assert choice(scores, 0.0, 0.99) == choice(scores, 0.01, 0.99) == 2
    assert choice(np.array([-1e300, 800.0]), 0.1, 0.0) == 1


def test_a_network_without_numbers_writes_nothing():
    trainer = trained(0)
    with torch.no_grad():
        trainer.network.head.bias.fill_(torch.nan)
    assert write(trainer) == ""


@pytest.mark.parametrize(
    "change",
    [{"temperature": -0.1}, {"temperature": 2.1}, {"length": 0}, {"length": 1001}, {"seed": -1}],
)
def test_a_sample_that_cannot_be_is_refused(change):
    asked = {"prompt": PROMPT, "temperature": 1.0, "length": 5, "seed": 0} | change
    with pytest.raises(ConfigError, match=f"probe.{next(iter(change))}"):
        SampleProbe(config=SMALL, step=0, **asked)


def test_a_prompt_that_cannot_be_read_is_refused():
    with pytest.raises(ExampleError):
        write(trained(0), prompt="")


def test_a_problem_that_does_not_say_what_comes_next_has_no_sample():
    trainer = Trainer(edited(problem("tagging").preset, {"model.hidden_size": 4}))
    with pytest.raises(TypeError, match="is no NextSymbol"):
        write(trainer)
