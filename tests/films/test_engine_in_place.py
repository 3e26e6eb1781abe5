"""How the engine carries out what is decided, over workers that are no processes."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from distributed import CancelledError, KilledWorker

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import EngineError, EngineUnavailable
from playground.experiments.edits import edited
from playground.films import dask_engine
from playground.films.dask_engine import LOST, STOPPED, DaskEngine
from playground.films.dask_tasks import BROKEN, WORKER_LOST, sentence_of
from playground.films.develop import develop
from playground.films.scheduler.messages import EndWorkerOf, Withdraw
from playground.films.settings import EngineSettings
from playground.probes.requests import AnswersProbe, ViewProbe
from playground.training import devices
from tests.films.in_place import ClientInPlace, WorkersInPlace

if TYPE_CHECKING:
    from tests.films.conftest import Help

SHORT = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 10},
)
"""Four quick steps an epoch, 40 in all."""

_seeds = itertools.count(5000)


def fresh(config: RunConfig = SHORT) -> RunConfig:
    return edited(config, {"training.seed": next(_seeds)})


@pytest.fixture
def bench() -> Iterator[Any]:
    engine = DaskEngine(EngineSettings(workers=2), connect=WorkersInPlace)
    yield engine
    engine.close()


@pytest.fixture
def client(bench: Any, help_: Help) -> ClientInPlace:
    help_.wait(lambda: bench.state().status == "ready")
    found: ClientInPlace = bench._workers.client
    return found


def of(config: RunConfig) -> Callable[[str], bool]:
    """Whether a key belongs to a run."""
    return lambda key: key.startswith(config.digest[:12])


def test_a_result_that_does_not_come_holds_up_nobody_else(bench: Any, client: ClientInPlace, help_: Help):
    """So it is when a worker dies between its result and the moment somebody asks for it."""
    stuck, other = fresh(), fresh()
    submit, lost, come = bench._tasks._fetchers.submit, threading.Event(), threading.Event()

    def never_comes(function: Any, *arguments: Any) -> Any:
        if lost.is_set() or not of(stuck)(function.__self__.key):
            return submit(function, *arguments)
        lost.set()
        return submit(lambda: come.wait() and function(*arguments))

    bench._tasks._fetchers.submit = never_comes
    bench.want(stuck, 10**6, viewer="ann")
    help_.wait(lost.is_set)
    assert help_.develop(bench, other).status == "finished"
    assert bench.film(stuck).last_step == 0
    come.set()
    assert help_.same(help_.develop(bench, stuck), help_.undisturbed(stuck))


def test_a_short_run_that_nobody_watches_is_one_piece_of_work_and_lets_watched_ones_pass(
    bench: Any, client: ClientInPlace, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("playground.films.scheduler.work.QUEUED_SECONDS", 3600.0)  # on any machine
    queued, watched, looked_into = fresh(), fresh(), fresh()

    def all_are_done() -> bool:
        bench.want(queued, 40, viewer="sweep", queued=True)
        bench.want(watched, 40, viewer="learner")
        reply = bench.probe(AnswersProbe(config=looked_into, step=0))
        return bench.film(queued).is_over and bench.film(watched).is_over and reply.status == "ready"

    help_.wait(all_are_done)

    def priorities(belongs: Callable[[str], bool]) -> set[int]:
        return {priority for key, priority in client.submitted if belongs(key)}

    assert len([key for key, _ in client.submitted if of(queued)(key)]) == 1
    assert priorities(of(queued)) == {0}
    assert priorities(of(watched)) == {5, 1}  # the first piece of a film that was just chosen
    assert priorities(lambda key: key.startswith("look-")) == {10}


def test_a_fault_in_one_run_ends_that_run_and_nothing_else(
    bench: Any, client: ClientInPlace, help_: Help, caplog: pytest.LogCaptureFixture
):
    broken, other = fresh(), fresh()
    client.intercept = lambda key, work: len if of(broken)(key) else work  # with other arguments, it raises

    def failed() -> bool:
        bench.want(broken, 40)
        return bench.film(broken).status == "failed"

    help_.wait(failed)
    assert bench.film(broken).reason == BROKEN
    assert any("TypeError" in str(record.exc_info) for record in caplog.records if record.exc_info)
    assert help_.develop(bench, other).status == "finished"
    assert bench.film(broken).status == "failed"


@pytest.mark.parametrize("error", [CancelledError("x"), OSError("x"), TimeoutError()])
def test_lost_work_is_done_again(bench: Any, client: ClientInPlace, help_: Help, error: Exception):
    config, lost = fresh(), iter([True, True])

    def losing(*_arguments: Any, **_named: Any) -> None:
        raise error

    client.intercept = lambda key, work: losing if next(lost, False) else work
    assert help_.same(help_.develop(bench, config), help_.undisturbed(config))
    lost = iter([True])
    probe = AnswersProbe(config=config, step=40)
    help_.wait(lambda: bench.probe(probe).status == "ready")


def test_work_that_comes_back_after_it_was_withdrawn_changes_nothing(
    bench: Any, client: ClientInPlace, help_: Help
):
    config = fresh()
    client.holds = of(config)
    bench.want(config, 40, viewer="ann")
    first, second = help_.wait(lambda: client.futures[:2] if len(client.futures) > 1 else None)
    bench.want(config, 0, viewer="ann")  # paused
    help_.wait(lambda: second.released)
    assert not first.released  # it runs, and is finished
    second.run()
    first.run()
    help_.wait(lambda: first.released)
    film = bench.film(config)
    assert 0 < film.last_step == film.trained <= 40
    client.holds = lambda key: False
    assert help_.same(help_.develop(bench, config), help_.undisturbed(config))


def test_all_that_was_handed_out_is_released(bench: Any, client: ClientInPlace, help_: Help):
    configs = [fresh() for _ in range(5)]
    for config in configs:
        help_.develop(bench, config)
        help_.wait(lambda config=config: bench.probe(AnswersProbe(config=config, step=9)).status == "ready")
    help_.wait(lambda: all(future.released for future in client.futures))
    assert not bench._scheduler.jobs
    assert not bench._tasks._tasks


def test_ending_a_worker_names_the_task_it_runs(bench: Any, client: ClientInPlace, help_: Help):
    config = fresh()
    client.holds = of(config)
    bench.want(config, 40)
    job = help_.wait(lambda: bench._tasks._tasks and next(iter(bench._scheduler.jobs.values())))
    bench._carry_out(EndWorkerOf(job=job.number))
    assert bench._workers.ended == [client.futures[0].key]
    bench._carry_out(Withdraw(job=job.number))
    bench._carry_out(EndWorkerOf(job=job.number))  # it is gone, and nobody else is ended
    assert len(bench._workers.ended) == 1


def test_wishes_stated_before_the_workers_are_there_are_kept(help_: Help):
    may_start = threading.Event()

    def slowly(settings: EngineSettings) -> WorkersInPlace:
        may_start.wait()
        return WorkersInPlace(settings)

    engine = DaskEngine(EngineSettings(workers=1), connect=slowly)
    config = fresh()
    for _ in range(dask_engine.MOST_NOTED + 10):  # pages that wait say so again and again
        engine.want(config, 40)
    assert len(engine._noted) <= dask_engine.MOST_NOTED
    assert engine.state().status == "starting"
    assert engine.film(config).last_step == 0
    may_start.set()
    assert help_.develop(engine, config).status == "finished"
    engine.close()


def test_films_go_on_when_the_connection_is_back(help_: Help, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dask_engine, "RECONNECT_SECONDS", 0.0)
    may_return = threading.Event()
    made: list[WorkersInPlace] = []

    def connect(settings: EngineSettings) -> WorkersInPlace:
        if made and not may_return.is_set():
            raise EngineUnavailable(LOST)
        made.append(WorkersInPlace(settings))
        return made[-1]

    engine = DaskEngine(EngineSettings(scheduler="tcp://127.0.0.1:1"), connect=connect)
    config = fresh()
    help_.develop(engine, config, 12)
    made[0].client.holds = lambda key: True
    engine.want(config, 40)
    made[0].is_connected = False
    help_.wait(lambda: engine.state().status == "unavailable")
    assert str(engine.state().sentence) == LOST
    assert engine.film(config).last_step >= 12
    assert made[0].closed
    may_return.set()
    assert help_.same(help_.develop(engine, config), help_.undisturbed(config))
    assert engine.state().status == "ready"
    engine.close()


def test_a_fault_in_the_engine_is_told_in_a_sentence(bench: Any, client: ClientInPlace, help_: Help):
    def broken(*_arguments: Any, **_named: Any) -> None:
        raise ZeroDivisionError

    bench._tasks.submit = broken
    bench.want(fresh(), 40)
    help_.wait(lambda: bench.state().status == "unavailable")
    assert bench.state().sentence == STOPPED


def test_workers_that_are_missing_are_waited_for_and_it_says_so(bench: Any, client: ClientInPlace):
    both = bench._workers.known
    bench._workers.known = both[:1]
    assert (bench.state().status, bench.state().workers) == ("waiting", 1)
    bench._workers.known = both
    assert (bench.state().status, bench.state().workers) == ("ready", 2)


def test_an_engine_without_workers_says_that_none_came():
    engine = DaskEngine(EngineSettings(workers=0), connect=WorkersInPlace)
    with pytest.raises(EngineUnavailable, match=r"^No worker started within 0 seconds\.$"):
        engine.wait_until_ready(0)
    engine.close()


def test_every_fault_has_its_sentence_and_lost_work_has_none():
    assert str(sentence_of(EngineError("Too big."))) == "Too big."
    assert sentence_of(KilledWorker("task", None, 4)) == WORKER_LOST  # type: ignore[arg-type]
    assert sentence_of(ZeroDivisionError("oh")) == BROKEN
    for lost in (CancelledError("x"), OSError("x"), TimeoutError()):
        assert sentence_of(lost) is None


def test_workers_are_told_the_device_of_each_run(help_: Help, monkeypatch: pytest.MonkeyPatch):
    """And what the workers said first holds, whoever comes later."""

    class WithCard(WorkersInPlace):
        def __init__(self, settings: EngineSettings) -> None:
            super().__init__(settings)
            self.gpu = "cuda"

    told: list[str] = []
    monkeypatch.setattr(
        dask_engine, "develop", lambda *work, device, **how: told.append(device) or develop(*work, **how)
    )
    engine = DaskEngine(EngineSettings(workers=1, device="auto"), connect=WithCard)
    assert engine.state().devices.asked == "auto"
    help_.develop(engine, fresh())
    assert set(told) == {"cpu"}
    monkeypatch.setattr(devices, "LARGE", 1)
    told.clear()
    help_.develop(engine, fresh())
    assert set(told) == {"cuda"}
    assert "so large a network" in str(engine.state().devices.choice(SHORT).sentence)
    engine.close()


def test_a_card_that_no_worker_has_fails_the_run_in_a_sentence(help_: Help):
    engine = DaskEngine(EngineSettings(workers=1, device="mps"), connect=WorkersInPlace)
    config = fresh()

    def failed() -> bool:
        engine.want(config, 10)
        return engine.film(config).status == "failed"

    help_.wait(failed)
    assert "PLAYGROUND_DEVICE asks for mps" in str(engine.film(config).reason)
    engine.close()


def test_what_is_painted_when_asked_for_counts_in_the_memory_of_its_film(help_: Help):
    def painted(_view: str, _trainer: Any) -> bytes:
        return bytes(1000)

    engine, config = DaskEngine(EngineSettings(workers=1), paint=painted, connect=WorkersInPlace), fresh()
    try:
        help_.develop(engine, config)
        before = engine._scheduler.films[config.digest].nbytes
        for step in (3, 7):
            probe = ViewProbe(config=config, step=step, view="v")
            help_.wait(lambda probe=probe: engine.probe(probe).status == "ready")
        assert [frame.step for frame in engine.frames(config, "v")] == [3, 7]
        assert engine._scheduler.films[config.digest].nbytes == before + 2000
    finally:
        engine.close()
