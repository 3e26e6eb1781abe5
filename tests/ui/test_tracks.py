"""Charts of whole trainings, filled in the browser: the film's numbers, honest axes, and true words."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from playground.charts import gradient_figure, loss_figure
from playground.charts.compare.lanes import LaneLine, lanes_loss_figure
from playground.charts.picture import Picture
from playground.views.parts import figure
from tests.ui.node import run_module

FILL = """
import { filledOf } from "web/tracks_figure.js";
import { trackWords } from "web/track_words.js";
const numbers = (values, Type) => Type.from(values, (value) => value ?? NaN);
const tracks = (run) => {
  const film = given.films[run];
  return film && {
    ...film, lastStep: film.trainLoss.length,
    trainLoss: numbers(film.trainLoss, Float32Array), gradNorm: numbers(film.gradNorm, Float32Array),
    epochStep: Int32Array.from(film.epochStep), testLoss: numbers(film.testLoss, Float64Array),
  };
};
const { traces, layout } = filledOf(given.part, tracks);
tell({
  traces: traces.map((trace) => ({ ...trace, x: [...trace.x], y: [...trace.y] })), layout,
  words: trackWords(given.part, tracks, () => given.step, given.step),
});
"""


def film(steps: int = 100, every: int = 20, level: float = 1.0, **more: Any) -> dict[str, Any]:
    ends = np.arange(every, steps + 1, every)
    return {
        "trainLoss": (level * np.exp(-np.arange(steps) / 50)).tolist(),
        "gradNorm": np.linspace(0, 2, steps).tolist(),
        "epochStep": ends.tolist(),
        "testLoss": (level * (0.9 - np.arange(len(ends)) / 10)).tolist(),
        "totalSteps": steps,
    } | more


def filled(picture: Picture, films: dict[str, Any], step: int = 0) -> dict[str, Any]:
    part = figure(picture, key="a chart")
    found: dict[str, Any] = run_module(FILL, {"part": part, "films": films, "step": step})
    return found


def loss(one: dict[str, Any] | None, step: int = 0, **more: Any) -> dict[str, Any]:
    given = {"cell": "lstm", "loss_name": "mse", "baseline": 0.65, "total_steps": 400} | more
    return filled(loss_figure("a", **given), {} if one is None else {"a": one}, step)


def gradient(one: dict[str, Any], **more: Any) -> dict[str, Any]:
    return filled(gradient_figure("a", cell="gru", total_steps=400, **more), {"a": one})


RNN, GRU = (LaneLine(name=name.upper(), cell=name, run=name) for name in ("rnn", "gru"))


def lanes(films: dict[str, Any], step: int = 0, **more: Any) -> dict[str, Any]:
    given = {"loss_name": "mse", "baseline": 0.65, "total_steps": 400} | more
    return filled(lanes_loss_figure([RNN, GRU], **given), films, step)


def numbers(values: list[float | None]) -> np.ndarray:
    return np.array(values, dtype=float)


def test_the_loss_chart_draws_the_numbers_of_the_film():
    known = film()
    raw, smooth, test, *_levels = loss(known)["traces"]
    np.testing.assert_allclose(numbers(raw["y"]), known["trainLoss"], rtol=1e-6)
    assert raw["x"] == list(range(1, 101))
    assert len(smooth["y"]) == 100
    assert smooth["y"][0] == pytest.approx(known["trainLoss"][0], rel=1e-6)
    assert test["x"] == known["epochStep"]
    np.testing.assert_allclose(numbers(test["y"]), known["testLoss"], rtol=1e-6)


def test_before_anything_is_known_the_lines_are_empty_and_the_words_say_so():
    found = loss(None)
    assert [trace["y"] for trace in found["traces"][:3]] == [[], [], []]
    assert found["words"].startswith("LSTM: no step has been made yet.")
    json.dumps(found)


def test_the_words_tell_the_numbers():
    words = loss(film(), step=37)["words"]
    assert "LSTM: train loss from 1 at step 1 to" in words
    assert "Test loss 0.5 after step 100, at best 0.5 after step 100." in words
    assert "below the baseline's 0.65" in words
    assert "The cursor is at step 37." in words
    assert "not below the baseline's 0.4" in loss(film(), baseline=0.4)["words"]
    assert "Settings were changed at step 20, 60." in loss(film(), changes=(20, 60))["words"]


def test_a_diverged_run_is_a_gap_in_the_line_and_a_sentence():
    known = film()
    known["trainLoss"][-1] = known["testLoss"][-1] = None
    found = loss(known)
    assert np.isnan(numbers(found["traces"][0]["y"])[-1])
    assert "Training diverged at step 100: the loss is infinite or undefined." in found["words"]
    assert "NaN" not in found["words"]


def test_a_long_run_is_thinned_with_its_spike_and_says_so():
    known = film(20_000, 100)
    known["trainLoss"][12_345] = 77.0
    found = loss(known)
    assert len(found["traces"][0]["y"]) <= 600
    assert max(found["traces"][0]["y"]) == 77.0
    assert "no spike is lost" in found["words"]
    assert "no spike is lost" not in loss(film())["words"]


def test_the_gradient_chart_counts_what_was_clipped():
    known = film()
    share = 100 * (np.array(known["gradNorm"]) > 1).mean()
    told = gradient(known, clipping=((0, 1.0),))["words"]
    assert f"Of the steps 1 to 100, {share:.3g} % were clipped to 1." in told
    assert "clipped" not in gradient(known, clipping=((0, None),))["words"]


def test_what_was_clipped_in_a_part_of_the_run_is_drawn_and_counted_in_that_part_alone():
    """The norms rise from 0 to 2; clipping to 0.5 holds from step 60 on, and to 1.5 from step 80 on."""
    known = film()
    norms = np.array(known["gradNorm"])
    found = gradient(known, clipping=((0, None), (60, 0.5), (80, 1.5), (90, None)))
    before, after, *_levels = found["traces"]
    np.testing.assert_allclose(numbers(before["y"]), norms, rtol=1e-6)
    expected = np.full(100, np.nan)
    expected[60:80] = 0.5  # the update after step 60 is the 61st
    expected[80:90] = np.minimum(norms[80:90], 1.5)
    np.testing.assert_allclose(numbers(after["y"]), expected, rtol=1e-6)
    assert "Of the steps 61 to 80, 100 % were clipped to 0.5." in found["words"]
    share = 100 * (norms[80:90] > 1.5).mean()
    assert f"Of the steps 81 to 90, {share:.3g} % were clipped to 1.5." in found["words"]


@pytest.mark.parametrize(
    ("first", "last", "side", "at"), [(0.5, 0.1, "top right", 0), (0.1, 0.5, "top left", 400)]
)
def test_the_level_of_the_baseline_answer_is_named_where_the_loss_does_not_run(first, last, side, at):
    bent = film(4, 4) | {"trainLoss": [first, 0.3, 0.3, last], "testLoss": [0.3]}
    (label,) = (trace for trace in loss(bent, baseline=0.1)["traces"] if trace["mode"] == "text")
    assert (label["x"], label["y"], label["textposition"]) == ([at], [0.1], side)


def test_the_axis_holds_what_is_drawn_and_an_explosion_does_not_stretch_it():
    low, high = loss(film())["layout"]["yaxis"]["range"]
    assert low == 0
    assert 1 <= high <= 1.3
    wild = film() | {"trainLoss": [1.0] * 99 + [1e6]}
    assert loss(wild)["layout"]["yaxis"]["range"] == [0, 3]


def test_lanes_are_drawn_with_their_own_numbers_and_at_their_own_pace():
    films = {"rnn": film(level=2.0, secondsPerStep=0.1), "gru": film(secondsPerStep=0.2)}
    train, other, test, *_rest = lanes(films, by="seconds", smoothing=0)["traces"]
    np.testing.assert_allclose(train["x"], 0.1 * np.arange(1, 101))
    np.testing.assert_allclose(other["x"], 0.2 * np.arange(1, 101))
    np.testing.assert_allclose(test["x"], 0.1 * np.arange(20, 101, 20))
    np.testing.assert_allclose(numbers(train["y"]), films["rnn"]["trainLoss"], rtol=1e-6)


def test_the_axis_of_seconds_is_as_long_as_the_slowest_run_takes():
    films = {"rnn": film(secondsPerStep=0.1), "gru": film(secondsPerStep=0.2)}
    found = lanes(films, by="seconds")
    assert found["layout"]["xaxis"]["range"] == [0, 20]
    (label,) = (trace for trace in found["traces"] if trace["mode"] == "text")
    assert label["x"][0] in (0, 20)


def test_against_seconds_a_lane_without_a_known_speed_waits():
    films = {"rnn": film(secondsPerStep=0.1), "gru": film(secondsPerStep=None)}
    assert lanes(films, by="seconds")["traces"][1]["y"] == []


def test_the_words_of_lanes_say_each_ones_losses_at_the_cursor_and_its_best():
    words = lanes({"rnn": film(level=2.0), "gru": film()}, step=45)["words"]
    assert f"RNN: train loss {2 * np.exp(-44 / 50):.3g}, test loss 1.6 at step 45." in words
    assert f"GRU: train loss {np.exp(-44 / 50):.3g}, test loss 0.8 at step 45." in words
    assert "Its best test loss so far is 1, after step 100." in words
    assert "The lowest test loss so far is 0.5, from GRU." in words
    assert "The baseline's loss is 0.65." in words
    assert "The cursor is at step 45." in words


def test_a_lane_that_is_behind_the_cursor_is_told_about_at_its_newest_step():
    words = lanes({"rnn": film(), "gru": film(60, level=0.5)}, step=90)["words"]
    assert "test loss 0.6 at step 90" in words
    assert "test loss 0.35 at step 60" in words
    assert "GRU: no step has been made yet." in lanes({"rnn": film()}, step=90)["words"]
    assert "test loss none yet at step 10" in lanes({"rnn": film()}, step=10)["words"]


def test_the_axis_of_lanes_is_that_of_the_test_losses_and_of_the_baseline_answer():
    start = film() | {"trainLoss": [5.0] * 10 + [1.0] * 90}
    low, high = lanes({"rnn": start, "gru": film()})["layout"]["yaxis"]["range"]
    assert low == 0
    assert 0.9 <= high <= 1.3
