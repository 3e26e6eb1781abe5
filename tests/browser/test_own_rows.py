"""Own rows in a real browser: brought as a file, learned from, and shown letter by letter."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.readers import PHONE, faults, overflow, screen
from tests.browser.train_page import chart, expect_status, link, opened, query

MARKUP = "<b>no</b> [x](//a) $y$"
ROWS = "\n".join(
    [
        "text;label",
        *(f"{'good' if n % 2 else 'bad'} thing {n};{'yes' if n % 2 else MARKUP}" for n in range(30)),
    ]
)


def bring(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("[data-testid=stSidebar] input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def test_rows_are_refused_in_a_sentence_or_learned_from_and_drawn_as_text(shared_page, url):
    page = shared_page
    opened(page, url + "/text" + link(problem="own-sentences", **{"training.epochs": "1"}))
    sidebar = page.get_by_test_id("stSidebar")
    expect(
        sidebar.get_by_text("These rows are our examples until you add your own: 48 texts")
    ).to_be_visible()
    bring(page, "nonsense.csv", b"<script>alert(1)</script>\n" * 30)
    expect(
        sidebar.get_by_role("alert").get_by_text("Row 1 has 1 column, but every row needs two")
    ).to_be_visible()
    bring(page, "huge.csv", b"a,b\n" * 550_000)
    expect(sidebar.get_by_text("File must be 2.0MB or smaller.")).to_be_visible()
    expect_status(page, "Finished")
    bring(page, "rows.csv", ROWS.encode())
    expect(sidebar.get_by_text(f"Your rows: 30 texts, 2 labels: {MARKUP} 15, yes 15.")).to_be_visible()
    expect_status(page, "Finished")
    assert re.fullmatch("[0-9a-f]{32}", query(page)["task.own"][0])
    assert "thing" not in page.url
    expect(chart(page, "Confusion matrix").locator(".ytick").get_by_text("<b>no</b> [x](/…")).to_be_visible()
    expect(page.locator(".st-key-answers table").first.get_by_text(MARKUP).first).to_be_visible()
    expect(page.get_by_text("Always predicts the most frequent label")).to_be_visible()
    assert page.locator("main a[href*='//a'], .st-key-answers b").count() == 0
    assert faults(page, "[data-testid=stSidebar]") == []


def test_rows_can_be_pasted_on_a_phone(shared_page, url):
    page = shared_page
    screen(page, *PHONE, "dark")
    page.goto(url + "/text" + link(problem="own-sentences", **{"training.epochs": "1"}))
    page.get_by_test_id("stExpandSidebarButton").click()
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("textbox", name="Or paste them").fill(ROWS)
    sidebar.get_by_role("button", name="Use these rows").click()
    expect(sidebar.get_by_text("Your rows: 30 texts, 2 labels:")).to_be_visible()
    assert overflow(page) <= 0
