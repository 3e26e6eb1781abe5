"""The live components in a real browser, on a page whose numbers grow when a test says so."""

from __future__ import annotations

import ast
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from playground.charts import packed
from tests.browser.readers import WIDE, drawn, look


@pytest.fixture(scope="module")
def url(gallery: str) -> str:
    return f"{gallery}/components"


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """The page at step 120 of a film that grows for a while yet, all of it shown; nothing is pointed at."""
    page = shared_page
    if not page.url.startswith(url) or ticks(page) > 100:  # its end comes with the 140th
        opened(page, url)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    look(page, *WIDE, "light")
    for name in ("Hold still", "Play on"):
        if page.get_by_label(name).is_checked():
            page.get_by_text(name).click()
    plot(page, "Loss").locator("[data-title='Reset axes']").evaluate("button => button.click()")
    thumb = page.get_by_role("slider", name="Timeline")
    if thumb.input_value() != "120":
        thumb.fill("120")
        expect_seek(page, 120)
    return page


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    return page


def plot(page: Page, title: str) -> Locator:
    return page.locator(f'[role=figure][aria-label^="{title}. "]')


def told(page: Page, name: str) -> list[object]:
    """The list the page wrote down under `name`."""
    text = page.get_by_text(re.compile("^ticks ")).inner_text()
    found = re.search(rf"{name} (\[.*?\])(;|$)", text)
    assert found
    return list(ast.literal_eval(found[1]))


def ticks(page: Page) -> int:
    return int(page.get_by_text(re.compile("^ticks ")).inner_text().split(";")[0].split()[1])


def tick(page: Page, times: int) -> None:
    """Let new numbers come, without a hand on the button."""
    for _ in range(times):
        before = ticks(page)
        page.get_by_role("button", name="Tick").evaluate("button => button.click()")
        expect(page.get_by_text(f"ticks {before + 1};")).to_be_visible()
    drawn(page)


def expect_seek(page: Page, step: int) -> None:
    """The page was last told of this step."""
    expect(page.get_by_text(re.compile(rf"seeks \[(.*, )?{step}\];"))).to_be_visible()


def test_zoom_is_kept_while_the_numbers_change(page):
    loss = plot(page, "Loss")
    box = loss.locator(".nsewdrag").first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.1, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y + 5, steps=5)
    page.mouse.up()
    zoomed = loss.evaluate("node => node._fullLayout.xaxis.range")
    assert zoomed[1] < 700
    tick(page, 3)
    assert loss.evaluate("node => node._fullLayout.xaxis.range") == zoomed


def test_nothing_is_drawn_again_while_nothing_changes(page):
    loss = plot(page, "Loss")
    loss.evaluate("node => { node.drawn = 0; node.on('plotly_afterplot', () => node.drawn++); }")
    tick(page, 1)
    assert loss.evaluate("node => node.drawn") > 0
    page.get_by_text("Hold still").click()
    tick(page, 1)
    loss.evaluate("node => { node.drawn = 0; }")
    tick(page, 3)
    assert loss.evaluate("node => node.drawn") == 0


def test_plotly_is_fetched_once_and_a_phone_that_reloads_has_it_and_scrolls_in_one_direction(new_page, url):
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(url)
    expect(plot(page, "What the network reads").last.locator(".main-svg").first).to_be_visible()
    tick(page, 3)
    assert len([address for address in fetched if "plotly-" in address]) == 1
    assert page.locator("script[data-playground=plotly]").count() == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", page.evaluate("window.Plotly.version"))
    sent = """performance.getEntriesByType("resource").filter((entry) => /plotly-/.test(entry.name))
        .map((entry) => entry.transferSize)"""
    (first,) = page.evaluate(sent)
    assert 1_000_000 < first < 2_000_000
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    assert page.evaluate(sent) == [0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = page.locator("figure").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(widths) <= 390


def brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_the_thumb_stays_in_the_hand_while_updates_arrive(page):
    before = len(told(page, "seeks"))
    slider = page.get_by_role("slider", name="Timeline")
    box = slider.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.12, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, y, steps=8)
    held = slider.input_value()
    tick(page, 3)
    assert slider.input_value() == held
    assert told(page, "seeks")[-1] == int(held)
    page.mouse.move(box["x"] + box["width"] * 0.2, y, steps=3)
    page.mouse.up()
    final = slider.input_value()
    assert final != held
    expect_seek(page, int(final))
    tick(page, 2)
    assert slider.input_value() == final
    assert 1 < len(told(page, "seeks")) - before < 12  # told now and then, not at every pixel


