"""An engine with a worker process is closed, in the middle of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psutil

from playground import tasks
from playground.experiments.edits import edited
from tests.films.real_workers import is_gone, processes, worker_running

if TYPE_CHECKING:
    from tests.films.conftest import Help

LONG = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 100, "training.seed": 4999},
)


def test_an_engine_closes_without_a_trace_and_listens_only_to_this_machine(closing: Any, help_: Help):
    def busy() -> bool:
        closing.want(LONG, 10**6)
        return worker_running(closing, LONG.digest) is not None

    help_.wait(lambda: closing.state().status == "ready")
    help_.wait(busy)
    workers = [one for worker in processes(closing).values() for one in (worker, *worker.children(True))]
    assert workers
    everybody = [psutil.Process(), *workers]
    listening = [c.laddr.ip for p in everybody for c in p.net_connections("tcp") if c.status == "LISTEN"]
    assert set(listening) == {"127.0.0.1"}
    closing.close()
    help_.wait(lambda: all(is_gone(process) for process in workers))
    closing.close()  # again, and nothing happens
