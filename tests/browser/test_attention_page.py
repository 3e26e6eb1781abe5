"""The page of attention: a newcomer watches it learn, types a date, and moves its attention."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import ONLY_CONTRAST, PHONE, expect_names_with_numbers, faults, look, overflow
from tests.browser.train_page import chart, link, opened, query

SHORT = {"task.examples": "500", "training.epochs": "1", "model.hidden_size": "8"}


@pytest.fixture
def dates(shared_page: Page, url: str) -> Page:
    """A small network that reads dates, trained for one epoch."""
    if not shared_page.url.startswith(url + "/attention" + link(problem="dates")):
        opened(shared_page, url + "/attention" + link(problem="dates", **SHORT))
    shared_page.locator(".st-key-tabs").get_by_role("radio").first.check()
    return shared_page


def test_a_newcomer_types_a_date_and_sees_where_it_looks_for_the_month(dates):
    page = dates
    page.get_by_role("textbox", name="Read this").fill("3 August 1987")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^Output: .+ (✓|✗ \(right: 1987-08-03\))$"))).to_be_visible()
    looks = chart(page, "Attention weights")
    expect(looks).to_have_attribute("aria-label", re.compile(r"output tokens to 13 source tokens"))
    expect(looks.locator(".xtick text")).to_have_text(list("3␣August␣1987"))
    page.get_by_role("textbox", name="Read this").fill("31 February <b>1987</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Type a date such as 7 March 2024")).to_be_visible()
    expect(looks).to_be_visible()
    page.get_by_role("button", name="7.3.2024").click()
    expect(page.get_by_text(re.compile(r"^Output: .+ (✓|✗ \(right: 2024-03-07\))$"))).to_be_visible()
    assert query(page)["problem"] == ["dates"]


def test_what_belongs_to_the_input_before_is_dimmed_until_the_new_has_come(dates):
    page = dates
    page.get_by_role("textbox", name="Read this").fill("5 May 1990")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^Output: .+ (✓|✗ \(right: 1990-05-05\))$"))).to_be_visible()
    stage = page.locator(".pg-stage").filter(has_text="Output: ").first
    body = stage.locator("> .pg-stage-body")
    expect(body).to_have_css("opacity", "1")
    page.evaluate("rnnPlayer.held = []; rnnPlayer.absorb = (message) => rnnPlayer.held.push(message)")
    page.get_by_role("textbox", name="Read this").fill("6 June 1991")
    page.keyboard.press("Enter")
    expect(stage).to_have_attribute("aria-busy", "true")
    expect(body).to_have_css("opacity", "0.5")
    expect(stage).to_contain_text("1990-05-05")  # still there, and seen to be of the input before
    page.evaluate("delete rnnPlayer.absorb; rnnPlayer.held.forEach((message) => rnnPlayer.absorb(message))")
    expect(page.get_by_text(re.compile(r"^Output: .+ (✓|✗ \(right: 1991-06-06\))$"))).to_be_visible()
    expect(stage).to_have_attribute("aria-busy", "false")
    expect(body).to_have_css("opacity", "1")
    # While the page has not even heard of a change, nobody knows yet what stays.
    page.evaluate("document.querySelector('.pg-of-run').closest('[data-stale]').dataset.stale = 'true'")
    expect(page.locator(".pg-of-run > .pg-stage-body").first).to_have_css("opacity", "0.5")
    page.evaluate("document.querySelector('.pg-of-run').closest('[data-stale]').dataset.stale = 'false'")


def test_everybody_can_read_the_map_and_the_decoder_inside(dates):
    page = dates
    page.locator(".st-key-charts-below").scroll_into_view_if_needed()  # what is not in sight asks nothing
    expect(chart(page, "Attention during training")).to_be_visible()
    expect_names_with_numbers(page, 6)  # with the one of the network, below
    assert overflow(page) <= 0
    assert faults(page) == []
    look(page, *PHONE, "dark")
    assert overflow(page) <= 0
    page.get_by_role("radio", name="Hidden states").click()
    page.get_by_role("radio", name="Decoder").click()
    expect(page.locator(".st-key-inside .xtick").get_by_text("‹start›").first).to_be_visible()
    assert overflow(page) <= 0
    assert faults(page, options=ONLY_CONTRAST) == []


def test_a_click_moves_attention_and_the_decoder_goes_on_from_there(shared_page, url):
    page = shared_page
    opened(page, url + "/attention" + link(problem="copy", **SHORT, **{"task.length": "4"}))
    page.get_by_role("textbox", name="Read this").fill("abcd")
    page.keyboard.press("Enter")
    answer = page.get_by_text(re.compile(r"^Output: .+ (✓|✗ \(right: abcd\))$"))
    expect(answer).to_be_visible()
    said = answer.inner_text().split()[1]
    area = chart(page, "Attention weights").locator(".nsewdrag")
    area.scroll_into_view_if_needed()
    size = area.bounding_box()
    assert size is not None
    area.click(position={"x": 0.85 * size["width"], "y": 0.1 * size["height"]})  # a looks at d
    expect(page.get_by_text("At output 1, attention was moved to 'd'.")).to_be_visible()
    expect(page.get_by_text(f"With its own attention, the output is {said}")).to_be_visible()
    page.get_by_role("button", name="Restore attention").click()
    expect(page.get_by_text(re.compile(f"^Output: {said} "))).to_be_visible()
    page.get_by_text("Train beside it: the same without attention").click()
    page.locator(".st-key-translation-twin").scroll_into_view_if_needed()
    expect(page.get_by_role("columnheader", name="GRU, without attention")).to_be_visible()
