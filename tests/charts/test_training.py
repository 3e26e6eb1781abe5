from __future__ import annotations

import base64
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts import gradient_figure, loss_figure
from playground.charts.lines import MOST_POINTS, smoothed
from playground.charts.theme import CELL_COLOURS
from playground.films.history import History


def history(steps: int = 100, every: int = 20) -> History:
    numbers = np.random.default_rng(0)
    ends = np.arange(every, steps + 1, every)
    return History(
        train_loss=np.exp(-np.arange(steps) / 50) + 0.1 * numbers.random(steps),
        grad_norm=numbers.random(steps) * 2,
        epoch_step=ends,
        epoch_train_loss=np.ones(len(ends)),
        test_loss=0.9 - np.arange(len(ends)) / 10,
        metrics={},
    )


def unpacked(array: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])


def named(spec: dict, name: str) -> dict:
    return next(trace for trace in spec["data"] if trace["name"].startswith(name))


def loss(film: History, **more) -> object:
    return loss_figure(film, **({"cell": "lstm", "loss_name": "mse", "baseline": 0.65} | more))


@pytest.mark.parametrize(
    "film", [history(0), history(1), history(100), history(5000)], ids=["0", "1", "100", "5000"]
)
@pytest.mark.parametrize("log_y", [False, True])
def test_plotly_accepts_the_loss_and_the_gradient_chart(film, log_y):
    go.Figure(loss(film, log_y=log_y, changes=(10,), total_steps=6000).spec)
    go.Figure(gradient_figure(film, cell="gru", max_norm=1.0, log_y=log_y).spec)


def test_the_loss_chart_draws_the_numbers_it_was_given():
    film = history()
    spec = loss(film, smoothing=0.9).spec
    np.testing.assert_allclose(unpacked(spec["data"][0]["y"]), film.train_loss, rtol=1e-6)
    np.testing.assert_array_equal(unpacked(spec["data"][0]["x"]), np.arange(1, 101))
    line = named(spec, "Train, smoothed 0.9")
    np.testing.assert_allclose(unpacked(line["y"]), smoothed(film.train_loss, 0.9), rtol=1e-6)
    np.testing.assert_allclose(unpacked(named(spec, "Test")["y"]), film.test_loss, rtol=1e-6)
    np.testing.assert_array_equal(unpacked(named(spec, "Test")["x"]), film.epoch_step)
    assert named(spec, "Baseline")["y"] == [0.65, 0.65]


def test_without_smoothing_there_is_one_train_line_at_full_strength():
    lines = [trace for trace in loss(history(), smoothing=0).spec["data"] if "Train" in trace.get("name", "")]
    assert [(line["name"], line["opacity"]) for line in lines] == [("Train", 1.0)]


def test_the_cursor_is_the_one_solid_upright_line_and_stands_at_its_step():
    for picture in (
        loss(history(), cursor=37, changes=(50,)),
        gradient_figure(history(), cell="rnn", cursor=37),
    ):
        solid = [shape for shape in picture.spec["layout"]["shapes"] if shape["line"]["dash"] == "solid"]
        assert [(shape["x0"], shape["x1"]) for shape in solid] == [(37, 37)]


def test_changes_of_the_settings_are_marked_where_they_were_made():
    picture = loss(history(), changes=(20, 60))
    dotted = [s["x0"] for s in picture.spec["layout"]["shapes"] if s["line"]["dash"] == "dot"]
    assert dotted == [20, 60]
    assert "Settings were changed at step 20, 60." in picture.alt
    assert "changed" in picture.look_for


def test_the_alt_text_tells_the_numbers():
    alt = loss(history(), cursor=37).alt
    assert "LSTM: train loss from 1.06 at step 1 to" in alt
    assert "Test loss 0.5 after step 100, at best 0.5 after step 100." in alt
    assert "under the baseline's 0.65" in alt
    assert "The cursor is at step 37." in alt
    assert "not under the baseline's 0.4" in loss(history(), baseline=0.4).alt


