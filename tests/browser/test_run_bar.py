"""Play, step, start over and scrub, by mouse and by key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.train_page import (
    FIRST,
    at_its_end,
    button,
    chart,
    expect_answers,
    expect_status,
    expect_step,
    in_training,
    play,
    query,
    scores,
    slider,
    step,
    wait_for_step,
)


@pytest.fixture
def training(shared_page: Page, url: str) -> Page:
    """A page a few steps into a long run."""
    return in_training(shared_page, url)


def test_the_first_visit_plays_the_sine_by_itself_to_its_end(shared_page, url):
    page = shared_page
    page.goto(url)
    expect_status(page, "Finished")
    expect_step(page, 100)
    expect_answers(page, 100)
    expect(page.get_by_text(re.compile(r"test loss 0\.\d+; the baseline gets 0\.00491"))).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(r"at step 100\."))
    assert query(page) == FIRST
    for part in (page.locator(".st-key-runbar"), chart(page, "Loss"), chart(page, "Forecast")):
        box = part.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


def test_scrubbing_back_and_forth_gives_the_identical_numbers(sine):
    page = sine
    known = {100: scores(page)}
    slider(page).focus()
    for keys, place in ((["PageDown"] * 9, 10), (["Home"], 0), (["PageUp"], 10), (["End"], 100)):
        for key in keys:
            page.keyboard.press(key)
        expect_step(page, place)
        expect_answers(page, place)
        assert known.setdefault(place, scores(page)) == scores(page)
    assert len(set(known.values())) == 3


def test_reset_keeps_the_film_so_its_end_is_one_key_away(sine):
    page = sine
    at_end = scores(page)
    button(page, "Reset").click()
    expect_step(page, 0)
    expect(page.get_by_text("Untrained:")).to_be_visible()
    expect_answers(page, 0)
    slider(page).focus()
    page.keyboard.press("End")
    expect_step(page, 100)
    expect_answers(page, 100)
    assert scores(page) == at_end


def test_a_finished_film_plays_again_so_that_one_can_watch(sine):
    page = sine
    page.evaluate(
        """() => {
            const seen = window.seenSteps = new Set();
            const range = document.querySelector('.pg-timeline-step');
            new MutationObserver(() => seen.add(range.textContent)).observe(range, { childList: true,
                characterData: true, subtree: true });
        }"""
    )
    slider(page).press("End")  # a hand on the timeline holds it only until the page has followed
    play(page).click()
    page.wait_for_function("[...window.seenSteps].some(text => !text.startsWith('Step 100 '))")
    expect_status(page, "Finished")
    assert page.evaluate("window.seenSteps.size") >= 4


def test_new_weights_are_another_seed_in_the_link(sine):
    page = sine
    before = scores(page)
    button(page, "New weights").click()
    page.wait_for_url(re.compile(r"training\.seed=1"))
    expect_answers(page, 0)
    play(page).click()
    expect_status(page, "Training", "Playing", "Finished")
    at_its_end(page)
    expect_answers(page, 100)
    assert scores(page) != before


def test_the_keyboard_alone_reaches_play(training):
    page = training
    page.get_by_role("link", name="Skip to main content").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if play(page).evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect_status(page, "Paused")
    page.keyboard.press("Enter")
    expect_status(page, "Training")


def test_play_and_pause_by_button_and_by_the_space_bar(training):
    page = training
    play(page).click()
    expect(play(page)).to_contain_text("Play")
    expect_status(page, "Paused")
    stopped = step(page)
    page.keyboard.press("Space")
    expect(play(page)).to_contain_text("Pause")
    wait_for_step(page, stopped + 2)
    page.keyboard.press("Space")
    expect_status(page, "Paused")
    play(page).click()
    expect_status(page, "Training")


def test_a_step_is_an_epoch_or_one_optimizer_step(training):
    page = training
    button(page, "Reset").click()
    expect_status(page, "Untrained")
    button(page, "Step").first.click()
    expect_step(page, 50)
    button(page, "Step by").click()
    page.get_by_text("One optimizer step").click()
    expect_step(page, 51)
    button(page, "Step").first.click()
    expect_step(page, 100)
