"""The Chinese pages in a real browser: all of it is Chinese, it fits, and the choice stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import PHONE, WIDE, overflow, screen

ALLOWED = {
    "English",
    "RNN Playground",
    "RNN",
    "LSTM",
    "GRU",
    "Adam",
    "SGD",
    "RMSprop",
    "Xavier",
    "tanh",
    "relu",
}
"""Latin words that stand on a Chinese page by themselves."""
SILENT = "script, style, noscript, code, pre, svg, [data-testid=stIconMaterial], [translate=no]"
WORDS = """(silent) => {
  const told = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest(silent)) told.add(text.textContent.trim());
  }
  for (const name of ["aria-label", "placeholder", "data-title", "title"])
    for (const one of document.querySelectorAll(`[${name}]`)) told.add(one.getAttribute(name).trim());
  return [...told];
}"""


def english(page: Page) -> list[str]:
    """What a reader finds that has Latin letters and no Han: three letters or more in a row."""
    latin, han = re.compile("[A-Za-z]{3,}"), re.compile("[\u4e00-\u9fff]")
    left = [text for text in page.evaluate(WORDS, SILENT) if latin.search(text) and not han.search(text)]
    return sorted(text for text in left if text not in ALLOWED and not text.endswith(" icon"))


@pytest.fixture
def chinese_page(shared_page: Page) -> Iterator[Page]:
    """The shared page, which is blank afterwards: a session speaks its language as long as it is open."""
    yield shared_page
    shared_page.goto("about:blank")


@pytest.mark.parametrize(("language", "learn"), [("zh-Hans", "学习"), ("zh-Hant", "學習")])
def test_a_chinese_page_is_chinese_and_fits(chinese_page, url, language, learn):
    page = chinese_page
    page.goto(f"{url}/?lang={language}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".pg-timeline-status")).not_to_be_empty()
    expect(page.locator(".st-key-loss .js-plotly-plot")).to_be_visible()
    assert english(page) == []
    for size in (PHONE, WIDE):
        screen(page, *size, "light")
        assert overflow(page) <= 0
    page.get_by_role("link", name=learn, exact=True).click()
    expect(page.get_by_role("heading", name=learn)).to_be_visible()
    assert english(page) == []


def test_a_language_that_was_chosen_stays(chinese_page, url):
    page = chinese_page
    page.goto(f"{url}/")
    page.locator(".st-key-language").get_by_role("combobox").click()
    page.get_by_role("option", name="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    page.goto(f"{url}/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
