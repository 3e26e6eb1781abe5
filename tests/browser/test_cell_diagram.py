"""The cell diagram in a real browser: its numbers, its walk through time, its gates."""

from __future__ import annotations

import ast
import math
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.views.drawings.cell_diagram import QUANTITIES, WORDS
from tests.browser.readers import WIDE, faults, look, overflow, screen

CELLS_AT = [*((cell, 375) for cell in QUANTITIES), ("gru", 700), ("lstm", 1100)]
ALONE = {"cell": "rnn", "t": 1, "who": "unit 0", "gateNames": {}, "squash": "relu"}
ALONE |= {"colour": "#d55e00", "colours": {}, "note": "", "sequence": "", "lit": "", "words": WORDS}
ALONE |= {"values": {"x": [0.5, 1], "h_before": [0, 0.25], "h": [0.25, None]}}
ALONE["values"] |= {"Wx_h": [0.25, None], "Uh_h": [0, 0.25]}
ALONE |= {"biases": {"b_h": 0}, "lines": ["x", "h_before", "h"]}
TOUCHING = """parts => { const boxes = parts.map(part => part.getBoundingClientRect());
    const gap = (a, b) =>
        Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    const said = part => part.textContent || part.getAttribute("class");
    return parts.flatMap((one, i) => parts.slice(i + 1).map((other, j) =>
        [gap(boxes[i], boxes[i + 1 + j]), said(one), said(other)])).filter(([gap]) => gap < -3); }"""
"""Which boxes overlap by more than the air that a letter's box has above and below its ink."""
PLAYED = """pressAt => {
    const [slider, readout, button] = ["slider", "readout", "button.is-play"]
        .map(name => document.querySelector(`.pg-cell-${name}`));
    const played = window.played = [];
    new MutationObserver((_, watch) => {
        played.push([slider.value, button.checkVisibility() && button.ariaLabel]);
        if (slider.value !== pressAt) return;
        watch.disconnect();
        button.click();
    }).observe(readout, { childList: true });
}"""
"""Take down the time steps with the button beside them, and press it at one: none stays for long."""


@pytest.fixture(scope="module")
def cell(request: pytest.FixtureRequest) -> str:
    """The cell that a test names, or an LSTM; tests of one cell follow each other on one page."""
    return str(getattr(request, "param", "lstm"))


@pytest.fixture
def page(shared_page: Page, gallery: str, cell: str) -> Page:
    """The page of a cell, as it is at first; one is opened on a phone."""
    if not shared_page.url.startswith(f"{gallery}/cell?cell={cell}"):
        screen(shared_page, 375 if cell == "by-hand" else WIDE[0], WIDE[1])
        opened(shared_page, gallery, cell)
    return as_at_first(shared_page)


def opened(page: Page, gallery: str, cell: str) -> None:
    page.goto(f"{gallery}/cell?cell={cell}")
    expect(page.get_by_text("Time step 3 of 6", exact=True)).to_be_visible()
    expect(figure(page).locator("path").first).to_have_attribute("d", re.compile("M"))
    assert overflow(page) <= 0


def as_at_first(page: Page) -> Page:
    """Nothing is switched on, lit, played, pointed at or focused; only the gates told of before stay."""
    page.mouse.move(0, 0)
    look(page, *WIDE, "light")
    for name in ("Other numbers", "Longer"):
        if page.get_by_label(name, exact=True).is_checked():
            toggle(page, name)
    for lit in page.locator(".pg-cell [data-gate][aria-pressed=true]").all():
        before = gates(page)
        lit.click()
        expect_gates(page, *before, "")
    page.get_by_role("slider", name="Time step").fill("3")
    page.evaluate("document.activeElement.blur()")
    expect(figure(page)).to_have_attribute("aria-label", re.compile(r"unit 3\. Time step 3 of 6: x 0\.141, "))
    return page


def gates(page: Page) -> list[str]:
    """The gates that the server was told of, one after the other; an empty word is none."""
    text = page.get_by_text(re.compile(r"^gates \[")).inner_text()
    return list(ast.literal_eval(text.removeprefix("gates ")))


