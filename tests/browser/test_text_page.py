"""The page of texts: it plays by itself, answers an own sentence, and keeps its place."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.readers import ONLY_CONTRAST, PHONE, expect_names_with_numbers, faults, look, overflow
from tests.browser.train_page import chart, expect_status, link, opened

SHORT = {"training.epochs": "1", "model.hidden_size": "8"}


def test_sentences_are_learned_and_an_own_one_is_answered_word_by_word(shared_page, url):
    page = shared_page
    opened(page, url + "/text" + link(problem="sentiment", **SHORT))
    expect(page.get_by_text("Bag of words: counts the words, ignores their order")).to_be_visible()
    page.get_by_text("Try your own").click()
    page.get_by_role("textbox", name="Your sentence").fill("The soup was not <b>zorgly</b> but lovely")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("which it reads as one and the same word: b, zorgly.")).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"The network's answer at step \d+: (praise|blame), \d+% sure"))
    ).to_be_visible()
    words = chart(page, "Influence of each word")
    expect(words).to_have_attribute("aria-label", re.compile(r"depends most on word \d of 9, "))
    expect(words.locator(".xtick").get_by_text("zorgly ?")).to_be_visible()
    page.get_by_role("link", name="Words").click()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    page.get_by_role("link", name="Text").click()
    expect_status(page, "Finished")
    expect(page.get_by_text("Does the sentence praise or blame?").first).to_be_visible()


def test_everybody_can_read_the_tags_and_the_states_behind_them(shared_page, url):
    page = shared_page
    opened(page, url + "/text" + link(problem="tagging", tab="states", **SHORT))
    expect(page.locator(".st-key-inside .xtick text").first).to_be_visible()
    expect_names_with_numbers(page, 4)  # with the one of the network, below
    page.get_by_text("Try your own").click()
    expect(page.get_by_role("cell", name="DET").first).to_be_visible()
    assert faults(page) == []
    look(page, *PHONE, "dark")
    assert overflow(page) <= 0
    assert faults(page, options=ONLY_CONTRAST) == []
