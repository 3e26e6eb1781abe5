"""The page in a real Chromium on the same cores: what it costs, and how quickly it answers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.bare import bare_seconds
from benchmarks.engine import RUNS
from benchmarks.report import Figure, median
from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from tests.browser.chromium import find_chromium

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWERS, ROUNDS = 8, 7
LOSS_POINTS = """() => {
  const player = window.rnnPlayer;
  const plot = document.querySelector('.st-key-loss .js-plotly-plot');
  return player?.experiment && plot?._fullData ? player.cursor.step : 0;
}"""
"""Steps that are drawn: the chart is there, and its cursor has come so far."""

DEVELOPED = """() => {
  const line = document.querySelector('.pg-timeline');
  return line && Number(line.style.getPropertyValue('--developed')) === 1;
}"""


@dataclass(frozen=True, slots=True)
class Server:
    """The app, started as the README starts it."""

    url: str
    process: psutil.Process
    began: float

    def cpu_seconds(self) -> float:
        """CPU time of the server process alone; the workers have their own."""
        times = self.process.cpu_times()
        return times.user + times.system

    def wait_until_up(self) -> None:
        """Return when it answers."""
        while True:
            with contextlib.suppress(OSError):
                urlopen(f"{self.url}_stcore/health").close()
                return
            time.sleep(0.05)

    def megabytes(self) -> float:
        """Memory of the server process alone."""
        return self.process.memory_info().rss / 1e6


def figures() -> Iterator[Figure]:
    """Everything measured with a page open."""
    with browsing() as browser:
        yield from _cold_start(browser)
        with server() as running:
            yield from (_with_page(browser, running, *run[:3]) for run in RUNS)
            yield _play_to_point(browser, running)
            yield from _memory(browser, running)


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """The browser that people use."""
    chromium = find_chromium(whole=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A fresh server on a free port of this machine, ended with all its workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
         "--server.port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield Server(f"http://127.0.0.1:{port}/", psutil.Process(process.pid), began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def open_page(browser: Browser, running: Server, config: RunConfig | None = None) -> Page:
    """A page on `config`, when it can be used."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    query = f"?{urlencode(links.encode(config))}" if config else ""
    while True:
        with contextlib.suppress(Exception):
            page.goto(running.url + query)
            break
        time.sleep(0.05)
    page.get_by_role("button", name="Play").or_(page.get_by_role("button", name="Pause")).wait_for()
    return page


def _cold_start(browser: Browser) -> list[Figure]:
    with server() as running:
        page = open_page(browser, running)
        seconds = time.perf_counter() - running.began
        page.wait_for_function(f"() => ({LOSS_POINTS})() > 0", timeout=60_000)
        learning = time.perf_counter() - running.began
        page.context.close()
    return [
        Figure("start command to usable page, cold process", seconds, 4.0, "s"),
        Figure("start command to the first point, cold process", learning, 4.5, "s"),
    ]


def _wait_for(page: Page, status: str) -> None:
    page.locator(".pg-timeline-status", has_text=status).wait_for(timeout=120_000)


def _with_page(browser: Browser, running: Server, name: str, config: RunConfig, loader: bool) -> Figure:
    """From the click on Play until the page has the last step, for weights that nobody has trained before.

    The bare loop runs before and after each: on a shared machine it alone differs by a fifth from one minute
    to the next.
    """
    ratios = []
    before = bare_seconds(config, loader=loader)
    for seed in range(ROUNDS):
        page = open_page(browser, running, edited(config, {"training.seed": 300 + 2 * seed}))
        _wait_for(page, "Finished")
        page.get_by_role("button", name="New weights").click()
        _wait_for(page, "Untrained")
        page.wait_for_function(f"() => !({DEVELOPED})()")
        page.get_by_role("button", name="Play").first.click()
        begin = time.perf_counter()
        page.wait_for_function(DEVELOPED, polling=20, timeout=120_000)
        seconds = time.perf_counter() - begin
        page.context.close()
        after = bare_seconds(config, loader=loader)
        ratios.append(2 * seconds / (before + after))
        before = after
    return Figure(f"with the page open / bare: {name}", median(ratios), 1.25, "ratio")


def task_seconds(session: Any) -> float:
    """Seconds in which the page's main thread was busy, so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _play_to_point(browser: Browser, running: Server) -> Figure:
    times = []
    for seed in range(5):
        page = open_page(browser, running, edited(PRESETS["sine"].config, {"training.seed": 400 + seed}))
        _wait_for(page, "Finished")
        page.get_by_role("button", name="New weights").click()
        _wait_for(page, "Untrained")
        page.wait_for_function(f"() => ({LOSS_POINTS})() === 0")
        page.get_by_role("button", name="Play").first.click()
        begin = time.perf_counter()
        page.wait_for_function(f"() => ({LOSS_POINTS})() > 0", polling=20)
        times.append(time.perf_counter() - begin)
        page.context.close()
    return Figure("warm page: click Play to first new point on the loss chart", median(times), 0.2, "s")


def _memory(browser: Browser, running: Server) -> list[Figure]:
    first = open_page(browser, running)
    _wait_for(first, "Finished")
    before = running.megabytes()
    pages = []
    for _ in range(VIEWERS):
        pages.append(open_page(browser, running))
        _wait_for(pages[-1], "Finished")
    each = (running.megabytes() - before) / VIEWERS
    return [
        Figure("memory of the server process", before, 300.0, "MB"),
        Figure("memory of each further viewer", each, 3.0, "MB"),
    ]