def test_a_hand_that_rests_on_the_thumb_holds_it_while_the_page_plays_on(page):
    page.get_by_text("Play on").click()
    tick(page, 1)
    slider = page.get_by_role("slider", name="Timeline")
    expect(slider).to_have_value("125")
    slider.dispatch_event("pointerdown")
    tick(page, 2)
    assert slider.input_value() == "125"
    slider.dispatch_event("pointerup")
    tick(page, 1)
    expect(slider).to_have_value("140")


def test_the_thumb_goes_no_further_than_the_film(page):
    slider = page.get_by_role("slider", name="Timeline")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.95, box["y"] + box["height"] / 2)
    reached = int(slider.input_value())
    assert 300 <= reached < 700
    expect_seek(page, reached)


def test_the_timeline_is_used_by_keys_alone(page):
    slider = page.get_by_role("slider", name="Timeline")
    slider.focus()
    for key, place in (("ArrowRight", 121), ("ArrowLeft", 120), ("PageUp", 170), ("Home", 0)):
        page.keyboard.press(key)
        assert slider.input_value() == str(place)
    assert (slider.get_attribute("aria-valuetext") or "").startswith("Step 0 of 1,000")
    expect_seek(page, 0)
    expect(page.get_by_text("Step 0 of 1,000")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Training")).to_be_visible()


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
    tick(page, 2)
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
        tick(page, 1)
        assert loss.evaluate(both) == [shown, shown]


def test_a_click_on_a_point_reaches_the_page(page):
    box = plot(page, "Loss").locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.4, steps=3)
    page.mouse.click(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.4)
    expect(page.get_by_text("clicks []")).to_have_count(0)
    (step, curve), *_ = told(page, "clicks")
    assert 100 <= step <= 200
    assert curve in (0, 1, 2)


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


def test_new_numbers_come_into_the_same_node(page):
    loss = plot(page, "Loss")
    loss.evaluate("node => { node.marked = true; node.querySelector('.main-svg').marked = true; }")
    newest = "node => node.calcdata[0].at(-1).x"
    before = loss.evaluate(newest)
    tick(page, 3)
    assert loss.evaluate(newest) > before
    assert loss.evaluate("node => node.marked && node.querySelector('.main-svg').marked") is True


def test_every_chart_has_its_words(page):
    charts = page.locator("[role=figure]")
    expect(charts).to_have_count(8)
    for place in range(8):
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\. "))
    assert "train loss from" in (plot(page, "Loss").get_attribute("aria-label") or "")
    figure = page.locator("figure", has=plot(page, "Right and wrong answers"))
    figure.get_by_text("In words").click()
    expect(figure.get_by_text("87 of 100 answers are right (87 %).")).to_be_visible()


def test_the_alt_text_follows_the_numbers(page):
    before = plot(page, "Loss").get_attribute("aria-label")
    tick(page, 3)
    assert plot(page, "Loss").get_attribute("aria-label") != before


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
    "timeline": {"step": 1, "developed": 5, "total": 9},
    "sequence_editor": {"values": [1, 2], "low": 0, "high": 3, "height": 100},
    "live_figure": {"spec": '{"data": [], "layout": {"margin": {"t": 36}}}', "height": 100},
}
WORDS = ("label", "stepText", "helpText", "pointText", "alt", "title", "lookFor", "wordsLabel", "key")


@pytest.mark.parametrize("name", OVERTAKEN)
def test_a_run_overtaken_by_newer_data_builds_nothing_twice(page, name):
    """Streamlit ends such a run while its element stays on the page."""
    built = page.evaluate(
        """async ([name, data]) => {
            const module = await import(`/_stcore/bidi-components/rnn-playground.${name}/${name}.js`);
            const parentElement = document.body.appendChild(document.createElement("div"));
            data.plotly = performance.getEntriesByType("resource")
                .map(entry => entry.name.split("/").pop()).find(file => file.startsWith("plotly-"));
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
    const { component } = await import("/_stcore/bidi-components/rnn-playground.timeline/component.js");
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
