"""Real workers: killed, ended, unreachable and without certificates.

What the engine decides is tested without any, in `test_scheduler.py`; how it carries that out, in
`test_engine_in_place.py`.
"""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cloudpickle
import dask
import psutil
import pytest
from distributed import LocalCluster

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import EngineUnavailable
from playground.experiments.edits import edited
from playground.films import cluster, dask_engine
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings
from playground.probes.requests import AnswersProbe
from playground.tasks.problems import own_sentences
from playground.uploads import own_data
from tests.films.conftest import LIMIT_SECONDS
from tests.films.real_workers import is_gone, worker_running

if TYPE_CHECKING:
    from tests.films.conftest import Help, RemoteCluster

SHORT = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 10},
)
"""Four quick steps an epoch, 40 in all."""
STEPS = 400
LONG = edited(SHORT, {"training.epochs": STEPS // 4})
"""Enough steps for several segments."""
ENDLESS = edited(SHORT, {"model.hidden_size": 256})
"""What `develop_with_a_long_step` never comes to the end of."""
LARGE = edited(
    tasks.problem("airline").preset,
    {"model.cell": "lstm", "model.hidden_size": 256, "model.num_layers": 4, "training.batch_size": 16},
)
"""Some 20 MB for each checkpoint; dask would warn, and a warning is an error here."""

_seeds = itertools.count(5000)


def fresh(config: RunConfig) -> RunConfig:
    return edited(config, {"training.seed": next(_seeds)})


def on_own_rows() -> RunConfig:
    """A run that needs rows which only this process has."""
    read = own_sentences.PROBLEM.read_own
    assert read is not None
    rows = "\n".join(f"{'good' if n % 2 else 'bad'} thing {n},{'yes' if n % 2 else 'no'}" for n in range(40))
    changes = {"task.own": own_data.keep(read(rows)), "training.epochs": 4}
    return edited(own_sentences.PROBLEM.preset, changes)


# ---- killed and ended


def test_killing_the_worker_in_mid_run_leaves_films_as_if_nothing_had_happened(embedded: Any, help_: Help):
    """Also the rows that a learner brought, which the worker had."""
    assert dask.config.get("distributed.deploy.lost-worker-timeout") == "1000 days"  # or it would give up
    config, own, states = fresh(LONG), on_own_rows(), []
    help_.develop(embedded, own, 3)
    help_.develop(embedded, config, 50)

    def busy() -> psutil.Process | None:
        embedded.want(config, STEPS)
        return worker_running(embedded, config.digest)

    help_.wait(busy).kill()

    def over() -> bool:
        embedded.want(config, STEPS)
        states.append(embedded.state().status)
        return embedded.film(config).is_over and states[-1] == "ready" and "waiting" in states

    help_.wait(over)
    assert help_.same(embedded.film(config), help_.undisturbed(config))
    assert embedded.film(config).trained == STEPS
    assert [one for one, other in pairwise([*states, "end"]) if one != other][-1] == "ready"
    assert help_.same(help_.develop(embedded, own), help_.undisturbed(own))


def develop_with_a_long_step(
    config_json: str, start: Any, from_step: int, until_step: int, **how: Any
) -> Any:
    """In a worker: a step that takes an hour on any machine, for the large network only."""
    import time

    from playground.films.develop import develop

    if '"hidden_size":256' in config_json:
        time.sleep(3600)
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
    help_.wait(lambda: embedded.state().status == "ready")
    endless, other = fresh(ENDLESS), fresh(SHORT)

    def runs() -> psutil.Process | None:
        embedded.want(endless, 10**6, viewer="ann")
        return worker_running(embedded, endless.digest)

    process = help_.wait(runs)
    help_.wait(lambda: is_gone(process))  # she has not renewed her wish
    assert embedded.film(endless).last_step == 0
    assert help_.same(help_.develop(embedded, other), help_.undisturbed(other))
    help_.wait(lambda: embedded.state().status == "ready")
    assert worker_running(embedded, endless.digest) is None  # nobody took it over


def test_a_large_checkpoint_travels_without_a_word_and_nothing_stays_behind(embedded: Any, help_: Help):
    for step in (1, 2, 3):
        help_.develop(embedded, LARGE, step)
    film = embedded.film(LARGE)
    assert help_.same(film, help_.undisturbed(LARGE, film.last_step))
    embedded.want(LARGE, 0)

    def left() -> list[str]:
        keys = [*embedded._workers._cluster.scheduler.tasks, *embedded._workers.client.futures]
        return [key for key in keys if str(key).startswith(LARGE.digest[:12])]

    help_.wait(lambda: not left())


def milliseconds(dask_worker: Any) -> float:
    """From one of a worker's reports to its next."""
    return float(dask_worker.periodic_callbacks["heartbeat"].callback_time)


def test_workers_report_at_leisure(embedded: Any, help_: Help):
    def apart() -> set[float]:
        return set(embedded._workers.client.run(milliseconds).values())

    help_.wait(lambda: apart() == {1000 * cluster.HEARTBEAT_SECONDS})


# ---- that cannot start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_scheduler_that_is_not_there_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    engine = DaskEngine(EngineSettings(scheduler=f"tcp://127.0.0.1:{free_port()}"))
    with pytest.raises(EngineUnavailable, match=r"The scheduler at tcp://127\.0\.0\.1:\d+ cannot be reached"):
        engine.wait_until_ready(LIMIT_SECONDS)
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
    with pytest.raises(EngineUnavailable, match=r"The training workers could not be started on this machine"):
        engine.wait_until_ready(LIMIT_SECONDS)
    assert "\n" not in str(engine.state().sentence)
    engine.close()
    help_.wait(lambda: all(is_gone(p) for p in set(psutil.Process().children(recursive=True)) - before))


# ---- on other machines


def test_films_are_the_same_over_tls_and_go_on_when_a_lost_scheduler_comes_back(
    remote_cluster: tuple[RemoteCluster, str], help_: Help
):
    running, address = remote_cluster
    engine: Any = DaskEngine(running.settings(address))
    engine.wait_until_ready(LIMIT_SECONDS)
    assert address.startswith("tls://127.0.0.1:")
    assert engine._workers.client.scheduler.address == address
    assert all(worker.startswith("tls://") for worker in engine._workers.client.nthreads())
    config, own = fresh(LONG), on_own_rows()
    assert help_.same(help_.develop(engine, own), help_.undisturbed(own))
    help_.develop(engine, config, 30)
    help_.wait(lambda: engine.probe(AnswersProbe(config=own, step=2)).status == "ready")
    engine.want(config, STEPS)
    running.stop()
    help_.wait(lambda: engine.state().status == "unavailable")
    assert "\n" not in str(engine.state().sentence)
    assert engine.film(config).last_step >= 30
    assert running.start() == address
    assert help_.same(help_.develop(engine, config), help_.undisturbed(config))
    assert engine.state().status == "ready"
    engine.close()


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
            engine.wait_until_ready(LIMIT_SECONDS)
        engine.close()
