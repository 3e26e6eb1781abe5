"""One picture for a class: letters to be read from the last row, and pinned runs trained ahead."""

from __future__ import annotations

import pytest

from playground.charts.training import loss_figure
from playground.views.parts import figure
from tests.ui.film_messages import film
from tests.ui.node import run_module
from tests.ui.played import played


@pytest.mark.parametrize(
    ("screen", "letters"), [((1280, 720), 24), ((1920, 1080), 36), ((1280, 1024), 24), ((390, 844), 16)]
)
def test_letters_have_24_pixels_on_a_screen_of_1280_by_720_and_grow_with_it(screen, letters):
    source = 'import { timesOn } from "web/larger.js"; tell(12 * timesOn(...given));'
    assert run_module(source, screen) == pytest.approx(letters)


def test_a_larger_chart_has_the_same_numbers_and_larger_everything_else():
    picture = loss_figure("a", cell="gru", loss_name="mse", baseline=0.5, total_steps=100)
    source = """
        globalThis.document = { createElement: () => ({ getContext: () => ({}) }) };
        const { drawnOf } = await import("web/drawn.js");
        const { larger } = await import("web/larger.js");
        const { templateFor, LIGHT } = await import("web/theme.js");
        const { traces, layout } = drawnOf(given);
        traces[0].y = Float32Array.of(1, 2);
        const template = templateFor({ ...LIGHT, font: "sans-serif" });
        const once = { traces, layout: { ...layout, template } };
        tell([once, larger(once, 2)]);
    """
    once, twice = run_module(source, figure(picture, key="a"))
    assert twice["layout"]["template"]["layout"]["xaxis"]["tickfont"]["size"] == 24
    assert twice["layout"]["font"]["size"] == 2 * once["layout"]["font"]["size"]
    assert twice["layout"]["margin"]["l"] == 2 * once["layout"]["margin"]["l"]
    assert twice["layout"]["xaxis"]["range"] == once["layout"]["xaxis"]["range"]
    for line, wide in zip(once["traces"], twice["traces"], strict=True):
        assert wide.get("y") == line.get("y")
        if "width" in line.get("line", {}):
            assert wide["line"]["width"] == 2 * line["line"]["width"]


def test_pinned_runs_are_wished_for_behind_those_that_are_watched_and_each_once():
    found = played(
        """
        begin(); hear(given);
        one.ahead = [{ run: "r", until: 50 }, { run: "p", until: 40 }];
        one.socket.stir();
        tell(wish().films.map(({ run, until, queued, views }) => [run, until, queued, views]));
        """,
        film(last=20),
    )
    assert found == [["r", 0, False, []], ["p", 40, True, []]]
