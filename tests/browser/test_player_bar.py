"""The run bar in a real browser, on a film that the test hands to the player: no script of the page runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.readers import ONLY_CONTRAST, PHONE, WIDE, faults, look, overflow
from tests.ui.film_messages import film

FEED = "text => rnnPlayer.absorb(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer)"


@pytest.fixture
def wires() -> list[WebSocketRoute]:
    """The connections to films that the page has opened."""
    return []


@pytest.fixture
def films(gallery: str) -> str:
    """Where the page looks for films; the gallery has no server of them, and other tests' servers do."""
    return gallery.replace("http:", "ws:") + "/films"


@pytest.fixture
def page(shared_page: Page, gallery: str, films: str, wires: list[WebSocketRoute]) -> Iterator[Page]:
    """A film of 480 steps that has come as far as step 300; the cursor is at its beginning."""
    page = shared_page
    page.route_web_socket(films, lambda wire: wires.append(wire))
    page.goto(f"{gallery}/run_bar")
    expect(page.get_by_text("seed 0; script runs 1")).to_be_visible()
    page.wait_for_function("window.rnnPlayer?.experiment")
    feed(page, film("seed=0", last=300, total=480, epoch_steps=8, secondsLeft=12.3))
    yield page
    page.goto("about:blank")


def feed(page: Page, message: str) -> None:
    page.evaluate(FEED, message)


def button(page: Page, name: str) -> Locator:
    return page.locator(".pg-run-bar").get_by_role("button", name=name, exact=True)


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Timeline")


def expect_at(page: Page, step: int, status: str) -> None:
    expect(page.locator(".pg-timeline-step")).to_have_text(f"Step {step} of 480")
    expect(page.get_by_role("status").get_by_text(status, exact=True)).to_be_visible()


def test_every_button_acts_on_the_film_and_no_script_runs(page):
    expect(page.get_by_text("Untrained:")).to_be_visible()
    button(page, "+1 epoch").click()
    expect_at(page, 8, "Paused")
    button(page, "Step by").click()
    page.get_by_role("menuitem", name="One optimizer step").click()
    expect_at(page, 9, "Paused")
    page.get_by_label("Speed").select_option("20 steps/s")
    button(page, "Play").click()
    expect_at(page, 300, "Training")
    button(page, "Pause").click()
    expect(page.get_by_text("No progress:")).to_be_visible()
    feed(page, film("seed=0", start=300, last=480, total=480, epoch_steps=8, status="finished"))
    expect(page.locator(".pg-timeline[style*='--developed: 1']")).to_be_visible()  # the bar has heard of it
    slider(page).press("End")
    expect_at(page, 480, "Finished")
    button(page, "Reset").click()
    expect_at(page, 0, "Untrained")
    expect(page.get_by_text("seed 0; script runs 1")).to_be_visible()
    button(page, "New weights").click()
    expect(page.get_by_text("seed 1; script runs 2")).to_be_visible()
    page.wait_for_function("rnnPlayer.experiment.films[0].run === 'seed=1'")


def test_the_run_is_moved_by_keys_alone_and_letters_stay_letters(page):
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    slider(page).focus()
    for key, step in (("Home", 0), ("ArrowRight", 1), ("PageUp", 25), ("PageDown", 1), ("End", 300)):
        page.keyboard.press(key)
        expect_at(page, step, "Paused" if step else "Untrained")
    page.get_by_label("Name").press_sequentially("a b")
    expect(button(page, "Play")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("a b")
    button(page, "Step by").press("Enter")
    for key, entry in (("ArrowDown", "One epoch"), ("ArrowDown", "One optimizer step")):
        page.keyboard.press(key)
        expect(page.get_by_role("menuitem", name=entry)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button(page, "Step by")).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)


def test_the_thumb_stays_in_the_hand_while_it_plays_and_goes_no_further_than_the_film(page):
    box = slider(page).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.01 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.25 * box["width"], y, steps=4)
    held = slider(page).input_value()
    assert 100 < int(held) < 140
    expect_at(page, int(held), "Paused")
    page.keyboard.press("Space")
    page.wait_for_function("held => rnnPlayer.cursor.step > held + 20", arg=int(held))
    assert slider(page).input_value() == held
    page.mouse.move(box["x"] + 0.9 * box["width"], y, steps=2)
    expect_at(page, 300, "Paused")
    page.mouse.up()
    assert slider(page).input_value() == "300"


def test_it_stays_in_sight_fits_a_phone_and_is_readable_in_both_colours(page):
    slider(page).press("End")
    assert faults(page, ".pg-run-bar") == []
    for width, height in (WIDE, PHONE):
        for scheme in ("light", "dark"):
            look(page, width, height, scheme)
            assert overflow(page) <= 0
            assert faults(page, ".pg-run-bar", ONLY_CONTRAST) == []
        page.get_by_text("Line 39 below the bar").scroll_into_view_if_needed()
        box = slider(page).bounding_box()
        assert box
        assert 0 < box["y"] < 160
    row = page.locator(".pg-run-bar-row")  # on the phone, which came last
    assert row.evaluate("row => row.getBoundingClientRect().height") < 50


def test_a_lost_connection_is_a_quiet_mark_and_goes_on_from_what_is_there(page, films, wires):
    sent: list[str] = []
    page.wait_for_function("rnnPlayer.socket.isOpen")
    mark = page.get_by_text("Connecting again")
    expect(mark).to_be_hidden()
    page.evaluate("rnnPlayer.socket.world.random = () => 1; rnnPlayer.socket.tries = 4")  # four seconds
    wires[-1].close()
    expect(mark).to_be_visible()
    slider(page).press("End")
    expect_at(page, 300, "Paused")
    page.route_web_socket(films, lambda wire: wire.on_message(lambda text: sent.append(str(text))))
    expect(mark).to_be_hidden()
    page.wait_for_function("rnnPlayer.socket.sent !== null")
    assert re.search(r'"run":"seed=0","until":300,"have":300', sent[-1])
