"""The weights taken away answer in plain torch as they did on the page."""

from __future__ import annotations

import ast
import contextlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
import torch

from playground.config import RunConfig
from playground.config.model import Attention, Readout
from playground.experiments.edits import edited, with_setting
from playground.experiments.presets import PRESETS
from playground.export.loading import MOST_NUMBERS, loading_lines
from playground.films.inline import InlineEngine
from playground.models.decode import greedy
from playground.models.seq2seq import Seq2Seq
from playground.probes.read import read
from playground.probes.requests import StateDictProbe
from playground.tasks import PROBLEMS
from playground.training.trainer import Trainer

STEPS = 3
NUMBERS = [name for name, one in PROBLEMS.items() if one.group != "pairs" and one.read_own is None]
PAIRS = [name for name, one in PROBLEMS.items() if one.group == "pairs"]


def loaded(
    config: RunConfig, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Trainer, dict[str, Any]]:
    """A network after a few steps, and what the lines hold that loaded its file, without anything of ours."""
    trainer = Trainer(config)
    trainer.run(STEPS)
    data = read(StateDictProbe(config=config, step=STEPS), trainer)
    (folder / "a.pt").write_bytes(data)
    lines = loading_lines(config, "a.pt")
    assert {alias for node in ast.walk(ast.parse(lines)) for alias in modules(node)} == {"torch"}
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
        exec(lines, names)
    return trainer, names


def modules(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [one.name for one in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


@pytest.mark.parametrize("name", NUMBERS)
def test_every_problems_network_gives_the_same_answer_in_plain_torch(name, tmp_path, monkeypatch):
    trainer, names = loaded(PROBLEMS[name].preset, tmp_path, monkeypatch)
    x = names["x"].float()
    x = x[..., None] if x.ndim == 2 else x
    torch.testing.assert_close(names["answer"], trainer.answers(x))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru", "by-hand"])
@pytest.mark.parametrize("readout", get_args(Readout))
def test_any_cell_with_layers_and_directions_does(cell, readout, tmp_path, monkeypatch):
    changes: dict[str, Any] = {"model.num_layers": 2, "model.bidirectional": True, "model.readout": readout}
    changes |= {"model.head_batch_norm": True, "model.head_dropout": 0.5, "model.dropout": 0.2}
    config = edited(with_setting(PRESETS["sine"].config, "model.cell", cell), changes)
    if cell in ("rnn", "by-hand"):
        config = edited(config, {"model.nonlinearity": "relu"})
    trainer, names = loaded(config, tmp_path, monkeypatch)
    assert names["x"].numel() <= MOST_NUMBERS
    torch.testing.assert_close(names["x"], trainer.test_x[:1])
    torch.testing.assert_close(names["answer"], trainer.answers(trainer.test_x[:1]))


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("attention", get_args(Attention))
def test_a_translator_says_the_same_tokens(name, attention, tmp_path, monkeypatch):
    for cell, both in (("rnn", False), ("lstm", True), ("gru", attention == "dot")):
        preset = PROBLEMS[name].preset
        model = replace(preset.model, cell=cell, bidirectional=both, attention=attention, hidden_size=8)
        trainer, names = loaded(replace(preset, model=model), tmp_path, monkeypatch)
        assert isinstance(trainer.module, Seq2Seq)
        x = names["x"]
        said = greedy(trainer.module, x, torch.tensor([x.shape[1]]), 200).ids[0, : len(names["answer"])]
        assert names["answer"] == said.tolist()


def test_the_file_of_a_plain_network_is_a_few_lines_away():
    statements = ast.parse(loading_lines(PRESETS["sine"].config, "a.pt")).body
    assert len(statements) <= 12


def test_an_engine_gives_the_weights_of_the_step_that_is_asked_for():
    engine, config = InlineEngine(), PRESETS["sine"].config
    engine.want(config, 5)
    found = []
    for step in (2, 5):
        reply = engine.probe(StateDictProbe(config=config, step=step))
        assert isinstance(reply.value, bytes)
        found.append(torch.load(io.BytesIO(reply.value), weights_only=True))
    trainer = Trainer(config)
    trainer.run(2)
    torch.testing.assert_close(found[0]["head.weight"], trainer.network.head.weight.detach(), rtol=0, atol=0)
    assert not torch.equal(found[0]["head.weight"], found[1]["head.weight"])
