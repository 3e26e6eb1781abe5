"""What a curious or clumsy person does in the middle of a run."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.train_page import (
    alone,
    answered,
    at_its_end,
    button,
    chart,
    choose_preset,
    expect_answers,
    expect_run,
    expect_status,
    expect_step,
    in_training,
    key_of,
    link,
    opened,
    play,
    scores,
    set_pace,
    slider,
    step,
    wait_for_step,
)


@pytest.fixture
def training(shared_page: Page, url: str) -> Page:
    """A page a few steps into a long run."""
    return in_training(shared_page, url)


@pytest.fixture
def any_run(shared_page: Page, url: str) -> Page:
    """The train page with some run on it."""
    if urlsplit(shared_page.url)._replace(query="").geturl() != f"{url}/":
        opened(shared_page, url + link(problem="sine", **{"training.epochs": "1"}))
    return shared_page


def test_the_loss_chart_stays_the_same_node_and_keeps_its_zoom_while_training_runs(training):
    page = training
    loss = chart(page, "Loss")
    expect(loss.locator(".main-svg").first).to_be_visible()
    loss.evaluate("node => { node.marked = true; node.querySelector('.main-svg').marked = true; }")
    box = loss.locator(".nsewdrag").first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.05, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, y + 4, steps=5)
    page.mouse.up()
    zoomed = loss.evaluate("node => node._fullLayout.xaxis.range")
    before = loss.get_attribute("aria-label") or ""
    wait_for_step(page, step(page) + 4)
    expect(loss).not_to_have_attribute("aria-label", before)
    slider(page).press("Home")
    slider(page).press("End")
    play(page).click()
    wait_for_step(page, step(page) + 1)
    assert loss.evaluate("node => node.marked && node.querySelector('.main-svg').marked") is True
    assert loss.evaluate("node => node._fullLayout.xaxis.range") == zoomed
    expect_status(page, "Training")


def test_everything_may_be_changed_in_mid_run(training):
    page = training
    key_of(page, "training.lr").get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"training\.changes="))
    expect(page.get_by_text(re.compile(r"Changed at step \d+;"))).to_be_visible()
    wait_for_step(page, step(page) + 2)
    for cell in ("RNN", "LSTM", "By hand", "GRU"):
        alone(key_of(page, "model.cell").get_by_text(cell, exact=True)).click()
        expect(page.locator(".pg-timeline-status")).to_have_text(re.compile("Training|Playing"))
    for name in ("Both ways", "2", "One way", "1"):
        alone(page.locator("[data-testid=stSidebar]").get_by_role("radio", name=name, exact=True)).click()
    choose_preset(page, "Sine, next value")
    set_pace(page, None)
    expect_status(page, "Finished")
    expect_step(page, 100)


def test_a_rate_changed_in_mid_run_holds_from_there_on_and_before_it_the_old_one_is_shown(training):
    page = training
    play(page).click()
    expect_status(page, "Paused")
    answered(page)  # by now it knows where the cursor is
    at = step(page)
    rate = key_of(page, "training.lr").get_by_role("slider")
    expect(rate).to_have_attribute("aria-valuetext", "0.005")
    rate.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(rf"training\.changes={at}%2C0\.002"))
    expect_run(page, "training.changes")
    expect_step(page, at)
    expect(rate).to_have_attribute("aria-valuetext", "0.002")
    slider(page).press("Home")
    expect(rate).to_have_attribute("aria-valuetext", "0.005")
    slider(page).press("End")
    expect(rate).to_have_attribute("aria-valuetext", "0.002")
    play(page).click()
    wait_for_step(page, at + 1)


def test_a_connection_that_is_cut_is_made_anew_and_it_goes_on(training):
    page = training
    page.evaluate("window.cut = rnnPlayer.socket.socket; cut.close()")
    page.wait_for_function("rnnPlayer.socket.isOpen && rnnPlayer.socket.socket !== cut")
    have = page.evaluate("rnnPlayer.facts().lastStep")
    wait_for_step(page, have + 1)  # which only the new one can have brought
    expect_status(page, "Training")


def test_a_reload_in_mid_run_loses_nothing(training):
    page = training
    choose_preset(page, "Sine, next value")
    expect_run(page, "problem=sine")
    expect_status(page, "Training", "Playing")  # four steps a second: it is not at its end yet
    wait_for_step(page, 1)
    play(page).click()
    expect_status(page, "Paused")
    reached = step(page) + 1
    button(page, "Step by").click()
    page.get_by_text("One optimizer step").click()
    expect_step(page, reached)
    expect_answers(page, reached)
    before, said = page.url, scores(page)
    page.reload()
    at_its_end(page)
    assert page.url == before
    page.keyboard.press("Home")
    for _ in range(reached):
        page.keyboard.press("ArrowRight")
    expect_answers(page, reached)
    assert scores(page) == said


def test_two_tabs_watch_one_run_each_at_its_own_place(sine, another_tab):
    page = sine
    known = scores(page)
    slider(page).press("PageDown")
    expect_answers(page, 90)
    other = at_its_end(another_tab(page.url))
    expect_answers(other, 100)
    assert scores(other) == known
    button(other, "Reset").click()
    expect_answers(other, 0)
    expect_step(page, 90)
    expect_answers(page, 90)


def test_another_page_and_back_keeps_the_place(sine):
    page = sine
    slider(page).focus()
    page.keyboard.press("PageDown")
    expect_step(page, 90)
    expect_answers(page, 90)
    page.get_by_role("link", name="Words").click()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    page.get_by_role("link", name="Train", exact=True).click()
    expect_step(page, 90)
    expect_answers(page, 90)
    expect_status(page, "Paused")
    page.get_by_role("link", name="Text").click()
    expect_run(page, "problem=sentiment")
    page.get_by_role("link", name="Train", exact=True).click()
    expect_step(page, 90)
    expect_answers(page, 90)
    expect_status(page, "Paused")


def test_an_own_sequence_is_answered_and_nonsense_gets_one_sentence(sine):
    page = sine
    page.get_by_text("Try your own").click()
    page.locator(".st-key-own .pg-stage").scroll_into_view_if_needed()  # what is not in sight asks nothing
    answer = page.get_by_text(re.compile(r"^The network's answer at step 100: "))
    expect(answer).to_be_visible()
    first = answer.inner_text()
    own = page.get_by_role("textbox", name="Your sequence")
    own.fill("cats and dogs")
    own.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("'cats'")
    expect(answer).to_have_count(0)
    own.fill("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9")
    own.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(answer).to_be_visible()
    assert answer.inner_text() != first
    typed = answer.inner_text()
    point = page.get_by_role("slider", name="Time step 10", exact=True)
    point.focus()
    page.keyboard.press("PageDown")
    expect(answer).not_to_have_text(typed)
    expect(own).not_to_have_value(re.compile("0.9$"))


def test_buttons_pressed_twice_quickly_do_no_harm(sine):
    page = sine
    for name in ("Reset", "+1 epoch", "New weights", "Reset"):
        button(page, name).first.dblclick()
    play(page).dblclick()
    for _ in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Space")
    answered(page)  # two buttons in one message are answered in an order of their own
    button(page, "Reset").dblclick()
    expect_step(page, 0)
    expect_status(page, "Untrained")
    answered(page)
    expect_step(page, 0)
    expect_status(page, "Untrained")
    play(page).click()
    at_its_end(page)
    expect_step(page, 100)


def test_a_diverging_run_explains_itself(any_run):
    page = any_run
    choose_preset(page, "An RNN with relu explodes")  # plays at once
    expect_status(page, "Diverged")
    why = re.compile("Diverged: the loss became infinite or undefined at step [0-9]+")
    expect(page.get_by_text(why)).to_be_visible()
    expect(page.get_by_text("Clip the gradient at norm 0.1 (under More, Training)")).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile("diverged at step"))
