"""Workers that are no processes: what an engine hands out is done here, at once or when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.films.settings import EngineSettings
from playground.uploads import own_data


class FutureInPlace:
    """Stands for a result, as a future of dask does."""

    def __init__(self, key: str, work: Callable[[], Any]) -> None:
        self.key = key
        self.released = False
        self._work = work
        self._callbacks: list[Callable[[Any], None]] = []
        self._outcome: tuple[Any, Exception | None] | None = None

    def run(self) -> None:
        """Do the work now."""
        try:
            self._outcome = self._work(), None
        except Exception as error:
            self._outcome = None, error
        for callback in self._callbacks:
            callback(self)

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        if self._outcome is None:
            self._callbacks.append(callback)
        else:
            callback(self)

    def result(self, timeout: float | None = None) -> Any:
        assert self._outcome is not None
        value, error = self._outcome
        if error is not None:
            raise error
        return value

    def release(self) -> None:
        self.released = True


class ClientInPlace:
    """Does what it is given, in order."""

    def __init__(self) -> None:
        self.submitted: list[tuple[str, int]] = []
        """The key and the priority of everything that was handed out."""
        self.futures: list[FutureInPlace] = []
        self.holds: Callable[[str], bool] = lambda key: False
        """Whether the work under a key waits until a test lets it run."""
        self.intercept: Callable[[str, Callable[..., Any]], Callable[..., Any]] = lambda key, work: work
        """What is done in place of the work under a key."""

    def submit(
        self, function: Callable[..., Any], *arguments: Any, key: str, priority: int, **options: Any
    ) -> FutureInPlace:
        for name in ("pure", "workers", "allow_other_workers"):
            options.pop(name, None)
        work = self.intercept(key, function)

        def outcome() -> Any:
            given = [a.result() if isinstance(a, FutureInPlace) else a for a in arguments]
            return work(*given, **options)

        future = FutureInPlace(key, outcome)
        self.submitted.append((key, priority))
        self.futures.append(future)
        if not self.holds(key):
            future.run()
        return future


class WorkersInPlace:
    """What `playground.films.cluster.Workers` is to an engine."""

    def __init__(self, settings: EngineSettings) -> None:
        self.client = ClientInPlace()
        self.known = [f"in place {number}" for number in range(settings.workers)]
        self.is_connected = True
        self.gpu = ""
        self.ended: list[str] = []
        """Keys of the tasks whose workers were ended."""
        self.closed = False

    @property
    def alive(self) -> list[str]:
        return self.known

    def own_data(self, digest: str) -> tuple[Any, ...]:
        return (own_data.find(digest),) if digest and own_data.has(digest) else ()

    def stop_worker_running(self, key: str) -> None:
        self.ended.append(key)

    def close(self) -> None:
        self.closed = True
