"""The losses of several runs in one picture."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

import playground
from playground.charts.compare.lanes import SYMBOLS, LaneLine, lanes_loss_figure, more_than_tenfold
from playground.charts.inside.panels import DASHES
from playground.charts.lines import MOST_POINTS, smoothed
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS
from playground.films.history import History


def history(steps: int = 100, every: int = 20, level: float = 1.0) -> History:
    ends = np.arange(every, steps + 1, every)
    return History(
        train_loss=level * np.exp(-np.arange(steps) / 50),
        grad_norm=np.ones(steps),
        epoch_step=ends,
        epoch_train_loss=np.ones(len(ends)),
        test_loss=level * (0.9 - np.arange(len(ends)) / 10),
        metrics={},
    )


RNN = LaneLine(name="RNN", cell="rnn", history=history(level=2.0), seconds_per_step=0.1)
GRU = LaneLine(name="GRU", cell="gru", history=history(), seconds_per_step=0.2)
GRU_2 = replace(GRU, name="GRU, small", dash=1, history=history(60, level=0.5))
EMPTY = LaneLine(name="LSTM", cell="lstm", history=history(0))
BROKEN = replace(
    GRU, history=replace(history(), train_loss=np.append(np.ones(99), np.inf), test_loss=np.full(5, np.nan))
)


def figure(*lanes: LaneLine, **more) -> Picture:
    return lanes_loss_figure(lanes, **({"loss_name": "mse", "baseline": 0.65, "total_steps": 400} | more))


def unpacked(array: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])


def lines(picture: Picture, name: str) -> tuple[dict, dict]:
    """The train and the test line of a lane."""
    train, test = (trace for trace in picture.spec["data"] if trace.get("legendgroup") == name)
    return train, test


@pytest.mark.parametrize(
    "lanes",
    [(), (EMPTY,), (RNN, GRU, GRU_2, EMPTY), (RNN, BROKEN)],
    ids=["none", "empty", "four", "broken"],
)
@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("by", ["step", "seconds"])
@pytest.mark.parametrize("total_steps", [None, 400])
def test_plotly_accepts_it_and_it_has_its_words(lanes, log_y, by, total_steps):
    picture = figure(*lanes, log_y=log_y, by=by, cursor=37, total_steps=total_steps)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.title == "Loss of all lanes"
    assert picture.look_for.endswith(".")
    assert picture.alt.endswith(".")
    assert "nan" not in picture.alt
    for axis in ("xaxis", "yaxis"):
        assert picture.spec["layout"][axis]["title"]["text"]


def test_every_lane_is_drawn_in_its_cells_colour_with_the_numbers_it_has():
    picture = figure(RNN, GRU)
    for lane in (RNN, GRU):
        train, test = lines(picture, lane.name)
        assert train["line"]["color"] == test["line"]["color"] == CELL_COLOURS[lane.cell]
        np.testing.assert_array_equal(unpacked(train["x"]), np.arange(1, 101))
        np.testing.assert_allclose(unpacked(train["y"]), smoothed(lane.history.train_loss, 0.9), rtol=1e-6)
        np.testing.assert_array_equal(unpacked(test["x"]), lane.history.epoch_step)
        np.testing.assert_allclose(unpacked(test["y"]), lane.history.test_loss, rtol=1e-6)


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


def test_there_is_one_cursor_at_its_step():
    (cursor,) = figure(RNN, GRU, cursor=37).spec["layout"]["shapes"]
    assert (cursor["x0"], cursor["x1"]) == (37, 37)


def test_the_words_say_each_lanes_losses_at_the_cursor_and_its_best():
    alt = figure(RNN, GRU, cursor=45, smoothing=0).alt
    assert "The cursor is at step 45." in alt
    assert f"RNN: train loss {2 * np.exp(-44 / 50):.3g}, test loss 1.6 at step 45." in alt
    assert f"GRU: train loss {np.exp(-44 / 50):.3g}, test loss 0.8 at step 45." in alt
    assert "Its best test loss so far is 1, after step 100." in alt
    assert "The lowest test loss so far is 0.5, of GRU." in alt
    assert "The baseline's loss is 0.65." in alt


def test_the_words_say_what_is_drawn_where_the_train_loss_is_smoothed():
    drawn = smoothed(GRU.history.train_loss, 0.9)[44]
    assert f"GRU: train loss {drawn:.3g}, test loss 0.8 at step 45." in figure(GRU, cursor=45).alt


def test_a_lane_that_is_behind_the_cursor_is_told_about_at_its_newest_step():
    alt = figure(GRU, GRU_2, EMPTY, cursor=90).alt
    assert "test loss 0.6 at step 90" in alt
    assert "test loss 0.35 at step 60" in alt
    assert "LSTM: no step has been made yet." in alt
    assert "test loss none yet at step 10" in figure(GRU, cursor=10).alt
    assert "train loss none yet" in figure(GRU, cursor=0).alt


def test_a_lane_that_diverged_is_a_gap_and_a_sentence():
    picture = figure(RNN, BROKEN, cursor=100)
    train, test = lines(picture, "GRU")
    assert np.isnan(unpacked(train["y"])[-1])
    assert np.isnan(unpacked(test["y"])).all()
    assert (
        "GRU: train loss not finite, test loss not finite at step 100. It diverged at step 20" in picture.alt
    )
    assert "lowest test loss" not in picture.alt  # there is no other to compare with


def test_one_exploding_lane_does_not_hide_the_others():
    wild = replace(GRU, history=replace(history(), train_loss=np.append(np.ones(99), 1e6)))
    assert figure(RNN, wild, baseline=None).spec["layout"]["yaxis"]["range"] == [0, 6]


def test_the_axis_is_that_of_the_test_losses_and_of_the_baseline_answer():
    def axis(*lanes, **more):
        return figure(*lanes, **more).spec["layout"]["yaxis"]

    start = replace(GRU, history=replace(history(), train_loss=np.append(np.full(10, 5.0), np.ones(90))))
    assert axis(RNN, start)["range"] == [0, pytest.approx(1.15 * 1.8)]
    assert axis(GRU_2, baseline=0.65)["range"] == [0, pytest.approx(1.15 * 0.65)]
    assert "range" not in axis(EMPTY)
    assert "range" not in axis(RNN, start, log_y=True)


def test_against_seconds_every_lane_runs_at_its_own_pace():
    picture = figure(RNN, GRU, EMPTY, by="seconds", cursor=5)
    layout = picture.spec["layout"]
    for lane, seconds in ((RNN, 0.1), (GRU, 0.2)):
        train, test = lines(picture, lane.name)
        np.testing.assert_allclose(unpacked(train["x"]), seconds * np.arange(1, 101), rtol=1e-6)
        np.testing.assert_allclose(unpacked(test["x"]), seconds * lane.history.epoch_step, rtol=1e-6)
    assert "s)" in layout["xaxis"]["title"]["text"]
    assert layout["xaxis"]["range"] == [0, 0.2 * 400]


def test_against_seconds_the_lanes_are_compared_at_one_moment():
    picture = figure(RNN, GRU, by="seconds", cursor=5)
    (cursor,) = picture.spec["layout"]["shapes"]
    assert cursor["x0"] == pytest.approx(5.0)
    assert "The cursor is at 5 seconds." in picture.alt
    assert "test loss 1.6 at step 50" in picture.alt  # RNN
    assert "test loss 0.9 at step 25" in picture.alt  # GRU, half as fast


def test_against_seconds_every_step_of_the_first_lane_is_found_again():
    for step in range(1, 101):
        assert f"at step {step}." in figure(RNN, by="seconds", cursor=step * 0.1).alt


def test_against_seconds_the_cursor_goes_on_where_the_first_lane_has_ended():
    picture = figure(RNN, GRU, by="seconds", cursor=15)
    (cursor,) = picture.spec["layout"]["shapes"]
    assert cursor["x0"] == 15
    assert "test loss 1 at step 100" in picture.alt  # RNN, which took ten seconds
    assert "at step 75" in picture.alt


def test_against_seconds_a_lane_without_a_known_speed_waits():
    picture = figure(replace(GRU, seconds_per_step=None), RNN, by="seconds")
    assert {t.get("legendgroup") for t in picture.spec["data"]} == {"RNN", None}
    assert "GRU: how long a step takes is not known yet." in picture.alt


def test_long_runs_travel_thinned_with_their_spikes():
    long = history(20_000, 10)
    long.test_loss[1234] = 77.0
    train, test = lines(figure(replace(GRU, history=long), total_steps=20_000), "GRU")
    assert max(len(unpacked(line[axis])) for line in (train, test) for axis in "xy") <= MOST_POINTS
    assert unpacked(test["y"]).max() == 77.0


def test_the_words_are_translated(loud):
    picture = figure(RNN)
    layout = picture.spec["layout"]
    assert layout["yaxis"]["title"]["text"] == "»Mean squared error"
    assert picture.title == "»Loss of all lanes"
    assert picture.alt.count("»") >= 3
    assert lines(picture, "RNN")[0]["hovertemplate"].startswith("»RNN, train")


def test_a_name_is_never_markup_in_the_hover():
    assert "&lt;b&gt;" in lines(figure(replace(RNN, name="<b>")), "<b>")[1]["hovertemplate"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 10], False), ([1, 11], True), ([0, 11], False), ([], False), ([1, np.inf, np.nan, 5], False)],
)
def test_an_axis_is_logarithmic_where_that_shows_more(values, expected):
    assert more_than_tenfold(np.array(values, dtype=float)) is expected


def test_the_best_simple_forecast_is_a_level_unless_it_would_crush_a_logarithmic_axis():
    def levels(**more):
        return [trace["name"] for trace in figure(RNN, **more).spec["data"] if trace.get("mode") == "lines"]

    assert "Best simple forecast" in levels(simple=0.2)
    assert "Best simple forecast" in levels(simple=0.2, log_y=True)
    assert "Best simple forecast" in levels(simple=1e-9)
    assert "Best simple forecast" not in levels(simple=1e-9, log_y=True)
    assert "Best simple forecast" not in levels()
    for loss, told in ((0.2, "0.2"), (1e-9, "1e-09"), (1e-29, "0")):  # the last is rounding
        drawn = figure(RNN, simple=loss).spec["data"]
        assert [f"Best simple forecast {told}"] in [trace.get("text") for trace in drawn]
    assert "The best simple forecast's loss is 0.2." in figure(RNN, simple=0.2).alt


def test_the_legend_draws_every_dash_and_marker_of_a_lane():
    script = (Path(playground.__file__).parent / "ui/components/web/legend.js").read_text(encoding="utf-8")
    for dash in set(DASHES) - {"solid"}:
        assert f'{dash}: "' in script
    for symbol in set(SYMBOLS) - {"circle"}:
        assert f'marker.symbol === "{symbol}"' in script
