"""Play, step, start over and scrub, by mouse and by key."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, WebSocket, expect

from playground.ui.answers import forecast
from playground.ui.live import NETWORK_HEIGHT
from tests.browser.readers import PHONE, WIDE, drawn, look
from tests.browser.train_page import (
    FIRST,
    answered,
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


def sees_scripts(page: Page) -> list[int]:
    """A list that grows with each message on Streamlit's own connection of a page that is opened next."""
    messages: list[int] = []

    def opened(socket: WebSocket) -> None:
        if "_stcore/stream" in socket.url:
            for event in ("framesent", "framereceived"):
                socket.on(event, lambda frame: messages.append(len(frame)))

    page.on("websocket", opened)
    return messages


SEEN = """() => {
    const seen = window.seen = { Loss: new Set(), Forecast: new Set() };
    const look = () => {
        for (const [title, drawings] of Object.entries(seen)) {
            const plot = document.querySelector(`[role=figure][aria-label^="${title}. "]`);
            const figure = plot.closest("figure");
            const canvas = figure.querySelector("canvas");
            if (figure.classList.contains("pg-moving")) drawings.add(canvas.toDataURL());
        }
        if (Object.values(seen).some((drawings) => drawings.size < 8)) requestAnimationFrame(look);
    };
    look();
}"""
"""Take down what the canvas of each chart shows, until there are several different ones."""


PLACES = """() => {
    const nodes = [...document.querySelectorAll(".pg-stage, .pg-figure-stage, .pg-run-bar-foot")];
    const found = window.places = nodes.map((node) => [node.className, []]);
    const look = () => {
        nodes.forEach((node, at) => {
            const { bottom } = node.getBoundingClientRect();
            if (found[at][1].at(-1) !== bottom) found[at][1].push(bottom);
        });
        requestAnimationFrame(() => rnnPlayer.cursor.mode === "playing" && look());
    };
    look();
}"""
"""Take down where everything ends, as often as that changes, while it plays."""


HOLD = """() => {
    const held = [], { absorb } = rnnPlayer, { run } = rnnPlayer.experiment.films[0];
    const { shelves } = rnnPlayer.store.films.get(run);
    const [, shelf] = [...shelves].find(([view]) => view.includes('"learning"'));
    rnnPlayer.absorb = (message) => held.push(message);
    window.release = () => {
        rnnPlayer.absorb = absorb;
        held.forEach((message) => rnnPlayer.absorb(message));
    };
    const known = new Set(shelf.kept.map(({ step }) => step));
    return [...Array(99).keys()].reverse().find((step) => !known.has(step));
}"""
"""Keep back what comes from the server; a step whose frame is not in the page."""


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
    expect(page.get_by_text(re.compile(r"test loss 0\.\d+, baseline 0\.00491"))).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(r"at step 100\."))
    assert query(page) == FIRST
    for part in (page.locator(".pg-run-bar-head"), chart(page, "Loss"), chart(page, "Forecast")):
        box = part.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


def test_loss_and_forecast_move_to_their_end_while_no_script_of_the_page_runs(shared_page, url):
    page = shared_page
    page.emulate_media(reduced_motion="no-preference")
    messages = sees_scripts(page)
    page.goto(url)
    expect_answers(page, 100)
    expect_status(page, "Finished")
    answered(page)
    answered(page)
    assert messages
    messages.clear()
    page.evaluate(SEEN)
    play(page).click()
    page.wait_for_function("seen.Loss.size >= 8 && seen.Forecast.size >= 8")
    expect_status(page, "Finished")
    expect_answers(page, 100)
    expect(page.get_by_text("The network has learned the wave.")).to_be_visible()
    assert messages == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_while_it_plays_nothing_jumps_to_and_fro(sine, size):
    """A row that wraps makes room once; what stands under it never comes back up."""
    page = sine
    look(page, *size, "light")
    play(page).click()
    expect_status(page, "Playing")
    page.evaluate(PLACES)
    expect_status(page, "Finished")
    places = page.evaluate("places")
    assert len(places) > 5
    assert [(name, found) for name, found in places if found != sorted(found)] == []


def test_the_room_kept_for_the_first_pictures_is_what_they_take(sine):
    for key, kept in (("learning", forecast.PAGE.height), ("network", NETWORK_HEIGHT)):
        box = sine.locator(f".st-key-{key}").last.bounding_box()
        assert box
        assert abs(box["height"] - kept) <= 20, key


def test_scrubbing_shows_the_nearest_frame_at_once_and_the_exact_one_when_it_comes(sine):
    page = sine
    at = page.evaluate(HOLD)
    slider(page).fill(str(at))
    expect_step(page, at)
    note = page.locator(".st-key-answers .pg-stage-note")
    expect(note).to_have_text(re.compile(r"^Shown: step \d+\. This step is being computed…$"))
    nearest = re.search(r"\d+", note.inner_text())
    assert nearest
    assert int(nearest[0]) != at
    expect_answers(page, int(nearest[0]))
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(rf"at step {at}\.$"))
    page.evaluate("release()")
    expect_answers(page, at)
    expect(note).to_have_text("")


def test_a_click_in_the_loss_chart_goes_there(sine):
    page = sine
    loss = chart(page, "Loss")
    told = loss.locator(".hoverlayer .legendtitletext")
    for _ in range(100):  # a chart that has just been drawn, or has moved, does not know where the pointer is
        box = loss.locator(".nsewdrag").first.bounding_box()
        assert box
        y = box["y"] + 0.5 * box["height"]
        page.mouse.move(box["x"] + 0.28 * box["width"], y)
        page.mouse.move(box["x"] + 0.3 * box["width"], y)
        drawn(page)
        if told.is_visible():
            break
    expect(told).to_have_text(re.compile("^Step (29|30|31)$"))  # a click goes to what the pointer shows
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".pg-timeline-step")).to_have_text(re.compile("^Step (29|30|31) of "))
    expect_answers(page, step(page))


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


def test_a_finished_film_plays_again_and_who_wants_less_motion_sees_two_pictures_a_second(sine):
    page = sine
    page.evaluate(
        """() => {
            const seen = window.seen = [];
            const place = document.querySelector('.pg-timeline-step');
            new MutationObserver(() => seen.push([performance.now(), place.textContent])).observe(place,
                { childList: true, characterData: true, subtree: true });
        }"""
    )
    play(page).click()
    page.wait_for_function("seen.length > 2")
    expect_status(page, "Finished")
    _hand, *times = [time for time, _step in page.evaluate("seen")]
    assert len(times) >= 4
    assert min(after - before for before, after in pairwise(times)) > 400


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
    button(page, "+1 epoch").first.click()
    expect_step(page, 50)
    button(page, "Step by").click()
    page.get_by_text("One optimizer step").click()
    expect_step(page, 51)
    button(page, "+1 epoch").first.click()
    expect_step(page, 100)
