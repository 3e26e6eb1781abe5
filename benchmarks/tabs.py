"""The inside tabs in a real Chromium: how soon a scrub is seen, and what the browser pays."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page import FLAGS, WATCH_LONG_TASKS, Server, open_page, server
from benchmarks.report import Figure, median
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from tests.browser.chromium import find_chromium
from tests.browser.test_look_inside import NAMES

WATCHED = edited(PRESETS["gates"].config, {"training.epochs": 40})
"""Adding, T = 50, as a lesson opens it."""
LIVE = edited(PRESETS["gates"].config, {"training.epochs": 2000})
LIVE_SECONDS = 8.0
SCRUBS = 8

SEEN = """() => {
  const labels = () => [...document.querySelectorAll('.st-key-inside [role=figure]')]
      .map((figure) => figure.getAttribute('aria-label')).join();
  window.seen = new Promise((done) => {
    const before = labels();
    document.addEventListener('keydown', () => {
      const begin = performance.now();
      const look = () => labels() === before ? setTimeout(look, 5) : done(performance.now() - begin);
      look();
    }, { once: true, capture: true });
  });
}"""
"""Milliseconds from the next key to the first picture that says something else."""


def figures() -> Iterator[Figure]:
    """Every tab of a usual network; only the slowest and the heaviest count."""
    with sync_playwright() as playwright, server() as running:
        browser = playwright.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        yield _scrubbing(browser, running)
        yield _blocked(browser, running)
        browser.close()


def _scrubbing(browser: Browser, running: Server) -> Figure:
    """To steps that nobody has looked at before, so that each is read by a worker first."""
    page = open_page(browser, running, WATCHED)
    page.locator(".pg-timeline-status", has_text="Finished").wait_for(timeout=180_000)
    times = {}
    for tab in ("states", "gates", "gradients", "cell", "weights"):
        _open(page, tab)
        page.get_by_role("slider", name="Timeline").focus()
        taken = []
        for _ in range(SCRUBS):
            page.evaluate(SEEN)
            page.keyboard.press("ArrowLeft")
            taken.append(float(page.evaluate("() => window.seen")))
            time.sleep(0.8)
        times[tab] = median(taken)
    page.context.close()
    print("     (" + ", ".join(f"{tab} {taken:.0f}" for tab, taken in times.items()) + " ms)")
    return Figure(
        "key on the timeline to the picture of a new step, slowest tab", max(times.values()), 300.0, "ms"
    )


def _blocked(browser: Browser, running: Server) -> Figure:
    shares = {}
    page = open_page(browser, running, LIVE)
    page.evaluate(WATCH_LONG_TASKS)
    for tab in NAMES:
        _open(page, tab)
        page.evaluate("() => { window.longTasks = []; }")
        time.sleep(LIVE_SECONDS)
        shares[tab] = sum(page.evaluate("() => window.longTasks")) / 10 / LIVE_SECONDS
    page.context.close()
    print("     (" + ", ".join(f"{tab} {share:.0f}" for tab, share in shares.items()) + " %)")
    return Figure(
        "main thread blocked (tasks over 50 ms) in the heaviest tab", max(shares.values()), 20.0, "%"
    )


def _open(page: Page, tab: str) -> None:
    row = page.locator("[class*='st-key-tab-']")
    row.get_by_role("radio", name=NAMES[tab], exact=True).click()
    page.locator(".st-key-inside").wait_for()
    time.sleep(3)
