"""Engines for the tests: started once a session, because a worker takes seconds to start."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from playground.config import RunConfig
from playground.films.dask_engine import DaskEngine
from playground.films.engine import Engine
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.films.settings import EngineSettings
from tests.films.in_place import WorkersInPlace

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 600.0
"""How long anything may take, such as the start of a worker: only a test that fails ever waits so long."""


@dataclass
class Help:
    """What engine tests do again and again; waiting is bounded, and generously."""

    def wait(self, until: Callable[[], T], every: float = 0.01) -> T:
        """The first answer of `until` that counts as true."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while not (found := until()):
            assert time.monotonic() < deadline, f"still waiting after {LIMIT_SECONDS:g} seconds"
            time.sleep(every)
        return found

    def develop(self, engine: Engine, config: RunConfig, step: int = 10**6, viewer: str = "ann") -> Film:
        """The film when it has reached `step` or its end."""

        def reached() -> bool:
            engine.want(config, step, viewer=viewer)
            film = engine.film(config)
            assert film.status != "failed", film.reason
            return film.last_step >= step or film.is_over

        self.wait(reached)
        return engine.film(config)

    def same(self, one: Film, other: Film) -> bool:
        """Whether two films agree in every digit of every array."""
        a, b = one.history, other.history
        names = ("train_loss", "grad_norm", "epoch_step", "epoch_train_loss", "test_loss")
        arrays = [(getattr(a, name), getattr(b, name)) for name in names]
        arrays += [(a.metrics[name], b.metrics[name]) for name in a.metrics]
        return (
            a.metrics.keys() == b.metrics.keys()
            and (one.status, one.reason, one.total_steps) == (other.status, other.reason, other.total_steps)
            and all(np.array_equal(x, y, equal_nan=True) for x, y in arrays)
        )

    def undisturbed(self, config: RunConfig, step: int = 10**6) -> Film:
        """The film as it is developed in this process, all at once."""
        engine = InlineEngine()
        engine.want(config, step)
        return engine.film(config)


@pytest.fixture(scope="session")
def help_() -> Help:
    return Help()


@pytest.fixture(scope="session")
def inline() -> InlineEngine:
    return InlineEngine()


@pytest.fixture(scope="session")
def in_place() -> Iterator[DaskEngine]:
    """The engine for dask, over workers that are no processes."""
    engine = DaskEngine(EngineSettings(workers=2), connect=WorkersInPlace)
    engine.wait_until_ready(LIMIT_SECONDS)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def _embedded() -> Iterator[list[DaskEngine]]:
    """The engine below, once there is one."""
    engines: list[DaskEngine] = []
    yield engines
    for engine in engines:
        engine.close()


@pytest.fixture
def embedded(_embedded: list[DaskEngine]) -> DaskEngine:
    """The engine with a worker process of its own; one for all tests, because each costs seconds to start."""
    if not _embedded:
        engine = DaskEngine(EngineSettings(workers=1))
        _embedded.append(engine)
        assert engine.state().status == "starting"  # it does not wait for its workers
        engine.wait_until_ready(LIMIT_SECONDS)
    return _embedded[0]


@pytest.fixture
def closing(embedded: DaskEngine, _embedded: list[DaskEngine]) -> Iterator[DaskEngine]:
    """The same, for a test that closes it: who asks later gets another."""
    _embedded.remove(embedded)
    yield embedded
    embedded.close()


@dataclass
class RemoteCluster:
    """A scheduler and a worker as other processes, on loopback."""

    folder: Path
    tls: dict[str, str]
    port: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    starts: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> str:
        """Start both and return the scheduler's address, the same after they were stopped."""
        file = self.folder / f"scheduler-{next(self.starts)}.json"
        protocol = "tls" if self.tls else "tcp"
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--protocol", protocol)
        self._run("dask_scheduler", *where, "--scheduler-file", str(file))
        Help().wait(lambda: file.exists() and file.read_text().endswith("}"))
        address: str = json.loads(file.read_text())["address"]
        self.port = int(address.rpartition(":")[2])
        extra = ("--nthreads", "1", "--no-nanny", "--preload", "playground.films.warm_up")
        self._run("dask_worker", address, "--host", "127.0.0.1", *extra)
        return address

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        while self.processes:
            self.processes.pop().wait(timeout=LIMIT_SECONDS)

    def settings(self, address: str) -> EngineSettings:
        files = {f"tls_{name}": path for name, path in self.tls.items()}
        return EngineSettings(scheduler=address, **files)  # type: ignore[arg-type]

    def _run(self, program: str, *arguments: str) -> None:
        tls = ("--tls-ca-file", "--tls-cert", "--tls-key")
        safe = [part for pair in zip(tls, self.tls.values(), strict=False) for part in pair]
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, *safe, "--no-dashboard"]
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        with (self.folder / "log.txt").open("ab") as log:
            started = subprocess.Popen(command, cwd=self.folder, env=environ, stdout=log, stderr=log)
        self.processes.append(started)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Makes a certificate authority and one certificate signed by it."""

    def make(name: str) -> dict[str, str]:
        folder = tmp_path_factory.mktemp(name)
        ca, ca_key, cert, key, asked = (
            str(folder / file) for file in ("ca.pem", "ca.key", "cert.pem", "cert.key", "cert.csr")
        )
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        for command in (
            ["req", "-x509", *new, "-days", "2", "-subj", f"/CN={name}", "-keyout", ca_key, "-out", ca],
            ["req", *new, "-subj", "/CN=playground", "-keyout", key, "-out", asked],
            ["x509", "-req", "-in", asked, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-out", cert],
        ):
            subprocess.run(["openssl", *command], check=True, capture_output=True, timeout=60)
        return {"ca": ca, "cert": cert, "key": key}

    return make


@pytest.fixture(scope="session")
def remote_cluster(
    tmp_path_factory: pytest.TempPathFactory, certificates: Callable[[str], dict[str, str]]
) -> Iterator[tuple[RemoteCluster, str]]:
    cluster = RemoteCluster(tmp_path_factory.mktemp("remote"), certificates("classroom"))
    try:
        yield cluster, cluster.start()
    finally:
        cluster.stop()


@pytest.fixture(params=["inline", "in_place"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found
