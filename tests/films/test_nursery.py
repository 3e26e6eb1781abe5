"""Workers are forked from a process that has imported what they need, and begin as a worker must."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from playground.films import nursery
from tests.films.real_workers import processes

if TYPE_CHECKING:
    from tests.films.conftest import Help


@pytest.fixture
def worker(embedded: Any, help_: Help) -> psutil.Process:
    """One that takes work."""
    help_.wait(lambda: embedded.state().status == "ready")
    return help_.wait(lambda: next(iter(processes(embedded).values()), None))


def test_the_process_that_workers_come_from_has_imported_torch_and_has_one_thread(worker: psutil.Process):
    """A fork of several threads may find a lock that nobody will ever open."""
    nest = worker.parent()
    assert nest
    assert nest.pid != os.getpid()
    assert any("libtorch" in one.path for one in nest.memory_maps())
    assert nest.num_threads() == 1
    environment = nest.environ()
    assert nursery.ENVIRONMENT.items() <= environment.items()


def test_a_worker_has_one_thread_of_torchs(embedded: Any, worker: psutil.Process):
    def threads() -> int:
        import torch

        return torch.get_num_threads()

    assert set(embedded._workers.client.run(threads).values()) == {1}


def test_what_workers_need_is_not_left_in_this_process(embedded: Any):
    assert "MALLOC_TRIM_THRESHOLD_" not in os.environ


def test_the_project_is_found_from_any_folder():
    root = str(Path(nursery.__file__).parents[2])
    assert root in nursery.ENVIRONMENT["PYTHONPATH"].split(os.pathsep)
