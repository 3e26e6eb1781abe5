"""Workers: a cluster on this machine, or a remote one over mutual TLS."""

from __future__ import annotations

import logging
import os
import signal
from contextlib import suppress
from typing import Any

import dask
from distributed import Client, LocalCluster, scheduler
from distributed.security import Security

from playground.config.errors import EngineUnavailable, OwnDataMissing
from playground.films import nursery
from playground.films.settings import EngineSettings
from playground.i18n import N_
from playground.training.devices import find_gpu
from playground.uploads import own_data

log = logging.getLogger(__name__)

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Windows knows no SIGKILL; there SIGTERM ends a process at once."""
NOT_STARTED = N_("The training workers could not be started on this machine ({why}).")
NOT_REACHED = N_("The scheduler at {address} cannot be reached ({why}).")
HEARTBEAT_SECONDS = 1.0
"""How often a worker of this machine says that it is there; of itself twice a second."""
CONNECT_SECONDS = 10
"""How long a remote scheduler may take to answer."""
SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # a checkpoint may be large, and travels
    # a nanny whose worker is missing so long after another one died is sent away for good
    "distributed.deploy.lost-worker-timeout": "1000 days",
    "distributed.worker.profile.enabled": False,  # looks into the training loop a hundred times a second
    # dask looks after itself many times a second, in the server and in every worker; less often will do
    "distributed.scheduler.work-stealing": False,  # every segment has its worker
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.deploy.cluster-repr-interval": "60s",
    "distributed.client.scheduler-info-interval": "60s",
    "distributed.worker.multiprocessing-method": nursery.METHOD,
    "distributed.nanny.pre-spawn-environ": nursery.BEFORE_SPAWN,  # in place of dask's own
}
"""How dask is to behave."""


class Workers:
    """A dask client and, where this process started it, the cluster behind it."""

    def __init__(self, settings: EngineSettings) -> None:
        """Start or reach the workers; raises `EngineUnavailable` with the reason."""
        self._cluster: Any = None
        self._heard: list[str] = []
        self._own: dict[str, Any] = {}
        try:
            dask.config.set(SETTINGS)
            if settings.scheduler is None:
                self._cluster = _start()
                self._cluster.scale(settings.workers)  # in the background
                self.client = Client(self._cluster, set_as_default=False)
            else:
                self.client = _connect(settings, settings.scheduler)
            self.gpu = _common_gpu(self.client) if settings.device == "auto" else ""
        except (OSError, RuntimeError, TimeoutError, ValueError) as error:
            self.close()
            raise _unavailable(settings, error) from error

    @property
    def alive(self) -> list[str]:
        """Addresses of the workers that can take work now; a remote scheduler is asked for them."""
        if self.is_connected and self._cluster is None:
            self._heard = list(self.client.scheduler_info(n_workers=-1)["workers"])
        return self.known

    @property
    def known(self) -> list[str]:
        """The same without asking: a remote scheduler's workers are those it told of last."""
        if not self.is_connected:
            return []
        return self._heard if self._cluster is None else list(self._cluster.scheduler.workers)

    @property
    def is_connected(self) -> bool:
        """Whether the scheduler can be reached."""
        return self.client.status == "running"

    def own_data(self, digest: str) -> tuple[Any, ...]:
        """The argument that brings a learner's own data to a task, if it needs some and it is here.

        It is the result of a task of its own, which gives back what it was given. So dask carries it
        to each worker that needs it, once, and makes it again where it was lost with its worker.
        """
        if not digest:
            return ()
        for gone in [known for known in self._own if not own_data.has(known)]:
            self._own.pop(gone).release()
        try:
            data = own_data.find(digest)
        except OwnDataMissing:
            return ()  # the work itself says so, where the learner reads it
        if digest not in self._own or self._own[digest].status not in ("pending", "finished"):
            self._own[digest] = self.client.submit(bytes, data, pure=False, priority=20)
        return (self._own[digest],)

    def stop_worker_running(self, key: str) -> None:
        """End task `key` at once by killing its worker process, which its nanny then replaces.

        A running task cannot be cancelled in any gentler way. Only for workers of this process.
        """
        if self._cluster is not None:
            self._cluster.loop.add_callback(self._stop_worker_running, key)

    def _stop_worker_running(self, key: str) -> None:
        """In the scheduler's own thread, where nothing changes in between."""
        scheduler = self._cluster.scheduler
        task = scheduler.tasks.get(key)
        worker = task and task.processing_on
        if not worker or _running(worker) is not task:
            return
        scheduler.client_releases_keys([key], self.client.id)  # or another worker would take it over
        for nanny in self._cluster.workers.values():
            if nanny.worker_address == worker.address and nanny.pid is not None:
                log.info("stopping a worker: nobody wants its long step any more")
                with suppress(ProcessLookupError):
                    os.kill(nanny.pid, KILL)

    def close(self) -> None:
        """Leave the scheduler, and stop the workers this process started."""
        for part in (getattr(self, "client", None), self._cluster):
            if part is not None:
                part.close(timeout=5)


def _running(worker: Any) -> Any:
    """The task a worker runs: the one it reported, or else the first it was given."""
    reported = [task for task in worker.executing if task in worker.processing]
    return next(iter([*reported, *worker.processing]), None)


def _start() -> LocalCluster:
    """A cluster with its first worker; the others would only slow the first page down."""
    vars(scheduler)["heartbeat_interval"] = lambda _workers: HEARTBEAT_SECONDS  # dask has no setting for it
    return LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # or its information is served on 8787
        silence_logs=logging.ERROR,
        preload=["playground.films.warm_up"],
        env=nursery.ENVIRONMENT,
    )


def _connect(settings: EngineSettings, address: str) -> Client:
    security = None
    if address.startswith("tls://"):
        security = Security(
            require_encryption=True,
            tls_ca_file=settings.tls_ca,
            tls_client_cert=settings.tls_cert,
            tls_client_key=settings.tls_key,
        )
    return Client(address, security=security, timeout=CONNECT_SECONDS, set_as_default=False)


def _common_gpu(client: Client) -> str:
    """The graphics card that every worker has, as torch calls it; empty where one has none or another."""
    client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    found = set(client.run(find_gpu).values())
    return found.pop() if len(found) == 1 else ""


def _unavailable(settings: EngineSettings, error: Exception) -> EngineUnavailable:
    why = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no details'}"[:200]
    if settings.scheduler is None:
        return EngineUnavailable(NOT_STARTED, why=why)
    return EngineUnavailable(NOT_REACHED, address=settings.scheduler, why=why)
