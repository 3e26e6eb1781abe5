"""The pictures of a sweep: every run where it belongs, the best one marked, and nothing made up."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.picture import Picture
from playground.charts.sweep.curves import NAMED, nearest_run, sweep_curves_figure
from playground.charts.sweep.heatmaps import SweepAxis, SweepRun, best_of, log_axis, sweep_heatmap_figure
from playground.charts.sweep.parallel import heights_of, run_through, sweep_parallel_figure
from playground.charts.sweep.scatter import nearest_dot, sweep_scatter_figure
from playground.charts.theme import CELL_COLOURS

SIZE = SweepAxis(name="Hidden size", labels=("8", "16", "32"), numbers=(8, 16, 32))
RATE = SweepAxis(name="Learning rate", labels=("0.001", "0.1"), numbers=(0.001, 0.1))
WORDS = SweepAxis(name="Optimizer", labels=("adam", "<b>sgd</b>"))
AXES = (SIZE, RATE)


def run(cell: str, places: tuple[int, ...], loss: float | None, state: str = "done") -> SweepRun:
    losses = np.array([1.0, 0.8, loss]) if loss is not None else np.zeros(0)
    return SweepRun(
        name=f"{cell} {places}",
        cell=cell,
        places=places,
        state=state if loss is not None or state != "done" else "to come",
        loss=np.nan if loss is None else loss,
        steps=np.array([25, 50, 75])[: len(losses)],
        losses=losses,
    )


def grid(*cells: str) -> list[SweepRun]:
    """Losses that rise with the places; the GRU is a tenth of the RNN."""
    places = list(itertools.product(range(3), range(2)))
    scale = {"rnn": 0.5, "gru": 0.05}
    return [run(cell, at, scale[cell] * (1 + at[0] + 3 * at[1])) for at in places for cell in cells]


RUNS = grid("rnn", "gru")
MIXED = [
    *(one for one in RUNS if one.places[1] == 0),
    *(run(one.cell, one.places, None) for one in RUNS if one.places == (0, 1)),
    *(run(one.cell, one.places, np.inf, "diverged") for one in RUNS if one.places == (1, 1)),
    *(run(one.cell, one.places, None, "failed") for one in RUNS if one.places == (2, 1)),
]
NOTHING = [run(one.cell, one.places, None) for one in RUNS]
SETS = {"none": [], "nothing done": NOTHING, "all done": RUNS, "mixed": MIXED, "one": RUNS[:1]}
PICTURES = {
    "heatmap": lambda runs: sweep_heatmap_figure(
        runs, AXES, cell="rnn", loss_name="bce", chosen="rnn (0, 0)"
    ),
    "curves": lambda runs: sweep_curves_figure(runs, loss_name="bce", baseline=0.69, chosen="rnn (0, 0)"),
    "parallel": lambda runs: sweep_parallel_figure(runs, AXES, loss_name="bce", chosen="rnn (0, 0)"),
    "scatter": lambda runs: sweep_scatter_figure(runs, AXES, 1, loss_name="bce", chosen="rnn (0, 0)"),
    "scatter of words": lambda runs: sweep_scatter_figure(runs, (SIZE, WORDS), 1, loss_name="bce"),
}


def unpacked(array: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
    return flat.reshape([int(size) for size in array["shape"].split(",")]) if "shape" in array else flat


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_plotly_accepts_it_and_it_has_its_words(draw, runs):
    picture: Picture = draw(runs)
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.title
    assert picture.look_for.endswith(".")
    assert picture.alt.endswith(".")
    assert "nan" not in picture.alt + picture.look_for
    assert "<b>" not in json.dumps(picture.spec)
    best = best_of([one for one in runs if one.cell == "rnn"])
    if best is not None and draw is PICTURES["heatmap"]:
        assert best.name in picture.alt


def heat(cell: str, runs: list[SweepRun] = RUNS) -> dict:
    return sweep_heatmap_figure(runs, AXES, cell=cell, loss_name="bce").spec


def test_every_square_has_its_runs_loss_and_all_cells_have_the_same_colours():
    for cell in ("rnn", "gru"):
        shown = 10 ** unpacked(heat(cell)["data"][0]["z"])  # by ratios: they differ more than tenfold
        for one in RUNS:
            if one.cell == cell:
                assert shown[one.places[1], one.places[0]] == pytest.approx(one.loss, rel=1e-5)
    ends = [(heat(cell)["data"][0]["zmin"], heat(cell)["data"][0]["zmax"]) for cell in ("rnn", "gru")]
    assert ends[0] == ends[1] == pytest.approx((np.log10(0.05), np.log10(3.0)))


def test_only_the_best_of_all_is_framed_and_the_chosen_one_has_dots():
    frames = [shape for cell in ("rnn", "gru") for shape in heat(cell)["layout"]["shapes"]]
    assert [(frame["x0"], frame["y0"], frame["line"]["dash"]) for frame in frames] == [(-0.5, -0.5, "solid")]
    assert heat("rnn")["layout"]["shapes"] == []
    chosen = sweep_heatmap_figure(RUNS, AXES, cell="rnn", loss_name="bce", chosen="rnn (2, 1)")
    ((frame),) = chosen.spec["layout"]["shapes"]
    assert (frame["x1"], frame["y1"], frame["line"]["dash"]) == (2.5, 1.5, "dot")
    assert "The best of all is gru (0, 0): 0.05." in chosen.alt


def test_what_is_to_come_is_empty_and_what_diverged_is_crossed():
    squares, rings, crosses = heat("rnn", MIXED)["data"]
    z = unpacked(squares["z"])
    assert np.isfinite(z[0]).all()
    assert np.isnan(z[1]).all()
    assert list(zip(rings["x"], rings["y"], strict=True)) == [(0, 1)]
    assert list(zip(crosses["x"], crosses["y"], strict=True)) == [(1, 1), (2, 1)]
    assert squares["customdata"][1] == [
        "rnn (0, 1): not run yet",
        "rnn (1, 1): diverged",
        "rnn (2, 1): failed",
    ]


def test_losses_that_are_close_to_each_other_have_a_scale_of_differences():
    close = [run("rnn", (place, 0), 0.5 + 0.1 * place) for place in range(3)]
    squares = heat("rnn", close)["data"][0]
    assert (squares["zmin"], squares["zmax"]) == pytest.approx((0.5, 0.7))


def many(count: int) -> list[SweepRun]:
    return [
        run("gru" if place % 2 else "rnn", (place % 3, place % 2), 1 + place / count)
        for place in range(count)
    ]


@pytest.mark.parametrize("count", [1, 27, 400])
def test_every_curve_is_drawn_and_the_best_is_thick(count):
    runs = [
        SweepRun(
            name=str(i),
            cell=r.cell,
            places=r.places,
            state="done",
            loss=r.loss,
            steps=np.arange(1, 501),
            losses=np.linspace(3, r.loss, 500),
        )
        for i, r in enumerate(many(count))
    ]
    traces = sweep_curves_figure(runs, loss_name="mse").spec["data"]
    ends = []
    for trace in traces:
        y = unpacked(trace["y"])
        ends += [
            y[place]
            for place in range(len(y))
            if np.isfinite(y[place]) and not np.isfinite(y[place + 1 : place + 2]).any()
        ]
    assert sorted(ends) == pytest.approx(sorted(one.loss for one in runs), rel=1e-6)
    assert sum(len(unpacked(trace["y"])) for trace in traces) < 13_000
    (thick,) = [trace for trace in traces if trace["line"]["width"] == 3]
    assert thick["name"] == "0"
    assert len(traces) <= NAMED + 2
    for trace in traces:
        assert trace["line"]["color"] in (CELL_COLOURS["rnn"], CELL_COLOURS["gru"])


def test_the_line_under_the_pointer_is_its_run():
    runs = grid("rnn")
    for one in runs:
        assert nearest_run(runs, 75, one.loss + 0.001) is one
        assert nearest_run(runs, 62.5, (0.8 + one.loss) / 2) is one
    assert nearest_run(runs, 1000, 0.1) is None
    assert nearest_run(NOTHING, 10, 0.1) is None


def test_values_searched_by_ratios_stand_by_ratios_however_near_they_are():
    plain = heights_of(RUNS, (SIZE, RATE))[:, 0]
    ratios = heights_of(RUNS, (replace(SIZE, by_ratios=True), RATE))[:, 0]
    assert sorted(set(plain)) == pytest.approx([0, 8 / 24, 1])
    assert sorted(set(ratios)) == pytest.approx([0, 0.5, 1])  # 8, 16, 32
    scatter = sweep_scatter_figure(RUNS, (replace(SIZE, by_ratios=True), RATE), 0, loss_name="bce")
    assert scatter.spec["layout"]["xaxis"]["type"] == "log"


def test_lines_through_the_settings_stand_where_their_values_are():
    heights = heights_of(RUNS, AXES)
    assert heights.min() == 0
    assert heights.max() == 1
    for one, height in zip(RUNS, heights, strict=True):
        assert height[0] == pytest.approx((SIZE.numbers[one.places[0]] - 8) / 24)
        assert height[1] == one.places[1]
    by_loss = sorted(range(len(RUNS)), key=lambda place: RUNS[place].loss)
    assert (np.diff(heights[by_loss, 2]) >= 0).all()


def test_one_value_alone_has_no_ratios():
    alone = replace(SIZE, labels=("8",), numbers=(8,), by_ratios=True)
    picture = sweep_scatter_figure(RUNS[:1], (alone, RATE), 0, loss_name="bce")
    assert picture.spec["layout"]["xaxis"].get("type") != "log"
    assert heights_of(RUNS[:1], (alone, RATE))[0, 0] == 0.5


def test_a_click_on_an_upright_axis_is_the_best_run_through_there():
    assert run_through(RUNS, AXES, 0, 0.99).name == "gru (2, 0)"
    assert run_through(RUNS, AXES, 1, 1.0).name == "gru (0, 1)"
    assert run_through(RUNS, AXES, 2, 0.0).name == "gru (0, 0)"
    assert run_through(RUNS, AXES, 2, 1.0).name == "rnn (2, 1)"
    assert run_through(RUNS, AXES, 7, 0.5) is run_through(NOTHING, AXES, 0, 0.5) is None


def test_only_runs_that_are_done_go_through_the_settings_and_the_others_are_counted():
    picture = sweep_parallel_figure(MIXED, AXES, loss_name="bce")
    assert picture.alt.startswith("6 of 12 runs are drawn.")
    assert "not drawn: 2." in picture.alt


def test_dots_stand_at_their_values_and_what_diverged_stands_above_all():
    picture = sweep_scatter_figure(MIXED, AXES, 0, loss_name="bce")
    losses = np.concatenate([unpacked(trace["y"]) for trace in picture.spec["data"][:2]])
    (crosses,) = [trace for trace in picture.spec["data"] if trace.get("name") == "Diverged"]
    assert sorted(losses) == pytest.approx(sorted(one.loss for one in MIXED if one.state == "done"))
    assert crosses["x"] == [16, 16]
    assert min(crosses["y"]) > losses.max()
    for one in RUNS:
        assert nearest_dot(RUNS, RATE, 1, RATE.numbers[one.places[1]], one.loss) is one
    assert nearest_dot(NOTHING, RATE, 1, 0.1, 0.5) is None


@pytest.mark.parametrize(("low", "high"), [(1e-6, 1.0), (0.06, 0.7), (0.001, 0.012), (1.1, 90), (3e-9, 2e12)])
def test_a_logarithmic_axis_has_a_few_round_numbers_inside_its_ends(low, high):
    marks = log_axis({"title": {"text": "Loss"}}, low, high)["tickvals"]
    assert 2 <= len(marks) <= 6
    assert all(low <= mark <= high for mark in marks)
    assert all(b / a >= 1.6 for a, b in itertools.pairwise(marks))
