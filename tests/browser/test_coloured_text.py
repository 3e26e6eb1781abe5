"""The coloured text in a real browser: a unit is tried without the server, and kept by a click."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.gallery.coloured_text import LONG, TEXT
from tests.browser.readers import look

ORANGE, BLUE, PAPER = "rgb(196, 82, 10)", "rgb(15, 98, 176)", "rgb(255, 255, 255)"
PALE = "rgb(134, 176, 215)"
"""Half as strong as blue; the colours are those of the heatmaps of states."""
CONTRAST = """nodes => Math.min(...nodes.map(node => {
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
        .map(part => part / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0.05);
    const { color, backgroundColor } = getComputedStyle(node);
    const [ink, ground] = [light(color), light(backgroundColor)];
    return Math.max(ink, ground) / Math.min(ink, ground);
}))"""


@pytest.fixture
def page(shared_page: Page, gallery: str) -> Page:
    """The page as it was at first."""
    one_page = shared_page
    if not one_page.url.startswith(f"{gallery}/coloured_text"):
        one_page.goto(f"{gallery}/coloured_text")
        expect(unit(one_page, 0)).to_be_visible()
    look(one_page, 900, 900, "light")
    for name in ("Long", "Turned"):
        if one_page.get_by_label(name, exact=True).is_checked():
            switch(one_page, name)
    unit(one_page, 0).click()
    expect(one_page.get_by_text("chosen 0", exact=True)).to_be_visible()
    one_page.mouse.move(0, 0)
    one_page.evaluate("document.activeElement.blur()")
    expect(told(one_page)).to_have_text(re.compile("^Unit 0 "))
    return one_page


def switch(page: Page, name: str) -> None:
    page.get_by_label(name, exact=True).evaluate("one => one.click()")


def unit(page: Page, number: int) -> Locator:
    return page.get_by_role("toolbar", name="Units").get_by_role("button", name=f"Unit {number}", exact=True)


def told(page: Page) -> Locator:
    return page.locator(".pg-coloured").get_by_role("status")


def signs(page: Page) -> Locator:
    return page.locator(".pg-coloured-text > span")


def test_each_character_has_the_colour_of_its_state_and_the_ends_are_told(page):
    for place, sign in enumerate(TEXT[:8]):
        colour = {"t": ORANGE, "a": PALE}.get(sign, PAPER)
        expect(signs(page).nth(place)).to_have_css("background-color", colour)
    expect(told(page)).to_have_text(re.compile(r"^Unit 0 is highest at t . ., lowest at a . .$"))
    expect(page.get_by_role("img")).to_have_accessible_name(f"Text, coloured by unit 0: {TEXT}")


def test_a_unit_is_tried_under_the_pointer_and_kept_by_a_click(page):
    colours = "all => all.map(one => one.style.background).join()"
    before = signs(page).evaluate_all(colours)
    unit(page, 5).hover()
    expect(told(page)).to_have_text(re.compile("^Unit 5 is highest at "))
    assert signs(page).evaluate_all(colours) != before
    page.mouse.move(0, 0)
    expect(told(page)).to_have_text(re.compile("^Unit 0 "))
    assert signs(page).evaluate_all(colours) == before
    unit(page, 1).click()
    expect(page.get_by_text("chosen 1", exact=True)).to_be_visible()
    page.mouse.move(0, 0)
    expect(told(page)).to_have_text("Unit 1 is always 0.")
    expect(unit(page, 1)).to_have_attribute("aria-pressed", "true")
    assert page.locator(".pg-coloured [aria-pressed=true]").count() == 1


def test_arrow_keys_walk_through_the_units_and_enter_keeps_one(page):
    row = page.locator(".pg-coloured-units > button").evaluate_all(
        "all => all.filter(one => one.offsetTop === all[0].offsetTop).length"
    )
    unit(page, 0).focus()
    for key, number in [
        ("ArrowLeft", 0),
        ("ArrowRight", 1),
        ("ArrowDown", 1 + row),
        ("ArrowUp", 1),
        ("End", 39),
        ("ArrowRight", 39),
        ("Home", 0),
        ("ArrowRight", 1),
    ]:
        page.keyboard.press(key)
        expect(told(page)).to_have_text(re.compile(f"^Unit {number} is "))
    assert page.locator(".pg-coloured [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_text("chosen 1", exact=True)).to_be_visible()


def test_the_character_under_the_pointer_colours_the_units(page):
    signs(page).nth(TEXT.index("a")).hover()
    expect(unit(page, 0)).to_have_css("background-color", PALE)
    signs(page).nth(0).hover()
    expect(unit(page, 0)).to_have_css("background-color", ORANGE)


def test_new_states_colour_the_same_characters_and_the_focus_stays(page):
    unit(page, 0).focus()
    first = signs(page).first.element_handle()
    switch(page, "Turned")
    expect(signs(page).first).to_have_css("background-color", BLUE)
    assert first.evaluate("one => one.isConnected")
    assert unit(page, 0).evaluate("one => document.activeElement === one")
    expect(told(page)).to_have_attribute("aria-live", "off")


def test_a_text_is_text_whatever_it_holds(page):
    assert page.locator(".pg-coloured b").count() == 0
    assert "".join(signs(page).all_text_contents()) == TEXT.replace("\n", "⏎")


@pytest.mark.parametrize(("scheme", "width"), [("light", 375), ("dark", 900)])
def test_everybody_can_read_it_at_every_width(page, scheme, width):
    switch(page, "Long")
    expect(signs(page)).to_have_count(len(LONG))
    unit(page, 100).hover()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    ink = {"light": "rgb(15, 22, 38)", "dark": "rgb(230, 233, 240)"}[scheme]
    expect(page.locator(".pg-coloured")).to_have_css("color", ink)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert signs(page).evaluate_all(CONTRAST) >= 4.5
    found = Axe().run(page, ".pg-coloured").response["violations"]
    assert [fault["id"] for fault in found] == []
