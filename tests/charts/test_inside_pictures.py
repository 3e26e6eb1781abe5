"""The pictures of "look inside": Plotly takes them, they are small, and their words are true."""

from __future__ import annotations

import base64
import json
import math
import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.inside.cell_rows import rows_figure
from playground.charts.inside.gates import flatness_figure, gates_figure, gates_in_words
from playground.charts.inside.panels import MOST_CELLS, bin_sizes, neighbour_means, spread
from playground.charts.inside.reach import influence_figure, reach_figure, reach_film_figure, reach_in_words
from playground.charts.inside.state_space import space_figure
from playground.charts.inside.states import Answered, states_figure
from playground.charts.inside.unit import Agreement, unit_figure
from playground.charts.inside.units import correlation_by_lag
from playground.charts.inside.weights import moved_figure, recurrent_figure, singular_figure
from playground.charts.lines import rounded_up
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS, GATE_COLOURS

AGREEMENT = Agreement(value=0.5, is_ratio=False, examples=64)
LIMITS = ((-1.0, 1.0), (-1.0, 1.0))


def states(values, **more) -> Picture:
    given = {
        "name": "hidden state h",
        "order": np.arange(values.shape[1]),
        "scale": "common",
        "layer": 0,
        "backward": False,
        "selected_unit": None,
        "inputs": np.zeros((len(values), 1)),
        "answered": Answered(said=np.zeros(len(values)), right=None),
    }
    return states_figure(values, **(given | more))


