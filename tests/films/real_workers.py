"""The processes behind an engine's workers."""

from __future__ import annotations

from typing import Any

import psutil


def processes(engine: Any) -> dict[str, psutil.Process]:
    """The processes of an engine's workers, by their addresses."""
    nannies = list(engine._workers._cluster.workers.values())
    return {nanny.worker_address: psutil.Process(nanny.pid) for nanny in nannies if nanny.pid}


def worker_running(engine: Any, digest: str) -> psutil.Process | None:
    """The process of the worker that runs a film now."""
    for address, worker in list(engine._workers._cluster.scheduler.workers.items()):
        if any(str(task.key).startswith(digest[:12]) for task in list(worker.processing)):
            return processes(engine).get(address)
    return None


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
