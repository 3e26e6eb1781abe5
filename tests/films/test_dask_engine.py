"""What may go wrong around the workers: vanished viewers, killed processes, lost schedulers."""

from __future__ import annotations

import itertools
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cloudpickle
import dask
import psutil
import pytest
from distributed import CancelledError, KilledWorker, LocalCluster

from playground import tasks
from playground.config import RunConfig
from playground.edits import edited
from playground.errors import EngineError, EngineUnavailable
from playground.films import cluster, dask_engine
from playground.films.dask_engine import DaskEngine
from playground.films.orders import BROKEN, WORKER_LOST, sentence_of
from playground.films.settings import EngineSettings
from playground.probes.requests import AnswersProbe

if TYPE_CHECKING:
    from tests.films.conftest import Help, RemoteCluster

SHORT = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 100},
)
"""Four quick steps an epoch, 400 in all."""
STEPS = 250
LONG = edited(
    tasks.problem("sine").preset, {"model.cell": "rnn", "model.hidden_size": 64, "training.epochs": STEPS}
)
"""Steps of about ten milliseconds."""
ENDLESS = edited(
    tasks.problem("sum-sign").preset,
    {"task.length": 100, "task.examples": 500, "model.cell": "lstm", "model.hidden_size": 256}
    | {"model.num_layers": 4, "training.batch_size": None, "training.epochs": 5000},
)
"""One step takes many seconds."""

_seeds = itertools.count(5000)


def fresh(config: RunConfig) -> RunConfig:
    return edited(config, {"training.seed": next(_seeds)})


@pytest.fixture(autouse=True)
def _all_workers_are_there(request: pytest.FixtureRequest, help_: Help) -> Iterator[None]:
    yield
    if "embedded" in request.fixturenames:
        engine: Any = request.getfixturevalue("embedded")
        help_.wait(lambda: len(engine._workers.alive) == 2 and engine.state().status == "ready")


def worker_running(engine: Any, digest: str) -> psutil.Process | None:
    """The process of the worker that runs a film or a probe now."""
    local = engine._workers._cluster
    for address, worker in list(local.scheduler.workers.items()):
        if any(str(task.key).startswith(digest) for task in list(worker.processing)):
            for nanny in list(local.workers.values()):
                if nanny.worker_address == address and nanny.pid:
                    return psutil.Process(nanny.pid)
    return None


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def busy_for(process: psutil.Process, seconds: float) -> Callable[[], bool]:
    """Whether a process has computed for so long since now."""
    begin = process.cpu_times().user

    def reached() -> bool:
        return process.cpu_times().user - begin >= seconds

    return reached


def test_killing_a_busy_worker_leaves_the_film_as_if_nothing_had_happened(embedded: Any, help_: Help):
    config, states = fresh(LONG), []
    help_.develop(embedded, config, 50)

    def busy() -> psutil.Process | None:
        embedded.want(config, STEPS)
        return worker_running(embedded, config.digest[:12])

    help_.wait(busy).kill()

    def over() -> bool:
        embedded.want(config, STEPS)
        states.append(embedded.state().status)
        return embedded.film(config).is_over and states[-1] == "ready" and "waiting" in states

    help_.wait(over)
    assert help_.same(embedded.film(config), help_.undisturbed(config))
    assert embedded.film(config).trained == STEPS
    changes = [one for one, other in pairwise([*states, "end"]) if one != other]
    assert changes[-2:] == ["waiting", "ready"]


def develop_with_a_long_step(
    config_json: str, start: Any, from_step: int, until_step: int, **how: Any
) -> Any:
    """In a worker: a step that takes two minutes on any machine, for the large network only."""
    import time

    from playground.films.develop import develop

    if '"hidden_size":256' in config_json:
        time.sleep(120)
    return develop(config_json, start, from_step, until_step, **how)


@pytest.fixture
def _one_step_is_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    here = sys.modules[__name__]
    cloudpickle.register_pickle_by_value(here)  # workers cannot import the tests
    monkeypatch.setattr(dask_engine, "develop", develop_with_a_long_step)
    yield
    cloudpickle.unregister_pickle_by_value(here)


