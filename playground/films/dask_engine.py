"""The engine on dask workers: films served in turn, one segment running and one waiting behind it."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Literal

from playground.config import RunConfig
from playground.errors import EngineUnavailable
from playground.films.develop import QUEUED_SECONDS, develop, look
from playground.films.engine import EngineState, Reply
from playground.films.film import Film
from playground.films.orders import Look, Order, Work, sentence_of
from playground.films.readings import PENDING, Readings
from playground.films.settings import EngineSettings
from playground.films.shelf import Shelf
from playground.films.turns import WISH_SECONDS, Turns
from playground.i18n import N_, Message, translated
from playground.probes.requests import Probe

log = logging.getLogger(__name__)

AHEAD = 2
"""Segments of one film handed out at once: the second starts where the first will end."""
OVERDUE_SECONDS = 1.5
"""A segment that runs longer than this, and whose viewers have gone, is ended with its worker."""
GRACE_SECONDS = 0.5
"""How long a segment may go on after nobody wants it any more."""
RETRY_SECONDS = 10.0
"""A film that failed is tried again when it is wanted after this long."""
RECONNECT_SECONDS = 1.0
"""How long to wait before a remote scheduler that is away is tried again."""
FETCHERS = 8
"""Results that may be on their way at once."""
FETCH_SECONDS = 30
"""How long one may take; it is asked for again after that."""
LOST = N_("The connection to the scheduler was lost. It is being tried again.")
STOPPED = N_("Training has stopped on this server because of a fault. Please start the server again.")


class DaskEngine:
    """Starts in the background; wishes stated before it is ready are kept.

    One thread of this process hands out segments and takes them back. Everything shared is
    guarded by one lock, which is never held while waiting for a worker.
    """

    def __init__(self, settings: EngineSettings) -> None:
        """Begin to start or reach the workers, and return at once."""
        self._settings = settings
        self._expected = settings.workers if settings.scheduler is None else 1
        self._shelf = Shelf(settings.film_megabytes * 2**20)
        self._readings = Readings(settings.film_megabytes * 2**20 // 4)
        self._turns = Turns()
        self._work = Work()
        self._numbers = itertools.count()
        self._workers: Any = None
        self._alive: list[str] = []
        self._problem: str | Message = ""
        self._fetchers = ThreadPoolExecutor(FETCHERS, thread_name_prefix="results")
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="films", daemon=True)
        self._thread.start()

    def want(self, config: RunConfig, until_step: int, *, viewer: str = "", queued: bool = False) -> None:
        """State or renew one viewer's wish."""
        with self._changed:
            reel = self._shelf.reel(config)
            now = time.monotonic()
            if reel.status == "failed" and now - self._work.failed_at.get(config.digest, 0) > RETRY_SECONDS:
                reel.status, reel.reason = "developing", ""
            until = min(until_step, reel.total_steps)
            self._turns.want(config.digest, until, viewer, now, queued=queued)
            self._changed.notify()

    def film(self, config: RunConfig) -> Film:
        """A snapshot of what is known."""
        with self._changed:
            return self._shelf.reel(config).snapshot()

    def probe(self, probe: Probe) -> Reply:
        """Ask for a reading; ask again until it is no longer pending."""
        with self._changed:
            if (known := self._readings.get(probe)) is not None:
                return known
            if probe.step <= self._shelf.reel(probe.config).last_step:
                self._work.looks.setdefault(probe, Look(0.0)).asked = time.monotonic()
                self._changed.notify()
            return PENDING

    def state(self) -> EngineState:
        """How the engine is."""
        if self._problem:
            return EngineState(status="unavailable", sentence=self._problem)
        if self._workers is None:
            return EngineState(status="starting")
        workers = len(self._workers.known)  # now, also while a lost worker's result is waited for
        status: Literal["ready", "waiting"] = "ready" if workers >= self._expected else "waiting"
        return EngineState(status=status, workers=workers)

    def close(self) -> None:
        """Stop the thread and the workers this engine started."""
        self._closing.set()
        with self._changed:
            self._changed.notify()
        self._thread.join(timeout=30)
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Return when workers can take work; raises `EngineUnavailable` where there will be none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.state()
            if state.status == "unavailable":
                raise EngineUnavailable(N_("The workers cannot train: {why}"), why=translated(state.sentence))
            if state.workers:
                return
            time.sleep(0.02)
        raise EngineUnavailable(N_("No worker came within {seconds:g} seconds."), seconds=seconds)

    def _run(self) -> None:
        """Serve until closed; a remote scheduler that is away may come back, and films go on."""
        while not self._closing.is_set():
            try:
                self._serve()
            except EngineUnavailable as error:
                self._problem = error.message
            except Exception:
                log.exception("the engine stopped")
                self._problem = STOPPED
            if self._settings.scheduler is None:
                return
            self._closing.wait(RECONNECT_SECONDS)

    def _serve(self) -> None:
        from playground.films.cluster import Workers

        workers = self._workers = Workers(self._settings)
        try:
            while not self._closing.is_set():
                self._alive = workers.alive
                if not workers.is_connected:
                    raise EngineUnavailable(LOST)
                self._problem = ""
                self._turn_once()
        finally:
            with self._changed:
                self._work.forget_orders()
            workers.close()

    def _turn_once(self) -> None:
        self._take_back()
        with self._changed:
            self._forget_the_unwanted()
            self._hand_out_looks()
            self._hand_out_films()
            self._shelf.keep_within_budget(self._in_use())
            if not self._closing.is_set() and not self._any_done():
                self._changed.wait(timeout=0.5)

    # ---- taking results back

    def _any_done(self) -> bool:
        orders = [orders[0] for orders in self._work.films.values() if orders]
        looks = [look.order for look in self._work.looks.values() if look.order is not None]
        return any(order.is_done for order in [*orders, *looks])

    def _take_back(self) -> None:
        for digest, orders in list(self._work.films.items()):
            while orders and orders[0].is_done:
                self._take_segment(digest, orders)
        for probe, wish in list(self._work.looks.items()):
            if wish.order is not None and wish.order.is_done:
                self._take_reading(probe, wish.order)

    def _take_segment(self, digest: str, orders: list[Order]) -> None:
        order = orders.pop(0)
        try:
            segment = order.result()
        except Exception as error:
            self._drop_after(error, digest)
            return
        finally:
            order.withdraw()
        with self._changed:
            self._turns.charge(digest, segment.seconds)
            if (reel := self._shelf.known(digest)) is not None:
                reel.append(segment)

    def _drop_after(self, error: Exception, digest: str) -> None:
        """A segment did not come: lost work is asked for again, a real fault ends the film."""
        self._work.forget_film(digest)
        sentence = sentence_of(error)
        if sentence is None:
            return
        log.error("film %s failed", digest[:12], exc_info=error)
        with self._changed:
            if (reel := self._shelf.known(digest)) is not None:
                reel.status, reel.reason = "failed", sentence
                self._work.failed_at[digest] = time.monotonic()

    def _take_reading(self, probe: Probe, order: Order) -> None:
        try:
            reply = Reply(status="ready", value=order.result())
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:  # lost with its worker: ask again
                with self._changed:
                    self._work.looks[probe].order = None
                return
            log.error("probe failed", exc_info=error)
            reply = Reply(status="failed", sentence=sentence)
        finally:
            order.withdraw()
        with self._changed:
            self._work.looks.pop(probe, None)
            self._readings.put(probe, reply)

    # ---- handing work out; the lock is held

    def _in_use(self) -> set[str]:
        looked_at = {probe.config.digest for probe in self._work.looks}
        return {*self._turns.wanted(time.monotonic()), *self._work.films, *looked_at}

    def _forget_the_unwanted(self) -> None:
        now = time.monotonic()
        for digest, orders in list(self._work.films.items()):
            if not orders:
                del self._work.films[digest]
            elif any(order.worker not in self._alive for order in orders):
                self._work.forget_film(digest)  # dask would wait for a dead worker if none is left
            elif self._is_wanted(digest, now):
                orders[0].orphaned = None
            else:
                while len(orders) > 1:
                    orders.pop().withdraw()
                self._end_if_overdue(digest, orders[0], now)
        for probe, wish in list(self._work.looks.items()):
            if now - wish.asked > WISH_SECONDS:
                self._forget_look(probe, wish.order, now)

    def _forget_look(self, probe: Probe, order: Order | None, now: float) -> None:
        del self._work.looks[probe]
        if order is not None:
            if now - order.since > OVERDUE_SECONDS:
                self._workers.stop_worker_running(order.key)
            order.withdraw()

    def _is_wanted(self, digest: str, now: float) -> bool:
        reel = self._shelf.known(digest)
        return reel is not None and self._turns.until(digest, now) > reel.last_step

    def _end_if_overdue(self, digest: str, order: Order, now: float) -> None:
        order.orphaned = order.orphaned or now
        if now - order.orphaned > GRACE_SECONDS and now - order.since > OVERDUE_SECONDS:
            self._workers.stop_worker_running(order.key)
            self._work.forget_film(digest)

    def _hand_out_looks(self) -> None:
        for probe, wish in self._work.looks.items():
            if wish.order is not None:
                continue
            reel = self._shelf.reel(probe.config)
            start = reel.checkpoint_before(probe.step)
            own = self._workers.own_data(probe.config.task.own)
            arguments = (probe.config.to_json(), start, probe, *own)
            wish.order = self._order("look", look, *arguments, priority=10)

    def _hand_out_films(self) -> None:
        now = time.monotonic()
        free = AHEAD * len(self._alive) - sum(len(o) for o in self._work.films.values())
        while free > 0 and self._hand_out_segment(now):
            free -= 1

    def _hand_out_segment(self, now: float) -> bool:
        """Give the next segment of the film that had least to the worker that can begin first."""
        for digest in self._turns.wanted(now):
            reel, until = self._shelf.known(digest), self._turns.until(digest, now)
            orders = self._work.films.setdefault(digest, [])
            queued = self._turns.is_queued(digest, now)
            if reel is None or reel.status != "developing" or reel.last_step >= until or len(orders) >= AHEAD:
                continue
            if queued and orders and reel.snapshot().may_end_within(QUEUED_SECONDS):
                continue
            start, from_step = reel.checkpoint_before(reel.last_step), reel.last_step
            if orders:
                start, from_step = orders[-1].future, -1
            worker = self._work.best_worker(self._alive, orders[-1] if orders else None)
            own = self._workers.own_data(reel.config.task.own)
            arguments = (reel.config.to_json(), start, from_step, until, *own)
            how = {"priority": 0 if queued else 1, "queued": queued}
            orders.append(self._order(digest[:12], develop, *arguments, worker=worker, **how))
            self._turns.serve(digest)
            return True
        return False

    def _order(
        self, name: str, function: Any, *arguments: Any, priority: int, worker: str = "", **options: Any
    ) -> Order:
        key = f"{name}-{next(self._numbers)}-{id(self)}"
        where = {"workers": [worker], "allow_other_workers": True} if worker else {}
        future = self._workers.client.submit(
            function, *arguments, key=key, priority=priority, pure=False, **where, **options
        )
        order = Order(future=future, key=key, since=time.monotonic(), worker=worker)
        future.add_done_callback(lambda _future: self._fetch(order))
        return order

    def _fetch(self, order: Order) -> None:
        """Let a thread wait for the result: its worker may be gone by now, and then that takes long."""
        with suppress(RuntimeError):  # the engine is closing
            order.fetched = self._fetchers.submit(order.future.result, FETCH_SECONDS)
            order.fetched.add_done_callback(self._wake)

    def _wake(self, _fetched: Any) -> None:
        with self._changed:
            self._changed.notify()
