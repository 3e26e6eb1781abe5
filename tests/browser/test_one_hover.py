"""One pointer for all lanes: where it rests in one picture, the others show what they have there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.charts.picture import Picture, base_layout
from playground.views.parts import figure
from tests.browser.readers import drawn
from tests.browser.train_page import link, opened

QUICK = {"problem": "sine", "training.epochs": "1"}
RNN, LSTM, GRU = range(3)
DRAWN = ".pg-figure-plot:has(~ .pg-figure-wait[hidden])"
"""A plot that stands, and has joined those that share its pointer."""

PIXEL = """(plot, [x, y, subplot]) => {
    const { xaxis, yaxis } = plot._fullLayout._plots[subplot];
    const box = plot.getBoundingClientRect();
    return [box.left + xaxis._offset + xaxis.c2p(x), box.top + yaxis._offset + yaxis.c2p(y)];
}"""

POINTS = """(plot, name) => plot.calcdata[plot._fullData.findIndex(trace => trace.name === name)]
    .map(point => [point.x, point.y])"""

MOUNT = """async ([name, width, part]) => {
    const module = await import("/_stcore/bidi-components/rnn-playground.web/stage.js");
    const add = (home) => home.appendChild(document.createElement("div"));
    const shelf = document.querySelector(".shelf") ?? add(document.body);
    shelf.className = "shelf";
    shelf.style = "position: fixed; inset: 0; z-index: 1000000; background: white; overflow: auto";
    const parent = document.querySelector(`#${name}`) ?? add(shelf);
    parent.id = name;
    parent.style.width = `${width}px`;
    const data = { view: "", run: "", also: [], scale: "", height: 0, parts: [part], words: { picture: {} } };
    parent.end = module.default({ data, parentElement: parent, setTriggerValue() {} });
}"""

PRIVATE = """async () => {
    const own = await import("/_stcore/bidi-components/rnn-playground.web/plotly_private.js");
    const plot = document.body.appendChild(document.createElement("div"));
    const line = { type: "scatter", x: [1, 2, 4], y: [4, 6, 5] };
    const map = { type: "heatmap", x: ["a", "b"], y: [1, 2], z: [[1, 2], [3, 4]], xaxis: "x2", yaxis: "y2" };
    const layout = { width: 400, height: 300, grid: { rows: 1, columns: 2, pattern: "independent" } };
    layout.coloraxis = { cmin: 0, cmax: 5, colorscale: [[0, "#fff"], [1, "#000"]] };
    map.coloraxis = "coloraxis";
    layout.shapes = [{ type: "line", x0: 1, x1: 1, y0: 4, y1: 6 }];
    const [none, hidden] = [{ ...line, x: [], y: [] }, { ...line, visible: false }];
    await window.Plotly.newPlot(plot, [line, map, none, hidden], layout);
    const panel = (at) => own.linesOf(plot)[at].panel;
    const labels = async (change) => {
        change();
        await new Promise((done) => setTimeout(done, 100));
        return plot.querySelectorAll(".hovertext").length;
    };
    const asked = {
        "_fullData": () => [0, 2, 3].map((at) => own.wasEmpty(plot, at)),
        "_fullData, _plots": () => own.linesOf(plot).slice(0, 2)
            .map(({ trace, panel }) => [trace.type, panel.id]),
        "calcdata": () => own.pointsOf(plot, own.linesOf(plot)[0].trace).map(({ x, y }) => [x, y]),
        "_fullLayout.hovermode": () => own.namesAllAtX(plot),
        "_fullLayout.hoverdistance": () => own.reachOf(plot),
        "d2c": () => own.positionOn(panel(0).xaxis, "2"),
        "_categories": () => ["b", "c"].map((name) => own.positionOn(panel(1).xaxis, name)),
        "c2p": () => own.pixelOn(panel(0).xaxis, 4) > own.pixelOn(panel(0).xaxis, 1) + 50,
        "_length": () => [2, 99, NaN].map((x) => own.isInView(panel(0).xaxis, x)),
        "_offset, range, _id": () => {
            const { xaxis, yaxis } = own.panelOf(plot, plot._fullData[0]);
            const drag = plot.querySelector(".nsewdrag");
            const [left, top] = ["x", "y"].map((name) => Number(drag.getAttribute(name)));
            const [x, y] = [own.pixelScale(xaxis)(2), own.pixelScale(yaxis)(6)];
            return [x - left - xaxis.c2p(2), y - top - yaxis.c2p(6)].map((far) => Math.abs(far) < 0.01);
        },
        "_name": () => ["x", "y"].map((name) => panel(1)[`${name}axis`]._name),
        "_fullLayout.width": () => {
            const { width, height } = own.sizeOf(plot);
            const drawn = plot.querySelector(".main-svg").getBoundingClientRect();
            return [width - drawn.width, height - drawn.height].map((far) => Math.abs(far) <= 1);
        },
        "_fullLayout.coloraxis": () => {
            const { low, high, colorscale } = own.coloursOf(plot, plot._fullData[1]);
            return [low, high, colorscale.length];
        },
        "shapelayer": () => own.shapeOf(plot, 0)?.tagName,
        "Fx.hover": () => labels(() => own.hover(plot, [{ curveNumber: 0, pointNumber: 1 }], ["xy"])),
        "Fx.unhover": () => labels(() => own.unhover(plot)),
    };
    const found = {};
    for (const [name, ask] of Object.entries(asked)) {
        try { found[name] = await ask(); } catch (error) { found[name] = String(error); }
    }
    plot.remove();
    return found;
}"""
"""Ask a small chart for each of Plotly's private parts."""

