"""A sweep in a browser: it fills in while it is trained, a square is its run, a reload keeps what is done."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from tests.browser.readers import PHONE, faults, look, overflow
from tests.browser.train_page import chart, link, opened

QUICK = {
    "problem": "sum-sign",
    "task.examples": "60",
    "training.epochs": "1",
    "sweep": "grid;rnn,gru;model.hidden_size:2,8;training.lr:0.01,0.1",
}


def chosen_in_heatmap(page: Page, right: float, up: float) -> Locator:
    """Click the GRU's heatmap at shares of its width and height; what is told about the run there."""
    area = page.locator(".st-key-heatmap-gru .nsewdrag")
    square = area.bounding_box()
    assert square is not None
    area.click(position={"x": right * square["width"], "y": (1 - up) * square["height"]})
    return page.locator(".st-key-sweep-run")


def test_a_sweep_fills_in_survives_a_reload_and_each_square_opens_the_run_it_shows(shared_page, url):
    page = shared_page
    page.goto(url + "/sweep" + link(**QUICK))
    start = page.locator(".st-key-sweep-start button")
    expect(start).to_contain_text("Start the sweep")
    expect(page.locator(".st-key-sweep-run")).to_have_count(0)  # nothing is trained before it is asked for
    start.click()
    expect(page.get_by_text("All 8 runs are done.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("All 8 runs are done.")).to_be_visible()
    run = chosen_in_heatmap(page, 0.25, 0.75)
    expect(run).to_contain_text("GRU, Hidden size: 2, Learning rate: 0.1")
    found = re.search(r"test loss ([\d.]+)", run.inner_text())
    assert found is not None
    assert overflow(page) <= 0
    look(page, *PHONE, "dark")
    expect(chart(page, "GRU")).to_be_visible()
    assert overflow(page) <= 0
    assert faults(page) == []
    opens = run.get_by_role("link")
    expect(opens).to_have_attribute("target", "_blank")
    opened(page, urljoin(page.url, opens.get_attribute("href") or ""))
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(f"Test loss {found[1]} "))
