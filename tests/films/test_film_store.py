"""Films share beginnings, and follow what is decided about them."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.config import Change, RunConfig
from playground.experiments.edits import edited, forked
from playground.films.film_buffer import FilmBuffer
from playground.films.film_store import FilmStore
from playground.films.inline import InlineEngine
from playground.films.scheduler.memory import within_budget
from playground.films.scheduler.messages import Drop, SetStatus, Thin
from playground.training.advance import advance

CONFIG = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "model.hidden_size": 4, "training.batch_size": 10, "training.epochs": 10},
)
"""Four steps an epoch, 40 in all."""


def developed(buffer: FilmBuffer, until: int) -> FilmBuffer:
    while buffer.last_step < until and buffer.status == "developing":
        start = buffer.checkpoint_before(buffer.last_step)
        assert start is None or start.step == buffer.last_step
        buffer.append(advance(buffer.config, start, min(10, until - buffer.last_step)))
    return buffer


def losses(config: RunConfig) -> np.ndarray:
    return advance(config, None, 10**6).train_loss


def test_a_fork_shares_the_beginning_that_is_known():
    store = FilmStore()
    developed(store.buffer(CONFIG), 30)
    fork = store.buffer(forked(CONFIG, 17, "training.lr", 0.5))
    assert fork.last_step == 17
    assert fork.trained == 0
    assert np.array_equal(fork.snapshot().history.train_loss, losses(CONFIG)[:17])
    assert fork.snapshot().history.epoch_step.tolist() == [4, 8, 12, 16]
    assert [c.step for c in fork.checkpoints] == [10]
    late = store.buffer(forked(CONFIG, 35, "training.lr", 0.5))
    assert late.last_step == 30  # more is not known yet


def test_a_fork_shares_with_the_relative_that_knows_most():
    store = FilmStore()
    fork = forked(CONFIG, 20, "training.lr", 0.5)
    developed(store.buffer(CONFIG), 40)
    developed(store.buffer(fork), 40)
    grandchild = store.buffer(forked(fork, 30, "training.max_norm", 0.5))
    assert grandchild.last_step == 30
    assert np.array_equal(grandchild.snapshot().history.train_loss, losses(fork)[:30])


@pytest.mark.parametrize("first", [10, 5])
def test_a_longer_or_shorter_run_shares_all_they_have_in_common(first: int):
    store = FilmStore()
    one, other = (edited(CONFIG, {"training.epochs": epochs}) for epochs in (first, 15 - first))
    developed(store.buffer(one), 40)
    buffer = store.buffer(other)
    assert (buffer.last_step, buffer.trained) == (20, 0)
    if first == 10:
        assert (buffer.status, buffer.reason) == ("finished", "last epoch")
    else:
        assert buffer.status == "developing"
        developed(buffer, 40)
        assert np.array_equal(buffer.snapshot().history.train_loss, losses(other))
        assert buffer.trained == 20


def test_a_run_that_stopped_early_has_stopped_in_longer_runs_and_later_forks_as_well():
    whole = advance(CONFIG, None, 10**6).test_loss
    stopping = edited(CONFIG, {"training.target_loss": float(whole[4])})
    store = FilmStore()
    end = developed(store.buffer(stopping), 40).last_step
    assert end <= 20
    for relative in (edited(stopping, {"training.epochs": 99}), forked(stopping, 30, "training.lr", 0.5)):
        buffer = store.buffer(relative)
        direct = advance(relative, None, 10**6)
        assert (buffer.last_step, buffer.status, buffer.reason) == (end, direct.status, direct.reason)
        assert direct.reason == "target loss"
    earlier = store.buffer(forked(stopping, end - 2, "training.lr", 0.05))
    assert (earlier.status, earlier.last_step) == ("developing", end - 2)


@pytest.mark.parametrize("patience", [None, 1])
def test_a_shorter_run_that_ends_where_the_longer_one_stopped_has_its_reason(patience: int | None):
    config = edited(CONFIG, {"training.patience": patience, "training.lr": 1.0})
    store = FilmStore()
    end = developed(store.buffer(config), 40).last_step
    short = edited(config, {"training.epochs": end // 4})
    assert store.buffer(short).reason == advance(short, None, 10**6).reason


DIVERGING = edited(
    tasks.problem("adding").preset,
    {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
    | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
)


def test_a_fork_of_a_diverged_run_starts_before_the_break():
    store = FilmStore()
    known = developed(store.buffer(DIVERGING), 1000)
    assert known.status == "diverged"
    fork = store.buffer(forked(DIVERGING, known.last_step + 5, "training.lr", 0.5))
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


def test_films_stand_in_the_order_in_which_they_were_asked_for():
    configs, store = seeds(3), FilmStore()
    for config in (*configs, configs[0]):
        store.buffer(config)
    assert list(store.known) == [config.digest for config in (configs[1], configs[2], configs[0])]
    assert store.find(configs[1].digest) is store.buffer(configs[1])
    assert store.find("?") is None


def test_what_is_decided_about_a_film_is_carried_out():
    store, digest = FilmStore(), CONFIG.digest
    buffer = developed(store.buffer(CONFIG), 40)
    store.carry_out(Thin(film=digest, keep=2))
    assert len(buffer.checkpoints) == 2
    assert (buffer.last_step, buffer.checkpoints[-1].step) == (40, 40)
    store.carry_out(SetStatus(film=digest, status="failed", reason="No."))
    assert (buffer.status, buffer.reason) == ("failed", "No.")
    store.carry_out(SetStatus(film=digest, status="developing"))
    assert (buffer.status, buffer.reason) == ("developing", "")
    store.carry_out(Drop(film=digest))
    assert store.find(digest) is None
    store.carry_out(Drop(film=digest))  # again, and nothing happens


def test_a_film_holds_what_the_scheduler_is_told_it_holds():
    """And goes on holding so after it was thinned as the scheduler thinks it was."""
    store = FilmStore()
    buffer = developed(store.buffer(CONFIG), 40)
    before = buffer.known
    assert before.checkpoints == tuple((c.step, len(c.data)) for c in buffer.checkpoints)
    assert before.nbytes == buffer.known.nbytes > sum(size for _, size in before.checkpoints)
    left, decisions = within_budget(store.known, {CONFIG.digest}, before.nbytes - 1)
    for decision in decisions:
        store.carry_out(decision)
    assert store.known == left
    assert left[CONFIG.digest].nbytes < before.nbytes


def test_films_of_an_engine_stay_within_its_budget_and_a_dropped_one_is_developed_again_the_same():
    """One byte short of all films without what can be thinned, whatever number of segments they came in."""
    configs, engine, before = seeds(4), InlineEngine(film_bytes=2**40), []
    for config in configs:
        engine.want(config, 40)
        before.append(engine.film(config))
        engine._store.buffer(config).thin(1)
    limit = sum(engine._store.buffer(config).known.nbytes for config in configs) - 1
    engine._film_bytes = limit
    engine.want(configs[3], 40)
    assert engine._store.find(configs[0].digest) is None
    assert sum(known.nbytes for known in engine._store.known.values()) <= limit
    engine.want(configs[0], 40)
    assert np.array_equal(engine.film(configs[0]).history.train_loss, before[0].history.train_loss)


def test_a_thinned_film_still_grows_and_can_be_looked_at_everywhere():
    buffer = developed(FilmBuffer(CONFIG), 20)
    buffer.thin(1)
    developed(buffer, 40)
    assert np.array_equal(buffer.snapshot().history.train_loss, losses(CONFIG))
    assert buffer.checkpoint_before(15) is None


def test_a_change_after_the_end_is_another_film_with_the_same_numbers():
    store = FilmStore()
    developed(store.buffer(CONFIG), 40)
    late = edited(CONFIG, {"training.changes": (Change(step=4000, lr=1.0),)})
    buffer = store.buffer(late)
    assert (buffer.last_step, buffer.status, buffer.reason) == (40, "finished", "last epoch")
