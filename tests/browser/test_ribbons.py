"""The ribbons in a real browser: what they light and tell, by pointer and by key, at any width."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.gallery.ribbons import CHOICES, WORDS, peaked
from tests.browser.readers import look
from tests.browser.test_cell_diagram import TOUCHING

FITTED = """width => { const svg = document.querySelector(".pg-ribbons-drawing");
    const [inner, room] = [svg.clientWidth, svg.parentElement.clientWidth];
    return innerWidth === width && (inner === room || (width < 600 && inner > room)); }"""
"""Whether the ribbons have taken the width of the page; on a phone many words may be wider."""
PATHS = """bundles => bundles.map(bundle => [...bundle.children].map(path =>
    ({ weight: Number(path.style.getPropertyValue("--weight")),
       width: parseFloat(getComputedStyle(path).strokeWidth) })))"""


@pytest.fixture
def page(shared_page: Page, gallery: str) -> Page:
    """The page as it was at first, but for what was clicked."""
    if not shared_page.url.startswith(f"{gallery}/ribbons"):
        shared_page.goto(f"{gallery}/ribbons")
        expect(shared_page.get_by_text("chosen []", exact=True)).to_be_visible()
    look(shared_page, 1100, 1400, "light")
    if shared_page.get_by_label("Chart", exact=True).is_checked():
        switch(shared_page, "Chart")
    choose(shared_page, "words")
    shared_page.evaluate("document.activeElement.blur()")
    return shared_page


def choose(page: Page, name: str) -> None:
    """Show other words in the same ribbons; a click by script leaves the focus where it is."""
    page.get_by_role("radio", name=name, exact=True).evaluate("radio => radio.click()")
    expect(page.locator(".pg-ribbons-text")).to_have_count(sum(map(len, CHOICES[name])))
    expect(page.locator(".pg-ribbons-bar").last).to_have_attribute("width", re.compile(r"\d"))


def switch(page: Page, name: str) -> None:
    page.get_by_label(name, exact=True).evaluate("one => one.click()")


def output(page: Page, place: int) -> Locator:
    return page.get_by_role("toolbar", name="Output").get_by_role("button").nth(place)


def told(page: Page) -> Locator:
    return page.locator(".pg-ribbons").get_by_role("status")


def lit_sources(page: Page) -> list[str]:
    return page.locator(".pg-ribbons-word.is-lit:not(.is-output)").all_text_contents()


def bundles(page: Page) -> list[list[dict[str, float]]]:
    result: list[list[dict[str, float]]] = page.locator(".pg-ribbons-bundle").evaluate_all(PATHS)
    return result


def test_every_weight_from_a_twentieth_on_has_a_ribbon_as_wide_as_it_is_large(page):
    for row, ribbons in zip(peaked(6, 6, 1.0), bundles(page), strict=True):
        strong = row[row >= 0.05]
        assert [one["weight"] for one in ribbons] == pytest.approx(strong, abs=1e-4)
        widths = [one["width"] / one["weight"] for one in ribbons]
        assert widths == pytest.approx([widths[0]] * len(widths), rel=0.01)


def test_pointing_at_an_output_word_lights_its_sources_and_tells_the_three_largest(page):
    expect(told(page)).to_have_text("")
    output(page, 1).hover()
    expect(told(page)).to_have_text("rote looks at red 0.57, the (1) 0.21, house 0.21.")
    assert lit_sources(page) == ["the", "red", "house"]
    faded, clear = page.locator(".pg-ribbons-bundle").evaluate_all(
        "all => [0, 1].map(place => Number(getComputedStyle(all[place]).opacity))"
    )
    assert faded < 0.5 < clear == 1
    page.mouse.move(0, 0)
    expect(told(page)).to_have_text("")
    assert page.locator(".pg-ribbons .is-lit").count() == 0


def test_arrow_keys_walk_along_the_output_words_and_stop_at_the_ends(page):
    output(page, 0).focus()
    for key, word in [
        ("ArrowRight", "rote"),
        ("ArrowRight", "Haus"),
        ("ArrowLeft", "rote"),
        ("End", "älteste"),
        ("ArrowRight", "älteste"),
        ("Home", "das"),
        ("ArrowLeft", "das"),
    ]:
        page.keyboard.press(key)
        expect(told(page)).to_have_text(re.compile(f"^{word} looks at "))
    assert page.locator(".pg-ribbons [tabindex='0']").count() == 1


def test_a_click_and_enter_hand_on_the_place_and_the_word_stays_lit(page):
    output(page, 0).click()
    expect(page.get_by_text("chosen [0]", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("chosen [0, 1]", exact=True)).to_be_visible()
    page.mouse.move(0, 0)
    expect(told(page)).to_have_text(re.compile("^rote looks at "))


def test_new_weights_move_the_same_ribbons_and_the_focus_stays(page):
    output(page, 1).focus()
    node = output(page, 1).element_handle()
    switch(page, "Blurred")
    expect(told(page)).to_have_text(re.compile(r"^rote looks at red 0\.2"))
    assert node.evaluate("one => one.isConnected && document.activeElement === one")
    weights = [one["weight"] for one in bundles(page)[1]]
    row = peaked(6, 6, 0.05)[1]
    assert weights == pytest.approx(row[row >= 0.05], abs=1e-4)
    expect(told(page)).to_have_attribute("aria-live", "off")
    switch(page, "Blurred")
    expect(told(page)).to_have_text(re.compile(r"^rote looks at red 0\.5"))


def test_a_wrong_word_has_a_cross_and_is_called_wrong(page):
    expect(output(page, 2)).to_have_accessible_name("Haus, wrong")
    expect(output(page, 2).locator(".pg-ribbons-cross")).to_have_text("✗")
    expect(output(page, 1)).to_have_accessible_name("rote")
    expect(output(page, 1).locator(".pg-ribbons-cross")).to_have_text("")


def test_words_are_text_whatever_they_are(page):
    choose(page, "long")
    assert page.locator(".pg-ribbons img, .pg-ribbons b").count() == 0
    output(page, 0).hover()
    expect(told(page)).to_have_text(
        re.compile(r"^<b>bold</b> looks at <img src=x onerror=alert\(1\)> 0\.\d\d")
    )
    output(page, 2).hover()
    expect(told(page)).to_have_text(
        re.compile(r"^captain-of-the-danube-steamship-company looks at \{list\} 0")
    )


def test_at_every_width_words_keep_apart_and_can_be_read(page):
    for name in ("words", "long", "date", "many"):
        choose(page, name)
        for width in (375, 1100):
            page.set_viewport_size({"width": width, "height": 1400})
            page.wait_for_function(FITTED, arg=width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            texts = page.locator(".pg-ribbons-text")
            assert texts.evaluate_all(TOUCHING) == [], f"{name} at {width}"
            sizes = texts.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
            assert min(sizes) >= 11


def test_other_words_come_into_the_same_picture_and_the_focus_stays_in_it(page):
    choose(page, "many")
    output(page, 25).focus()
    page.evaluate("document.querySelector('.pg-ribbons').dataset.mark = 'same'")
    choose(page, "words")
    expect(told(page)).to_have_text(re.compile("^älteste looks at oldest "))
    expect(page.locator(".pg-ribbons")).to_have_attribute("data-mark", "same")
    choose(page, "nothing")
    expect(page.get_by_text("No output word yet.")).to_be_visible()
    assert page.locator(".pg-ribbons-text").all_text_contents() == list(WORDS[0])
    expect(told(page)).to_have_text("")


def test_axe_finds_no_fault_in_light_and_dark_and_the_map_names_its_tokens(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        ink = {"light": "rgb(15, 22, 38)", "dark": "rgb(230, 233, 240)"}[scheme]
        expect(page.locator(".pg-ribbons")).to_have_css("color", ink)
        output(page, 1).focus()
        found = Axe().run(page, ".pg-ribbons").response["violations"]
        assert [fault["id"] for fault in found] == []
    switch(page, "Chart")
    expect(page.locator(".heatmaplayer image").first).to_be_visible()
    area = page.locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 2.5 / 6, box["y"] + box["height"] * 1.5 / 6)
    expect(page.locator(".hoverlayer .hovertext")).to_have_text("rote ← house: 0.21")
