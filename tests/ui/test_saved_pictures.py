"""A picture that is saved stands alone: a title, a legend, a light ground, in either theme."""

from __future__ import annotations

from typing import Any

from tests.ui.node import run_module

SAVED = """
    class Canvas { getContext() { return { fillStyle: "" }; } }
    globalThis.document = { createElement: () => new Canvas() };
    const { saved } = await import("web/saved.js");
    tell(saved({ ...given, choices: new Map(Object.entries(given.choices)) }));
"""
LINES = [{"name": "Train", "y": [1, 2]}, {"name": "Test", "y": [2, 1]}]


def saved(owner: str = "", choices: dict[str, bool] | None = None, **layout: Any) -> dict[str, Any]:
    drawn = {"traces": LINES, "layout": {"margin": {"t": 20}, **layout}}
    given = {"part": {"title": "Loss"}, "given": {"drawn": drawn, "cursor": 7}, "owner": owner}
    found: dict[str, Any] = run_module(SAVED, given | {"choices": choices or {}})
    return found


def test_it_has_a_title_and_a_light_ground_and_room_for_both():
    layout = saved()["layout"]
    assert layout["title"]["text"] == "Loss"
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "#ffffff"
    assert layout["template"]["layout"]["font"]["color"] == "#0f1626"
    assert layout["margin"]["t"] > 20
    assert "showlegend" not in layout  # Plotly shows it where there are several lines


def test_a_lanes_picture_has_the_lanes_name():
    found = saved(owner="LSTM, <b>")
    assert found["title"] == "LSTM, <b>: Loss"
    assert found["layout"]["title"]["text"] == "LSTM, ‹b>: Loss"


def test_lines_that_the_learner_put_away_are_away_and_the_cursor_is_where_it_is():
    found = saved(choices={"Train": False}, shapes=[{"name": "cursor", "x0": 0, "x1": 0}])
    assert [one.get("visible") for one in found["data"]] == ["legendonly", None]
    assert (found["layout"]["shapes"][0]["x0"], found["layout"]["shapes"][0]["x1"]) == (7, 7)
