"""What the page says of a script's tensors is so when the script runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import torch

from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.export.tensors import cell_lines, tensors, warning
from playground.tasks import dataset
from tests.export.scripts import script_of

FEW = {"task.examples": 500, "task.length": 4, "model.hidden_size": 3, "training.epochs": 1}
RUNS = {
    "numbers": edited(PRESETS["sine"].config, {"training.epochs": 1, "model.bidirectional": True}),
    "by hand": edited(PRESETS["by-hand"].config, {"training.epochs": 1}),
    "texts": edited(PRESETS["tagging"].config, {"training.epochs": 1}),
    "pairs": edited(PRESETS["reverse"].config, FEW),
    "one state": edited(PRESETS["bottleneck"].config, FEW),
}


def seen(config: RunConfig) -> tuple[dict[str, set[tuple[int, ...]]], dict[str, Any]]:
    """The shapes that each name of `Net.forward` has in the first batch, and what the script ends with."""
    shapes: dict[str, set[tuple[int, ...]]] = {}
    first: list[FrameType] = []

    def watch(frame: FrameType, event: str, _value: object) -> Any:
        if frame.f_code.co_qualname != "Net.forward" or first[:1] not in ([], [frame]):
            return None
        first[:] = [frame]
        for name, value in frame.f_locals.items():
            if isinstance(value, torch.Tensor):
                shapes.setdefault(name.lstrip("_"), set()).add(tuple(value.shape))
        return watch

    names: dict[str, Any] = {}
    code = compile(script_of(config).text, "run.py", "exec")
    sys.settrace(watch)
    try:
        with torch.random.fork_rng():
            exec(code, names)
    finally:
        sys.settrace(None)
    return shapes, names


def sizes(told: str) -> tuple[int, ...]:
    """The numbers of a shape in words."""
    return tuple(map(int, re.findall(r"\d+", told)))


@pytest.mark.parametrize("config", RUNS.values(), ids=RUNS.keys())
def test_every_shape_that_is_told_is_the_one_there_is(
    config: RunConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    if (beside := script_of(config).file) is not None:
        (tmp_path / beside.name).write_bytes(beside.content)
    monkeypatch.chdir(tmp_path)
    shapes, names = seen(config)
    told = tensors(config, dataset(config.task))
    for name in ("train_x", "train_y", "test_x", "test_y"):
        assert sizes(told["data"][name]) == tuple(names[name].shape)
    compared = {name for name in told["model"] if name in shapes}
    assert len(compared) >= 3
    for name in compared - {"y"}:
        for shape in told["model"][name].split(", later "):
            assert sizes(shape) in shapes[name], (name, shape, shapes[name])


def test_two_directions_are_warned_of():
    assert "output[:, -1] is not h_n" in warning(RUNS["texts"])
    assert warning(RUNS["by hand"]) == ""


@pytest.mark.parametrize("name", PRESETS)
def test_the_line_that_runs_the_cell_is_found(name: str):
    config = PRESETS[name].config
    text = script_of(config).text
    lines = [text.splitlines()[at] for at in cell_lines(text, config)]
    assert 1 <= len(lines) <= 3
    assert all("=" in line and "nn.GRU(" not in line for line in lines)


def test_the_parts_of_a_script_begin_where_the_page_is_told():
    one = script_of(PRESETS["copying"].config)
    lines = one.text.splitlines()
    begins = {name: lines[at] for name, at in one.places}
    assert begins["settings"] == "# Settings"
    assert begins["data"].startswith("# Data: ")
    assert begins["model"].startswith("# Model: ")
    assert begins["result"].startswith("# Result: ")
