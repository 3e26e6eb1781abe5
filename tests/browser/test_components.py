"""The live components in a real browser, on a page whose film grows when a test says so."""

from __future__ import annotations

import ast
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from playground.charts import packed
from tests.browser.readers import WIDE, drawn, look
from tests.browser.test_player_bar import feed
from tests.ui.film_messages import film

CHARTS = 8


@pytest.fixture(scope="module")
def url(gallery: str) -> str:
    return f"{gallery}/components"


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """The page with 300 steps of a film, all of it shown; nothing is pointed at."""
    page = shared_page
    if not page.url.startswith(url):
        opened(page, url)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    look(page, *WIDE, "light")
    grow(page, 300)
    return page


def opened(page: Page, url: str) -> Page:
    """The gallery has no server of films: the page is connected to nothing."""
    films = url.replace("http:", "ws:").removesuffix("/components") + "/films"
    page.route_web_socket(films, lambda _wire: None)
    page.goto(url)
    page.wait_for_function("window.rnnPlayer?.experiment")
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    return page


def plot(page: Page, title: str) -> Locator:
    return page.locator(f'[role=figure][aria-label^="{title}. "]')


def grow(page: Page, last: int) -> None:
    """The film has this many steps from now on, and the page has drawn them."""
    feed(page, film("film", last=last, total=1000, epoch_steps=20))
    drawn_to = "([node, last]) => node.calcdata?.[0]?.at(-1).x === last"
    page.wait_for_function(drawn_to, arg=[plot(page, "Loss").element_handle(), last])
    page.wait_for_function("!document.querySelector('.pg-moving')")
    drawn(page)


def rerun(page: Page) -> None:
    """Let the page's script run, without a hand on the button."""
    told = page.get_by_text(re.compile("^runs "))
    before = int(told.inner_text().split(";")[0].split()[1])
    page.get_by_role("button", name="Run the script").evaluate("button => button.click()")
    expect(page.get_by_text(f"runs {before + 1};")).to_be_visible()
    drawn(page)


def clicks(page: Page) -> list[tuple[float, int]]:
    """What was clicked, as the page wrote it down."""
    text = page.get_by_text(re.compile("^runs ")).inner_text()
    return list(ast.literal_eval(text.partition("clicks ")[2]))


def test_new_numbers_come_into_the_same_node_with_other_words(page):
    loss = plot(page, "Loss")
    loss.evaluate("node => { node.marked = true; node.querySelector('.main-svg').marked = true; }")
    before = loss.get_attribute("aria-label") or ""
    assert "train loss from 1 at step 1 to 300 at step 300" in before
    grow(page, 315)
    expect(loss).to_have_attribute("aria-label", re.compile("to 315 at step 315"))
    assert loss.evaluate("node => node.marked && node.querySelector('.main-svg').marked") is True


def test_nothing_is_drawn_again_while_nothing_changes(page):
    loss = plot(page, "Loss")
    loss.evaluate("node => { node.drawn = 0; node.on('plotly_afterplot', () => node.drawn++); }")
    grow(page, 320)
    assert loss.evaluate("node => node.drawn") > 0
    loss.evaluate("node => { node.drawn = 0; }")
    for _ in range(3):
        rerun(page)
        feed(page, film("film", last=320, total=1000, epoch_steps=20))
    drawn(page)
    assert loss.evaluate("node => node.drawn") == 0


