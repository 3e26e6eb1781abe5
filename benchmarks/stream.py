"""A class on one server: what watching costs it, how fair it is, and how soon it answers one of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.learners import Crowd, Learner, learners, longest_gap
from benchmarks.page import Server, browsing, open_page, server
from benchmarks.report import Figure
from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS

LONG = edited(PRESETS["gates"].config, {"training.epochs": 2000})
"""A run that is not over while anybody here watches it."""
SETTLED_SECONDS, WATCHED_SECONDS = 5.0, 15.0
OWN_RUNS, WATCHERS, CLASS, LARGE, LINK = 20, 100, 30, 100, 300
LOADS, CLICKS = 10, 20
CELLS = ("LSTM", "RNN", "GRU")


def figures() -> Iterator[Figure]:
    """Every crowd on a server of its own, so that what one leaves behind costs the next nothing."""
    run = query(LONG)
    with crowd([run]) as (running, one):
        alone = cost(running)
    yield Figure("server CPU a second, one learner alone", alone, 25.0, "ms")
    with crowd(own_runs(OWN_RUNS)) as (running, _):
        further = (cost(running) - alone) / (OWN_RUNS - 1)
    yield Figure("the same, each further learner with a run of their own", further, 5.0, "ms")
    with crowd([run] * WATCHERS) as (running, _):
        further = (cost(running) - alone) / (WATCHERS - 1)
    yield Figure("the same, each further watcher of one run", further, 1.0, "ms")
    yield from _a_class()
    yield from _a_large_class()
    with crowd([run] * LINK) as (_, one):
        before = [learner.frames for learner in one.learners]
        time.sleep(WATCHED_SECONDS)
        fewest = min(now.frames - then for now, then in zip(one.learners, before, strict=True))
    rate = fewest / WATCHED_SECONDS
    yield Figure(f"{LINK} on one link: 1 / fewest frames a second for any", 1 / max(rate, 1e-9), 1 / 8, "s")


def _a_class() -> Iterator[Figure]:
    """Thirty learners with thirty runs, and one more with a browser."""
    with crowd(own_runs(CLASS)) as (running, one):
        yield _fair(one, CLASS)
        with browsing() as browser:
            times = sorted(_load(browser, running, seed) for seed in range(LOADS))
            yield Figure(f"{CLASS} learners: a new page is usable, 95th percentile", late(times), 5.0, "s")
            page = open_page(browser, running, edited(LONG, {"training.seed": 999}))
            page.wait_for_function("() => window.rnnPlayer.cursor.step > 0", timeout=60_000)
            times = sorted(_answer(page) for _ in range(CLICKS))
            yield Figure("the same: click on Play or Pause to answer", 1000 * late(times), 50.0, "ms")
            times = sorted(_control(page, place) for place in range(CLICKS))
            yield Figure("the same: click on a control to its first number", late(times), 1.5, "s")


def _a_large_class() -> Iterator[Figure]:
    """A hundred learners with a hundred runs; some of them press another cell."""
    with crowd(own_runs(LARGE)) as (running, one):
        yield _fair(one, LARGE)
        drawn = sorted(
            one.do(lambda learner: learner.choose_cell(0), place, 60)[0] for place in range(CLICKS)
        )
        yield Figure(f"{LARGE} learners: click on a control to the page drawn anew", late(drawn), 3.0, "s")
        yield Figure(f"{LARGE} learners: memory of the server process", running.megabytes(), 400.0, "MB")


def _fair(one: Crowd, count: int) -> Figure:
    """The longest that any has waited for new numbers, by the fair share of the workers."""
    begin = time.perf_counter()
    time.sleep(max(WATCHED_SECONDS, 0.6 * count))
    end = time.perf_counter()
    arrived = sum(begin <= at <= end for learner in one.learners for at in learner.arrived)
    share = count * (end - begin) / max(arrived, 1)
    waited = max(longest_gap(learner, begin, end) for learner in one.learners)
    print(f"     (fair share: new numbers every {share:.1f} s; longest wait {waited:.1f} s)")
    return Figure(f"{count} learners, {count} runs: longest wait / fair share", waited / share, 2.0, "ratio")


def _load(browser: Browser, running: Server, seed: int) -> float:
    begin = time.perf_counter()
    page = open_page(browser, running, edited(LONG, {"training.seed": 500 + seed}))
    seconds = time.perf_counter() - begin
    page.context.close()
    return seconds


ANSWERED = """() => new Promise((done) => {
  const button = document.querySelector('.pg-run-bar .pg-primary');
  const before = button.textContent;
  const begin = performance.now();
  button.click();
  const look = () => {
    if (button.textContent === before) requestAnimationFrame(look);
    else done(performance.now() - begin);
  };
  look();
})"""
CHOSEN = """(run) => {
  const now = window.rnnPlayer.experiment.films[0].run;
  return now !== run && (window.rnnPlayer.tracks(now)?.lastStep ?? 0) > 0;
}"""


def _answer(page: Page) -> float:
    time.sleep(0.3)
    return float(page.evaluate(ANSWERED)) / 1000


def _control(page: Page, place: int) -> float:
    """Press a cell that is not the one that is trained."""
    cell = next(
        cell
        for cell in (*CELLS[place % 3 :], *CELLS)
        if not page.get_by_role("radio", name=cell, exact=True).is_checked()
    )
    run = page.evaluate("() => window.rnnPlayer.experiment.films[0].run")
    page.get_by_role("radio", name=cell, exact=True).click()
    begin = time.perf_counter()
    page.wait_for_function(CHOSEN, arg=run, polling=20, timeout=60_000)
    return time.perf_counter() - begin


def late(times: Sequence[float]) -> float:
    """The 95th percentile of these, which rise."""
    return times[min(int(0.95 * len(times)), len(times) - 1)]


def query(config: RunConfig) -> str:
    """A run as a link has it."""
    return urlencode(links.encode(config))


def own_runs(count: int) -> list[str]:
    """A run for each."""
    return [query(edited(LONG, {"training.seed": seed})) for seed in range(count)]


@contextmanager
def crowd(queries: Sequence[str]) -> Iterator[tuple[Server, Crowd]]:
    """A fresh server with these learners, who all see numbers."""
    with server() as running:
        running.wait_until_up()
        with learners(running.url, queries) as one:
            if not one.wait(_has_begun, 180):
                raise TimeoutError("not all learners were sent numbers")
            time.sleep(SETTLED_SECONDS)
            yield running, one


def _has_begun(learner: Learner) -> bool:
    return learner.numbers > 0


def cost(running: Server) -> float:
    """Milliseconds of the server's CPU in a second of watching."""
    spent, begin = running.cpu_seconds(), time.perf_counter()
    time.sleep(WATCHED_SECONDS)
    return 1000 * (running.cpu_seconds() - spent) / (time.perf_counter() - begin)
