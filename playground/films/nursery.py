"""The process that workers are forked from: it has imported what they need, once for all of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from playground.films.settings import EngineSettings

IMPORTED = [
    "torch",
    "distributed.nanny",
    "playground.films.warm_up",
    "playground.probes.read",
    "playground.training.trainer",
]
"""What a worker imports. That takes a second of a core, and a fork of a process that has it takes none."""
METHOD = "forkserver" if sys.platform.startswith("linux") else "spawn"
"""How worker processes begin. Windows cannot fork, and a Mac had better not: each imports all there."""
_PATH = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    # memory is not given back at every step, which nearly halves the speed of training
    **dict.fromkeys(("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"), str(2**30)),
    "PYTHONPATH": os.pathsep.join(_PATH),
}
"""Of worker processes, and from their beginning: numpy, torch and the allocator look at it once."""
BEFORE_SPAWN = {} if METHOD == "forkserver" else ENVIRONMENT
"""What dask puts into this process for the sake of workers that it spawns; forked ones have it already."""


def connected(settings: EngineSettings) -> Any:
    """Workers that can be reached; the process they are forked from imports while this one does."""
    if settings.scheduler is None:
        open_nursery()
    from playground.films.cluster import Workers

    return Workers(settings)


def open_nursery() -> None:
    """Start it, if it does not run yet; it imports while this process goes on."""
    if METHOD == "forkserver":
        forkserver.set_forkserver_preload(IMPORTED)
        with _in(ENVIRONMENT):
            forkserver.ensure_running()


@contextmanager
def _in(environment: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
