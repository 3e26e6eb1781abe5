"""The film in a real Chromium: distinct pictures a second, how soon a scrub is seen, what it costs there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.page import Server, browsing, open_page, server, task_seconds
from benchmarks.report import Figure
from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS

COUNTER = Path(__file__).with_name("pictures.js")
SETTLED_SECONDS, WATCHED_SECONDS = 8.0, 10.0
SCRUBS, VISITS = 40, 3
SINE = edited(PRESETS["sine"].config, {"training.epochs": 5000})
GATES = edited(PRESETS["gates"].config, {"training.epochs": 2000})
PAGES: dict[str, tuple[str, RunConfig, str, int]] = {
    "Train, forecast": ("", SINE, "Forecast", 12),
    "Hidden states": ("&tab=states", GATES, "Layer 1: hidden state h", 8),
    "Gates": ("&tab=gates", GATES, "Gates", 8),
    "the cell": ("&tab=cell", GATES, "The same at every time step: unit 0", 8),
    "Attention's map": ("attention", PRESETS["reverse"].config, "Attention weights", 8),
    "Compare, three lanes": ("compare", edited(PRESETS["adding"].config, {"training.epochs": 100}), "", 8),
}
"""What follows the address, the run, the figure that counts (any, where there is none), pictures a second."""

SCRUBBED = """(part) => {
  const range = document.querySelector('.pg-timeline-range');
  const figures = [...document.querySelectorAll('.pg-figure')];
  const figure = figures.find((one) => one.textContent.includes('Forecast'));
  const canvas = figure.querySelector('canvas');
  const before = canvas.toDataURL();
  const begin = performance.now();
  range.value = Math.round(part * window.rnnPlayer.facts().lastStep);
  range.dispatchEvent(new Event('input', { bubbles: true }));
  return new Promise((done) => {
    const look = () => (canvas.toDataURL() === before && performance.now() - begin < 2000
      ? requestAnimationFrame(look) : done(performance.now() - begin));
    requestAnimationFrame(look);
  });
}"""
"""Milliseconds from a hand on the timeline to another picture of the forecast."""


def figures() -> Iterator[Figure]:
    """Pictures of each page, then the scrub and the main thread."""
    with browsing() as browser, server() as running:
        open_page(browser, running).context.close()  # it is up
        for name, (where, config, title, most) in PAGES.items():
            yield from _pictures(browser, running, name, where, config, title, most)
        yield _first_visit(browser, running)
        yield _scrub(browser, running)


def _opened(browser: Browser, running: Server, where: str, config: RunConfig) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(path=COUNTER)
    path, _, more = where.partition("&")
    query = urlencode(links.encode(edited(config, {"training.seed": int(time.time()) % 10**6})))
    page.goto(f"{running.url}{path}?{query}{'&' if more else ''}{more}")
    page.locator(".pg-run-bar").wait_for(state="attached", timeout=60_000)
    page.wait_for_function("() => window.rnnPlayer?.cursor.step > 0", timeout=60_000)
    return page


def _pictures(
    browser: Browser, running: Server, name: str, where: str, config: RunConfig, title: str, most: int
) -> Iterator[Figure]:
    page = _opened(browser, running, where, config)
    time.sleep(SETTLED_SECONDS)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before, busy, begin = (
        page.evaluate("() => ({ ...window.pictures })"),
        task_seconds(session),
        time.perf_counter(),
    )
    time.sleep(WATCHED_SECONDS)
    seconds = time.perf_counter() - begin
    busy = 100 * (task_seconds(session) - busy) / seconds
    after = page.evaluate("() => ({ ...window.pictures })")
    page.context.close()
    rates = {known: (count - before.get(known, 0)) / seconds for known, count in after.items()}
    print(
        "     (" + ", ".join(f"{known}: {rate:.1f}" for known, rate in rates.items()) + " pictures a second)"
    )
    rate = rates.get(title, 0.0) if title else max(rates.values(), default=0.0)
    yield Figure(f"{name}: 1 / distinct pictures a second", 1 / max(rate, 1e-3), 1 / most, "s")
    if most == 12:
        yield Figure("browser's main thread busy while playing", busy, 40.0, "%")


def _first_visit(browser: Browser, running: Server) -> Figure:
    """The run that opens first is over before its page is there: its pictures are painted while it plays."""
    shares = []
    for _ in range(VISITS):
        page = _opened(browser, running, "", PRESETS["first"].config)
        before, begin = page.evaluate("() => window.pictures.Forecast ?? 0"), time.perf_counter()
        page.locator(".pg-timeline-status", has_text="Finished").wait_for(timeout=60_000)
        pictures = page.evaluate("() => window.pictures.Forecast ?? 0") - before
        shares.append((time.perf_counter() - begin) / max(pictures, 1))
        page.context.close()
    return Figure("the first visit, forecast: 1 / distinct pictures a second", median(shares), 1 / 12, "s")


def _scrub(browser: Browser, running: Server) -> Figure:
    page = _opened(browser, running, "", edited(PRESETS["sine"].config, {"training.epochs": 300}))
    page.locator(".pg-timeline-status", has_text="Finished").wait_for(timeout=180_000)
    time.sleep(2)
    places = [(7 * number % SCRUBS + 1) / (SCRUBS + 1) for number in range(SCRUBS)]
    page.evaluate(SCRUBBED, 0.5)
    times = []
    for place in places:
        times.append(float(page.evaluate(SCRUBBED, place)))
        time.sleep(0.05)
    page.context.close()
    times.sort()
    return Figure(
        "scrub to picture, steps the browser has, 95th percentile", times[int(0.95 * len(times))], 50.0, "ms"
    )
