"""Jobs as tasks of dask: handed to the workers, fetched from them, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future as Fetched
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground.config.errors import PlaygroundError
from playground.i18n import N_, Message

FETCHERS = 8
"""Results that may be on their way at once."""
FETCH_SECONDS = 30
"""How long one may take; it is asked for again after that."""
WORKER_LOST = N_("The workers stopped several times at this run. It may need more memory than there is.")
BROKEN = N_("Something went wrong while training this run. Nothing else is affected; the log says more.")


@dataclass(slots=True)
class DaskTask:
    """One task at the workers."""

    future: Any
    key: str
    fetched: Fetched[Any] | None = None
    """The result on its way from the worker: it may be lost there, and nobody must wait for it."""


class DaskTasks:
    """The tasks of one engine by the numbers of their jobs."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """No tasks yet; `wake` is called, from another thread, when a result has come."""
        self._tasks: dict[int, DaskTask] = {}
        self._wake = wake
        self._fetchers = ThreadPoolExecutor(FETCHERS, thread_name_prefix="results")

    def submit(
        self, client: Any, number: int, name: str, work: tuple[Any, ...], *, worker: str = "", **how: Any
    ) -> None:
        """Hand a job to the workers.

        Args:
            name: what its key begins with.
            work: a function and its arguments, futures among them.
            worker: the address of the worker it is meant for; empty for any.
            how: the priority, and what the function is called with by name.
        """
        key = f"{name}-{number}-{id(self)}"
        where = {"workers": [worker], "allow_other_workers": True} if worker else {}
        future = client.submit(*work, key=key, pure=False, **where, **how)
        task = self._tasks[number] = DaskTask(future=future, key=key)
        future.add_done_callback(lambda _future: self._fetch(task))

    def future(self, number: int) -> Any:
        """The future of a job, which a later job takes as an argument for its result."""
        return self._tasks[number].future

    def key(self, number: int) -> str | Message | None:
        """Under which a job is known to dask, if it is handed out."""
        return task.key if (task := self._tasks.get(number)) else None

    def is_done(self, number: int) -> bool:
        """Whether `result` answers at once."""
        task = self._tasks.get(number)
        return task is not None and task.fetched is not None and task.fetched.done()

    def result(self, number: int) -> Any:
        """The result of a job, or the error it ended with; only when `is_done`."""
        fetched = self._tasks[number].fetched
        assert fetched is not None
        return fetched.result()

    def withdraw(self, number: int) -> None:
        """Let dask forget a job; one that runs already runs on.

        Dropping the last reference is not enough: dask's own callback holds another one, and so does
        the traceback of an error that was logged.
        """
        if (task := self._tasks.pop(number, None)) is not None:
            task.future.release()

    def withdraw_all(self) -> None:
        """Let dask forget all jobs."""
        for number in list(self._tasks):
            self.withdraw(number)

    def close(self) -> None:
        """Wait for no result any more."""
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, task: DaskTask) -> None:
        """Let a thread wait for the result: its worker may be gone by now, and then that takes long."""
        with suppress(RuntimeError):  # the engine is closing
            task.fetched = self._fetchers.submit(task.future.result, FETCH_SECONDS)
            task.fetched.add_done_callback(lambda _fetched: self._wake())


def sentence_of(error: Exception) -> str | Message | None:
    """The sentence for the learner; `None` where the work was only lost and can be done again."""
    from distributed import CancelledError, KilledWorker

    if isinstance(error, PlaygroundError):
        return error.message
    if isinstance(error, KilledWorker):
        return WORKER_LOST
    if isinstance(error, (CancelledError, OSError, TimeoutError)):
        return None
    return BROKEN