def expect_gates(page: Page, *names: str) -> None:
    expect(page.get_by_text(f"gates {list(names)}", exact=True)).to_be_visible()


def figure(page: Page) -> Locator:
    return page.locator('[role=figure][aria-label^="Inside the cell, "]')


def value(page: Page, name: str) -> float:
    """The number on the line that carries `name`."""
    return number(figure(page).locator(f"[data-value={name}]").first.text_content() or "")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def equation(page: Page, name: str) -> Locator:
    return page.locator(f".pg-cell-equation[data-name={name}]")


def near(expected: float) -> object:
    """What three digits of each factor leave open."""
    return pytest.approx(expected, abs=0.003)


def joint_at(t: int, h: float) -> float:
    return math.sin(1.3 * t + 0.4) + 0.7 * h


def test_the_lines_of_an_lstm_carry_the_values_of_the_time_step(page):
    joint = joint_at(2, value(page, "h_before"))
    assert value(page, "x") == near(math.sin(3.0))
    for name, bias in {"i": -0.8, "f": 1.1, "o": 0.6}.items():
        assert value(page, name) == near(1 / (1 + math.exp(-bias - 1.4 * joint)))
    assert value(page, "g") == near(math.tanh(-1.8 * joint))
    assert value(page, "kept") == near(value(page, "f") * value(page, "c_before"))
    assert value(page, "added") == near(value(page, "i") * value(page, "g"))
    assert value(page, "c") == near(value(page, "kept") + value(page, "added"))
    assert value(page, "squashed") == near(math.tanh(value(page, "c")))
    assert value(page, "h") == near(value(page, "o") * value(page, "squashed"))


@pytest.mark.parametrize("cell", ["gru"], indirect=True)
def test_the_lines_of_a_gru_carry_the_values_of_the_time_step(page):
    h, z = value(page, "h_before"), value(page, "z")
    assert z == near(1 / (1 + math.exp(0.3 - 0.9 * joint_at(2, h))))
    assert value(page, "n") == near(math.tanh(value(page, "x") + 0.1 + value(page, "r") * (0.6 * h - 0.2)))
    assert value(page, "one_less") == near(1 - z)
    assert value(page, "h") == near((1 - z) * value(page, "n") + z * h)
    assert value(page, "h") == near(value(page, "added") + value(page, "kept"))


@pytest.mark.parametrize("cell", ["rnn", "by-hand"], indirect=True)
def test_the_lines_of_a_plain_rnn_carry_the_values_of_the_time_step(page):
    assert value(page, "sum_h") == near(joint_at(2, value(page, "h_before")))
    assert value(page, "h") == near(math.tanh(value(page, "sum_h")))


def test_a_line_is_thicker_the_larger_its_value_is(page):
    widths = page.evaluate("""() => Object.fromEntries(["f", "i", "o"].map(name => {
        const label = document.querySelector(`.pg-cell [data-value=${name}]`).closest("text");
        const line = label.previousElementSibling.querySelector("path");
        return [name, parseFloat(getComputedStyle(line).strokeWidth)];
    }))""")
    order = sorted(widths, key=widths.__getitem__)
    assert order == sorted(widths, key=lambda name: value(page, name))
    assert widths[order[0]] + 0.5 < widths[order[-1]]


def sum_of(text: str) -> tuple[list[float], float]:
    """The numbers between the two last equals signs, and the result after them."""
    *_, filled, result = text.split("=")
    return [number(part) for part in re.findall(r"−?\d+\.?\d*", filled)], number(result.strip())


@pytest.mark.parametrize(("cell", "gates_of"), [("gru", "rz"), ("lstm", "ifo")], indirect=["cell"])
def test_a_gate_comes_out_by_hand_of_the_numbers_that_stand_there(page, gates_of):
    for name in gates_of:
        *_, parts, joint, result = equation(page, name).inner_text().split("=")
        addends = [number(part) for part in re.findall(r"−?\d+\.?\d*", parts)]
        (shown,) = re.findall(r"−?\d+\.?\d*", joint)
        added, last_digit = number(shown), 10.0 ** -len(shown.partition(".")[2])
        assert sum(addends) == pytest.approx(added, abs=0.5001 * last_digit)
        gate = f"{1 / (1 + math.exp(-added)):.3f}"
        assert number(result.strip()) == float(gate) == near(value(page, name))


