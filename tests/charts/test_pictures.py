"""The pictures of answers, forecasts and examples: Plotly takes them, and they tell the truth."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts import (
    confusion_figure,
    every_step_figure,
    forecast_figure,
    numbers_figure,
    packed,
    sequence_preview_figure,
    series_preview_figure,
)
from playground.charts.answers.forecast import free_run_trace
from playground.charts.picture import Picture
from playground.tasks.scale import Scale
from playground.tasks.series import Series

TIMES = 2000 + np.arange(50) / 10
REAL = np.sin(np.arange(50.0))


def forecast(**more) -> Picture:
    given = {
        "times": TIMES,
        "real": REAL,
        "split_time": TIMES[40],
        "predicted_times": TIMES[5:],
        "predicted": REAL[5:] + 0.5,
        "cell": "rnn",
        "time_label": "Year",
        "value_label": "Height (cm)",
        "free_times": TIMES[40:],
        "baselines": {"Last value": REAL[4:-1], "Last season": REAL[:-5]},
    }
    return forecast_figure(**(given | more))


def series() -> Series:
    return Series(
        values=REAL,
        times=TIMES,
        time_label="Year",
        value_label="Height (cm)",
        scale=Scale(),
        window=5,
        split=40,
        gaps=np.array([3, 4, 9]),
    )


EXAMPLES = np.random.default_rng(0).random((4, 12, 2)).astype(np.float32)
PICTURES = {
    "forecast": forecast(),
    "forecast without extras": forecast(free_times=None, baselines=None),
    "series": series_preview_figure(series()),
    "small series": series_preview_figure(series(), small=True),
    "confusion": confusion_figure(np.array([[5, 1], [0, 4]]), ("even", "odd"), 7),
    "numbers": numbers_figure(np.arange(5.0), np.arange(5.0) + 0.1, cell="gru"),
    "every step": every_step_figure([0, 1, 1], [0.2, 0.9, 0.1], cell="rnn", inputs="010", time_step=2),
    "preview": sequence_preview_figure(EXAMPLES, "abcd", feature_names=("number", "marked")),
    "preview of one": sequence_preview_figure(EXAMPLES[:1], "a"),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_plotly_accepts_the_spec_and_json_carries_it(picture):
    go.Figure(json.loads(json.dumps(picture.spec, allow_nan=False)))
    assert picture.alt
    assert picture.title
    assert picture.look_for.endswith((".", "?"))


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_nothing_is_written_smaller_than_twelve_pixels(picture):
    def sizes(part: object) -> list[float]:
        if isinstance(part, dict):
            here = [part["size"]] if "size" in part and "symbol" not in part and "color" not in part else []
            return here + [size for value in part.values() for size in sizes(value)]
        return [size for value in part for size in sizes(value)] if isinstance(part, list) else []

    assert min(sizes(picture.spec["layout"])) >= 12


def test_the_forecast_says_how_far_each_answer_is_off_in_the_test_part():
    truth, last = REAL[40:], REAL[39:-1]
    assert "over the 10 points of the test part" in forecast().alt
    assert "RNN 0.5," in forecast().alt
    assert f"Last value {np.sqrt(np.mean((truth - last) ** 2)):.3g}" in forecast().alt


def test_the_first_baseline_is_drawn_and_the_others_wait_in_the_legend():
    shown = {trace["name"]: trace.get("visible", True) for trace in forecast().spec["data"]}
    assert shown == {
        "Real": True,
        "Last value": True,
        "Last season": "legendonly",
        "RNN": True,
    }


def test_only_the_network_has_a_colour_and_the_free_run_is_dashed():
    styles = {trace["name"]: trace["line"] for trace in forecast().spec["data"]}
    assert {name for name, style in styles.items() if "color" in style} == {"RNN"}
    free = free_run_trace(TIMES[40:], REAL[40:] + 1, "rnn")
    assert (free["name"], free["line"]["dash"]) == ("Free run", "dash")
    assert free["line"]["color"] == styles["RNN"]["color"]


def test_the_split_is_an_upright_line_between_two_named_parts():
    for picture in (forecast(), series_preview_figure(series())):
        layout = picture.spec["layout"]
        assert [shape["x0"] for shape in layout["shapes"] if shape["type"] == "line"] == [TIMES[40]]
        assert [note["text"] for note in layout["annotations"]] == ["Train part", "Test part"]


def test_a_series_says_how_much_of_it_is_test_and_what_was_filled():
    alt = series_preview_figure(series()).alt
    assert "50 points from -1 to 1; the last 10 are the test part." in alt
    assert "3 missing points were filled" in alt


def test_the_confusion_matrix_counts_by_row_and_names_the_worst_habit():
    picture = confusion_figure(np.array([[5, 1], [0, 4]]), ("even", "odd"), 7)
    heatmap = picture.spec["data"][0]
    assert heatmap["text"] == [["5", "1"], ["0", "4"]]
    shares = np.frombuffer(base64.b64decode(heatmap["z"]["bdata"]), dtype="f4").reshape(2, 2)
    np.testing.assert_allclose(shares, [[5 / 6, 1 / 6], [0, 1]], rtol=1e-6)
    assert picture.alt == (
        "At step 7, 9 of 10 answers are right (90 %). "
        "The most frequent mistake: even answered as odd, 1 time."
    )
    assert picture.spec["layout"]["yaxis"]["title"]["text"] == "True answer"


def test_an_empty_confusion_matrix_is_said_to_be_empty():
    assert "No answers" in confusion_figure(np.zeros((2, 2)), ("a", "b"), 0).alt


def test_the_line_of_right_numbers_is_the_diagonal_around_the_true_ones():
    picture = numbers_figure(np.array([0.0, 2.0]), np.array([-1.0, 1.0]), cell="lstm")
    line = picture.spec["data"][0]
    assert line["x"] == line["y"] == [-0.6, 2.6]  # around the true numbers, whatever was answered
    assert picture.spec["layout"]["xaxis"]["range"] == [-0.6, 2.6]
    assert picture.spec["layout"]["yaxis"]["range"] == [-1.1, 2.6]  # and room for what was
    assert "root mean squared error 1." in picture.alt


def test_many_numbers_are_sampled_and_that_is_said():
    many = np.arange(5000.0)
    picture = numbers_figure(many, many, cell="lstm")
    assert "600 of 5000 examples are drawn." in picture.look_for
    assert "5000 examples" in picture.alt


def test_every_step_counts_right_answers_and_finds_the_first_wrong_one():
    picture = every_step_figure([0, 1, 1], [0.2, 0.9, 0.1], cell="rnn", time_step=2)
    assert picture.alt == "2 of 3 time steps are answered right. The first wrong one is at time step 3."
    assert picture.spec["layout"]["shapes"][0]["x0"] == 2


def test_a_preview_has_a_strip_and_an_answer_for_each_example():
    picture = sequence_preview_figure(EXAMPLES, ["a", "b", "c", "d"])
    assert [note["text"] for note in picture.spec["layout"]["annotations"]] == [
        f"Answer: {letter}" for letter in "abcd"
    ]
    strip = picture.spec["data"][2]["z"]
    drawn = np.frombuffer(base64.b64decode(strip["bdata"]), dtype="f4").reshape(2, 12)
    np.testing.assert_array_equal(drawn, EXAMPLES[2].T)


def test_packed_numbers_come_back_and_what_is_not_finite_is_a_gap():
    array = packed(np.array([1.5, np.inf, np.nan]))
    back = np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
    np.testing.assert_array_equal(back, [1.5, np.nan, np.nan])
    assert packed(np.zeros((2, 3), dtype=np.float32))["shape"] == "2, 3"
    assert packed(np.array([True, False]))["dtype"] == "i4"


def test_charts_bring_neither_torch_nor_streamlit_nor_plotly():
    code = (
        "import sys, playground.charts; "
        "print({'torch', 'streamlit', 'plotly'} & {name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
