"""The charts of a training: lines with holes for a film's numbers. `tests/ui/test_tracks.py` fills them."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from playground.charts import gradient_figure, loss_figure
from playground.charts.picture import Picture
from playground.charts.theme import CELL_COLOURS
from playground.config.training import Change, TrainingConfig

RUN = "problem=sine"


def loss(**more) -> Picture:
    given = {"cell": "lstm", "loss_name": "mse", "baseline": 0.65, "total_steps": 400} | more
    return loss_figure(RUN, **given)


def gradient(**more) -> Picture:
    return gradient_figure(RUN, **({"cell": "lstm", "total_steps": 400} | more))


def holes(picture: Picture) -> list[tuple[str, float]]:
    """What is filled in, and how much it is smoothed."""
    metas = [trace.get("meta", {}) for trace in picture.spec["data"]]
    assert {meta["run"] for meta in metas if "of" in meta} == {RUN}
    return [(meta["of"], meta["smoothing"]) for meta in metas if "of" in meta]


@pytest.mark.parametrize("log_y", [False, True])
def test_plotly_accepts_the_loss_and_the_gradient_chart(log_y):
    go.Figure(loss(log_y=log_y, changes=(10,)).spec)
    go.Figure(gradient(clipping=((0, 1.0),)).spec)


def test_the_loss_chart_has_a_hole_for_each_batch_the_smoothed_loss_and_the_test_loss():
    assert holes(loss(smoothing=0.9)) == [("trainLoss", 0.0), ("trainLoss", 0.9), ("testLoss", 0.0)]
    assert holes(gradient()) == [("gradNorm", 0.0)]


def test_without_smoothing_there_is_one_train_line_at_full_strength():
    lines = [trace for trace in loss(smoothing=0).spec["data"] if "Train" in trace.get("name", "")]
    assert [(line["name"], line["opacity"]) for line in lines] == [("Train", 1.0)]


def test_the_cursor_is_the_one_solid_upright_line_and_the_browser_knows_it_by_name():
    for picture in (loss(changes=(50,)), gradient()):
        solid = [shape for shape in picture.spec["layout"]["shapes"] if shape["line"]["dash"] == "solid"]
        assert [shape["name"] for shape in solid] == ["cursor"]


def test_changes_of_the_settings_are_marked_where_they_were_made():
    picture = loss(changes=(20, 60))
    dotted = [s["x0"] for s in picture.spec["layout"]["shapes"] if s["line"]["dash"] == "dot"]
    assert dotted == [20, 60]
    assert picture.spec["layout"]["meta"]["told"]["changes"] == "Settings were changed at step 20, 60."
    assert "changed" in picture.look_for


def test_the_gradient_chart_shows_the_threshold():
    data = gradient(clipping=((0, 1.0),)).spec["data"]
    (level,) = (t for t in data if t.get("name", "").startswith("Clipping norm"))
    assert level["y"] == [1.0, 1.0]
    assert len(gradient().spec["data"]) == 1


def test_a_threshold_is_drawn_where_it_holds_and_not_before():
    """As the page gives it: no clipping at first, 0.1 from step 120 on, 0.5 from 300 on, in a run of 400."""
    changes = (Change(step=120, lr=0.01, max_norm=0.1), Change(step=200, lr=0.1, max_norm=0.1))
    training = TrainingConfig(changes=(*changes, Change(step=300, lr=0.1, max_norm=0.5)))
    data = gradient(clipping=training.course_of("max_norm")).spec["data"]
    drawn = [(t["x"], t["y"]) for t in data if t.get("name", "").startswith("Clipping norm")]
    assert drawn == [([120, 300], [0.1, 0.1]), ([300, 400], [0.5, 0.5])]
    assert [(t["x"], t["text"]) for t in data if t["mode"] == "text"] == [
        ([300], ["Clipping norm 0.1"]),
        ([400], ["Clipping norm 0.5"]),
    ]


def test_the_axes_say_what_they_are_and_the_words_are_translated(loud):
    picture = loss(loss_name="cross_entropy", log_y=True)
    layout = picture.spec["layout"]
    assert layout["xaxis"]["title"]["text"] == "»Optimizer step"
    assert layout["xaxis"]["range"] == [0, 400]
    assert layout["yaxis"]["title"]["text"] == "»»Cross-entropy, log scale"
    assert layout["yaxis"]["type"] == "log"
    assert picture.title == "»Loss"
    assert all(sentence.startswith("»") for sentence in layout["meta"]["told"].values() if sentence)
    layout = gradient().spec["layout"]
    assert layout["xaxis"]["title"]["text"] == "»Optimizer step"
    assert layout["yaxis"]["title"]["text"] == "»»Norm, log scale"


@pytest.mark.parametrize("cell", CELL_COLOURS)
def test_every_line_of_a_run_has_its_cells_colour_and_the_baseline_the_pages(cell):
    traces = [*loss(cell=cell).spec["data"], *gradient(cell=cell).spec["data"]]
    lines = {trace["name"]: trace["line"] for trace in traces if "lines" in trace["mode"]}
    assert lines.pop("Baseline").get("color") is None
    assert len(lines) == 4  # the train loss twice, the test loss, the gradient's norm
    assert {line["color"] for line in lines.values()} == {CELL_COLOURS[cell]}
    assert {t["marker"]["color"] for t in traces if "markers" in t["mode"]} == {CELL_COLOURS[cell]}


def test_the_level_of_the_baseline_answer_is_named():
    (label,) = (trace for trace in loss(baseline=0.1).spec["data"] if trace["mode"] == "text")
    assert (label["x"], label["y"], label["text"]) == ([400], [0.1], ["Baseline 0.1"])
    assert label["meta"] == {"level": 0.1}
