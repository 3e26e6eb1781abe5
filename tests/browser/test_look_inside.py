"""The inside tabs in a real browser: one link opens them, they follow the cursor, everybody can read them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from playground import links
from playground.charts.reach import reach_figure
from playground.films.inline import InlineEngine
from playground.probes.inside import GradientsProbe
from playground.ui.look import TABS
from tests.browser.test_every_reader import expect_names_with_numbers, faults, overflow
from tests.browser.train_page import chart, expect_status, expect_step, link, slider, step

NAMES = {
    "states": "Hidden states",
    "gates": "Gates",
    "gradients": "Gradients",
    "cell": "The cell",
    "what-if": "What if",
    "weights": "Weights",
}
CHARTS = {"states": 3, "gates": 2, "gradients": 4, "cell": 2, "what-if": 1, "weights": 4}
"""Plots of each tab, with the one of the problem below."""
SMALL = {"problem": "recall", "model.cell": "lstm", "model.hidden_size": "8", "training.epochs": "4"}


def tab(page: Page, name: str) -> None:
    page.locator("[class*='st-key-tab-']").get_by_role("radio", name=NAMES[name], exact=True).click()
    expect(page.locator(".st-key-inside")).to_be_visible()
    expect(page.get_by_text("Reading the network…")).to_have_count(0)


def expect_drawn(page: Page, name: str) -> None:
    """The tab's own content has come."""
    if name == "what-if":
        expect(page.locator(".st-key-inside table")).to_be_visible()
    else:
        expect(page.locator(".st-key-inside [role=figure]").first).to_be_visible()


def read_here(values: dict[str, str]) -> dict[int, str]:
    """What the picture of the gradients says of the first and the last step of a run trained here."""
    config = links.decode({"v": "1", **values})
    engine = InlineEngine()
    engine.want(config, 10**9)
    told = {}
    for at in (0, engine.film(config).last_step):
        reading = engine.probe(GradientsProbe(config=config, step=at, example=0)).value
        part = reading.parts[0]
        norms = {"hidden state h": part.h, "cell state c": part.c}
        picture = reach_figure(norms, cell=config.model.cell, factors={"hidden state h": part.factor})
        told[at] = f"{picture.title}. {picture.alt}"
    return told


def test_one_link_opens_the_gradients_and_they_follow_the_cursor(new_page, url):
    page = new_page(1440, 900)
    page.goto(url + link(tab="gradients", **SMALL))
    expect_status(page, "Finished")
    expect_drawn(page, "gradients")
    told = read_here(SMALL)
    reach = page.locator(".st-key-reach [role=figure]")
    expect(reach).to_have_attribute("aria-label", told[step(page)])
    slider(page).focus()
    page.keyboard.press("Home")
    expect_step(page, 0)
    expect(reach).to_have_attribute("aria-label", told[0])
    page.keyboard.press("End")
    expect(reach).to_have_attribute("aria-label", told[step(page)])
    assert "tab=gradients" in page.url


def test_every_tab_is_named_and_read_without_faults(new_page, url):
    page = new_page(1440, 900)
    page.goto(url + link(**SMALL))
    expect_status(page, "Finished")
    for name in TABS[1:]:
        tab(page, name)
        expect_drawn(page, name)
        page.wait_for_url(re.compile(f"tab={name}"))
        expect_names_with_numbers(page, CHARTS[name])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults(page) == [], f"{name}, {scheme}"


def test_every_tab_fits_a_phone(new_page, url):
    page = new_page(390, 844)
    page.goto(url + link(**SMALL))
    expect_status(page, "Finished")
    for name in TABS[1:]:
        tab(page, name)
        expect_drawn(page, name)
        assert overflow(page) <= 0, name


def test_a_clicked_row_is_the_chosen_unit_in_every_tab(new_page, url):
    page = new_page(1440, 900)
    page.goto(url + link(tab="states", **SMALL))
    expect_status(page, "Finished")
    expect_drawn(page, "states")
    plot = page.locator(".st-key-states-0-forward .nsewdrag").last.bounding_box()
    assert plot
    page.mouse.click(plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2)
    expect(chart(page, "Unit \\d+: [^.]*")).to_be_visible()
    tab(page, "gates")
    expect(page.locator(".st-key-gates-forward [role=figure]")).to_have_attribute(
        "aria-label", re.compile(r"[Uu]nit \d+")
    )
    tab(page, "cell")
    page.get_by_role("button", name=re.compile("^forget gate, f = ")).first.click()
    expect(page.get_by_text("Framed: the forget gate f, lit above.")).to_be_visible()