def test_arrow_keys_move_the_time_step_and_the_equation_follows(page):
    c_of_last = value(page, "c")
    figure(page).press("ArrowRight")
    expect(page.get_by_text("Time step 4 of 6", exact=True)).to_be_visible()
    assert value(page, "c_before") == near(c_of_last)
    (f, c_before, i, g), c = sum_of(equation(page, "c").inner_text())
    joint = joint_at(3, value(page, "h_before"))
    assert f == near(1 / (1 + math.exp(-1.1 - 1.4 * joint)))
    assert g == near(math.tanh(-1.8 * joint))
    assert c == near(f * c_before + i * g) == value(page, "c")
    (o, inner), h = sum_of(equation(page, "h").inner_text())
    assert h == near(o * math.tanh(inner))
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Time step 1 of 6", exact=True)).to_be_visible()
    assert value(page, "h_before") == 0
    expect(page.get_by_role("button", name="Previous time step")).to_be_disabled()


def test_the_slider_and_the_buttons_move_the_time_step(page):
    slider = page.get_by_role("slider", name="Time step")
    slider.fill("6")
    expect(slider).to_have_attribute("aria-valuetext", "Time step 6 of 6")
    assert value(page, "x") == near(math.sin(1.3 * 5 + 0.4))
    expect(page.get_by_role("button", name="Next time step")).to_be_disabled()
    page.get_by_role("button", name="Previous time step").click()
    expect(slider).to_have_value("5")
    assert sum_of(equation(page, "c").inner_text())[1] == value(page, "c")


def test_the_figure_is_read_out_with_the_numbers_of_its_time_step(page):
    before = figure(page).get_attribute("aria-label") or ""
    assert before.startswith("Inside the cell, unit 3. Time step 3 of 6: x 0.141, h before −0.")
    page.get_by_role("button", name="Next time step").click()
    after = figure(page).get_attribute("aria-label") or ""
    assert f"Time step 4 of 6: x {math.sin(4.3):.3f}".replace("-", "−") in after
    expect(page.get_by_role("status").get_by_text(after, exact=True)).to_have_count(1)


