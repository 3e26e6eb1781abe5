"""The memory cliff: how long each lane can remember."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.compare.cliff import LaneDelays, cliff_figure, horizon, medians_of
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS

DELAYS = np.array([5, 10, 20, 100])
SHARES = np.array([[1.0, 1.0, 0.2, 0.1], [1.0, 0.9, 0.95, np.nan], [1.0, 0.98, 0.1, np.nan]])
LOSSES = np.array([[0.001, 0.01, 0.16, np.inf], [0.002, 0.02, np.inf, np.inf]])


def unpacked(array: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])


def lane(values: np.ndarray, cell: str = "gru", delays: np.ndarray = DELAYS) -> LaneDelays:
    return LaneDelays(cell=cell, delays=delays, values=values)


def shares(**more) -> Picture:
    return cliff_figure({"GRU": lane(SHARES)}, **({"chance": 0.125, "is_share": True} | more))


def losses(**more) -> Picture:
    return cliff_figure({"GRU": lane(LOSSES)}, **({"chance": 0.17, "is_share": False} | more))


CASES = {
    "no lanes": {},
    "no delays": {"GRU": lane(np.zeros((0, 0)), delays=np.zeros(0, np.int64))},
    "no seeds": {"GRU": lane(np.zeros((0, 4)))},
    "nothing done": {"GRU": lane(np.full((2, 4), np.nan))},
    "all diverged": {"GRU": lane(np.full((2, 4), np.inf))},
    "one delay": {"GRU": lane(np.array([[0.5]]), delays=np.array([7]))},
    "two lanes": {"GRU": lane(SHARES), "RNN": lane(SHARES[:1, :2], "rnn", DELAYS[:2])},
}


@pytest.mark.parametrize("lanes", CASES.values(), ids=CASES)
@pytest.mark.parametrize("is_share", [False, True])
def test_plotly_accepts_it_and_it_has_its_words(lanes, is_share):
    picture = cliff_figure(lanes, chance=0.125, is_share=is_share)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.title == "The memory cliff"
    assert picture.look_for.endswith(".")
    assert picture.alt.endswith(".")
    assert "nan" not in picture.alt
    axis = picture.spec["layout"]["xaxis"]
    scale = ", log scale" if axis.get("type") == "log" else ""
    assert axis["title"]["text"] == f"Delay T (time steps){scale}"


def test_the_line_is_the_median_of_the_seeds_that_are_done_and_each_is_a_dot():
    *_level, dots, line = shares().spec["data"]
    np.testing.assert_array_equal(unpacked(line["x"]), DELAYS)
    np.testing.assert_allclose(unpacked(line["y"]), [100, 98, 20, 10], rtol=1e-6)
    np.testing.assert_array_equal(unpacked(dots["x"]).reshape(3, 4)[2], DELAYS)
    np.testing.assert_allclose(unpacked(dots["y"]).reshape(3, 4), 100 * SHARES, rtol=1e-6)
    assert line["line"]["color"] == dots["marker"]["color"] == CELL_COLOURS["gru"]
    assert dots["opacity"] < 0.5
    assert dots["legendgroup"] == line["legendgroup"]
    assert not dots["showlegend"]


def test_medians_leave_out_what_is_not_done_and_count_what_diverged():
    inf, nan = np.inf, np.nan
    table = np.array([[1.0, nan, inf, nan], [3.0, 5.0, 2.0, nan], [nan, nan, inf, nan]])
    np.testing.assert_array_equal(medians_of(table), [2.0, 5.0, inf, nan])


def test_the_horizon_is_the_largest_delay_that_is_still_solved():
    assert horizon([5, 10, 20, 40], [1.0, 0.95, 0.9, 0.3], 0.9) == 20
    assert horizon([5, 10, 20], [0.01, 0.5, np.inf], 0.1, is_share=False) == 5
    assert horizon([5, 10, 20], [0.2, np.nan, np.inf], 0.9) is None
    assert horizon([], [], 0.9) is None
    assert horizon([5, 10, 20], [1.0, np.nan, 1.0], 0.9) == 20  # 10 is not done yet


def test_the_words_say_each_lanes_horizon_and_what_solved_means():
    assert shares(solved_at=0.97).alt == (
        "Solved: at least 97 % of the answers are right. GRU: median 100 % at a delay of 5, 10 % at a delay "
        "of 100. By its median, it solves delays up to 10."
    )
    assert "By its median, it solves no delay." in losses(solved_at=1e-6).alt
    assert "no run is done yet" in cliff_figure(CASES["nothing done"], chance=0.5, is_share=True).alt
    assert "median 0.0015 at a delay of 5, not finite at a delay of 100" in losses().alt


def test_solved_is_nine_tenths_of_the_way_from_chance_to_perfect_if_nobody_says():
    assert "Solved: at least 91.2 % of" in shares().alt  # 12.5 + 0.9 * 87.5 = 91.25
    assert "Solved: a loss of at most 0.017." in losses().alt


def test_the_level_is_chance_for_shares_and_the_baseline_answer_for_losses():
    for picture, level, name in ((shares(), 12.5, "Chance"), (losses(), 0.17, "Baseline")):
        drawn = picture.spec["data"][0]
        assert (drawn["name"], drawn["x"], drawn["y"]) == (name, [5, 100], [level, level])


def test_axes_are_logarithmic_where_that_shows_more_but_never_for_shares():
    assert shares().spec["layout"]["xaxis"]["type"] == "log"
    assert shares().spec["layout"]["yaxis"]["range"] == [-4, 104]
    assert losses().spec["layout"]["yaxis"]["type"] == "log"
    near = cliff_figure({"GRU": lane(SHARES[:, :3], delays=DELAYS[:3])}, chance=0.1, is_share=False)
    assert "type" not in near.spec["layout"]["xaxis"]
    assert "type" not in near.spec["layout"]["yaxis"]


def test_every_delay_is_named_on_its_axis():
    axis = shares().spec["layout"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([5, 10, 20, 100], ["5", "10", "20", "100"])


def test_lanes_of_one_cell_are_told_apart_without_colour():
    second = LaneDelays(cell="gru", dash=1, delays=DELAYS, values=SHARES)
    picture = cliff_figure({"GRU": lane(SHARES), "GRU 2": second}, chance=0.1, is_share=True)
    one, other = (t for t in picture.spec["data"] if t["mode"] == "lines+markers")
    assert one["line"]["color"] == other["line"]["color"]
    assert one["line"]["dash"] != other["line"]["dash"]
    assert one["marker"]["symbol"] != other["marker"]["symbol"]


def test_the_words_are_translated(loud):
    picture = shares()
    assert picture.title == "»The memory cliff"
    assert picture.look_for.startswith("»")
    assert picture.alt.count("»") >= 4
    assert picture.spec["layout"]["yaxis"]["title"]["text"] == "»Right answers (%)"