def test_plotly_is_fetched_once_and_a_phone_that_reloads_has_it_and_scrolls_in_one_direction(new_page, url):
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    opened(page, url)
    last = plot(page, "Input sequences").last
    last.scroll_into_view_if_needed()
    expect(last.locator(".main-svg").first).to_be_visible()
    rerun(page)
    assert len([address for address in fetched if "plotly-" in address]) == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", page.evaluate("window.Plotly.version"))
    sent = """performance.getEntriesByType("resource").filter((entry) => /plotly-/.test(entry.name))
        .map((entry) => entry.transferSize)"""
    (first,) = page.evaluate(sent)
    assert 300_000 < first < 700_000
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    assert page.evaluate(sent) == [0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = page.locator("figure").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(widths) <= 390


def brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_a_click_on_a_point_reaches_the_page(page):
    area = plot(page, "Forecast").locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    point = """node => { const { xaxis, yaxis } = node._fullLayout, at = node.calcdata[0][130];
        return [xaxis._offset + xaxis.c2p(at.x), yaxis._offset + yaxis.c2p(at.y), at.x]; }"""
    x, y, year = plot(page, "Forecast").evaluate(point)
    around = plot(page, "Forecast").bounding_box()
    assert around
    page.mouse.move(around["x"] + x - 2, around["y"] + y, steps=2)
    page.mouse.move(around["x"] + x, around["y"] + y)
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text(re.compile(r"clicks \[\(")).first).to_be_visible()
    ((clicked, curve), *_) = clicks(page)
    assert clicked == pytest.approx(year, abs=0.2)  # the line beside it may be nearer
    assert isinstance(curve, int)


def numbers(page: Page) -> list[float]:
    text = page.get_by_text(re.compile(r"^numbers \[")).inner_text()
    return list(ast.literal_eval(text.removeprefix("numbers ")))


def test_the_colours_follow_the_page_from_light_to_dark(page):
    loss = plot(page, "Loss")
    colour = "node => getComputedStyle(node.querySelector('.xtick text')).fill"
    light = loss.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    expect(loss.locator(".xtick text").first).not_to_have_css("fill", light)
    assert brightness(light) < 100 < brightness(loss.evaluate(colour))
    grid = "node => getComputedStyle(node.querySelector('.gridlayer path')).stroke"
    dark_grid = loss.evaluate(grid)
    page.emulate_media(color_scheme="light")
    expect(loss.locator(".gridlayer path").first).not_to_have_css("stroke", dark_grid)
    assert brightness(loss.evaluate(grid)) < 100 < brightness(dark_grid)


def test_the_legend_hides_a_line_and_keeps_it_hidden(page):
    figure = page.locator("figure", has=plot(page, "Loss"))
    button = figure.get_by_role("button", name="Test")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    grow(page, 310)
    shown = plot(page, "Loss").evaluate("node => node.data.map(t => [t.name, t.visible !== false])")
    assert dict(shown)["Test"] is False
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_lines_that_belong_together_are_hidden_together(page):
    loss = plot(page, "Loss")
    button = page.locator("figure", has=loss).get_by_role("button", name="Train, smoothed 0.9")
    both = "node => node.data.filter(t => t.legendgroup === 'train').map(t => t.visible !== false)"
    for shown in (False, True):
        button.click()
        expect(button).to_have_attribute("aria-pressed", str(shown).lower())
        rerun(page)
        assert loss.evaluate(both) == [shown, shown]


