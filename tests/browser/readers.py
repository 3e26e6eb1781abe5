"""What is asked of every page for every reader: it fits, it is named, and nothing is hard to read."""

from __future__ import annotations

import re
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Scheme = Literal["light", "dark"]
WIDE = (1440, 900)
"""A laptop. The same for nearly all tests: charts that take another size are drawn again."""
PHONE = (390, 844)

TAKEN = """([width, scheme]) => {
    const taken = (plot) => !plot.clientWidth || (Math.abs(plot._fullLayout?.width - plot.clientWidth) <= 1
        && plot._fullLayout.font.color === getComputedStyle(plot).getPropertyValue("--st-text-color").trim());
    return innerWidth === width && getComputedStyle(document.querySelector(".stApp")).colorScheme === scheme
        && [...document.querySelectorAll(".js-plotly-plot")].every(taken)
        && document.scrollingElement.scrollWidth <= innerWidth;
}"""


def screen(page: Page, width: int, height: int, scheme: Scheme = "light") -> None:
    """Give the page a size, and the colours that its reader likes."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def look(page: Page, width: int, height: int, scheme: Scheme) -> None:
    """Another screen for an open page: wait until it and its charts have taken size and colours."""
    screen(page, width, height, scheme)
    page.wait_for_function(TAKEN, arg=[width, scheme])
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until everything that is under way in the page has been drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


ONLY_FAULTS: dict[str, object] = {"resultTypes": ["violations"]}
"""What is right need not be listed: that takes longer than finding what is wrong."""


ONLY_CONTRAST = ONLY_FAULTS | {"runOnly": ["color-contrast"]}
"""For the same page in other colours."""


def faults(page: Page, part: str | None = None, options: dict[str, object] = ONLY_FAULTS) -> list[str]:
    """What axe finds serious on the page, or in the `part` of it that a selector names."""
    found = Axe().run(page, part, options).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def expect_names_with_numbers(page: Page, count: int) -> None:
    """Every chart on the page is read out, with what its data says."""
    charts = page.locator(".pg-figure-plot")
    expect(charts).to_have_count(count)
    for place in range(count):
        expect(charts.nth(place)).to_have_attribute("role", "figure")
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\w+\. .*\d"))
