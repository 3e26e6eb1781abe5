"""Several seeds of each lane: bands and dots."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.compare.seeds import LaneBand, LaneDots, band_figure, dots_figure
from playground.charts.lines import MOST_POINTS
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS
from playground.experiments.significance import band

RANDOM = np.random.default_rng(0)


def unpacked(array: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])


def lane_band(cell: str = "gru", losses: np.ndarray | None = None, dash: int = 0) -> LaneBand:
    table = RANDOM.random((5, 8)) if losses is None else losses
    found = band(list(table))
    epochs = np.arange(1, len(found.median) + 1)
    return LaneBand(cell=cell, dash=dash, epochs=epochs, band=found, seeds=len(table))


def bands(lanes: dict[str, LaneBand], **more) -> Picture:
    return band_figure(lanes, **({"loss_name": "mse", "baseline": 0.65} | more))


def parts(picture: Picture, name: str) -> tuple[dict, dict]:
    """The shade and the median line of a lane."""
    shade, median = (trace for trace in picture.spec["data"] if trace.get("legendgroup") == name)
    return shade, median


BROKEN = np.array([[1.0, 1, 1, 1], [2, 2, np.inf, np.inf], [3, np.inf, np.inf, np.inf]])
ALL_BROKEN = np.full((3, 2), np.inf)
NONE = np.zeros((0, 0))
CASES = {
    "no lanes": {},
    "no seeds": {"GRU": lane_band(losses=NONE)},
    "one seed": {"GRU": lane_band(losses=np.ones((1, 3)))},
    "broken": {"GRU": lane_band(losses=BROKEN), "RNN": lane_band("rnn", ALL_BROKEN)},
    "three": {"GRU": lane_band(), "RNN": lane_band("rnn"), "GRU 2": lane_band(dash=1)},
}


@pytest.mark.parametrize("lanes", CASES.values(), ids=CASES)
@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("baseline", [None, 0.65])
def test_plotly_accepts_a_band_and_it_has_its_words(lanes, log_y, baseline):
    picture = bands(lanes, log_y=log_y, baseline=baseline)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.alt.endswith(".")
    assert "nan" not in picture.alt
    assert picture.look_for.endswith(".")
    assert picture.spec["layout"]["xaxis"]["title"]["text"] == "Epoch"
    axis = picture.spec["layout"]["yaxis"]
    scale = ", log scale" if axis.get("type") == "log" else ""
    assert axis["title"]["text"] == f"Mean squared error{scale}"


def test_a_band_is_the_median_and_a_shade_between_the_quartiles():
    lane = lane_band()
    shade, median = parts(bands({"GRU": lane}), "GRU")
    np.testing.assert_allclose(unpacked(median["y"]), lane.band.median, rtol=1e-6)
    x, y = unpacked(shade["x"])[:-1], unpacked(shade["y"])[:-1]  # the last point closes the outline
    np.testing.assert_array_equal(x, [*range(1, 9), *range(8, 0, -1)])
    np.testing.assert_allclose(y, [*lane.band.high, *lane.band.low[::-1]], rtol=1e-6)
    assert shade["fill"] == "toself"
    assert median["line"]["color"] == CELL_COLOURS["gru"]
    assert shade["fillcolor"] == "rgba(0,158,115,0.2)"


def test_where_a_quartile_is_infinite_the_shade_goes_to_the_top_and_then_ends():
    lane = lane_band(losses=BROKEN)
    picture = bands({"GRU": lane}, baseline=4.0)
    shade, median = parts(picture, "GRU")
    x, y = unpacked(shade["x"])[:-1], unpacked(shade["y"])[:-1]
    assert np.isfinite(y).all()
    assert x.max() == 2  # from the third epoch on the lower quartile is infinite too
    assert y[1] == 4.0
    assert np.isnan(unpacked(median["y"])[2:]).all()
    assert "the median test loss after epoch 4 is not finite" in picture.alt


def test_a_shade_that_comes_back_is_drawn_in_two_pieces():
    losses = np.array([[1.0, 1.0, 1.0, 1.0, 1.0]])
    lane = lane_band(losses=losses)
    lane.band.low[2] = np.inf
    x = unpacked(parts(bands({"GRU": lane}), "GRU")[0]["x"])
    assert np.isnan(x).sum() == 2
    assert 3 not in x


def test_a_legend_entry_for_each_lane_and_dashes_for_lanes_of_one_cell():
    picture = bands(CASES["three"])
    assert [t["name"] for t in picture.spec["data"] if t.get("showlegend", True)] == ["GRU", "RNN", "GRU 2"]
    first, second = parts(picture, "GRU")[1], parts(picture, "GRU 2")[1]
    assert first["line"]["color"] == second["line"]["color"]
    assert first["line"]["dash"] != second["line"]["dash"]


def test_the_words_say_where_the_bands_end_and_of_how_many_seeds():
    losses = np.array([[9.0, 1], [9, 2], [9, 3], [9, 4], [9, 5]])
    alt = bands({"GRU": lane_band(losses=losses), "RNN": lane_band("rnn", NONE)}).alt
    assert (
        "GRU: with 5 seeds the median test loss after epoch 2 is 3, and the middle half lies from 2 to 4"
        in alt
    )
    assert "RNN: no seed is done yet." in alt
    assert "The baseline's loss is 0.65." in alt


def test_long_bands_travel_thinned():
    lane = lane_band(losses=RANDOM.random((4, 5000)))
    shade, median = parts(bands({"GRU": lane}), "GRU")
    assert len(unpacked(median["x"])) <= MOST_POINTS
    assert len(unpacked(shade["x"])) <= 2 * MOST_POINTS + 1
    assert unpacked(shade["y"])[:-1].max() == np.float32(lane.band.high.max())
    assert unpacked(shade["y"])[:-1].min() == np.float32(lane.band.low.min())


def dots(**lanes: list[float]) -> dict[str, LaneDots]:
    cells = {"GRU": "gru", "RNN": "rnn", "LSTM": "lstm"}
    return {name: LaneDots(cell=cells[name], finals=np.array(finals)) for name, finals in lanes.items()}


STRIPS = {
    "no lanes": {},
    "no seeds": dots(GRU=[], RNN=[]),
    "one": dots(GRU=[0.5]),
    "equal": dots(GRU=[0.0, 0.0], RNN=[0.0]),
    "broken": dots(GRU=[np.nan, np.inf], RNN=[0.1, np.inf, 0.3]),
    "wide": dots(GRU=[0.001, 0.1], RNN=[0.5, 0.7]),
}


@pytest.mark.parametrize("lanes", STRIPS.values(), ids=STRIPS)
@pytest.mark.parametrize("target", [None, 0.2])
def test_plotly_accepts_a_strip_and_it_has_its_words(lanes, target):
    picture = dots_figure(lanes, loss_name="bce", target=target)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.alt.endswith(".")
    assert "nan" not in picture.alt
    axis = picture.spec["layout"]["xaxis"]
    scale = ", log scale" if axis.get("type") == "log" else ""
    assert axis["title"]["text"] == f"Binary cross-entropy{scale}"


def test_every_seed_is_a_dot_in_its_lanes_row_and_the_median_is_marked():
    picture = dots_figure(dots(GRU=[0.3, 0.1, 0.2], RNN=[0.5, 0.6]), loss_name="mse")
    gru, gru_median, rnn, rnn_median = picture.spec["data"]
    np.testing.assert_allclose(unpacked(gru["x"]), [0.3, 0.1, 0.2])
    np.testing.assert_allclose(unpacked(rnn["y"]), [1.0, 0.9])
    assert gru["marker"]["color"] == CELL_COLOURS["gru"]
    assert (unpacked(gru_median["x"])[0], gru_median["y"]) == (0.2, [0])
    assert (unpacked(rnn_median["x"])[0], rnn_median["y"]) == (0.55, [1])
    layout = picture.spec["layout"]
    assert layout["yaxis"]["ticktext"] == ["GRU", "RNN"]
    assert layout["yaxis"]["range"] == [1.5, -0.5]  # the first lane on top


def test_dots_stay_in_their_row():
    heights = unpacked(dots_figure(dots(GRU=[0.1] * 30), loss_name="mse").spec["data"][0]["y"])
    assert np.abs(heights).max() < 0.4


def test_the_axis_is_logarithmic_only_where_losses_differ_more_than_tenfold():
    assert dots_figure(STRIPS["wide"], loss_name="mse").spec["layout"]["xaxis"]["type"] == "log"
    for name in ("one", "equal", "broken"):
        assert "type" not in dots_figure(STRIPS[name], loss_name="mse").spec["layout"]["xaxis"]


@pytest.mark.parametrize("finals", [[0.1, np.inf, 0.3], [0.001, np.nan, 0.9]])
def test_a_run_that_diverged_is_a_cross_right_of_every_dot(finals):
    picture = dots_figure(dots(RNN=finals), loss_name="mse")
    seeds, _median, cross = picture.spec["data"]
    assert np.isnan(unpacked(seeds["x"])[1])
    assert cross["x"][0] > max(value for value in finals if np.isfinite(value))
    assert unpacked(cross["y"])[0] == unpacked(seeds["y"])[1]
    assert "Diverged runs: 1." in picture.alt
    assert "Cross" in picture.look_for
    assert "Cross" not in dots_figure(dots(RNN=[0.1]), loss_name="mse").look_for


def test_the_target_is_a_line_over_all_rows_and_the_words_count_who_reached_it():
    picture = dots_figure(dots(GRU=[0.1, 0.2, np.inf], RNN=[0.5]), loss_name="mse", target=0.2)
    line, words = picture.spec["data"][-2:]
    assert (line["x"], line["y"]) == ([0.2, 0.2], [-0.5, 1.5])
    assert words["text"] == ["Solved: 0.2 or less"]
    assert "GRU: final test losses of 3 seeds, the median is 0.2. They lie from 0.1 to 0.2." in picture.alt
    assert "At or under 0.2: 2." in picture.alt
    assert "At or under 0.2: 0." in picture.alt


def test_the_words_of_bands_and_dots_are_translated(loud):
    for picture in (
        bands(CASES["three"]),
        dots_figure(STRIPS["wide"], loss_name="mse", target=1),
    ):
        assert picture.title.startswith("»")
        assert picture.look_for.startswith("»")
        assert picture.alt.startswith("»")
        for axis in ("xaxis", "yaxis"):
            assert picture.spec["layout"][axis]["title"]["text"].startswith("»")


def test_names_are_never_markup_beside_the_rows():
    lanes = {"<b>": LaneDots(cell="gru", finals=np.array([1.0]))}
    assert dots_figure(lanes, loss_name="mse").spec["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;"]