def test_a_point_of_a_sequence_is_dragged_with_the_mouse(page):
    before = numbers(page)
    dot = page.get_by_role("slider", name="Time step 5", exact=True)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box
    beside = box["x"] + 1  # left of its middle: the nearest point is taken
    page.mouse.move(beside, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(beside, box["y"] + 90, steps=6)
    page.mouse.up()
    page.wait_for_function("old => !document.body.innerText.includes(old)", arg=f"numbers {before}")
    after = numbers(page)
    assert after[4] < before[4] - 0.5
    assert after[:4] + after[5:] == before[:4] + before[5:]
    assert dot.get_attribute("aria-valuenow") == f"{after[4]:.3g}"


def test_a_point_of_a_sequence_is_moved_with_keys_within_its_limits(page):
    dot = page.get_by_role("slider", name="Time step 1", exact=True)
    dot.press("ArrowRight")
    expect(page.get_by_role("slider", name="Time step 2", exact=True)).to_be_focused()
    for _ in range(12):
        page.keyboard.press("PageUp")
    page.wait_for_function("/numbers \\[0\\.0, 2\\.0, /.test(document.body.innerText)")
    assert numbers(page)[1] == 2.0


def test_every_chart_has_its_words(page):
    charts = page.locator("[role=figure]")
    expect(charts).to_have_count(CHARTS)
    for place in range(CHARTS):
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\. "))
    assert "train loss from" in (plot(page, "Loss").get_attribute("aria-label") or "")
    figure = page.locator("figure", has=plot(page, "Confusion matrix"))
    figure.get_by_text("In words").click()
    expect(figure.get_by_text("87 of 100 answers are right (87 %).")).to_be_visible()


def test_what_is_not_a_number_is_a_gap_in_the_line(page):
    line = packed(np.array([1.0, 2.0, np.inf, 2.0, 1.0], dtype=np.float32))
    drawn = page.evaluate(
        """async line => {
            const node = document.body.appendChild(document.createElement("div"));
            await window.Plotly.newPlot(node, [{ type: "scatter", mode: "lines", y: line }]);
            const path = [...node.querySelectorAll(".js-line")].map(path => path.getAttribute("d")).join("");
            node.remove();
            return path;
        }""",
        line,
    )
    assert drawn.count("M") == 2


OVERTAKEN = {
    "sequence_editor": {"values": [1, 2], "low": 0, "high": 3, "height": 100},
    "stage": {"view": "", "run": "", "also": [], "scale": "", "height": 0, "language": "en", "words": {}}
    | {"parts": [{"is": "text", "text": "Words"}]},
}
WORDS = ("label", "helpText", "pointText")


@pytest.mark.parametrize("name", OVERTAKEN)
def test_a_run_overtaken_by_newer_data_builds_nothing_twice(page, name):
    """Streamlit ends such a run while its element stays on the page."""
    built = page.evaluate(
        """async ([name, data]) => {
            const module = await import(`/_stcore/bidi-components/rnn-playground.web/${name}.js`);
            const parentElement = document.body.appendChild(document.createElement("div"));
            const component = { data, parentElement, setTriggerValue() {} };
            module.default(component)();
            await new Promise(done => setTimeout(done, 100));
            const first = parentElement.firstChild;
            module.default(component);
            const same = parentElement.childElementCount === 1 && parentElement.firstChild === first;
            parentElement.remove();
            return same;
        }""",
        [name, OVERTAKEN[name] | dict.fromkeys(WORDS, "")],
    )
    assert built is True


LIFE = """async () => {
    const { component } = await import("/_stcore/bidi-components/rnn-playground.web/component.js");
    const told = [], log = console.error;
    const parentElement = document.body.appendChild(document.createElement("div"));
    console.error = (error) => told.push(error.message);
    const mounted = component({
        name: "pg-life",
        build(view) {
            if (told.length === 0) throw new Error("not built");
            addEventListener("heard", () => told.push("heard"), { signal: view.ending });
            told.push("built");
        },
        update(view, data) {
            if (!data) throw new Error("no data");
            view.root.textContent = data;
        },
        end: () => told.push("ended"),
    });
    const run = (data) => mounted({ parentElement, data, setTriggerValue() {} });
    run("first");
    const failed = parentElement.childElementCount;
    run("second");
    const end = run(null);
    const shown = parentElement.textContent;
    dispatchEvent(new Event("heard"));
    parentElement.firstChild.remove();
    end(), end();
    await new Promise((done) => setTimeout(done, 50));
    dispatchEvent(new Event("heard"));
    console.error = log;
    parentElement.remove();
    return [failed, shown, told];
}"""


def test_a_component_survives_its_errors_is_built_once_and_ends_once_with_its_listeners(page):
    told = ["not built", "built", "no data", "heard", "ended"]
    assert page.evaluate(LIFE) == [0, "second", told]
