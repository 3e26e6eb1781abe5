"""Many screens and many readers: a phone, both themes, a screen reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import (
    PHONE,
    WIDE,
    Scheme,
    expect_names_with_numbers,
    faults,
    look,
    overflow,
    screen,
)
from tests.browser.train_page import link, opened, play

QUICK = {"training.epochs": "1", "task.examples": "200"}


def short_run(page: Page, url: str, problem: str) -> Page:
    """A short run at its end."""
    opened(page, url + link(problem=problem, **QUICK))
    page.locator(".st-key-answers").scroll_into_view_if_needed()  # what is not in sight asks nothing
    expect(page.locator(".st-key-answers table").first).to_be_visible()
    return page


def test_a_phone_shows_the_run_bar_and_scrolls_in_one_direction_only(shared_page, url):
    screen(shared_page, *PHONE)
    page = short_run(shared_page, url, "adding")
    assert overflow(page) <= 0
    expect(page.locator(".pg-run-bar-head")).to_be_in_viewport(ratio=1)
    expect(play(page)).to_be_in_viewport(ratio=1)
    answers = page.locator(".st-key-answers figure").first
    answers.evaluate("figure => figure.scrollIntoView()")
    expect(answers).to_be_in_viewport()
    expect(play(page)).to_be_in_viewport(ratio=1)


def test_a_page_that_is_drawn_anew_keeps_its_colours(sine):
    """Streamlit fades what a slow script has not drawn yet."""
    part = sine.locator("[data-testid=stElementContainer]").first
    seen = part.evaluate(
        """part => {
            const before = part.dataset.stale;
            Object.assign(part.dataset, { stale: "true" });
            part.style.opacity = 0.33;
            const seen = getComputedStyle(part).opacity;
            part.dataset.stale = before;
            part.style.opacity = "";
            return seen;
        }"""
    )
    assert seen == "1"


def test_axe_finds_no_serious_fault_on_the_sine_and_every_chart_has_a_name(sine):
    expect_no_fault(sine, "light")
    sine.goto("about:blank")  # no other test expects what was opened here


def test_axe_finds_no_serious_fault_on_parity_in_the_dark_and_every_chart_has_a_name(shared_page, url):
    screen(shared_page, *WIDE, "dark")
    expect_no_fault(short_run(shared_page, url, "parity"), "dark")


def expect_no_fault(page: Page, scheme: Scheme) -> None:
    """Everything that can be opened on the train page is, and then read."""
    look(page, *WIDE, scheme)
    for name in ("Data", "Network", "Training"):
        page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    page.get_by_text("Try your own").click()
    expect(page.get_by_role("textbox", name="Your sequence")).to_be_visible()
    expect(page.get_by_role("slider", name="Stop after epochs without progress")).to_be_visible()
    page.get_by_role("tab", name="The problem").click()
    expect_names_with_numbers(page, 4)
    assert faults(page) == []
    look(page, *PHONE, scheme)
    assert overflow(page) <= 0


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_no_serious_fault_on_the_words(shared_page, url, scheme):
    page = shared_page
    screen(page, *WIDE, scheme)
    if page.url != url + "/words":
        page.goto(url + "/words")
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    look(page, *WIDE, scheme)
    assert faults(page) == []
