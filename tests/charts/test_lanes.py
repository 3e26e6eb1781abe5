"""The losses of several runs in one picture: lines with holes, which `tests/ui/test_tracks.py` fills."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

import playground
from playground.charts.compare.lanes import SYMBOLS, LaneLine, lanes_loss_figure, more_than_tenfold
from playground.charts.compare.reach import lanes_reach_figure, reach_line
from playground.charts.inside.panels import DASHES
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS

RNN = LaneLine(name="RNN", cell="rnn", run="model.cell=rnn")
GRU = LaneLine(name="GRU", cell="gru", run="model.cell=gru")
GRU_2 = LaneLine(name="GRU, small", cell="gru", dash=1, run="model.cell=gru&model.hidden_size=8")


def figure(*lanes: LaneLine, **more) -> Picture:
    return lanes_loss_figure(lanes, **({"loss_name": "mse", "baseline": 0.65, "total_steps": 400} | more))


def lines(picture: Picture, name: str) -> tuple[dict, dict]:
    """The train and the test line of a lane."""
    train, test = (trace for trace in picture.spec["data"] if trace.get("legendgroup") == name)
    return train, test


@pytest.mark.parametrize("lanes", [(), (RNN, GRU, GRU_2)], ids=["none", "three"])
@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("by", ["step", "seconds"])
def test_plotly_accepts_it_and_it_has_its_words(lanes, log_y, by):
    picture = figure(*lanes, log_y=log_y, by=by)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.title == "Loss of all lanes"
    assert picture.look_for.endswith(".")
    for axis in ("xaxis", "yaxis"):
        assert picture.spec["layout"][axis]["title"]["text"]


def test_every_lane_is_drawn_in_its_cells_colour_with_holes_for_its_own_numbers():
    picture = figure(RNN, GRU)
    for lane in (RNN, GRU):
        train, test = lines(picture, lane.name)
        assert train["line"]["color"] == test["line"]["color"] == CELL_COLOURS[lane.cell]
        assert (train["meta"]["run"], train["meta"]["of"]) == (lane.run, "trainLoss")
        assert (test["meta"]["run"], test["meta"]["of"]) == (lane.run, "testLoss")
        assert (train["meta"]["smoothing"], test["meta"]["smoothing"]) == (0.9, 0.0)


def test_two_lanes_of_one_cell_share_the_colour_and_differ_in_dash_and_marker():
    picture = figure(GRU, GRU_2)
    (train, test), (train_2, test_2) = lines(picture, GRU.name), lines(picture, GRU_2.name)
    assert test["line"]["color"] == test_2["line"]["color"]
    assert test["line"]["dash"] == train["line"]["dash"] != test_2["line"]["dash"] == train_2["line"]["dash"]
    assert test["marker"]["symbol"] != test_2["marker"]["symbol"]


def test_the_train_loss_is_told_from_the_test_loss_without_colour():
    train, test = lines(figure(GRU), "GRU")
    assert train["opacity"] < test["opacity"]
    assert (train["mode"], test["mode"]) == ("lines", "lines+markers")


def test_the_legend_has_one_entry_for_each_lane_which_stands_for_both_lines():
    entries = [t["name"] for t in figure(RNN, GRU, GRU_2).spec["data"] if t.get("showlegend", True)]
    assert entries == ["RNN", "GRU", "GRU, small"]


def test_there_is_one_cursor_and_a_name_for_every_run():
    layout = figure(RNN, GRU).spec["layout"]
    assert [shape["name"] for shape in layout["shapes"]] == ["cursor"]
    assert layout["meta"]["runs"] == {RNN.run: "RNN", GRU.run: "GRU"}


def test_against_seconds_every_lane_runs_at_its_own_pace():
    picture = figure(RNN, GRU, by="seconds")
    tracks = [trace["meta"] for trace in picture.spec["data"] if "of" in trace.get("meta", {})]
    assert all(meta["seconds"] for meta in tracks)
    layout = picture.spec["layout"]
    assert "s)" in layout["xaxis"]["title"]["text"]
    assert layout["meta"]["places"] == 1000  # the cursor counts milliseconds
    assert "places" not in figure(RNN).spec["layout"]["meta"]


def test_the_words_are_translated(loud):
    picture = figure(RNN)
    layout = picture.spec["layout"]
    assert layout["yaxis"]["title"]["text"] == "»Mean squared error"
    assert picture.title == "»Loss of all lanes"
    assert all(sentence.startswith("»") for sentence in layout["meta"]["told"].values())
    assert lines(picture, "RNN")[0]["hovertemplate"].startswith("»RNN, train")


def test_a_name_is_never_markup_in_the_hover():
    lane = LaneLine(name="<b>", cell="rnn", run="v=1")
    assert "&lt;b&gt;" in lines(figure(lane), "<b>")[1]["hovertemplate"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 10], False), ([1, 11], True), ([0, 11], False), ([], False), ([1, np.inf, np.nan, 5], False)],
)
def test_an_axis_is_logarithmic_where_that_shows_more(values, expected):
    assert more_than_tenfold(np.array(values, dtype=float)) is expected


def test_the_legend_draws_every_dash_and_marker_of_a_lane():
    script = (Path(playground.__file__).parent / "ui/components/web/legend.js").read_text(encoding="utf-8")
    for dash in set(DASHES) - {"solid"}:
        assert f'{dash}: "' in script
    for symbol in set(SYMBOLS) - {"circle"}:
        assert f'marker.symbol === "{symbol}"' in script


def test_the_reach_of_a_lane_begins_at_one_and_falls_as_its_gradient_does():
    norms = np.array([0.0, 1e-9, 0.5, 1.0, 4.0])
    drawn = numbers(reach_line(norms, "gru"))
    assert drawn == pytest.approx([np.nan, np.nan, 0.125, 0.25, 1.0], nan_ok=True)
    assert np.isnan(numbers(reach_line(np.zeros(3), "rnn"))).all()
    figure = lanes_reach_figure(5)
    go.Figure(figure.spec)
    assert figure.title
    assert figure.alt


def numbers(trace: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(trace["y"]["bdata"]), dtype=trace["y"]["dtype"])
