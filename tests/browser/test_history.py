"""A run that was interesting is never lost by the next click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.train_page import at_its_end, expect_run, expect_step, key_of, link, opened, play, query

SHORT = {"problem": "sine", "training.epochs": "20"}


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """The shared page without a run in its history; a blank page could not clear it."""
    shared_page.goto(f"{url}/_stcore/health")
    shared_page.evaluate("localStorage.clear()")
    return shared_page


def test_a_run_that_was_left_opens_again_and_two_that_are_pinned_stand_side_by_side(page, url):
    opened(page, url + link(**SHORT))
    first = query(page)
    key_of(page, "model.cell").get_by_text("GRU").click()
    expect_run(page, "gru")
    play(page).click()
    at_its_end(page)
    runs = listed(page)
    expect(runs).to_have_count(2)
    expect(runs.nth(0)).to_contain_text("GRU · Epochs: 20")
    expect(runs.nth(1)).to_contain_text("LSTM · Epochs: 20")
    rename(page, "<b>mine</b>")
    runs.nth(1).get_by_role("link").click()
    page.wait_for_function("!window.rnnPlayer.experiment.films[0].run.includes('gru')")
    expect_step(page, 20)
    assert query(page) == first
    expect(listed(page).nth(0)).to_contain_text("<b>mine</b>")
    for run in range(2):
        runs.nth(run).get_by_role("button", name=re.compile("^Pin: ")).click()
    page.get_by_role("link", name="Compare the 2 pinned runs").click()
    page.wait_for_function("window.rnnPlayer?.experiment?.films.length === 2")
    assert query(page) == first | {"lanes": ["model.cell:lstm/model.cell:gru"]}


def listed(page: Page) -> Locator:
    page.get_by_role("button", name="History").click()
    runs = page.locator(".pg-history-run")
    expect(runs.first).to_be_visible()
    return runs


def rename(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^Rename: ")).nth(1).click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