@pytest.mark.usefixtures("_one_step_is_long")
def test_a_viewer_who_vanishes_stops_the_work_also_in_a_long_step(embedded: Any, help_: Help):
    endless, other = fresh(ENDLESS), fresh(LONG)

    def both_run() -> psutil.Process | None:
        embedded.want(endless, 10**6, viewer="ann")
        embedded.want(other, STEPS, viewer="bob")
        return worker_running(embedded, endless.digest[:12])

    process = help_.wait(both_run)
    begin = time.monotonic()
    help_.wait(lambda: both_run() and time.monotonic() - begin > 2.0)  # deep in the step
    vanished = time.monotonic()

    def stopped() -> bool:
        embedded.want(other, STEPS, viewer="bob")
        return is_gone(process)

    help_.wait(stopped, seconds=15)
    assert time.monotonic() - vanished < 5.0
    assert embedded.film(endless).last_step == 0
    assert help_.same(help_.develop(embedded, other), help_.undisturbed(other))
    help_.wait(lambda: embedded.state().status == "ready")
    assert worker_running(embedded, endless.digest[:12]) is None  # nobody took it over


def test_a_viewer_who_vanishes_stops_short_segments_without_losing_a_worker(embedded: Any, help_: Help):
    config = fresh(LONG)
    help_.develop(embedded, config, 20)
    before = {nanny.pid for nanny in embedded._workers._cluster.workers.values()}
    embedded.want(config, 20)  # paused

    def still() -> bool:
        step = embedded.film(config).last_step
        time.sleep(1.0)
        return embedded.film(config).last_step == step

    help_.wait(still, seconds=20)
    assert embedded.film(config).last_step < STEPS
    assert {nanny.pid for nanny in embedded._workers._cluster.workers.values()} == before


