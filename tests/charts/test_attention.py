"""The pictures of attention: the right weights at the right words, and words that are true."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.attention.maps import MOST_MAPS, attention_figure, attention_step_figure
from playground.charts.inside.panels import MOST_CELLS
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS
from playground.tasks.pairs.scores import alignment_score

SOURCE, TARGET = ("a", "b", "c", "d"), ("B", "A", "C")


def weights_of(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Random weights; each row sums to 1."""
    return np.random.default_rng(seed).dirichlet(np.ones(columns), rows)


def figure(weights=None, **more) -> Picture:
    given = {"source": SOURCE, "target": TARGET, "cell": "gru"} | more
    return attention_figure(weights_of(3, 4) if weights is None else weights, **given)


def on_true(share: float, rows: int = 3) -> np.ndarray:
    """Weights with `share` on the first source token, and the rest on the second."""
    return np.tile([share, 1 - share, 0.0, 0.0], (rows, 1))


def drawn(trace: dict) -> np.ndarray:
    sent = trace["z"]
    flat = np.frombuffer(base64.b64decode(sent["bdata"]), dtype=sent["dtype"])
    return flat.reshape([int(size) for size in sent["shape"].split(",")])


BROKEN = np.where(np.arange(12).reshape(3, 4) % 3, weights_of(3, 4), np.nan)
LARGE = {"source": ["word"] * 60, "target": ["token"] * 60, "right": [False] * 60, "truth": range(60)}
PICTURES = {
    "usual": figure(right=(True, False, True), truth=(1, None, 2)),
    "without truth": figure(),
    "large": figure(weights_of(60, 60), **LARGE),
    "not finite": figure(BROKEN, truth=(0, 1, 2)),
    "only infinite": figure(np.full((3, 4), np.inf), truth=(0, 1, 2)),
    "no output yet": figure(np.zeros((0, 4)), target=(), right=(), truth=(0, 1)),
    "no table yet": figure(np.zeros(0), source=(), target=()),
    "a step": attention_step_figure(weights_of(60, 60), step=8, truth=range(60), cell="lstm"),
    "a step without truth": attention_step_figure(BROKEN, step=0, cell="rnn"),
    "a step not finite": attention_step_figure(np.full((2, 2), np.nan), step=3, truth=(0, 1), cell="rnn"),
    "a step of nothing": attention_step_figure(np.zeros((0, 4)), step=7, truth=(0, 1), cell="rnn"),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_plotly_accepts_every_spec_and_it_is_small(picture):
    text = json.dumps(picture.spec, allow_nan=False)
    go.Figure(json.loads(text))
    assert len(text) < 60_000
    assert "nan" not in picture.alt
    assert picture.alt.endswith(".")
    assert picture.title
    assert picture.look_for.endswith(".")


def test_every_weight_stands_at_its_two_tokens_with_the_first_output_on_top():
    weights = weights_of(3, 4)
    spec = figure(weights).spec
    heatmap, (x, y) = spec["data"][0], (spec["layout"][f"{name}axis"] for name in "xy")
    np.testing.assert_allclose(drawn(heatmap), weights, rtol=1e-6)
    assert (heatmap["x0"], heatmap["dx"], heatmap["y0"], heatmap["dy"]) == (1, 1, 1, 1)
    assert dict(zip(x["tickvals"], x["ticktext"], strict=True)) == dict(enumerate(SOURCE, start=1))
    assert dict(zip(y["tickvals"], y["ticktext"], strict=True)) == dict(enumerate(TARGET, start=1))
    assert y["range"] == [3.5, 0.5]
    assert heatmap["hovertemplate"].startswith("%{y} ← %{x}: %{z")


@pytest.mark.parametrize("cell", CELL_COLOURS)
def test_the_colours_run_from_the_bare_page_at_zero_to_the_cells_own_at_one(cell):
    heatmap = figure(cell=cell).spec["data"][0]
    assert (heatmap["zmin"], heatmap["zmax"]) == (0, 1)
    (low, page), (high, full) = heatmap["colorscale"]
    red, green, blue = (int(CELL_COLOURS[cell][at : at + 2], 16) for at in (1, 3, 5))
    assert (low, page) == (0, f"rgba({red},{green},{blue},0)")
    assert (high, full) == (1, f"rgba({red},{green},{blue},1)")


def test_rings_stand_at_the_true_positions_of_the_tokens_that_were_said():
    ring = figure(truth=(1, None, 2, 3, 3)).spec["data"][1]
    assert list(zip(ring["x"], ring["y"], strict=True)) == [(2, 1), (3, 3)]
    assert ring["marker"]["symbol"] == "circle-open"
    assert len(figure(truth=(None, None)).spec["data"]) == 1


def test_the_share_on_the_true_position_is_the_alignment_score():
    weights, truth = weights_of(3, 4), (1, None, 2)
    share = 100 * alignment_score(weights, truth).on
    alt = figure(weights, truth=truth).alt
    assert f"{share:.3g} % of the weight lies on the true position, over 2 output tokens with one." in alt


def test_without_a_truth_the_words_tell_where_each_token_looks_most():
    weights = np.array([[0.1, 0.9, 0, 0], [0.75, 0.25, 0, 0], [0, 0, 0.4, 0.6]])
    assert "Largest weight of each: B at b (0.9), A at a (0.75), C at d (0.6)." in figure(weights).alt
    many = attention_figure(weights_of(25, 3), source="abc", target=["x"] * 25, cell="rnn").alt
    assert many.count("x at") == 20
    assert many.endswith("5 more are not listed.")


def test_wrong_tokens_and_no_others_have_a_cross():
    picture = figure(right=(True, False, True))
    assert picture.spec["layout"]["yaxis"]["ticktext"] == ["B", "✗ A", "C"]
    assert "Wrong output tokens: 1 of 3." in picture.alt
    assert "✗: a wrong token." in picture.look_for
    assert "✗" not in figure(right=(True, True, True)).look_for


def test_too_many_tokens_are_numbered_and_wrong_ones_keep_their_cross():
    right = [place not in (9, 12) for place in range(41)]
    layout = attention_figure(
        weights_of(41, 40), source=["s"] * 40, target=["t"] * 41, right=right, cell="rnn"
    ).spec["layout"]
    ticks = dict(zip(layout["yaxis"]["tickvals"], layout["yaxis"]["ticktext"], strict=True))
    assert ticks == {1: "1", 10: "✗ 10", 13: "✗", 20: "20", 30: "30", 40: "40"}
    assert layout["xaxis"]["ticktext"] == ["s"] * 40


def test_a_token_is_never_markup_never_invisible_and_never_endless():
    axis = figure(source=("<b>a</b>", " ", "&", "m" * 50)).spec["layout"]["xaxis"]
    assert axis["ticktext"] == ["&lt;b&gt;a&lt;/b&gt;", "␣", "&amp;", "m" * 17 + "…"]


def test_what_is_not_finite_is_a_gap_and_is_counted():
    picture = figure(BROKEN)
    np.testing.assert_array_equal(np.isnan(drawn(picture.spec["data"][0])), np.isnan(BROKEN))
    assert "Weights that are not finite: 4." in picture.alt
    assert "There is no weight to draw." in figure(np.full((3, 4), np.nan)).alt


def test_before_the_first_output_token_the_source_is_named_and_nothing_is_drawn():
    picture = PICTURES["no output yet"]
    assert picture.spec["data"] == []
    assert picture.spec["layout"]["xaxis"]["ticktext"] == list(SOURCE)
    assert picture.alt == "GRU: there are no output tokens yet."


def test_what_does_not_fit_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"^Weights of shape \(2, 4\) do not fit 3 output tokens and 4 "):
        figure(weights_of(2, 4))
    with pytest.raises(ValueError, match=r"^right has 2 values for 3 output tokens\.$"):
        figure(right=(True, False))
    with pytest.raises(ValueError, match=r"^Output token 1 has the true position 4, outside 4 tokens\.$"):
        figure(truth=(0, 4))


