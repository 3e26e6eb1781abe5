"""The train page as a learner's hands and eyes know it: its parts, and waiting for them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

APP = Path(__file__).parents[2] / "app.py"
LONG = {"problem": "adding", "task.length": "20", "training.epochs": "300"}
"""Trains for as long as anybody watches it."""
SINE = {"v": ["1"], "problem": ["sine"]}
"""What the link of a first visit says. A hundred steps, watched in four seconds."""


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


def expect_answers(page: Page, at: int, of: str = "") -> None:
    """What the network says `at` a step; `of` names its cell."""
    cells = page.locator(".st-key-answers table").locator("td, th")
    ends = re.compile(rf"{of} at step {at}$")  # step 10 is not step 100
    expect(cells.filter(has_text=ends).first).to_be_visible()


def finished(page: Page, address: str) -> Page:
    """Open `address` and let its run play to the end, its answers with it."""
    page.goto(address)
    expect_status(page, "Finished")
    expect_answers(page, step(page))
    return page


def sine_at_its_end(page: Page, url: str) -> Page:
    """The run of a first visit at its last step, opened only where it is not open yet."""
    if query(page) != SINE:
        finished(page, url)
    if step(page) != 100:
        slider(page).focus()
        page.keyboard.press("End")
    expect_step(page, 100)
    expect_status(page, "Finished")
    expect_answers(page, 100)
    return page


def in_training(page: Page, url: str, values: dict[str, str]) -> Page:
    """A long run in the middle, opened only where it is not open yet."""
    if query(page) != {"v": ["1"]} | {key: [value] for key, value in values.items()}:
        page.goto(url + linked(values))
    else:
        answered(page)  # or the last key of the test before could stop what is started now
        if "Play" in play(page).inner_text():
            play(page).click()
    expect_status(page, "Training")
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


def answered(page: Page) -> None:
    """Wait until the server has answered whatever was pressed so far.

    It reads what a page sends in order. So once the loss chart has the other scale, asked for last,
    everything asked for before has been done. What a run does is the same on either scale.
    """
    loss = chart(page, "Loss")
    scale = "linear" if loss.evaluate("node => node._fullLayout.yaxis.type") == "log" else "log"
    page.get_by_role("button", name="Speed and view").click()
    page.get_by_text("Loss on a log scale").click()
    page.keyboard.press("Escape")
    page.wait_for_function(
        "([node, scale]) => node._fullLayout.yaxis.type === scale", arg=[loss.element_handle(), scale]
    )
