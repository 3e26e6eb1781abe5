"""The live components in a real browser, on a page whose numbers grow twice a second."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.charts import packed
from tests.browser.conftest import NewPage, Serve, Witness, visits

APP = Path(__file__).with_name("components_app.py")


@pytest.fixture(scope="module")
def url(serve: Serve) -> str:
    return serve(APP)


@pytest.fixture
def page(new_page: NewPage, url: str) -> Page:
    return opened(new_page(), url)


@pytest.fixture(scope="module")
def kept_page(browser: Browser, url: str) -> Iterator[Page]:
    """One page for the tests that leave no trace which another one of them would see."""
    witness = Witness()
    with visits(browser, witness) as open_page:
        yield opened(open_page(), url)
    assert witness.console == []


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    return page


def plot(page: Page, title: str) -> Locator:
    return page.get_by_role("figure", name=re.compile(rf"^{title}\. "))


def told(page: Page, name: str) -> list[object]:
    """The list the page wrote down under `name`."""
    text = page.get_by_text(re.compile("^ticks ")).inner_text()
    found = re.search(rf"{name} (\[.*?\])(;|$)", text)
    assert found
    return list(ast.literal_eval(found[1]))


def ticks(page: Page) -> int:
    return int(page.get_by_text(re.compile("^ticks ")).inner_text().split(";")[0].split()[1])


def wait_for_ticks(page: Page, more: int) -> None:
    goal = ticks(page) + more
    page.wait_for_function(
        "goal => Number(document.body.innerText.match(/ticks (\\d+);/)?.[1]) >= goal", arg=goal
    )


def until(page: Page, condition: str, seconds: float = 10) -> None:
    page.wait_for_function(condition, timeout=seconds * 1000)


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
    wait_for_ticks(page, 3)
    assert loss.evaluate("node => node._fullLayout.xaxis.range") == zoomed


def test_nothing_is_drawn_again_while_nothing_changes(page):
    page.get_by_text("Hold still").click()
    wait_for_ticks_stop(page)
    loss = plot(page, "Loss")
    loss.evaluate("node => { node.drawn = 0; node.on('plotly_afterplot', () => node.drawn++); }")
    page.wait_for_timeout(1600)
    assert loss.evaluate("node => node.drawn") == 0


def wait_for_ticks_stop(page: Page) -> None:
    for _ in range(20):
        before = ticks(page)
        page.wait_for_timeout(1200)
        if ticks(page) == before:
            return
    pytest.fail("the page did not hold still")


def test_plotly_is_fetched_and_started_once(new_page, url):
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(url)
    expect(plot(page, "What the network reads").last.locator(".main-svg").first).to_be_visible()
    wait_for_ticks(page, 3)
    assert len([address for address in fetched if "plotly-" in address]) == 1
    assert page.locator("script[data-playground=plotly]").count() == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", page.evaluate("window.Plotly.version"))


def test_a_reload_takes_plotly_from_the_browsers_own_store(page):
    sent = """performance.getEntriesByType("resource").filter((entry) => /plotly-/.test(entry.name))
        .map((entry) => entry.transferSize)"""
    (first,) = page.evaluate(sent)
    assert 1_000_000 < first < 2_000_000
    page.reload()
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    assert page.evaluate(sent) == [0]


def brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_the_thumb_stays_in_the_hand_while_updates_arrive(page):
    slider = page.get_by_role("slider", name="Timeline")
    box = slider.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.12, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, y, steps=8)
    held = slider.input_value()
    wait_for_ticks(page, 3)
    assert slider.input_value() == held
    assert told(page, "seeks")[-1] == int(held)
    page.mouse.move(box["x"] + box["width"] * 0.2, y, steps=3)
    page.mouse.up()
    final = slider.input_value()
    assert final != held
    until(page, f"document.body.innerText.includes(' {final}]; clicks')")
    wait_for_ticks(page, 2)
    assert slider.input_value() == final
    assert 1 < len(told(page, "seeks")) < 12  # told now and then, not at every pixel


def test_the_thumb_goes_no_further_than_the_film(page):
    slider = page.get_by_role("slider", name="Timeline")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.95, box["y"] + box["height"] / 2)
    until(page, "!document.body.innerText.includes('seeks []')")
    assert 300 <= int(slider.input_value()) < 700
    assert told(page, "seeks")[-1] == int(slider.input_value())


def test_the_timeline_is_used_by_keys_alone(page):
    slider = page.get_by_role("slider", name="Timeline")
    slider.focus()
    for key, place in (("ArrowRight", 121), ("ArrowLeft", 120), ("PageUp", 170), ("Home", 0)):
        page.keyboard.press(key)
        assert slider.input_value() == str(place)
    assert (slider.get_attribute("aria-valuetext") or "").startswith("Step 0 of 1,000")
    until(
        page,
        "document.body.innerText.includes(' 0]; clicks') || /seeks \\[0\\]/.test(document.body.innerText)",
    )
    expect(page.get_by_text("Step 0 of 1,000")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Training")).to_be_visible()


def numbers(page: Page) -> list[float]:
    text = page.get_by_text(re.compile(r"^numbers \[")).inner_text()
    return list(ast.literal_eval(text.removeprefix("numbers ")))


def test_a_phone_scrolls_in_one_direction_only(new_page, url):
    page = new_page(width=390, height=844)
    page.goto(url)
    expect(plot(page, "Loss").locator(".main-svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = page.locator("figure").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(widths) <= 390


def test_the_colours_follow_the_page_from_light_to_dark(kept_page):
    loss = plot(kept_page, "Loss")
    colour = "node => getComputedStyle(node.querySelector('.xtick text')).fill"
    light = loss.evaluate(colour)
    kept_page.emulate_media(color_scheme="dark")
    kept_page.wait_for_function(
        "light => { const text = document.querySelector('.js-plotly-plot .xtick text');"
        " return text && getComputedStyle(text).fill !== light; }",
        arg=light,
    )
    assert brightness(light) < 100 < brightness(loss.evaluate(colour))
    kept_page.emulate_media(color_scheme="light")


def test_the_legend_hides_a_line_and_keeps_it_hidden(kept_page):
    figure = kept_page.locator("figure", has=plot(kept_page, "Loss"))
    button = figure.get_by_role("button", name="Test")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.focus()
    kept_page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    wait_for_ticks(kept_page, 2)
    shown = plot(kept_page, "Loss").evaluate("node => node.data.map(t => [t.name, t.visible !== false])")
    assert dict(shown)["Test"] is False
    expect(button).to_be_focused()
    kept_page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_click_on_a_point_reaches_the_page(kept_page):
    box = plot(kept_page, "Loss").locator(".nsewdrag").first.bounding_box()
    assert box
    kept_page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.4, steps=3)
    kept_page.mouse.click(box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.4)
    until(kept_page, "!document.body.innerText.includes('clicks []')")
    (step, curve), *_ = told(kept_page, "clicks")
    assert 100 <= step <= 200
    assert curve in (0, 1, 2)


def test_a_point_of_a_sequence_is_dragged_with_the_mouse(kept_page):
    before = numbers(kept_page)
    dot = kept_page.get_by_role("slider", name="Time step 5", exact=True)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box
    kept_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    kept_page.mouse.down()
    kept_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 90, steps=6)
    kept_page.mouse.up()
    kept_page.wait_for_function("old => !document.body.innerText.includes(old)", arg=f"numbers {before}")
    after = numbers(kept_page)
    assert after[4] < before[4] - 0.5
    assert [a for place, a in enumerate(after) if place != 4] == [
        b for place, b in enumerate(before) if place != 4
    ]
    assert dot.get_attribute("aria-valuenow") == f"{after[4]:.3g}"


def test_a_point_of_a_sequence_is_moved_with_keys_within_its_limits(kept_page):
    dot = kept_page.get_by_role("slider", name="Time step 1", exact=True)
    dot.focus()
    kept_page.keyboard.press("ArrowRight")
    expect(kept_page.get_by_role("slider", name="Time step 2", exact=True)).to_be_focused()
    for _ in range(12):
        kept_page.keyboard.press("PageUp")
    kept_page.wait_for_function("/numbers \\[0\\.0, 2\\.0, /.test(document.body.innerText)")
    assert numbers(kept_page)[1] == 2.0


def test_new_numbers_come_into_the_same_node(kept_page):
    loss = plot(kept_page, "Loss")
    loss.evaluate("node => { node.marked = true; node.querySelector('.main-svg').marked = true; }")
    before = loss.evaluate("node => node.calcdata[0].length")
    wait_for_ticks(kept_page, 3)
    assert loss.evaluate("node => node.calcdata[0].length") > before
    assert loss.evaluate("node => node.marked && node.querySelector('.main-svg').marked") is True


def test_every_chart_has_its_words(kept_page):
    charts = kept_page.locator("[role=figure]")
    expect(charts).to_have_count(8)
    for place in range(8):
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\. "))
    assert "train loss from" in (plot(kept_page, "Loss").get_attribute("aria-label") or "")
    figure = kept_page.locator("figure", has=plot(kept_page, "Right and wrong answers"))
    figure.get_by_text("In words").click()
    expect(figure.get_by_text("87 of 100 answers are right (87 %).")).to_be_visible()


def test_the_alt_text_follows_the_numbers(kept_page):
    before = plot(kept_page, "Loss").get_attribute("aria-label")
    wait_for_ticks(kept_page, 3)
    assert plot(kept_page, "Loss").get_attribute("aria-label") != before


def test_what_is_not_a_number_is_a_gap_in_the_line(kept_page):
    line = packed(np.array([1.0, 2.0, np.inf, 2.0, 1.0], dtype=np.float32))
    drawn = kept_page.evaluate(
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
    "timeline": {"step": 1, "developed": 5, "total": 9, "label": "", "stepText": ""},
    "sequence_editor": {
        "values": [1, 2],
        "low": 0,
        "high": 3,
        "label": "",
        "helpText": "",
        "pointText": "",
        "height": 100,
    },
    "live_figure": {
        "spec": '{"data": [], "layout": {"margin": {"t": 36}}}',
        "alt": "",
        "title": "",
        "lookFor": "",
        "wordsLabel": "",
        "height": 100,
        "key": "",
    },
}


@pytest.mark.parametrize("name", OVERTAKEN)
def test_a_run_overtaken_by_newer_data_builds_nothing_twice(kept_page, name):
    """Streamlit ends such a run while its element stays on the page."""
    built = kept_page.evaluate(
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
        [name, OVERTAKEN[name]],
    )
    assert built is True
