"""Pictures of a whole training, put together in the browser from those of single steps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from playground.charts.attention.maps import attention_step_figure
from playground.charts.inside.reach import reach_film_figure
from playground.charts.inside.weights import moved_figure
from playground.charts.picture import Picture
from playground.views.parts import figure
from tests.ui.node import run_module

TOGETHER = """
import { together } from "web/along.js";
const { traces, layout } = together(given.how, given.steps);
const isList = (values) => Array.isArray(values) || ArrayBuffer.isView(values);
const list = (values) => (isList(values) ? Array.from(values, list) : values);
tell({ traces: traces.map((one) => ({ ...one, x: list(one.x), y: list(one.y), z: list(one.z) })), layout });
"""
STEPS = (0, 10, 20, 90)


def together(how: str, pictures: dict[int, Picture]) -> dict[str, Any]:
    steps = [{"step": step, "part": figure(one, key="a")} for step, one in pictures.items()]
    found: dict[str, Any] = run_module(TOGETHER, {"how": how, "steps": steps})
    return found


def test_points_of_all_steps_become_one_line_for_each_gate():
    pictures = {
        step: moved_figure(step, np.array([step, 2 * step]), ("r", "z"), cell="gru", total_steps=100)
        for step in STEPS
    }
    first, second = together("points", pictures)["traces"]
    assert first["x"] == list(STEPS)
    assert second["y"] == [2 * step for step in STEPS]


def test_columns_of_all_steps_stand_at_their_steps():
    def column(step: int) -> Picture:
        return reach_film_figure(np.array([10.0**-step, 1.0]), step, cell="rnn", total_steps=100)

    (trace,) = together("columns", {step: column(step) for step in (0, 1, 3)})["traces"]
    assert trace["x"] == [0, 1, 3]
    np.testing.assert_allclose(trace["z"], [[0, -1, -3], [0, 0, 0]], atol=1e-6)


def test_small_maps_stand_side_by_side_from_the_first_step_to_the_last():
    maps = {
        step: attention_step_figure(np.full((2, 2), step / 1900), step=step, cell="lstm")
        for step in range(0, 2000, 100)
    }
    found = together("panels", maps)
    across = [axis for name, axis in found["layout"].items() if name.startswith("xaxis")]
    steps = [int(axis["title"]["text"]) for axis in across]
    assert len(steps) == len(found["traces"]) == 7
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, 1900)
    assert all(one["domain"][1] < other["domain"][0] for one, other in pairwise(across))
    for step, trace in zip(steps, found["traces"], strict=True):
        np.testing.assert_allclose(trace["z"], np.full((2, 2), step / 1900), atol=1e-6)


@pytest.mark.parametrize("how", ["points", "columns", "panels"])
def test_one_step_alone_is_a_picture_too(how):
    pictures = {
        "points": moved_figure(7, np.array([1.0]), ("h",), cell="rnn", total_steps=9),
        "columns": reach_film_figure(np.array([1.0]), 7, cell="rnn", total_steps=9),
        "panels": attention_step_figure(np.ones((1, 1)), step=7, cell="rnn"),
    }
    assert len(together(how, {7: pictures[how]})["traces"]) == 1
