"""Links of version 1 open the experiments they opened on 2026-11-28, and train to the same digits.

The file beside this one was written by the code of that day (commit 9817a18), before the settings got
their table. Its links turn every setting and every problem. Losses are compared within one part in ten
thousand, because another processor may differ in the last places; digests are compared as they are.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import torch

from playground.config import SETTINGS, ModelConfig, TaskConfig, TrainingConfig
from playground.experiments import lanes, links, sweeps
from playground.tasks import PROBLEMS
from playground.training.advance import advance
from playground.uploads import own_data

FILE = json.loads(Path(__file__).with_name("links_of_version_1.json").read_text(encoding="utf-8"))
RUNS: list[dict[str, Any]] = FILE["runs"]
GROUPS: list[dict[str, Any]] = FILE["groups"]
STEPS = 12
DIGITS = {"rel": 1e-4, "nan_ok": True}


@pytest.fixture(autouse=True)
def _own_data_is_there() -> None:
    torch.set_num_threads(1)
    for digest, text in FILE["own"].items():
        assert own_data.keep(text.encode()) == digest


LATER = {"sentiment-zh", "numbers-zh"}
"""Problems that came after these links were written."""


def test_the_links_turn_every_problem_and_every_setting():
    settings = {
        f"{section}.{field.name}"
        for section, part in (("task", TaskConfig), ("model", ModelConfig), ("training", TrainingConfig))
        for field in fields(part)
    }
    turned = {name for run in RUNS for name in parse_qs(run["link"], keep_blank_values=True)}
    assert {parse_qs(run["link"])["problem"][0] for run in RUNS} >= {*PROBLEMS} - LATER
    late = {path for path, setting in SETTINGS.items() if setting.late}
    assert settings - turned == {"task.name", *late}  # a link says `problem`
    assert len(RUNS) >= 80


@pytest.mark.parametrize("name", sorted({parse_qs(run["link"])["problem"][0] for run in RUNS}))
def test_a_link_opens_the_same_experiment_and_trains_to_the_same_digits(name: str):
    for run in RUNS:
        if parse_qs(run["link"])["problem"] != [name]:
            continue
        config = links.decode(run["link"])
        assert config.digest == run["digest"], run["link"]
        segment = advance(config, None, STEPS)
        assert (segment.checkpoint.step, segment.status, segment.reason) == (
            run["steps"],
            run["status"],
            run["reason"],
        ), run["link"]
        for track in ("train_loss", "grad_norm", "test_loss"):
            last = getattr(segment, track)[-1:].tolist()
            known = [] if run[track] is None else [float(run[track])]
            assert last == pytest.approx(known, **DIGITS), f"{track} of {run['link']}"
        for metric, known in run["metrics"].items():
            last = float(segment.metrics[metric][-1])
            assert last == pytest.approx(float(known), **DIGITS), f"{metric} of {run['link']}"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: "lanes" if "lanes" in group else "sweep")
def test_a_link_opens_the_same_lanes_and_the_same_sweep(group: dict[str, Any]):
    base = links.decode(group["link"])
    if "lanes" in group:
        opened = lanes.Lanes(own=lanes.parsed(group["lanes"]), fair=group.get("fair") == "true").of(base)
    else:
        opened = sweeps.parsed(group["sweep"]).configs(base)
    assert [config.digest for config in opened] == group["digests"]
