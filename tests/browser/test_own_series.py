"""An own table in a real browser: brought as a file, a column of it chosen, drawn and learned from."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.readers import PHONE, faults, overflow, screen
from tests.browser.test_own_rows import bring
from tests.browser.train_page import button, chart, expect_run, expect_status, link, opened, play, query

NAME = "<b>bikes</b> $y$"
ROWS = "\n".join(
    [
        f"date;{NAME};rain",
        *(f"1.3.{1920 + n};{'' if n == 30 else f'{n * 7 % 19},5'};{n % 4}" for n in range(80)),
    ]
)


def test_a_column_of_a_table_is_refused_or_drawn_and_learned_from(shared_page, url):
    page = shared_page
    screen(page, *PHONE)
    opened(page, url + link(problem="own-series", **{"training.epochs": "1"}))
    page.get_by_test_id("stExpandSidebarButton").click()
    sidebar = page.get_by_test_id("stSidebar")
    bring(page, "short.csv", b"a,b\n" + b"1,2\n" * 20)
    expect(
        sidebar.get_by_role("alert").get_by_text("There must be at least 30 rows of values, not 20.")
    ).to_be_visible()
    bring(page, "table.csv", ROWS.encode())
    expect(sidebar.get_by_role("combobox", name="Column to forecast")).to_be_visible()
    picture = chart(page, "The series").first
    expect(picture).to_have_attribute(
        "aria-label", re.compile("80 points from 0.5 to 18.5.* 1 missing point was filled")
    )
    sidebar.get_by_role("button", name="Use this column").click()
    expect(sidebar.get_by_text(f"Your series: {NAME}, 80 points. 1 missing point was filled")).to_be_visible()
    expect_status(page, "Finished")
    page.locator(".st-key-answers").scroll_into_view_if_needed()  # what is not in sight asks nothing
    expect(chart(page, "Forecast").locator(".ytitle")).to_have_text(NAME)
    assert re.fullmatch("[0-9a-f]{32}", query(page)["task.own"][0])
    assert "bikes" not in page.url
    assert overflow(page) <= 0
    assert faults(page, "[data-testid=stSidebar]") == []


def test_what_the_verdict_advises_is_one_click_away(shared_page, url):
    page = shared_page
    opened(page, url + link(problem="airline", **{"training.seed": "1", "training.epochs": "12"}))
    play(page).click()
    expect_status(page, "Finished")
    expect(page.locator(".pg-run-bar-verdict")).to_contain_text("The test part is unlike the train part")
    button(page, "Try growth rates").click()
    expect_run(page, "task.scaling=growth")
    assert query(page)["task.scaling"] == ["growth"]
    expect_status(page, "Finished")
    expect(page.locator(".pg-run-bar-verdict")).to_contain_text("Better than the baseline")
