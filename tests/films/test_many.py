"""Many runs at once: a few are wanted at a time, and each is the run that one alone would be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import EngineError
from playground.experiments import edits
from playground.experiments.edits import edited
from playground.experiments.sweeps import Sweep
from playground.films import inline
from playground.films.engine import Engine, EngineState
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.films.many import AT_ONCE, ENOUGH, MOST_AT_ONCE, Gathered, Results, gather

if TYPE_CHECKING:
    from tests.films.conftest import Help

QUICK = edited(
    tasks.problem("sum-sign").preset,
    {"task.examples": 50, "training.batch_size": 8, "training.epochs": 2, "model.hidden_size": 4},
)


def runs(count: int, **changes: object) -> tuple[RunConfig, ...]:
    base = edited(QUICK, {name.replace("__", "."): value for name, value in changes.items()})
    return tuple(edited(base, {"training.seed": seed}) for seed in range(count))


class Standing(InlineEngine):
    """An engine that trains nothing, and remembers what was wanted."""

    def __init__(self, workers: int = 1) -> None:
        super().__init__()
        self.workers = workers
        self.wishes: list[tuple[RunConfig, int, str]] = []

    def want(self, config: RunConfig, until_step: int, *, viewer: str = "", queued: bool = False) -> None:
        self.wishes.append((config, until_step, viewer))

    def state(self) -> EngineState:
        return EngineState(status="ready", workers=self.workers)


def gathered(engine: Engine, results: Results, configs: tuple[RunConfig, ...]) -> Gathered:
    """Look until all is over."""
    for _ in range(100):
        found = gather(engine, results, configs, viewer="ann")
        if found.is_over:
            return found
    raise AssertionError("it is never over")


def test_a_run_of_a_sweep_is_the_run_trained_alone_digit_for_digit(help_: Help):
    configs = Sweep(cells=("rnn", "gru")).configs(QUICK)[:6]
    engine, results = InlineEngine(), Results()
    gathered(engine, results, configs)
    for config in configs:
        alone = help_.undisturbed(config)
        assert help_.same(engine.film(config), alone)
        known = results.get(config)
        assert known is not None
        assert np.array_equal(known.test_loss, alone.history.test_loss)
        assert known.final_loss == alone.history.test_loss[-1]


def test_the_first_runs_are_wanted_whole_and_only_a_few_at_once():
    engine, configs = Standing(), runs(20)
    found = gather(engine, Results(), configs, viewer="ann")
    assert engine.wishes == [(config, 10, "ann") for config in configs[:AT_ONCE]]  # two epochs of five steps
    assert (len(found.running), len(found.waiting), found.of) == (AT_ONCE, 20 - AT_ONCE, 20)
    assert not found.is_over


def test_a_cluster_gets_work_for_all_its_workers():
    engine = Standing(workers=12)
    assert len(gather(engine, Results(), runs(50), viewer="ann").running) == 24


def test_of_very_short_runs_more_are_wanted_so_that_no_worker_waits_for_the_next_look():
    results, configs = Results(), runs(60)
    trained = InlineEngine()
    for config in configs[:3]:
        trained.want(config, 10**6)
        results.keep(replace(trained.film(config), seconds=0.2))
    found = gather(Standing(workers=2), results, configs, viewer="ann")
    assert len(found.running) == 20  # two seconds of work for each of two workers
    for config in configs[:3]:
        results.keep(replace(trained.film(config), seconds=0.001))
    assert len(gather(Standing(), results, configs, viewer="ann").running) == MOST_AT_ONCE


def test_one_that_is_stopped_keeps_what_is_done_and_goes_on_from_there():
    engine, results, configs = InlineEngine(), Results(), runs(9)
    gather(engine, results, configs, viewer="ann")
    gather(engine, results, configs, viewer="ann")
    stopped = gather(Standing(), results, configs, viewer="ann", going=False)
    assert (len(stopped.done), stopped.running, len(stopped.waiting)) == (AT_ONCE, (), 9 - AT_ONCE)
    idle = Standing()
    gather(idle, results, configs, viewer="ann", going=False)
    assert idle.wishes == []
    assert list(gathered(engine, results, configs).done) == list(configs)


def test_who_comes_later_finds_what_is_done_without_any_engine():
    results, configs = Results(), runs(5)
    gathered(InlineEngine(), results, configs)
    idle = Standing()
    assert gather(idle, results, configs, viewer="bob").is_over
    assert idle.wishes == []


def test_results_are_bounded_and_the_one_not_asked_for_longest_goes_first():
    results, configs = Results(most=3), runs(4)
    engine = InlineEngine()
    for config in configs[:3]:
        engine.want(config, 10**6)
        results.keep(engine.film(config))
    assert results.get(configs[0]) is not None
    engine.want(configs[3], 10**6)
    results.keep(engine.film(configs[3]))
    assert [results.get(config) is not None for config in configs] == [True, False, True, True]


def test_the_same_run_twice_is_one_run():
    engine = Standing()
    found = gather(engine, Results(), runs(2) * 3, viewer="ann")
    assert (found.of, len(engine.wishes)) == (2, 2)


def test_a_run_that_fails_is_told_and_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch):
    configs = runs(6)
    develop = inline.develop

    def failing(config_json: str, *rest: object, **how: object) -> object:
        if config_json == configs[1].to_json():
            raise EngineError("The worker has gone.")
        return develop(config_json, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(inline, "develop", failing)
    found = gathered(InlineEngine(), Results(), configs)
    assert [film.config for film in found.failed] == [configs[1]]
    assert str(found.failed[0].reason) == "The worker has gone."
    assert list(found.done) == [configs[0], *configs[2:]]


def test_a_run_that_diverged_is_done_and_has_an_infinite_loss():
    wild = edited(
        tasks.problem("adding").preset,
        {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
        | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
    )
    found = gathered(InlineEngine(), Results(), (wild,))
    assert found.done[wild].status == "diverged"
    assert found.done[wild].final_loss == np.inf


def test_the_time_left_is_the_estimate_of_what_is_left_at_the_pace_that_was_measured():
    small, large = runs(3), runs(3, training__epochs=20)
    results, engine = Results(), InlineEngine()

    def took(config: RunConfig, seconds: float) -> Film:
        engine.want(config, 10**6)
        film = engine.film(config)
        return replace(film, seconds=seconds, trained=film.last_step)

    assert gather(Standing(), results, (*small, *large), viewer="ann").seconds_left is None
    results.keep(took(small[0], 3.0))
    found = gather(Standing(), results, (*small, *large), viewer="ann")
    left = 2 * 3.0 + 3 * 30.0  # ten times the epochs, ten times the time
    assert found.seconds_left == pytest.approx((left / 2, left * 2))  # from one run alone
    results.keep(took(large[0], 30.0))
    found = gather(Standing(), results, (*small, *large), viewer="ann")
    left, doubt = 2 * 3.0 + 2 * 30.0, 1 + 1 / np.sqrt(2)
    assert found.seconds_left == pytest.approx((left / doubt, left * doubt))


def test_from_enough_runs_the_time_left_is_one_number():
    done, left = runs(ENOUGH), runs(ENOUGH + 1)[-1]
    results, engine = Results(), InlineEngine()
    for config in done:
        engine.want(config, 10**6)
        film = engine.film(config)
        results.keep(replace(film, seconds=2.0, trained=film.last_step))
    assert gather(Standing(), results, (*done, left), viewer="ann").seconds_left == pytest.approx((2.0, 2.0))


def test_the_steps_that_were_clipped_are_counted_with_the_limit_that_held_there():
    limited = edited(QUICK, {"training.max_norm": 0.3})
    config = edits.forked(limited, 4, "training.max_norm", None)
    engine, results = InlineEngine(), Results()
    engine.want(config, 10**6)
    norms = engine.film(config).history.grad_norm
    found = results.keep(engine.film(config))
    assert 0 < found.clipped == (norms[:4] > 0.3).sum() < (norms > 0.3).sum()
    assert found.largest_gradient == norms.max()
