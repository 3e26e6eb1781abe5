"""The page that compares: press nothing, and see who won, by how much, whether it was luck, and the cost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.readers import ONLY_CONTRAST, PHONE, faults, look, overflow
from tests.browser.train_page import chart, link, opened, query

QUICK = {"problem": "recall", "task.examples": "60", "task.length": "3", "training.epochs": "1"}
QUICK |= {"model.hidden_size": "4", "training.batch_size": "none"}


def test_three_cells_run_side_by_side_and_their_seeds_follow(shared_page, url):
    page = shared_page
    opened(page, url + "/compare" + link(**QUICK))
    expect(page.get_by_text("15 of 15 runs are done.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"(is best:|No clear difference:)"))).to_be_visible()
    expect(chart(page, "Loss of all lanes")).to_have_attribute("aria-label", re.compile("RNN.*LSTM.*GRU"))
    page.locator(".st-key-multiples").scroll_into_view_if_needed()  # what is not in sight asks nothing
    expect(page.locator(".st-key-multiples .pg-figure-plot")).to_have_count(3)
    page.get_by_role("radio", name="Hidden states").click()
    for lane in range(3):
        expect(page.locator(f".st-key-multiple-states-{lane} .pg-figure-plot")).to_be_visible()
    assert query(page)["lanes"] == ["model.cell:rnn/model.cell:lstm/model.cell:gru"]
    assert overflow(page) <= 0
    assert faults(page) == []
    look(page, *PHONE, "dark")
    expect(page.get_by_role("button", name="Add a lane")).to_be_visible()
    assert overflow(page) <= 0
    assert faults(page, options=ONLY_CONTRAST) == []
