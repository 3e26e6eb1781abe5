"""Play, step, start over and scrub, by mouse and by key."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.train_page import (
    LONG,
    MIDDLE,
    SHORT,
    button,
    chart,
    expect_status,
    expect_step,
    finished,
    link,
    linked,
    play,
    query,
    scores,
    slider,
    step,
    wait_for_step,
)


def test_the_first_visit_plays_the_sine_by_itself_to_its_end(new_page, url):
    page = finished(new_page(1440, 900), url)
    expect_step(page, 100)
    expect(
        page.get_by_text(re.compile(r"test loss 0\.\d+; an answer that learns nothing gets 0\.00491"))
    ).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(r"at step 100\."))
    assert query(page) == {"v": ["1"], "problem": ["sine"]}
    for part in (page.locator(".st-key-runbar"), chart(page, "Loss"), chart(page, "Forecast")):
        box = part.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


def test_play_and_pause_by_button_and_by_the_space_bar(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG))
    wait_for_step(page, 20)
    play(page).click()
    expect(play(page)).to_contain_text("Play")
    expect_status(page, "Paused")
    stopped = step(page)
    page.keyboard.press("Space")
    expect(play(page)).to_contain_text("Pause")
    wait_for_step(page, stopped + 20)
    page.keyboard.press("Space")
    expect_status(page, "Paused")
    play(page).click()
    expect_status(page, "Training")


def test_the_keyboard_alone_reaches_play(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG))
    expect_status(page, "Training")
    for _ in range(40):
        page.keyboard.press("Tab")
        if play(page).evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect_status(page, "Paused")
    page.keyboard.press("Enter")
    expect_status(page, "Training")


def test_a_step_is_an_epoch_or_one_optimizer_step(new_page, url):
    page = new_page()
    page.goto(url + linked(MIDDLE, **{"training.seed": "11"}))
    expect_status(page, "Training", "Playing", "Finished")
    button(page, "Reset").click()
    expect_status(page, "Untrained")
    button(page, "Step").first.click()
    expect_step(page, 25)
    button(page, "Step by").click()
    page.get_by_text("One optimizer step").click()
    expect_step(page, 26)
    button(page, "Step").first.click()
    expect_step(page, 50)


def test_reset_keeps_the_film_so_its_end_is_one_key_away(new_page, url):
    page = finished(new_page(), url + SHORT)
    at_end = scores(page)
    button(page, "Reset").click()
    expect_step(page, 0)
    expect(page.get_by_text("Untrained:")).to_be_visible()
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 0")
    slider(page).focus()
    page.keyboard.press("End")
    expect_step(page, 40)
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 40")
    assert scores(page) == at_end


def test_scrubbing_back_and_forth_gives_the_identical_numbers(new_page, url):
    page = finished(new_page(), url + SHORT)
    known = {40: scores(page)}
    slider(page).focus()
    for keys, place in ((["PageDown"] * 3, 10), (["Home"], 0), (["PageUp"], 10), (["End"], 40)):
        for key in keys:
            page.keyboard.press(key)
        expect_step(page, place)
        expect(page.locator(".st-key-answers table")).to_contain_text(f"at step {place}")
        assert known.setdefault(place, scores(page)) == scores(page)
    assert len(set(known.values())) == 3


def test_a_finished_film_plays_again_so_that_one_can_watch(new_page, url):
    page = finished(new_page(), url + link(problem="sine", **{"training.epochs": "100"}))
    page.evaluate(
        """() => {
            const seen = window.seenSteps = new Set();
            const range = document.querySelector('.pg-timeline-step');
            new MutationObserver(() => seen.add(range.textContent)).observe(range, { childList: true,
                characterData: true, subtree: true });
        }"""
    )
    play(page).click()
    page.wait_for_function("[...window.seenSteps].some(text => !text.startsWith('Step 100 '))")
    expect_status(page, "Finished")
    assert page.evaluate("window.seenSteps.size") >= 4


def test_new_weights_are_another_seed_in_the_link(new_page, url):
    page = finished(new_page(), url + SHORT)
    before = scores(page)
    button(page, "New weights").click()
    page.wait_for_url(re.compile(r"training\.seed=1"))
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 0")
    play(page).click()
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 40")
    assert scores(page) != before