PARTS = {
    "_fullData": [False, True, False],
    "_fullData, _plots": [["scatter", "xy"], ["heatmap", "x2y2"]],
    "calcdata": [[1, 4], [2, 6], [4, 5]],
    "_fullLayout.hovermode": False,
    "_fullLayout.hoverdistance": 20,
    "d2c": 2,
    "_categories": [1, -1],
    "c2p": True,
    "_length": [True, False, False],
    "_offset, range, _id": [True, True],
    "_name": ["xaxis2", "yaxis2"],
    "_fullLayout.width": [True, True],
    "_fullLayout.coloraxis": [0, 5, 2],
    "shapelayer": "g",
    "Fx.hover": 1,
    "Fx.unhover": 0,
}


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """A comparison that is done."""
    address = url + "/compare" + link(**QUICK)
    if not shared_page.url.startswith(address):
        opened(shared_page, address)
    return shared_page


@pytest.fixture
def shelf(page: Page) -> Iterator[Page]:
    """The page with charts of a test's own before everything else."""
    yield page
    page.mouse.move(1, 1)
    page.evaluate("""() => {
        const parents = [...document.querySelectorAll(".shelf > div")];
        document.querySelector(".shelf").remove();
        parents.forEach(parent => parent.end());
    }""")
    drawn(page)


AT_REST = """() => !document.querySelector('.pg-moving')
  && [...document.querySelectorAll('.pg-stage-note')].every((note) => !note.textContent)"""
"""Whether every picture is the exact one of its step."""


def show_side(page: Page, name: str, key: str, axis: str) -> list[Locator]:
    """The lanes' pictures of one side, known by its `key`; `axis` is the title of one of their axes."""
    page.get_by_role("radio", name=name).click()
    plots = [page.locator(f".st-key-multiple-{key}-{lane} {DRAWN}") for lane in (RNN, LSTM, GRU)]
    for plot in plots:
        expect(plot.locator(".nsewdrag").first).to_be_visible()
        expect(plot).to_contain_text(axis)
    expect(page.locator(".st-key-multiples .pg-figure-plot")).to_have_count(3)  # those before have gone
    page.locator(".st-key-multiples").scroll_into_view_if_needed()  # plots come and go with the side
    page.wait_for_function(AT_REST)
    return plots


def point_at(plot: Locator, x: float, y: float, subplot: str = "xy") -> None:
    """Let the pointer rest on a place, in the axes' numbers."""
    at = plot.evaluate(PIXEL, [x, y, subplot])
    plot.page.mouse.move(at[0] - 1, at[1])
    plot.page.mouse.move(*at)


def labels(plot: Locator) -> Locator:
    return plot.locator(".hoverlayer .hovertext text.nums")


def said(plot: Locator) -> str:
    """The one label in `plot`, with a minus that Python reads."""
    expect(labels(plot)).to_have_count(1)
    return (labels(plot).text_content() or "").replace("\u2212", "-")


def expect_labels(plot: Locator, *texts: str) -> None:
    expect(labels(plot)).to_have_text(list(texts))


def mount(page: Page, name: str, ys: tuple[float, ...], *, width: int = 500, **data: Any) -> Locator:
    """Draw a line on the shelf, or draw it anew."""
    line = {"type": "scatter", "mode": "lines+markers", "name": data.pop("line", name)}
    line |= {"x": list(range(1, len(ys) + 1)), "y": list(ys), "hovertemplate": "%{x}: %{y}<extra></extra>"}
    layout = base_layout("Time step", "Loss") | {"hovermode": data.pop("hovermode", "closest")}
    picture = Picture(spec={"data": [line], "layout": layout}, alt="", title=name, look_for="")
    part = figure(picture, key=name, **({"height": 220, "hover_group": "ours"} | data))
    page.evaluate(MOUNT, [name, width, part])
    plot = page.locator(f"#{name} {DRAWN}")
    expect(plot.locator(".scatterlayer .trace").first).to_be_visible()
    return plot


def test_every_lane_shows_its_own_forecast_of_the_same_moment_until_the_pointer_leaves(page):
    plots = show_side(page, "Answers", "answers", "Position x")
    lines = [plot.evaluate(POINTS, name) for plot, name in zip(plots, ("RNN", "LSTM", "GRU"), strict=True)]
    (x, y) = next(point for point in lines[LSTM] if point[0] > 80)
    point_at(plots[LSTM], x, y)
    for plot, line in zip(plots, lines, strict=True):
        there = min(line, key=lambda point: abs(point[0] - x))
        assert [float(part) for part in said(plot).split(": ")] == pytest.approx(there, rel=1e-3)
    page.mouse.move(1, 1)
    for plot in plots:
        expect_labels(plot)


