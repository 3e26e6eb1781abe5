"""The inside tabs in a real browser: one link opens them, they follow the cursor, everybody can read them."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from playground.charts.inside.reach import reach_figure
from playground.experiments import links
from playground.films.inline import InlineEngine
from playground.probes.inside import GradientsProbe
from playground.views.view_state import TABS
from tests.browser.readers import (
    ONLY_CONTRAST,
    PHONE,
    WIDE,
    expect_names_with_numbers,
    faults,
    look,
    overflow,
    screen,
)
from tests.browser.train_page import expect_step, link, opened, query, slider, step

NAMES = {
    "states": "Hidden states",
    "gates": "Gates",
    "gradients": "Gradients",
    "cell": "The cell",
    "what-if": "Interventions",
    "weights": "Weights",
    "code": "Code",
}
CHARTS = {"states": 3, "gates": 2, "gradients": 4, "cell": 2, "what-if": 1, "weights": 4, "code": 4}
"""Plots of each tab, with the one of the network below."""
OWN = {
    "states": ".st-key-view-states [role=figure]",
    "gates": ".st-key-view-gates [role=figure]",
    "gradients": ".st-key-view-gradients [role=figure]",
    "cell": ".st-key-view-cell .pg-cell",
    "what-if": ".st-key-view-what-if table",
    "weights": ".st-key-view-weights [role=figure]",
    "code": ".st-key-code .pg-script-line",
}
"""What no other tab has."""
SMALL = {"problem": "recall", "model.cell": "lstm", "model.hidden_size": "8", "training.epochs": "1"}


def tab(page: Page, name: str) -> None:
    page.locator(".st-key-tabs").get_by_role("radio", name=NAMES[name], exact=True).click()
    expect(page.locator(".st-key-inside")).to_be_visible()


def expect_drawn(page: Page, name: str) -> None:
    """The tab's own content has come."""
    expect(page.locator(OWN[name]).first).to_be_visible()
    expect(page.locator(".pg-waiting")).to_have_count(0)


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
        picture = reach_figure(norms, cell=config.model.cell, backward={"hidden state h": part.backward})
        told[at] = f"{picture.title}. {picture.alt}"
    return told


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """The run at its end, opened by a link to its gradients; any tab may be open."""
    page = shared_page
    if not (page.url.startswith(url) and SMALL.items() <= {k: v for k, [v] in query(page).items()}.items()):
        screen(page, *PHONE)
        opened(page, url + link(tab="gradients", **SMALL))
        expect_drawn(page, "gradients")
        assert "tab=gradients" in page.url
        assert overflow(page) <= 0
    look(page, *WIDE, "light")
    go_to(page, "End")
    return page


def go_to(page: Page, end: Literal["Home", "End"]) -> None:
    slider(page).press(end)
    expect_step(page, 0 if end == "Home" else int(slider(page).get_attribute("max") or 0))


def test_one_link_opens_the_gradients_and_they_follow_the_cursor(page):
    tab(page, "gradients")
    told = read_here(SMALL)
    reach = page.locator(OWN["gradients"]).first
    expect(reach).to_have_attribute("aria-label", told[step(page)])
    go_to(page, "Home")
    expect(reach).to_have_attribute("aria-label", told[0])
    go_to(page, "End")
    expect(reach).to_have_attribute("aria-label", told[step(page)])
    page.wait_for_url(re.compile("tab=gradients"))


def test_every_tab_is_named_read_without_faults_and_fits_a_phone(page):
    for name in TABS[1:]:
        tab(page, name)
        expect_drawn(page, name)
        page.wait_for_url(re.compile(f"tab={name}"))
        expect_names_with_numbers(page, CHARTS[name])
        assert faults(page, ".st-key-inside") == [], name  # what is around it is read in test_every_reader
    look(page, *PHONE, "dark")
    for name in reversed(TABS[1:]):
        tab(page, name)
        expect_drawn(page, name)
        assert overflow(page) <= 0, name
        assert faults(page, ".st-key-inside", ONLY_CONTRAST) == [], f"{name}, dark"


def test_a_clicked_row_is_the_chosen_unit_in_every_tab(page):
    tab(page, "states")
    expect_drawn(page, "states")
    page.locator(".st-key-view-states .nsewdrag").last.click()  # in its middle
    expect(page.locator('[role=figure][aria-label^="Unit "]')).to_have_attribute(
        "aria-label", re.compile(r"^Unit \d+: [^.]*\. ")
    )
    tab(page, "gates")
    expect(page.locator(OWN["gates"]).first).to_have_attribute("aria-label", re.compile(r"[Uu]nit \d+"))
    tab(page, "cell")
    forget = page.get_by_role("button", name=re.compile("^forget gate, f = ")).first
    forget.click()
    expect(page.get_by_text("Framed here and lit above: Forget gate f.")).to_be_visible()
    tab(page, "gates")
    tab(page, "cell")
    expect(forget).to_have_attribute("aria-pressed", "true")  # as the frame below still says
