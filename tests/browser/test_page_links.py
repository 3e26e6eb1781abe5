"""A link holds the whole experiment; a stranger's link does no harm."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from playground.lessons import reading
from tests.browser.train_page import (
    at_its_end,
    developed,
    expect_answers,
    expect_step,
    key_of,
    link,
    opened,
    play,
    query,
    scores,
    slider,
)

SHORT = {"problem": "sine", "training.epochs": "20"}
"""One step an epoch; a page up is ten."""


def test_a_copied_link_opens_the_same_experiment_with_its_training_and_its_numbers(shared_page, url):
    page = shared_page
    opened(page, url + link(**SHORT))
    key_of(page, "model.cell").get_by_text("GRU").click()
    page.wait_for_url(re.compile("model.cell=gru"))
    expect_step(page, 0)
    play(page).click()
    at_its_end(page)
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    expect_answers(page, 10, of="GRU")
    known, experiment = scores(page), query(page)
    page.get_by_role("tab", name="Share").click()
    copied = page.locator("[data-testid=stCode]").first.inner_text().strip()
    assert parse_qs(urlsplit(copied).query) == experiment
    page.goto(copied)
    expect(slider(page)).to_be_visible()
    at_its_end(page)
    assert developed(page) == 1
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    expect_answers(page, 10, of="GRU")
    assert scores(page) == known
    assert query(page) == experiment


def test_a_bad_link_gives_one_sentence_with_nothing_in_it_but_letters_and_the_sine_runs(shared_page, url):
    page = shared_page
    bad = "<script>alert(1)</script> ![x](http://192.0.2.1/x.png)"
    page.goto(url + link(problem=bad))
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("This link")
    expect(page.get_by_role("alert")).to_contain_text("'<script>alert(1)</script> ![x](http:")
    expect(page.get_by_role("alert").locator("img, a, script")).to_have_count(0)
    at_its_end(page)
    expect_step(page, 100)


def test_back_and_forward_open_the_experiments_that_were_open(shared_page, url):
    page = shared_page
    opened(page, url + link(**SHORT))
    first = query(page)
    key_of(page, "model.cell").get_by_text("GRU").click()
    page.wait_for_url(re.compile("model.cell=gru"))
    expect_cell(page, is_gru=True)
    page.go_back()
    expect_cell(page, is_gru=False)
    assert query(page) == first
    expect_step(page, 0)
    page.go_forward()
    expect_cell(page, is_gru=True)
    assert query(page)["model.cell"] == ["gru"]


def test_back_goes_from_step_to_step_of_a_lesson_at_one_press_each(shared_page, url):
    page, (lesson, *_rest) = shared_page, reading.names()
    titles = [step.title for step in reading.lesson(lesson).steps[2:5]]
    page.goto(f"{url}/learn?lesson={lesson}&step=3")
    page.wait_for_function("window.rnnPlayer?.experiment")  # by then nothing moves the button any more
    for title in titles[:-1]:
        expect_heading(page, title)
        page.get_by_role("button", name="Continue", exact=True).click()
    expect_heading(page, titles[-1])
    for title in titles[-2::-1]:
        page.go_back()
        expect_heading(page, title)
    page.go_forward()
    expect_heading(page, titles[1])


def expect_heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def expect_cell(page: Page, *, is_gru: bool) -> None:
    """The player and the control both say so; the control before has gone."""
    run = "window.rnnPlayer.experiment.films[0].run"
    page.wait_for_function(f"(isGru) => {run}.includes('gru') === isGru", arg=is_gru)
    gru = page.get_by_role("radio", name="GRU", exact=True)
    expect(gru).to_have_count(1)
    expect(gru).to_be_checked(checked=is_gru)
