"""The train page as a learner's hands and eyes know it: its parts, and waiting for them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

APP = Path(__file__).parents[2] / "app.py"
SHORT = "?v=1&problem=sine&training.epochs=40"
"""Forty steps, watched in two seconds."""
LONG = {"problem": "adding", "task.length": "20", "training.epochs": "300"}
"""Trains for as long as anybody watches it."""
MIDDLE = {"problem": "sum-sign", "training.epochs": "30"}


def link(**values: str) -> str:
    return "?" + urlencode({"v": "1", **values})


def linked(values: dict[str, str], **more: str) -> str:
    return "?" + urlencode({"v": "1", **values, **more})


def button(page: Page, name: str) -> Locator:
    return page.locator(".st-key-runbar").get_by_role("button", name=re.compile(rf"^(\w+ )?{name}"))


def play(page: Page) -> Locator:
    return page.locator(".st-key-play button")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Timeline: go to any step trained so far")


def expect_status(page: Page, *words: str) -> None:
    status = re.compile(f"^({'|'.join(words)})$")
    expect(page.locator(".pg-timeline-status")).to_have_text(status, timeout=60_000)


def step(page: Page) -> int:
    return int(slider(page).input_value())


def expect_step(page: Page, at: int) -> None:
    expect(page.locator(".pg-timeline-step")).to_have_text(re.compile(rf"^Step {at:,} of "))


def wait_for_step(page: Page, at_least: int) -> None:
    page.wait_for_function(
        "least => Number(document.querySelector('.pg-timeline-range')?.value) >= least", arg=at_least
    )


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("figure", name=re.compile(rf"^{title}\. "))


def scores(page: Page) -> str:
    return page.locator(".st-key-answers table").inner_text()


def finished(page: Page, address: str) -> Page:
    """Open `address` and let its run play to the end, its answers with it."""
    page.goto(address)
    expect_status(page, "Finished")
    last = step(page)
    expect(page.locator(".st-key-answers table")).to_contain_text(f"at step {last}")
    return page


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def key_of(page: Page, key: str) -> Locator:
    """A control beside the run."""
    return page.locator(f"[class*='st-key-set-{key.replace('.', '-')}']")


def choose_preset(page: Page, name: str) -> None:
    page.locator("[data-testid=stSidebar]").get_by_role("button", name="Presets").click()
    page.get_by_role("button", name=name).click()
    page.keyboard.press("Escape")


def developed(page: Page) -> float:
    """The share of the run that the timeline shows as trained."""
    bar = page.locator(".pg-timeline")
    return float(bar.evaluate("bar => bar.style.getPropertyValue('--developed')"))
