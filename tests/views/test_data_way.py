"""The shapes on the data's way are on the page, with the entries that go on; what they mean is said."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.tasks import PROBLEMS
from playground.views.data_way import draw


def shown(config: RunConfig) -> list[dict[str, Any]]:
    return list(draw(config, tasks.dataset(config.task)))


def words(parts: list[dict[str, Any]]) -> str:
    return " ".join(part["text"] for part in parts if part["is"] == "text")


def grid(parts: list[dict[str, Any]]) -> np.ndarray:
    (part,) = [part for part in parts if part["is"] == "figure"]
    spec = json.loads(part["spec"])
    go.Figure(spec)
    z = spec["data"][0]["z"]
    shape = [int(size) for size in z["shape"].split(",")]
    return np.frombuffer(base64.b64decode(z["bdata"]), z["dtype"]).reshape(shape).astype(bool)


def test_the_sines_tensors_are_told_with_torchs_names_and_real_sizes():
    parts = shown(edited(PROBLEMS["sine"].preset, {"training.batch_size": 32, "model.hidden_size": 20}))
    (table,) = [part for part in parts if part["is"] == "table"]
    window = tasks.dataset(PROBLEMS["sine"].preset.task).train_x.shape[1]
    told = [(code, size.strip("*")) for _, code, size, _ in table["rows"]]
    assert told == [
        ("`x`", f"(32, {window}, 1)"),
        ("`output, (h_n, c_n) = lstm(x)`", f"(32, {window}, 20)"),
        ("`h_n`", "(1, 32, 20)"),
        ("`c_n`", "(1, 32, 20)"),
        ("`read = output[:, -1]`", "(32, 20)"),
        ("`answer = head(read)`", "(32, 1)"),
    ]


def test_the_whole_train_part_is_one_batch_where_there_are_no_batches():
    config = edited(PROBLEMS["sine"].preset, {"training.batch_size": None})
    count = len(tasks.dataset(config.task).train_x)
    assert f"for a batch of {count}" in words(shown(config))
    assert "The last batch" not in words(shown(config))


@pytest.mark.parametrize("readout", ["last", "final", "mean"])
def test_only_the_last_time_step_of_two_directions_is_called_half_blind(readout: str):
    preset = PROBLEMS["sum-sign"].preset
    one_way = shown(edited(preset, {"model.readout": readout}))
    both = shown(edited(preset, {"model.readout": readout, "model.bidirectional": True}))
    assert "half blind" not in words(one_way)
    assert ("half blind" in words(both)) is (readout == "last")
    assert grid(one_way).shape[0] == 1
    forward, backward = grid(both)
    places = {"last": (-1, -1), "final": (-1, 0)}
    if readout in places:
        assert [row.sum() for row in (forward, backward)] == [1, 1]
        assert (forward[places[readout][0]], backward[places[readout][1]]) == (True, True)
    else:
        assert np.all([forward, backward])


def test_attention_reads_all_that_the_encoder_said_and_else_its_end_goes_on():
    preset = PROBLEMS["reverse"].preset
    with_it = shown(edited(preset, {"model.attention": "additive"}))
    without = shown(edited(preset, {"model.attention": "none"}))
    assert grid(with_it).all()
    assert grid(without)[0].sum() == 1
    assert "steps of the decoder" in words(with_it)
    assert "steps of the decoder" not in words(without)
