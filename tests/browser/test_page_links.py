"""A link holds the whole experiment; a stranger's link does no harm."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.train_page import (
    APP,
    button,
    developed,
    expect_answers,
    expect_status,
    expect_step,
    key_of,
    linked,
    play,
    query,
    scores,
    slider,
    wait_for_step,
)

LONG = {"problem": "sine", "training.epochs": "400"}
"""Is not at its end when it is paused; a page up is 20 steps."""


def test_a_copied_link_opens_the_same_experiment_with_its_training_and_its_numbers(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG))
    expect_status(page, "Training")
    button(page, "Reset").click()
    expect_status(page, "Untrained")
    key_of(page, "model.cell").get_by_text("GRU").click()
    page.wait_for_url(re.compile("model.cell=gru"))
    play(page).click()
    wait_for_step(page, 40)
    play(page).click()
    expect_status(page, "Paused")
    page.get_by_role("tab", name="Share").click()
    copied = page.locator("[data-testid=stCode]").first.inner_text().strip()
    assert parse_qs(urlsplit(copied).query) == query(page)
    other = new_page()
    other.goto(copied)
    expect(slider(other)).to_be_visible()
    assert developed(other) >= developed(page) > 0  # all of it is there at first sight
    play(other).click()
    for tab in (page, other):
        expect_status(tab, "Paused")
        slider(tab).focus()
        tab.keyboard.press("Home")
        tab.keyboard.press("PageUp")
        expect_answers(tab, 20, of="GRU")
    assert scores(other) == scores(page)
    assert query(other) == query(page)


@pytest.mark.parametrize("path", ["/words", "/train?v=1&problem=parity&training.epochs=2"])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(new_page, serve, path):
    page = new_page()
    fresh = serve(APP, PLAYGROUND_ENGINE="inline")  # how it trains is not the question here
    page.goto(fresh + path)
    if path == "/words":
        expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
        page.get_by_role("link", name="Train").click()
    expect_status(page, "Finished")
    expect(page.get_by_role("link", name="Words")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)  # "Page not found"
    if "parity" in path:
        assert "problem=parity" in page.url
        expect_step(page, 50)


@pytest.mark.parametrize(
    "bad",
    [
        "?v=1&problem=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "?v=1&problem=!%5Bx%5D(http%3A%2F%2F192.0.2.1%2Fx.png)",
    ],
)
def test_a_bad_link_gives_one_sentence_and_the_sine_runs(shared_page, url, bad):
    page = shared_page
    page.goto(url + bad)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("This link")
    expect(page.get_by_role("alert").locator("img, a, script")).to_have_count(0)
    expect_status(page, "Training", "Playing", "Finished")
