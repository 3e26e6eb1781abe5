"""Many screens and many readers: a phone, both themes, a screen reader."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.train_page import (
    expect_status,
    link,
    play,
)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


ONLY_FAULTS = {"resultTypes": ["violations"]}
"""What is right need not be listed: that takes longer than finding what is wrong."""


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=ONLY_FAULTS).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def expect_names_with_numbers(page: Page, count: int) -> None:
    """Every chart on the page is read out, with what its data says."""
    charts = page.locator(".pg-figure-plot")
    expect(charts).to_have_count(count)
    for place in range(count):
        expect(charts.nth(place)).to_have_attribute("role", "figure")
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\w+\. .*\d"))


@pytest.mark.parametrize("problem", ["sine", "adding"])
def test_a_phone_shows_the_run_bar_and_scrolls_in_one_direction_only(new_page, url, problem):
    page = new_page(390, 844)
    page.goto(url + link(problem=problem, **{"training.epochs": "2"}))
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_be_visible()
    assert overflow(page) <= 0
    expect(page.locator(".st-key-runbar")).to_be_in_viewport(ratio=1)
    expect(play(page)).to_be_in_viewport(ratio=1)
    answers = page.locator(".st-key-answers figure").first
    answers.evaluate("figure => figure.scrollIntoView()")
    expect(answers).to_be_in_viewport()
    expect(play(page)).to_be_in_viewport(ratio=1)
    play(page).click()
    expect_status(page, "Finished")
    assert overflow(page) <= 0


@pytest.mark.parametrize(("scheme", "problem"), [("light", "sine"), ("dark", "parity")])
def test_axe_finds_no_serious_fault_and_every_chart_has_a_name(new_page, url, scheme, problem):
    page = new_page(1440, 900, scheme)
    page.goto(url + link(problem=problem, **{"training.epochs": "2"}))
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_be_visible()
    for name in ("Data", "Network", "Training"):
        page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    page.get_by_text("Try your own").click()
    expect(page.get_by_role("textbox", name="Your sequence")).to_be_visible()
    expect(page.get_by_role("slider", name="Stop after epochs without progress")).to_be_visible()
    page.get_by_role("tab", name="The problem").click()
    expect_names_with_numbers(page, 4)
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_the_words(new_page, url, scheme):
    page = new_page(1440, 900, scheme)
    page.goto(url + "/words")
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    assert faults(page) == []
