"""What an engine has handed out to its workers, and what to say when it does not come back."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future as Fetched
from dataclasses import dataclass, field
from typing import Any

from playground.errors import PlaygroundError
from playground.i18n import N_, Message
from playground.probes.requests import Probe

WORKER_LOST = N_("The workers stopped several times at this run. It may need more memory than there is.")
BROKEN = N_("Something went wrong while training this run. Nothing else is affected; the log says more.")


@dataclass(slots=True)
class Order:
    """One task handed to the workers."""

    future: Any
    key: str
    since: float
    worker: str = ""
    """Address of the worker it was meant for; dask may move it where that one is gone."""
    orphaned: float | None = None
    fetched: Fetched[Any] | None = None
    """The result on its way from the worker: it may be lost there, and nobody must wait for it."""

    @property
    def is_done(self) -> bool:
        """Whether `result` answers at once."""
        return self.fetched is not None and self.fetched.done()

    def result(self) -> Any:
        """What the task gave, or the error it ended with; only when `is_done`."""
        assert self.fetched is not None
        return self.fetched.result()

    def withdraw(self) -> None:
        """Let the scheduler forget the task; one that runs already runs on.

        Dropping the last reference is not enough: dask's own callback holds another one, and so does
        the traceback of an error that was logged.
        """
        self.future.release()


@dataclass(slots=True)
class Look:
    """One probe somebody waits for."""

    asked: float
    order: Order | None = None


@dataclass(slots=True)
class Work:
    """What the workers hold for this engine."""

    films: dict[str, list[Order]] = field(default_factory=dict)
    looks: dict[Probe, Look] = field(default_factory=dict)
    failed_at: dict[str, float] = field(default_factory=dict)

    def best_worker(self, addresses: Sequence[str], before: Order | None) -> str:
        """The worker that can begin first; of equals, the one that holds the segment `before`.

        Every segment counts as one. One that continues `before` cannot begin until that is done.
        """
        queues: dict[str, list[Order]] = {address: [] for address in addresses}
        for order in sorted((o for orders in self.films.values() for o in orders), key=lambda o: o.since):
            if order.worker in queues:
                queues[order.worker].append(order)
        home = before.worker if before is not None else ""
        ready = queues[home].index(before) + 1 if before is not None and home in queues else 0
        return min(
            addresses, key=lambda address: (max(len(queues[address]), ready), address != home), default=""
        )

    def forget_orders(self) -> None:
        """What was handed out will never come back; what was asked for stays asked for."""
        for digest in list(self.films):
            self.forget_film(digest)
        for wish in self.looks.values():
            if wish.order is not None:
                wish.order.withdraw()
            wish.order = None

    def forget_film(self, digest: str) -> None:
        """Withdraw what was handed out for one film."""
        orders = self.films.pop(digest, [])
        while orders:
            orders.pop().withdraw()


def sentence_of(error: Exception) -> str | Message | None:
    """What to tell the learner; `None` where the work was only lost and can be done again."""
    from distributed import CancelledError, KilledWorker

    if isinstance(error, PlaygroundError):
        return error.message
    if isinstance(error, KilledWorker):
        return WORKER_LOST
    if isinstance(error, (CancelledError, OSError, TimeoutError)):
        return None
    return BROKEN
