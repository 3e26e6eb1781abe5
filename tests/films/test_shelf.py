"""Films on the shelf share beginnings, and stay within the budget."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.config import Change, RunConfig
from playground.edits import edited, forked
from playground.films.inline import InlineEngine
from playground.films.reel import Reel
from playground.films.shelf import Shelf
from playground.training.advance import advance

CONFIG = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "model.hidden_size": 4, "training.batch_size": 10, "training.epochs": 10},
)
"""Four steps an epoch, 40 in all."""


def developed(reel: Reel, until: int) -> Reel:
    while reel.last_step < until and reel.status == "developing":
        start = reel.checkpoint_before(reel.last_step)
        assert start is None or start.step == reel.last_step
        reel.append(advance(reel.config, start, min(10, until - reel.last_step)))
    return reel


def losses(config: RunConfig) -> np.ndarray:
    return advance(config, None, 10**6).train_loss


def test_a_fork_shares_the_beginning_that_is_known():
    shelf = Shelf(2**20)
    developed(shelf.reel(CONFIG), 30)
    fork = shelf.reel(forked(CONFIG, 17, "training.lr", 0.5))
    assert fork.last_step == 17
    assert fork.trained == 0
    assert np.array_equal(fork.snapshot().history.train_loss, losses(CONFIG)[:17])
    assert fork.snapshot().history.epoch_step.tolist() == [4, 8, 12, 16]
    assert [c.step for c in fork.checkpoints] == [10]
    late = shelf.reel(forked(CONFIG, 35, "training.lr", 0.5))
    assert late.last_step == 30  # more is not known yet


def test_a_fork_shares_with_the_relative_that_knows_most():
    shelf = Shelf(2**20)
    fork = forked(CONFIG, 20, "training.lr", 0.5)
    developed(shelf.reel(CONFIG), 40)
    developed(shelf.reel(fork), 40)
    grandchild = shelf.reel(forked(fork, 30, "training.max_norm", 0.5))
    assert grandchild.last_step == 30
    assert np.array_equal(grandchild.snapshot().history.train_loss, losses(fork)[:30])


@pytest.mark.parametrize("first", [10, 5])
def test_a_longer_or_shorter_run_shares_all_they_have_in_common(first: int):
    shelf = Shelf(2**20)
    one, other = (edited(CONFIG, {"training.epochs": epochs}) for epochs in (first, 15 - first))
    developed(shelf.reel(one), 40)
    reel = shelf.reel(other)
    assert (reel.last_step, reel.trained) == (20, 0)
    if first == 10:
        assert (reel.status, reel.reason) == ("finished", "last epoch")
    else:
        assert reel.status == "developing"
        developed(reel, 40)
        assert np.array_equal(reel.snapshot().history.train_loss, losses(other))
        assert reel.trained == 20


def test_a_run_that_stopped_early_has_stopped_in_longer_runs_and_later_forks_as_well():
    whole = advance(CONFIG, None, 10**6).test_loss
    stopping = edited(CONFIG, {"training.target_loss": float(whole[4])})
    shelf = Shelf(2**20)
    end = developed(shelf.reel(stopping), 40).last_step
    assert end <= 20
    for relative in (edited(stopping, {"training.epochs": 99}), forked(stopping, 30, "training.lr", 0.5)):
        reel = shelf.reel(relative)
        direct = advance(relative, None, 10**6)
        assert (reel.last_step, reel.status, reel.reason) == (end, direct.status, direct.reason)
        assert direct.reason == "target loss"
    earlier = shelf.reel(forked(stopping, end - 2, "training.lr", 0.05))
    assert (earlier.status, earlier.last_step) == ("developing", end - 2)


@pytest.mark.parametrize("patience", [None, 1])
def test_a_shorter_run_that_ends_where_the_longer_one_stopped_has_its_reason(patience: int | None):
    config = edited(CONFIG, {"training.patience": patience, "training.lr": 1.0})
    shelf = Shelf(2**20)
    end = developed(shelf.reel(config), 40).last_step
    short = edited(config, {"training.epochs": end // 4})
    assert shelf.reel(short).reason == advance(short, None, 10**6).reason


DIVERGING = edited(
    tasks.problem("adding").preset,
    {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
    | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
)


def test_a_fork_of_a_diverged_run_starts_before_the_break():
    shelf = Shelf(2**20)
    known = developed(shelf.reel(DIVERGING), 1000)
    assert known.status == "diverged"
    fork = shelf.reel(forked(DIVERGING, known.last_step + 5, "training.lr", 0.5))
    assert fork.status == "developing"
    assert fork.last_step == known.last_step - 1
    assert np.isfinite(fork.snapshot().history.train_loss).all()
    assert all(c.step < known.last_step for c in fork.checkpoints)


def test_a_fork_through_an_engine_is_not_trained_again_and_equals_a_direct_run():
    engine = InlineEngine()
    engine.want(CONFIG, 40)
    fork = forked(forked(CONFIG, 13, "training.lr", 0.1), 29, "training.max_norm", 0.1)
    engine.want(fork, 40)
    film = engine.film(fork)
    assert film.trained == 40 - 13
    assert np.array_equal(film.history.train_loss, losses(fork))
    other = forked(fork, 35, "training.weight_decay", 0.5)
    engine.want(other, 40)
    assert engine.film(other).trained == 5
    assert np.array_equal(engine.film(other).history.train_loss, losses(other))


def seeds(count: int) -> list[RunConfig]:
    return [edited(CONFIG, {"training.seed": seed}) for seed in range(count)]


def test_films_nobody_uses_are_dropped_the_longest_unseen_first():
    configs = seeds(4)
    shelf = Shelf(10**9)
    sizes = [developed(shelf.reel(config), 20).nbytes for config in configs]
    shelf.reel(configs[0])  # seen again
    shelf.budget_bytes = sizes[0] + sizes[3]
    shelf.keep_within_budget(())
    assert [shelf.known(c.digest) is not None for c in configs] == [True, False, False, True]
    assert shelf.nbytes <= shelf.budget_bytes


def test_films_in_use_are_thinned_and_never_dropped():
    configs = seeds(3)
    shelf = Shelf(10**9)
    for config in configs:
        developed(shelf.reel(config), 40)
    before = shelf.nbytes
    single = sum(len(shelf.reel(config).checkpoints[-1].data) for config in configs)
    shelf.budget_bytes = before - single
    shelf.keep_within_budget({config.digest for config in configs})
    assert shelf.nbytes <= shelf.budget_bytes
    for config in configs:
        reel = shelf.reel(config)
        assert reel.last_step == 40
        assert reel.checkpoints[-1].step == 40
    shelf.budget_bytes = 1  # cannot be kept: the newest checkpoints are needed to go on
    shelf.keep_within_budget({config.digest for config in configs})
    assert [len(shelf.reel(config).checkpoints) for config in configs] == [1, 1, 1]


def test_a_thinned_film_still_grows_and_can_be_looked_at_everywhere():
    reel = developed(Reel(CONFIG), 20)
    reel.thin(1)
    developed(reel, 40)
    assert np.array_equal(reel.snapshot().history.train_loss, losses(CONFIG))
    assert reel.checkpoint_before(15) is None


def test_a_change_after_the_end_is_another_film_with_the_same_numbers():
    shelf = Shelf(2**20)
    developed(shelf.reel(CONFIG), 40)
    late = edited(CONFIG, {"training.changes": (Change(step=4000, lr=1.0),)})
    reel = shelf.reel(late)
    assert (reel.last_step, reel.status, reel.reason) == (40, "finished", "last epoch")