def test_the_same_cell_of_every_heatmap_is_shown(page):
    plots = show_side(page, "Hidden states", "states", "Unit")
    point_at(plots[RNN], 5, 3, "xy2")
    for plot in plots:
        value = plot.evaluate("plot => plot.calcdata[1][0].z[3][4]")
        place, number = said(plot).split(": ")
        assert place == "unit 3, t = 5"
        assert float(number) == pytest.approx(value, abs=5e-4)
    page.mouse.move(1, 1)
    for plot in plots:
        expect_labels(plot)


def test_a_gate_that_the_others_lack_shows_all_of_theirs_at_that_time_step(page):
    plots = show_side(page, "Gates", "gates", "Time step")
    forget = plots[LSTM].evaluate("plot => plot.calcdata[5][6].y")
    point_at(plots[LSTM], 7, forget, "xy2")
    for plot, strips in zip(plots, (1, 1, 3), strict=True):
        expect(labels(plot)).to_have_count(strips)
    page.mouse.move(1, 1)
    expect_labels(plots[GRU])


def test_a_chart_of_another_size_shows_its_point_where_it_has_one(shelf):
    long = mount(shelf, "long", (5, 4, 3, 2, 1))
    short = mount(shelf, "short", (10, 20, 30), width=300, height=150)
    alone = mount(shelf, "alone", (5, 4, 3, 2, 1), hover_group="")
    short.evaluate("plot => { plot.told = 0; plot.on('plotly_hover', () => plot.told++); }")
    point_at(long, 3, 3)
    expect_labels(long, "3: 3")
    expect_labels(short, "3: 30")
    expect_labels(alone)
    point_at(long, 5, 1)
    expect_labels(long, "5: 1")
    expect_labels(short)
    assert short.evaluate("plot => plot.told") == 0
    point_at(short, 1, 10)
    expect_labels(long, "1: 5")
    point_at(alone, 2, 4)
    expect_labels(alone, "2: 4")
    expect_labels(long)


def test_a_tap_is_a_hover_too(shelf):
    """Plotly tells of a finger's tap with this event alone."""
    tapped = mount(shelf, "tapped", (5, 4, 3, 2, 1))
    other = mount(shelf, "other", (1, 2, 3, 4, 5))
    tapped.evaluate("plot => window.Plotly.Fx.hover(plot, [{ curveNumber: 0, pointNumber: 3 }])")
    expect_labels(tapped, "4: 2")
    expect_labels(other)
    tapped.evaluate("plot => plot.emit('plotly_click', { points: plot._hoverdata })")
    expect_labels(other, "4: 4")


def test_labels_follow_numbers_that_change_under_a_resting_pointer(shelf):
    leads = mount(shelf, "leads", (5, 4, 3, 2, 1))
    mount(shelf, "follows", (1, 2, 3, 4, 5))
    point_at(leads, 2, 4)
    follows = mount(shelf, "follows", (1, 7, 3, 4, 5))
    expect_labels(follows, "2: 7")
    expect_labels(leads, "2: 4")
    shelf.locator("#follows").get_by_role("button", name="follows").click()
    point_at(leads, 2, 4)
    expect_labels(leads, "2: 4")
    expect_labels(follows)


def test_a_chart_that_ends_takes_its_pointer_along(shelf):
    ends = mount(shelf, "ends", (5, 4, 3, 2, 1))
    stays = mount(shelf, "stays", (1, 2, 3, 4, 5))
    late = mount(shelf, "late", (6, 7, 8, 9, 10))
    point_at(ends, 4, 2)
    expect_labels(stays, "4: 4")
    shelf.locator("#ends").evaluate("parent => { parent.firstChild.remove(); parent.end(); }")
    expect_labels(stays)
    point_at(stays, 2, 2)
    expect_labels(late, "2: 7")


def test_a_chart_that_names_all_lines_at_one_x_does_so_here_too(shelf):
    leads = mount(shelf, "leads", (5, 4, 3, 2, 1))
    unified = mount(shelf, "unified", (1, 2, 3, 4, 5), hovermode="x unified")
    point_at(leads, 4, 2)
    expect(unified.locator(".hoverlayer .legend .legendtitletext")).to_have_text("4")
    point_at(unified, 2, 2)
    expect_labels(leads, "2: 4")


def test_plotly_still_has_its_private_parts_that_we_use(page):
    found = page.evaluate(PRIVATE)
    changed = [
        f"{part} gives {found[part]}, not {known}" for part, known in PARTS.items() if found[part] != known
    ]
    version = page.evaluate("window.Plotly.version")
    assert not changed, f"Plotly {version} has changed below plotly_private.js: {'; '.join(changed)}"