def test_a_small_map_has_its_step_above_it_and_the_scale_of_all():
    spec = attention_step_figure(on_true(0.75), step=1900, cell="lstm").spec
    assert spec["layout"]["xaxis"]["title"]["text"] == "1900"
    np.testing.assert_allclose(drawn(spec["data"][0]), on_true(0.75), atol=1e-6)
    assert spec["data"][0]["coloraxis"] == "coloraxis"
    assert (spec["layout"]["coloraxis"]["cmin"], spec["layout"]["coloraxis"]["cmax"]) == (0, 1)
    assert not spec["layout"]["xaxis"]["showticklabels"]


def test_the_peaks_of_large_maps_survive_when_cells_are_joined():
    cells = drawn(attention_step_figure(np.eye(60), step=3, cell="rnn").spec["data"][0])
    assert cells.size * MOST_MAPS <= MOST_CELLS
    np.testing.assert_array_equal(cells.max(axis=1), 1)
    np.testing.assert_array_equal(cells.max(axis=0), 1)


def test_a_small_map_tells_how_much_lies_on_the_true_position():
    alt = attention_step_figure(on_true(0.6), step=20, truth=(0, 0, 0), cell="lstm").alt
    assert alt == "LSTM: at step 20 the weight on the true position is 60 %."


def test_without_a_truth_a_small_map_tells_how_sharp_attention_is():
    alt = attention_step_figure(np.full((3, 4), 0.25), step=0, cell="gru").alt
    assert alt == "GRU: at step 0 the strongest weight of an output token, on average, is 25 %."
