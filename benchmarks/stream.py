"""The films' socket: what watching costs the server, and what each of very many is sent."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from websockets.asyncio.client import connect

from benchmarks.page import Server, server
from benchmarks.report import Figure
from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS

LONG = edited(PRESETS["gates"].config, {"training.epochs": 2000})
"""A run that is not over while anybody here watches it."""
VIEWS: tuple[str, ...] = ()
"""The pictures that each learner watches."""
SETTLED_SECONDS, WATCHED_SECONDS = 4.0, 8.0
OWN_RUNS, WATCHERS, CLASS = 20, 100, 300


def figures() -> Iterator[Figure]:
    """Every crowd on a server of its own, so that what one leaves behind costs the next nothing."""
    run = query(LONG)
    alone, _ = watched([run])
    yield Figure("server CPU a second, one learner alone", alone, 25.0, "ms")
    many, _ = watched([query(edited(LONG, {"training.seed": seed})) for seed in range(OWN_RUNS)])
    yield Figure(
        "the same, each further learner with a run of their own", further(many, alone, OWN_RUNS), 5.0, "ms"
    )
    many, _ = watched([run] * WATCHERS)
    yield Figure("the same, each further watcher of one run", further(many, alone, WATCHERS), 1.0, "ms")
    cost, counts = watched([run] * CLASS)
    print(
        f"     ({CLASS} on one link: {cost / 10:.0f} % of a core, "
        f"{min(counts):.1f} messages a second at least)"
    )
    yield Figure(
        f"{CLASS} on one link: 1 / fewest messages a second for any", 1 / max(min(counts), 1e-9), 1 / 3, "s"
    )


def further(many: float, alone: float, learners: int) -> float:
    """What each one more costs."""
    return (many - alone) / (learners - 1)


def query(config: RunConfig) -> str:
    """A run as the socket is told it."""
    return urlencode(links.encode(config))


def watched(runs: Sequence[str]) -> tuple[float, list[float]]:
    """Milliseconds of the server's CPU in a second of watching, and the messages each learner got in it."""
    with server() as running, crowd(running, runs) as counts:
        while min(counts[place] for place in range(len(runs))) < 2:
            time.sleep(0.1)
        time.sleep(SETTLED_SECONDS)
        before, spent, begin = counts.copy(), running.cpu_seconds(), time.perf_counter()
        time.sleep(WATCHED_SECONDS)
        seconds = time.perf_counter() - begin
        cost = 1000 * (running.cpu_seconds() - spent) / seconds
        return cost, [(counts[place] - before[place]) / seconds for place in range(len(runs))]


@contextmanager
def crowd(running: Server, runs: Sequence[str]) -> Iterator[Counter[int]]:
    """Learners who only watch; yields how many messages each has been sent."""
    counts: Counter[int] = Counter()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    learners = [
        asyncio.run_coroutine_threadsafe(_watch(running.url, run, counts, place), loop)
        for place, run in enumerate(runs)
    ]
    try:
        yield counts
        for learner in learners:
            if learner.done():
                learner.result()
    finally:
        asyncio.run_coroutine_threadsafe(_all_ended(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _all_ended() -> None:
    """Cancel every task of this loop, and wait until their connections are closed."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _watch(url: str, run: str, counts: Counter[int], place: int) -> None:
    film = {"run": run, "until": 10**6, "have": 0, "views": VIEWS}
    said = {"v": 1, "viewer": f"{place}", "language": "en", "place": None, "films": [film]}
    address = f"{url.replace('http', 'ws', 1)}films"
    while True:  # the server may not listen yet
        try:
            async with connect(address, proxy=None, max_size=None, compression=None) as connection:
                await connection.send(json.dumps(said))
                async for _message in connection:
                    counts[place] += 1
            raise ConnectionError(f"the server closed the socket of {run}")
        except OSError:
            await asyncio.sleep(0.2)
