"""One suite for every engine: wishes in, the same film out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited, forked
from playground.films.engine import Engine
from playground.probes.read import read
from playground.probes.requests import AnswersProbe, AnswersReading, OwnProbe
from playground.training.advance import advance
from playground.training.trainer import Trainer

if TYPE_CHECKING:
    from tests.films.conftest import Help

BASE = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 10, "model.head_dropout": 0.3},
)
"""Four steps an epoch, 40 in all."""

_seeds = itertools.count(1000)


@pytest.fixture
def config() -> RunConfig:
    """A run no other test has asked for."""
    return edited(BASE, {"training.seed": next(_seeds)})


def test_a_film_is_the_run_digit_for_digit(engine: Engine, config: RunConfig, help_: Help):
    film = help_.develop(engine, config)
    whole = advance(config, None, 10**6)
    assert (film.status, film.reason, film.last_step, film.trained) == ("finished", "last epoch", 40, 40)
    for name in ("train_loss", "grad_norm", "epoch_step", "epoch_train_loss", "test_loss"):
        assert np.array_equal(getattr(film.history, name), getattr(whole, name))
    assert np.array_equal(film.history.metrics["accuracy"], whole.metrics["accuracy"])


def test_a_film_that_nobody_wants_is_empty_and_looking_starts_nothing(engine: Engine, config: RunConfig):
    film = engine.film(config)
    assert (film.status, film.last_step, film.trained, film.total_steps) == ("developing", 0, 0, 40)


def test_a_film_is_developed_as_far_as_somebody_wants(engine: Engine, config: RunConfig, help_: Help):
    film = help_.develop(engine, config, 7)
    assert (film.last_step, film.status) == (7, "developing")
    film = help_.develop(engine, config, 20)
    assert (film.last_step, film.trained) == (20, 20)


def test_two_viewers_of_one_run_cost_one_training(engine: Engine, config: RunConfig, help_: Help):
    def both() -> bool:
        engine.want(config, 40, viewer="ann")
        engine.want(config, 23, viewer="bob")
        return engine.film(config).is_over

    help_.wait(both)
    assert engine.film(config).trained == engine.film(config).last_step == 40


def test_pausing_seeking_resetting_and_looking_touch_nothing(engine: Engine, config: RunConfig, help_: Help):
    before = help_.develop(engine, config, 30)
    for step in (30, 0, 12, 30, 1):  # what a page says while its cursor stands somewhere
        engine.want(config, step, viewer="ann")
        after = engine.film(config)
        assert help_.same(before, after)
        assert (after.trained, after.seconds) == (before.trained, before.seconds)
    assert help_.same(help_.develop(engine, config), help_.undisturbed(config))


def test_a_snapshot_stays_as_it_was(engine: Engine, config: RunConfig, help_: Help):
    early = help_.develop(engine, config, 10)
    kept = early.history.train_loss.copy()
    late = help_.develop(engine, config)
    assert np.array_equal(early.history.train_loss, kept)
    assert np.array_equal(late.history.train_loss[:10], kept)


def test_a_fork_in_mid_run_shares_its_beginning(engine: Engine, config: RunConfig, help_: Help):
    help_.develop(engine, config, 30)
    fork = forked(config, 17, "training.lr", 0.1)
    film = help_.develop(engine, fork)
    assert film.trained == 40 - 17
    assert help_.same(film, help_.undisturbed(fork))
    assert help_.same(help_.develop(engine, config), help_.undisturbed(config))


def test_more_epochs_go_on_where_the_shorter_run_ended(engine: Engine, config: RunConfig, help_: Help):
    help_.develop(engine, config)
    longer = edited(config, {"training.epochs": 15})
    film = help_.develop(engine, longer)
    assert (film.last_step, film.trained) == (60, 20)
    assert help_.same(film, help_.undisturbed(longer))


def test_a_diverged_run_is_a_status(engine: Engine, help_: Help):
    diverging = edited(
        tasks.problem("adding").preset,
        {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
        | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
    )
    film = help_.develop(engine, diverging)
    assert (film.status, film.is_over) == ("diverged", True)
    assert not np.isfinite(film.history.train_loss[-1])
    assert help_.same(film, help_.undisturbed(diverging))


def answers(engine: Engine, probe: Any, help_: Help) -> Any:
    help_.wait(lambda: engine.probe(probe).status != "pending")
    reply = engine.probe(probe)
    assert reply.status == "ready", reply.sentence
    return reply.value


@pytest.mark.parametrize("step", [0, 1, 17, 30])
def test_a_probe_at_any_step_is_a_fresh_replay(engine: Engine, config: RunConfig, step: int, help_: Help):
    help_.develop(engine, config, 13)
    help_.develop(engine, config, 30)
    probe = AnswersProbe(config=config, step=step)
    found = answers(engine, probe, help_)
    trainer = Trainer(config)
    trainer.run(step)
    fresh = read(probe, trainer)
    assert isinstance(found, AnswersReading)
    assert np.array_equal(found.values, fresh.values)
    assert np.array_equal(found.confusion, fresh.confusion)
    assert help_.same(help_.develop(engine, config), help_.undisturbed(config))


def test_a_probe_beyond_the_film_waits_and_develops_nothing(engine: Engine, config: RunConfig, help_: Help):
    help_.develop(engine, config, 10)
    probe = AnswersProbe(config=config, step=11)
    assert [engine.probe(probe).status for _ in range(3)] == ["pending"] * 3
    assert engine.film(config).last_step == 10
    help_.develop(engine, config, 11)
    assert answers(engine, probe, help_).values.shape == (10, 8)


def test_a_probe_that_cannot_be_read_fails_with_its_sentence(engine: Engine, config: RunConfig, help_: Help):
    probe = OwnProbe(config=config, step=0, text="C..x")
    help_.wait(lambda: engine.probe(probe).status != "pending")
    reply = engine.probe(probe)
    assert (reply.status, reply.value) == ("failed", None)
    assert "dots only" in str(reply.sentence)


def test_a_ready_engine_says_so(engine: Engine):
    state = engine.state()
    assert state.status == "ready"
    assert state.workers >= 1
    assert state.sentence == ""
