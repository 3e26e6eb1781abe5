"""One key shows one picture to a class; Escape is the way back, an arrow leads to the next pinned run."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import screen
from tests.browser.train_page import expect_step, play

LETTERS = "node => parseFloat(getComputedStyle(node.querySelector('.xtick text')).fontSize)"
PINNED = [
    {"page": "train", "link": f"v=1&problem=sine&model.cell={cell}", "pinned": True, "step": step}
    for cell, step in (("gru", 30), ("rnn", 100))
]


def test_a_picture_fills_the_screen_with_the_player_under_it_and_the_next_pinned_run_is_one_key_away(
    sine: Page, url: str
):
    page = sine
    screen(page, 1280, 720)
    kept = json.dumps({"v": 1, "runs": PINNED})
    page.evaluate("kept => localStorage.setItem('rnn-playground.history', kept)", kept)
    page.evaluate("document.activeElement.blur()")
    loss = page.locator("figure:has(.pg-figure-title:text-is('Loss'))")
    small = loss.locator(".pg-figure-plot").evaluate(LETTERS)
    loss.hover()
    page.keyboard.press("f")
    page.wait_for_function("rnnPresentation.picture?.title() === 'Loss'")
    page.wait_for_function(f"({LETTERS})(document.querySelector('.pg-presented')) >= 24")
    picture, bar = (page.locator(one).bounding_box() for one in (".pg-presented", ".pg-presented-bar"))
    assert picture
    assert bar
    assert (picture["x"], picture["y"], picture["width"]) == (0, 0, 1280)
    assert bar["y"] == pytest.approx(picture["height"], abs=2)
    assert bar["y"] + bar["height"] == pytest.approx(720, abs=2)
    expect(play(page)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("rnnPlayer.experiment.films[0].run.includes('gru')")
    expect_step(page, 30)
    expect(page.locator(".pg-run-bar-run")).to_have_text("GRU")
    page.wait_for_function("rnnPresentation.picture?.title() === 'Loss'")
    page.keyboard.press("Escape")
    expect(page.locator(".pg-presented, .pg-presented-bar")).to_have_count(0)
    page.wait_for_function(
        "([node, size]) => parseFloat(getComputedStyle(node.querySelector('.xtick text')).fontSize) === size",
        arg=[loss.locator(".pg-figure-plot").element_handle(), small],
    )