def test_a_diverged_run_is_a_gap_in_the_line_and_a_sentence_in_the_alt_text():
    film = history()
    broken = film.train_loss.copy()
    broken[-1] = np.inf
    film = History(
        train_loss=broken,
        grad_norm=film.grad_norm,
        epoch_step=film.epoch_step,
        epoch_train_loss=film.epoch_train_loss,
        test_loss=np.append(film.test_loss[:-1], np.nan),
        metrics={},
    )
    picture = loss(film)
    assert np.isnan(unpacked(picture.spec["data"][0]["y"])[-1])
    assert np.isfinite(unpacked(picture.spec["data"][0]["y"])[:-1]).all()
    assert "Training diverged at step 100" in picture.alt
    assert "nan" not in picture.alt
    assert "inf " not in picture.alt


def test_a_long_run_travels_thinned_with_its_spike_and_says_so():
    film = history(20_000, 100)
    film.train_loss[12_345] = 77.0
    picture = loss(film)
    raw = unpacked(picture.spec["data"][0]["y"])
    assert len(raw) <= MOST_POINTS
    assert raw.max() == 77.0
    assert "no spike is lost" in picture.alt
    assert "no spike is lost" not in loss(history()).look_for


def test_the_gradient_chart_shows_the_threshold_and_counts_what_was_clipped():
    film = history()
    picture = gradient_figure(film, cell="gru", max_norm=1.0)
    assert named(picture.spec, "Clipped")["y"] == [1.0, 1.0]
    share = 100 * (film.grad_norm > 1).mean()
    assert f"{share:.3g} % of the steps were clipped to 1." in picture.alt
    assert len(gradient_figure(film, cell="gru").spec["data"]) == 1


def test_the_axes_say_what_they_are_and_the_words_are_translated(loud):
    picture = loss(history(), loss_name="cross_entropy", log_y=True, total_steps=400)
    layout = picture.spec["layout"]
    assert layout["xaxis"]["title"]["text"] == "»Optimizer step"
    assert layout["xaxis"]["range"] == [0, 400]
    assert layout["yaxis"]["title"]["text"] == "»Cross-entropy"
    assert layout["yaxis"]["type"] == "log"
    assert picture.title == "»Loss"
    layout = gradient_figure(history(), cell="lstm").spec["layout"]
    assert layout["xaxis"]["title"]["text"] == "»Optimizer step"
    assert layout["yaxis"]["title"]["text"] == "»Gradient norm"


@pytest.mark.parametrize("cell", CELL_COLOURS)
def test_every_line_of_a_run_has_its_cells_colour_and_the_baseline_the_pages(cell):
    traces = [*loss(history(), cell=cell).spec["data"], *gradient_figure(history(), cell=cell).spec["data"]]
    lines = {trace["name"]: trace["line"] for trace in traces if "lines" in trace["mode"]}
    assert lines.pop("Baseline").get("color") is None
    assert len(lines) == 4  # the train loss twice, the test loss, the gradient's norm
    assert {line["color"] for line in lines.values()} == {CELL_COLOURS[cell]}
    assert {t["marker"]["color"] for t in traces if "markers" in t["mode"]} == {CELL_COLOURS[cell]}


@pytest.mark.parametrize(("first", "side", "at"), [(0.5, "top right", 0), (0.1, "top left", 3)])
def test_the_level_of_the_baseline_answer_is_named_where_the_loss_does_not_run(first, side, at):
    falling = replace(history(3, 3), train_loss=np.array([first, 0.1, 0.1]))
    (label,) = (t for t in loss(falling, baseline=0.1, total_steps=3).spec["data"] if t["mode"] == "text")
    assert (label["x"], label["y"], label["textposition"]) == ([at], [0.1], side)
    assert label["text"] == ["Baseline 0.1"]