def pictures(steps: int, units: int, features: int, broken: bool) -> list[Picture]:
    """Every picture once, of random numbers; `broken` ones are not all finite."""
    random = np.random.default_rng(steps + units)

    def numbers(*shape: int) -> np.ndarray:
        values = random.uniform(0.001, 0.999, shape).astype(np.float32)
        if broken:
            values.ravel()[:: max(3, values.size // 7)] = np.nan
            values.ravel()[1:3] = [np.inf, -np.inf][: len(values.ravel()[1:3])]
        return values

    h, x, one = numbers(steps, units), numbers(steps, features), numbers(steps)
    both = Answered(said=one, right=numbers(steps))
    order = np.arange(units)[::-1]
    names = ("i", "f", "g", "o")
    shared = {"cell": "lstm", "total_steps": 100}
    return [
        states(h, inputs=x, order=order, scale="unit", selected_unit=0, answered=both, untrained=True),
        states(h, inputs=x, scale="layer", backward=True),
        unit_figure(one, x[:, 0], agreement=AGREEMENT, unit_number=3, label="mixed", cell="rnn"),
        rows_figure({name: numbers(steps) for name in names}, cell="lstm", lit="f", who="unit 3"),
        space_figure(numbers(steps, 2), numbers(2), cell="gru", limits=LIMITS, time_label="Time step"),
        gates_figure({name: numbers(steps, units) for name in names}, cell="lstm", unit=0),
        gates_figure({name: numbers(steps, units) for name in "rzn"}, cell="gru", unit=None),
        flatness_figure(h, cell="rnn"),
        flatness_figure(h, cell="by-hand", nonlinearity="relu"),
        reach_figure({"h": one, "c": numbers(steps)}, cell="lstm", backward={"h": False}),
        reach_film_figure(numbers(steps), 7, **shared),
        influence_figure(x, x, cell="lstm"),
        recurrent_figure(numbers(4 * units, units), names),
        singular_figure(numbers(4, units), names, (0.5, 1.2, 0.7, 0.9), cell="lstm"),
        moved_figure(7, numbers(4), names, **shared),
    ]


SIZES = {
    "one number": (1, 1, 1, False),
    "usual": (50, 32, 1, False),
    "largest": (200, 256, 12, False),
    "broken": (12, 4, 2, True),
    "one broken number": (1, 1, 1, True),
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_plotly_accepts_every_spec_and_it_is_small(size):
    for picture in pictures(*size):
        text = json.dumps(picture.spec, allow_nan=False)
        go.Figure(json.loads(text))
        assert len(text) < 60_000, picture.title
        assert picture.alt
        assert picture.title
        assert picture.look_for.endswith((".", "?"))
        axes = [part for name, part in picture.spec["layout"].items() if name[1:].startswith("axis")]
        assert all(axis["title"]["text"] for axis in axes), picture.title


def test_lines_have_the_colour_of_a_cell_of_a_gate_or_of_the_text():
    for picture in pictures(12, 4, 2, False):
        for trace in picture.spec["data"]:
            colour = trace.get("line", {}).get("color")
            assert colour is None or colour in {*CELL_COLOURS.values(), *GATE_COLOURS.values()}


def test_a_gate_has_one_colour_in_every_picture():
    rng = np.random.default_rng(0)
    gates = {letter: rng.uniform(size=(9, 3)) for letter in "ifgo"}
    strips = gates_figure(gates, cell="lstm", unit=None).spec["data"]
    strip_colours = [trace["line"]["color"] for trace in strips if "color" in trace["line"]]
    stretched = singular_figure(rng.uniform(size=(4, 3)), tuple("ifgo"), (1.0,) * 4, cell="lstm").spec["data"]
    assert (
        strip_colours
        == [trace["line"]["color"] for trace in stretched]
        == [GATE_COLOURS[one] for one in "ifgo"]
    )
    assert not set(GATE_COLOURS.values()) & set(CELL_COLOURS.values())


def test_the_panels_of_a_weight_matrix_are_square():
    for names in (("h",), ("r", "z", "n"), ("i", "f", "g", "o")):
        layout = recurrent_figure(np.eye(5).repeat(len(names), 0)[: 5 * len(names)], names).spec["layout"]
        axes = {name: axis for name, axis in layout.items() if name.startswith("yaxis")}
        assert len(axes) == len(names)
        assert all(axis["scaleanchor"] == axis["anchor"] for axis in axes.values())


def test_no_letter_is_smaller_than_twelve_pixels():
    for picture in pictures(12, 4, 2, False):
        fonts = re.findall(r'font": {"size": (\d+)', json.dumps(picture.spec))
        assert min(map(int, fonts)) >= 12


def drawn(trace: dict, name: str = "z") -> np.ndarray:
    sent = trace[name]
    flat = np.frombuffer(base64.b64decode(sent["bdata"]), dtype=sent["dtype"])
    return flat.reshape([int(size) for size in sent["shape"].split(",")]) if "shape" in sent else flat


def test_a_layer_that_is_too_large_is_drawn_as_means_of_neighbours_and_says_so():
    values = np.random.default_rng(2).uniform(-1, 1, (200, 256))
    picture = states(values)
    size, width = bin_sizes(256, 200)
    cells = drawn(picture.spec["data"][-1])
    assert cells.size <= MOST_CELLS
    assert cells[2, 3] == pytest.approx(values[3 * width : 4 * width, 2 * size : 3 * size].mean(), abs=1e-6)
    assert f"Each row is the mean of {size} units, each column of {width} time steps." in picture.look_for
    assert "mean of" not in states(values[:20, :20]).look_for


@pytest.mark.parametrize("shape", [(1, 1), (1024, 256), (256, 200), (3, 9000), (9000, 1)])
def test_bins_leave_few_enough_cells_and_join_nothing_needlessly(shape):
    size, width = bin_sizes(*shape)
    assert -(-shape[0] // size) * -(-shape[1] // width) <= MOST_CELLS
    assert bin_sizes(100, 80) == (1, 1)


def test_means_of_neighbours_leave_out_what_is_not_finite():
    values = np.array([[1.0, 3.0, np.nan, 5.0, 7.0], [np.nan, np.inf, 2.0, 4.0, 1.0]])
    np.testing.assert_allclose(neighbour_means(values, 2, 1), [[2, 5, 7], [np.nan, 3, 1]])
    np.testing.assert_allclose(neighbour_means(values, 2, 0), [[1, 3, 2, 4.5, 4]])


def test_the_band_is_numpys_percentiles():
    values = np.random.default_rng(3).standard_normal((6, 11))
    mean, low, high = spread(values)
    np.testing.assert_allclose(mean, values.mean(axis=1))
    np.testing.assert_allclose(low, np.percentile(values, 10, axis=1))
    np.testing.assert_allclose(high, np.percentile(values, 90, axis=1))


def test_signed_heatmaps_are_centred_at_zero_and_end_at_a_round_number():
    values = np.random.default_rng(4).standard_normal((10, 4))
    limits = {"common": 1.0, "layer": rounded_up(np.abs(values).max()), "unit": 1.0}
    for scale, top in limits.items():
        cells = states(values, scale=scale).spec["data"][-1]
        assert (cells["zmid"], cells["zmin"], cells["zmax"]) == (0, -top, top)
    block = recurrent_figure(values[:8], ("r", "z")).spec["data"][0]
    assert block["zmin"] == -block["zmax"]


def test_rows_stand_in_the_order_asked_for_and_the_chosen_unit_is_framed():
    values = np.random.default_rng(5).uniform(-1, 1, (6, 4)).astype(np.float32)
    picture = states(values, order=np.array([2, 0, 3, 1]), selected_unit=3)
    np.testing.assert_array_equal(drawn(picture.spec["data"][-1]), values.T[[2, 0, 3, 1]])
    axis, frame = picture.spec["layout"]["yaxis3"], picture.spec["layout"]["shapes"][0]
    assert axis["ticktext"] == ["2", "0", "3", "1"]
    assert (frame["y0"], frame["y1"]) == (1.5, 2.5)


def test_a_title_says_the_direction_and_whether_anything_was_learned():
    values = np.zeros((3, 2))
    assert states(values, layer=1).title == "Layer 2: hidden state h"
    backward = states(values, backward=True, untrained=True).title
    assert backward == "Layer 1, backward (reads from the end): hidden state h (untrained)"


def test_the_words_of_the_states_name_the_largest_value():
    values = np.zeros((5, 3))
    values[3, 1] = -0.75
    assert "from -0.75 to 0. The largest size is 0.75, of unit 1 at time step 4." in states(values).alt


def test_the_words_of_a_unit_hold_its_correlations():
    random = np.random.default_rng(6)
    x = random.standard_normal(20)
    h = np.concatenate([[0.0, 0.0], x[:-2]])
    picture = unit_figure(h, x, agreement=AGREEMENT, unit_number=7, label="mixed", cell="rnn")
    assert "2: 1.00" in picture.alt
    assert f"3: {correlation_by_lag(h, x, 3)[3]:.2f}" in picture.alt
    assert "With the right answer: correlation 0.50, over 64 held-out examples." in picture.alt
    assert "at lag 2: correlation 1.00" in picture.look_for
    ratio = replace(AGREEMENT, is_ratio=True).in_words()
    assert ratio.startswith("With the right answer: correlation ratio 0.50 (0 nothing, 1 tells")


def test_the_answer_stands_at_its_time_step_beside_what_is_right():
    nothing = np.full(3, np.nan)
    said, right = nothing.copy(), nothing.copy()
    said[-1], right[-1] = 2, 1
    answered = Answered(said=said, right=right, names=("red", "green", "blue"))
    picture = states(np.zeros((4, 2))[:3], answered=answered)
    ring, dot = picture.spec["data"][1:3]
    np.testing.assert_array_equal(drawn(ring, "y"), right)
    np.testing.assert_array_equal(drawn(dot, "y"), said)
    assert picture.spec["layout"]["yaxis2"]["ticktext"] == ["red", "green", "blue"]
    assert "Dot: the answer; ring: what is right. It says blue." in picture.look_for
    own = states(np.zeros((3, 2)), answered=replace(answered, right=None))
    assert "Dot: the answer. It says blue." in own.look_for


def test_the_lit_gate_is_framed_in_its_row():
    rows = {"i": [0.1, 0.2], "f": [0.9, 0.8], "g": [-0.5, 0.5], "o": [0.3, 0.4]}
    lit = rows_figure(rows, cell="lstm", lit="g", who="unit 1")
    frame = lit.spec["layout"]["shapes"][0]
    assert (frame["y0"], frame["y1"]) == (1.5, 2.5)
    assert lit.spec["layout"]["yaxis"]["ticktext"] == ["i", "f", "<b>g</b>", "o"]
    assert "Framed here and lit above: Candidate g." in lit.look_for
    np.testing.assert_allclose(drawn(lit.spec["data"][0])[1], [0.9, 0.8], rtol=1e-6)
    assert "Forget gate f: from 0.8 to 0.9." in lit.alt
    assert "shapes" not in rows_figure(rows, cell="lstm", lit="", who="unit 1").spec["layout"]


def test_the_state_space_keeps_its_axes_and_names_its_ends():
    points = np.array([[0.0, 0.5], [1.0, 0.25]])
    picture = space_figure(points, [0.7, 0.2], cell="gru", limits=((-2, 2), (-1, 3)), time_label="Time step")
    assert picture.spec["layout"]["xaxis"]["range"] == [-2, 2]
    assert picture.spec["layout"]["yaxis"]["range"] == [-1, 3]
    assert picture.spec["data"][1]["text"] == ["Start", "End"]
    assert "starts at (0, 0.5) and ends at (1, 0.25)" in picture.alt
    assert "70 %" in picture.alt


@pytest.mark.parametrize(
    ("cell", "gate", "word"), [("lstm", "f", "The forget gate"), ("gru", "z", "The update gate")]
)
def test_a_gate_is_told_as_the_time_steps_it_holds(cell, gate, word):
    text = gates_in_words({gate: np.full((4, 2), 0.93)}, cell)
    assert text.startswith(f"{word} is 0.93 on average")
    assert f"about {-1 / math.log(0.93):.0f} time steps." in text
    assert "about 14 time steps" in text


def test_a_gate_that_is_all_open_or_shut_has_its_own_words():
    assert "forever" in gates_in_words({"f": np.full((4, 2), 0.99999)}, "lstm")
    assert "within one time step" in gates_in_words({"f": np.full((4, 2), 0.2)}, "lstm")
    assert "1.4 time steps" in gates_in_words({"z": np.full((4, 2), math.exp(-1 / 1.4))}, "gru")
    assert "no gate" in gates_in_words({}, "rnn")
    assert "no finite" in gates_in_words({"f": np.full((4, 2), np.nan)}, "lstm")


def test_the_words_of_the_gates_count_what_is_shut_and_open():
    gates = {"i": np.array([[0.01, 0.5], [0.99, 0.97]]), "g": np.array([[-0.99, 0.0], [0.1, 0.96]])}
    picture = gates_figure(gates, cell="lstm", unit=1)
    assert "Input gate i: 0.617 on average; 25 % of the values are under 0.05, 50 % over 0.95." in picture.alt
    assert "Candidate g: 0.0175 on average; 50 %" in picture.alt
    assert "Input gate i is shut or wide open most often: 75 %" in picture.look_for
    layout = picture.spec["layout"]
    assert layout["yaxis"]["range"] == [-0.05, 1.05]
    assert layout["yaxis2"]["range"] == [-1.05, 1.05]


def test_flatness_is_the_slope_of_tanh_or_the_share_that_is_on():
    h = np.tanh(np.array([[0.0, 3.0], [1.0, -0.5]]))
    slopes = 1 / np.cosh(np.arctanh(h)) ** 2
    assert f"the slope of tanh is {slopes.mean():.3g} on average; 25 %" in flatness_figure(h, cell="rnn").alt
    on = flatness_figure(np.array([[0.0, 2.0], [1.0, 3.0]]), cell="rnn", nonlinearity="relu")
    assert "75 % of the units are on" in on.alt


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize(
    ("norms", "words"),
    [
        (
            [0.19, 0.5, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],  # no straight line: its slope says 0.87
            "Back over 9 time steps, from 10 to 1, the gradient becomes 19 % as large: "
            "on average 83 % at each of them.",
        ),
        ([0.5, 2.0], "Back over 1 time step, from 2 to 1, the gradient becomes 25 % as large."),
        ([0.0, 0.5, 1.0, 2.0], "Back over 2 time steps, from 4 to 2, the gradient becomes 25 % as large"),
        ([1e-9, 0.1, 1.0], "the gradient becomes less than 0.000001 % as large"),
        ([190.0, 1.0], "the gradient becomes 190 times as large."),
        ([1e7, 1.0], "the gradient becomes more than a million times as large."),
        ([1.0, 1.0, 1.0], "the gradient becomes 100 % as large: on average 100 % at each of them."),
        ([0.0, 1.0], "There is no gradient to follow."),
        ([math.nan, math.nan], "There is no gradient to follow."),
    ],
)
def test_the_reach_is_told_in_words_by_the_ends_of_the_curve(norms, words, backward):
    if backward:  # the same curve, read from the other end
        norms, count = norms[::-1], len(norms)
        places = {
            f"from {one} to {other}": f"from {count + 1 - one} to {count + 1 - other}"
            for one, other in ((10, 1), (2, 1), (4, 2))
        }
        for told, turned in places.items():
            if told in words:
                words = words.replace(told, turned)
                break
    assert words in reach_in_words(np.array(norms), backward=backward)


def test_the_reach_marks_what_vanished_and_what_exploded():
    norms = {"hidden state h": 2.0 * 0.5 ** np.arange(20.0)[::-1]}
    picture = reach_figure(norms, cell="rnn", backward={"hidden state h": False})
    levels = [trace["y"][0] for trace in picture.spec["data"][1:] if trace["mode"] == "lines"]
    np.testing.assert_allclose(levels, [2e-6, 2e3])
    assert f"norm {2 * 0.5**19:.3g} at time step 1, 2 at time step 20" in picture.alt
    assert picture.look_for == reach_in_words(norms["hidden state h"])


def test_a_column_of_the_reach_stands_at_its_step_in_powers_of_ten():
    picture = reach_film_figure(np.array([1e-3, 1.0, 0.0]), 10, cell="rnn", total_steps=100)
    trace = picture.spec["data"][0]
    assert trace["x"] == [10]
    cells = drawn(trace)
    np.testing.assert_allclose(cells[:2, 0], [-3, 0], atol=1e-6)
    assert cells[2, 0] <= trace["zmin"]
    assert [shape["name"] for shape in picture.spec["layout"]["shapes"]] == ["cursor"]
    assert "at step 10 the gradient norm is 0.001 at the first time step and 0 at the last" in picture.alt
    assert trace["colorbar"]["title"]["text"] == "Gradient norm, powers of ten"


def test_the_influence_is_the_length_of_the_gradient_at_each_time_step():
    picture = influence_figure(np.array([[3.0, 4.0], [0.0, 1.0]]), np.zeros((2, 2)), cell="lstm")
    assert "time step 1 of 2, with influence 5, 83.3 % of the sum" in picture.alt


def test_blocks_of_the_matrix_are_named_and_their_largest_weight_is_told():
    matrix = np.zeros((6, 2))
    matrix[3, 0] = -4.0
    picture = recurrent_figure(matrix, ("r", "z", "n"))
    assert [trace["name"] for trace in picture.spec["data"]] == [
        "Reset gate r",
        "Update gate z",
        "Candidate n",
    ]
    assert (
        "Update gate z: 2 by 2 weights of size 1 on average; the largest, -4, is to unit 1 from unit 0."
        in (picture.alt)
    )


def test_a_large_matrix_is_drawn_as_means_of_squares_inside_each_block():
    matrix = np.random.default_rng(7).standard_normal((1024, 256))
    picture = recurrent_figure(matrix, ("i", "f", "g", "o"))
    block = drawn(picture.spec["data"][1])
    assert block[0, 1] == pytest.approx(matrix[256:262, 6:12].mean(), abs=1e-6)
    assert "Each cell is the mean of 6 by 6 weights." in picture.look_for


def test_singular_values_fall_and_the_radius_is_told():
    matrix = np.random.default_rng(8).standard_normal((5, 5))
    values, radius = np.linalg.svd(matrix)[1], np.abs(np.linalg.eigvals(matrix)).max()
    picture = singular_figure(values[None, ::-1], ("h",), (radius,), cell="rnn")
    assert f"from {values[0]:.3g} to {values[-1]:.3g}" in picture.alt
    assert f"Hidden state h {radius:.3g}" in picture.alt
    assert f"Hidden state h {radius:.3g}. Above 1 the state can grow" in picture.look_for


def test_the_radius_at_a_step_has_the_cursor_and_its_words():
    picture = moved_figure(50, np.array([1.25]), ("h",), cell="rnn", total_steps=100)
    assert "Hidden state h: 1.25 at step 50." in picture.alt
    assert picture.spec["layout"]["shapes"][-1]["x0"] == 50
    assert picture.spec["layout"]["xaxis"]["range"] == [0, 100]


def test_the_gates_of_a_chosen_unit_are_told_as_well():
    gate = np.array([[0.1, 0.9], [0.3, 0.5]])
    picture = gates_figure({"r": gate, "z": 1 - gate, "n": gate}, cell="gru", unit=1)
    assert "Unit 1 on average: r 0.7, z 0.3, n 0.7." in picture.alt