def test_a_long_replay_nobody_waits_for_is_stopped(
    embedded: Any, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    """A probe far behind the last checkpoint; here the film only claims to be that long."""
    config = fresh(ENDLESS)
    monkeypatch.setattr(type(embedded._shelf.reel(config)), "last_step", property(lambda _reel: 10**6))
    probe = AnswersProbe(config=config, step=1000)

    def running() -> psutil.Process | None:
        assert embedded.probe(probe).status == "pending"
        return worker_running(embedded, "look")

    process = help_.wait(running)
    computing = busy_for(process, 1.0)
    help_.wait(lambda: running() and computing())
    vanished = time.monotonic()
    help_.wait(lambda: is_gone(process), seconds=15)
    assert time.monotonic() - vanished < 5.0
    monkeypatch.undo()


def is_settled(engine: Any) -> bool:
    """Whether the workers the engine knows are those that live; a dead one is missed only after a while."""
    nannies = list(engine._workers._cluster.workers.values())
    alive = {nanny.worker_address for nanny in nannies if nanny.pid and lives(nanny.pid)}
    return len(alive) == len(nannies) and alive == set(engine._workers.known)


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_result_that_does_not_come_holds_up_nobody_else(
    embedded: Any, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    """So it is when a worker dies between its result and the moment somebody asks for it."""
    help_.wait(lambda: is_settled(embedded))  # what a lost worker had is asked for again
    stuck, other = fresh(SHORT), fresh(SHORT)
    submit, lost, come = embedded._fetchers.submit, threading.Event(), threading.Event()

    def never_comes(function: Any, *arguments: Any) -> Any:
        of_stuck = function.__self__.key.startswith(stuck.digest[:12])
        if lost.is_set() or not of_stuck:
            return submit(function, *arguments)
        lost.set()
        return submit(lambda: come.wait(30) and function(*arguments))

    monkeypatch.setattr(embedded._fetchers, "submit", never_comes)
    embedded.want(stuck, 10**6, viewer="ann")
    help_.wait(lost.is_set)
    assert help_.develop(embedded, other).status == "finished"
    assert embedded.film(stuck).last_step == 0
    come.set()
    assert help_.develop(embedded, stuck).status == "finished"


def test_a_worker_that_dies_again_and_again_always_comes_back(embedded: Any, help_: Help):
    """dask looks after a while whether a lost worker is back, and must not give up on it then."""
    assert dask.config.get("distributed.deploy.lost-worker-timeout") == "1000 days"
    config = fresh(SHORT)
    for _ in range(2):
        nanny = next(iter(embedded._workers._cluster.workers.values()))
        psutil.Process(help_.wait(lambda nanny=nanny: nanny.pid)).kill()  # psutil takes None for this process
        help_.wait(lambda: embedded.state().status == "waiting")
        help_.wait(lambda: embedded.state().status == "ready")
    assert help_.same(help_.develop(embedded, config), help_.undisturbed(config))


def test_thirty_films_on_two_workers_are_served_in_turn(
    embedded: Any, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    configs, served = [fresh(SHORT) for _ in range(30)], []
    serve = embedded._turns.serve

    def noted(digest: str) -> None:
        served.append(digest)
        serve(digest)

    monkeypatch.setattr(embedded._turns, "serve", noted)

    def all_far() -> bool:
        films = [embedded.film(config) for config in configs]
        for number, film in enumerate(films):
            embedded.want(film.config, film.last_step + 12, viewer=f"student {number}")
        return min(film.last_step for film in films) >= 60

    help_.wait(all_far)
    while_all_wait = served[: len(served) - 60]  # at the end some are not asked for any more
    turns = {
        config.digest: [i for i, d in enumerate(while_all_wait) if d == config.digest] for config in configs
    }
    for places in turns.values():
        assert len(places) >= 2
        assert max(b - a for a, b in pairwise(places)) <= 2 * 30
    trained = [embedded.film(config).trained for config in configs]
    assert max(trained) <= 2 * min(trained)


def test_a_short_run_that_nobody_watches_is_one_piece_of_work_and_lets_watched_ones_pass(
    embedded: Any, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    client, handed_out = embedded._workers.client, []
    submit = client.submit

    def noted(*arguments: Any, key: str, priority: int, **options: Any) -> Any:
        handed_out.append((key.split("-")[0], priority))
        return submit(*arguments, key=key, priority=priority, **options)

    monkeypatch.setattr(client, "submit", noted)
    queued, watched = fresh(edited(SHORT, {"training.epochs": 1})), fresh(SHORT)

    def both_are_done() -> bool:
        embedded.want(queued, queued.training.epochs * 4, viewer="sweep", queued=True)
        embedded.want(watched, 400, viewer="learner")
        return all(embedded.film(config).is_over for config in (queued, watched))

    help_.wait(both_are_done)
    priorities = {
        config: [priority for name, priority in handed_out if name == config.digest[:12]]
        for config in (queued, watched)
    }
    assert len(priorities[queued]) == 1 < len(priorities[watched])
    assert max(priorities[queued]) < min(priorities[watched])


def test_a_fault_in_one_run_ends_that_run_and_nothing_else(
    embedded: Any, help_: Help, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    broken, other = fresh(SHORT), fresh(SHORT)
    develop = dask_engine.develop
    monkeypatch.setattr(dask_engine, "develop", len)  # called with other arguments, it raises

    def failed() -> bool:
        embedded.want(broken, 400)
        return embedded.film(broken).status == "failed"

    help_.wait(failed)
    assert embedded.film(broken).reason == BROKEN
    assert any("TypeError" in str(record.exc_info) for record in caplog.records if record.exc_info)
    monkeypatch.setattr(dask_engine, "develop", develop)
    assert help_.develop(embedded, other).status == "finished"
    embedded.want(broken, 400)
    assert embedded.film(broken).status == "failed"  # it is not tried again at once
    monkeypatch.setattr(dask_engine, "RETRY_SECONDS", 0.0)
    embedded.want(broken, 400)
    assert help_.same(help_.develop(embedded, broken), help_.undisturbed(broken))


def test_every_fault_has_its_sentence_and_lost_work_has_none():
    assert str(sentence_of(EngineError("Too big."))) == "Too big."
    assert sentence_of(KilledWorker("task", None, 4)) == WORKER_LOST  # type: ignore[arg-type]
    assert sentence_of(ZeroDivisionError("oh")) == BROKEN
    for lost in (CancelledError("x"), OSError("x"), TimeoutError()):
        assert sentence_of(lost) is None


def test_a_large_checkpoint_travels_without_a_word(embedded: Any, help_: Help):
    """Some 20 MB for each checkpoint; dask would warn, and a warning is an error here."""
    config = edited(
        tasks.problem("airline").preset,
        {"model.cell": "lstm", "model.hidden_size": 256, "model.num_layers": 4, "training.batch_size": 16},
    )
    for step in (1, 2, 3):
        help_.develop(embedded, config, step)
        time.sleep(0.1)
    assert embedded.film(config).last_step == 3
    assert help_.same(embedded.film(config), help_.undisturbed(config, 3))


def test_what_nobody_wants_any_more_leaves_the_workers_and_the_scheduler(embedded: Any, help_: Help):
    configs = [fresh(LONG) for _ in range(5)]
    for config in configs:
        embedded.want(config, STEPS)
    help_.wait(lambda: len(embedded._workers._cluster.scheduler.tasks) >= 4)
    help_.wait(lambda: not embedded._workers._cluster.scheduler.tasks, seconds=20)
    assert not embedded._work.films
    assert not embedded._workers.client.futures


# ---- starting and closing


def test_an_engine_starts_in_the_background_keeps_wishes_and_closes_without_a_trace(help_: Help):
    before = set(psutil.Process().children(recursive=True))
    begin = time.monotonic()
    engine = DaskEngine(EngineSettings(workers=1))
    config, endless = fresh(SHORT), fresh(ENDLESS)
    engine.want(config, STEPS)
    assert engine.state().status == "starting"
    assert engine.film(config).last_step == 0
    assert time.monotonic() - begin < 2.0  # it does not wait for its workers
    assert help_.develop(engine, config).status == "finished"

    def busy() -> bool:
        engine.want(endless, 10**6)
        return worker_running(engine, endless.digest[:12]) is not None

    help_.wait(busy)
    started = set(psutil.Process().children(recursive=True)) - before
    assert started
    listening = [c.laddr.ip for c in psutil.Process().net_connections("tcp") if c.status == "LISTEN"]
    listening += [c.laddr.ip for p in started for c in p.net_connections("tcp") if c.status == "LISTEN"]
    assert set(listening) == {"127.0.0.1"}
    engine.close()
    help_.wait(lambda: all(is_gone(process) for process in started), seconds=20)
    engine.close()  # again, and nothing happens


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_scheduler_that_is_not_there_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    engine = DaskEngine(EngineSettings(scheduler=f"tcp://127.0.0.1:{free_port()}"))
    with pytest.raises(
        EngineUnavailable, match=r"^The scheduler at tcp://127\.0\.0\.1:\d+ cannot be reached"
    ):
        engine.wait_until_ready()
    state = engine.state()
    assert (state.status, state.workers) == ("unavailable", 0)
    assert "\n" not in str(state.sentence)
    engine.want(SHORT, 400)
    assert engine.film(SHORT).last_step == 0
    engine.close()


def test_workers_that_cannot_start_are_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, help_: Help):
    before = set(psutil.Process().children(recursive=True))

    def without_a_module(**values: Any) -> LocalCluster:
        return LocalCluster(**values | {"preload": ["no_such_module"]})

    monkeypatch.setattr(cluster, "LocalCluster", without_a_module)
    engine = DaskEngine(EngineSettings(workers=1))
    with pytest.raises(
        EngineUnavailable, match=r"^The training workers could not be started on this machine"
    ):
        engine.wait_until_ready()
    assert "\n" not in str(engine.state().sentence)
    engine.close()
    help_.wait(lambda: all(is_gone(p) for p in set(psutil.Process().children(recursive=True)) - before))


def test_missing_or_foreign_certificates_do_not_get_in(
    remote_cluster: tuple[RemoteCluster, str],
    certificates: Callable[[str], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    running, address = remote_cluster
    foreign = certificates("somebody else")
    mixed = {"ca": running.tls["ca"], "cert": foreign["cert"], "key": foreign["key"]}
    missing = {**running.tls, "key": "/nowhere/key.pem"}
    for tls in (foreign, mixed, missing):
        files = {f"tls_{name}": path for name, path in tls.items()}
        engine = DaskEngine(EngineSettings(scheduler=address, **files))  # type: ignore[arg-type]
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            engine.wait_until_ready()
        engine.close()


def test_films_go_on_when_a_lost_scheduler_comes_back(
    tmp_path: Any, help_: Help, monkeypatch: pytest.MonkeyPatch
):
    from tests.films.conftest import RemoteCluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 2)
    first = RemoteCluster(tmp_path, {})
    second = RemoteCluster(tmp_path, {})
    config = fresh(LONG)
    engine = DaskEngine(first.settings(first.start()))
    try:
        engine.wait_until_ready()
        help_.develop(engine, config, 30)
        engine.want(config, STEPS)
        first.stop()
        help_.wait(lambda: engine.state().status == "unavailable")
        assert "\n" not in str(engine.state().sentence)
        assert engine.film(config).last_step >= 30
        second.port = first.port
        second.processes = list(first.processes)
        second.start()
        help_.wait(lambda: engine.state().status == "ready")
        assert help_.same(help_.develop(engine, config), help_.undisturbed(config))
    finally:
        engine.close()
        second.stop()