def test_a_click_on_a_gate_lights_it_with_its_equation_and_reaches_the_page(page):
    before = gates(page)
    gate = page.get_by_role("button", name=re.compile("^forget gate, f = 0"))
    gate.click()
    expect(gate).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".pg-cell-equation.is-lit")).to_have_text(re.compile(r"^f = σ\("))
    expect_gates(page, *before, "f")
    lit = page.locator(".pg-cell-text.is-lit .pg-cell-value")
    names = lit.evaluate_all("all => all.map(one => one.dataset.value)")
    assert set(names) == {"x", "h_before", "c_before", "f", "kept"}
    page.get_by_role("button", name=re.compile("^output gate")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pg-cell-equation.is-lit")).to_have_text(re.compile(r"^o = σ\("))
    expect_gates(page, *before, "f", "o")
    page.keyboard.press("Enter")
    expect(page.locator(".pg-cell .is-lit")).to_have_count(0)
    expect_gates(page, *before, "f", "o", "")


def test_playing_runs_to_the_end_and_stops(page):
    page.evaluate(PLAYED, "none")
    play = page.get_by_role("button", name="Play the time steps")
    play.click()
    expect(page.get_by_text("Time step 6 of 6", exact=True)).to_be_visible()
    expect(play).to_be_visible()
    assert page.evaluate("played") == [["4", "Pause"], ["5", "Pause"], ["6", "Play the time steps"]]
    assert value(page, "x") == near(math.sin(1.3 * 5 + 0.4))
    page.evaluate(PLAYED, "2")
    play.click()
    expect(page.get_by_text("Time step 2 of 6", exact=True)).to_be_visible()
    expect(play).to_be_visible()
    assert page.evaluate("played") == [["1", "Pause"], ["2", "Pause"]]


def toggle(page: Page, name: str) -> None:
    page.get_by_test_id("stCheckbox").filter(has_text=name).locator("label").click()


def test_new_numbers_come_into_the_same_node_and_leave_the_learner_where_they_are(page):
    figure(page).evaluate("node => { node.marked = true; node.querySelector('rect').marked = true; }")
    page.get_by_role("button", name="Next time step").click()
    toggle(page, "Other numbers")
    expect(figure(page).locator("[data-value=x]")).to_have_text(f"{math.sin(4.8):.3f}".replace("-", "−"))
    assert figure(page).evaluate("node => node.marked && node.querySelector('rect').marked") is True
    expect(page.get_by_text("Time step 4 of 6", exact=True)).to_be_visible()


def test_another_sequence_starts_at_the_time_step_of_the_page(page):
    figure(page).press("ArrowRight")
    toggle(page, "Longer")
    expect(page.get_by_text("Time step 3 of 9", exact=True)).to_be_visible()


@pytest.mark.parametrize(("cell", "width"), CELLS_AT, indirect=["cell"])
def test_no_number_touches_another_and_all_are_readable_at_any_width(page, width):
    look(page, width, 844, "light")
    assert overflow(page) <= 0
    parts = figure(page).locator("tspan.pg-cell-name, tspan.pg-cell-value, .pg-cell-shape:not([r='3.5'])")
    for t in range(1, 7):
        page.get_by_role("slider", name="Time step").fill(str(t))
        assert parts.evaluate_all(TOUCHING) == [], f"at time step {t}"
    size = "one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a"
    assert min(figure(page).locator("text, tspan").evaluate_all(f"all => all.map({size})")) >= 11


@pytest.mark.parametrize(("scheme", "cell"), [("light", "lstm"), ("dark", "by-hand")], indirect=["cell"])
def test_axe_finds_no_serious_fault(page, scheme):
    look(page, 1100, 900, scheme)
    before, gate = gates(page), page.locator(".pg-cell [data-gate]").first
    gate.click()
    expect_gates(page, *before, gate.get_attribute("data-gate") or "")
    assert faults(page) == []


def drawn_alone(page: Page, then: str) -> object:
    """What `then` gives for a diagram of `ALONE`, outside of Streamlit's own elements."""
    return page.evaluate(
        f"""async data => {{
            const at = "/_stcore/bidi-components/rnn-playground.web/cell_diagram.js";
            const module = await import(at);
            const parentElement = document.body.appendChild(document.createElement("div"));
            const component = {{ data, parentElement, setTriggerValue() {{}} }};
            const end = module.default(component);
            const told = await ({then})(parentElement, end, () => module.default(component));
            parentElement.remove();
            return told;
        }}""",
        ALONE,
    )


def test_what_is_not_a_number_leaves_its_line_without_one(page):
    label, known, unknown, equation = drawn_alone(
        page,
        """parent => [parent.querySelector("[role=figure]").getAttribute("aria-label"),
            ...["x", "h"].map(name => parent.querySelector(`[data-value=${name}]`).textContent),
            parent.querySelector(".pg-cell-equation").textContent]""",
    )
    assert label == "Inside the cell, unit 0. Time step 2 of 2: x 1.00, h before 0.250, h not a number."
    assert (known, unknown) == ("1.00", "")
    assert equation.replace("\u00a0", " ") == (
        "h = relu(W x + U h before + b) = relu(– + 0.250 + 0) = relu(–) = –"
    )


def test_a_run_overtaken_by_newer_data_builds_nothing_twice(page):
    """Streamlit ends such a run while its element stays on the page."""
    assert drawn_alone(
        page,
        """async (parent, end, again) => {
            end();
            await new Promise(done => setTimeout(done, 100));
            const first = parent.firstChild;
            again();
            return parent.childElementCount === 1 && parent.firstChild === first;
        }""",
    )
