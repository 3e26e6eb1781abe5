"""Scripts of experiments in folders of their own, and what running them finds."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import torch

from playground import tasks
from playground.config import SETTINGS, Change, RunConfig, value_of
from playground.config.errors import PlaygroundError
from playground.experiments.edits import edited, with_setting
from playground.experiments.presets import PRESETS
from playground.export.formats import page_link
from playground.export.result import Known
from playground.export.script import Script, script
from playground.training.segment import Segment
from playground.training.trainer import Trainer

RUN = """
import contextlib, io, json, os, runpy, sys
sys.path[:] = [path for path in sys.path if path and not os.path.isfile(os.path.join(path, "app.py"))]
for path in sys.argv[1:]:
    os.chdir(os.path.dirname(path))
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        names = runpy.run_path(path)
    print(json.dumps([path, names["test_losses"], printed.getvalue().splitlines()[-4:]]))
assert "playground" not in sys.modules
"""
NUMBERS = (
    "first",
    "waves",
    "mackey-glass",
    "sunspots",
    "own-series",
    "sum-sign",
    "adding",
    "copying",
    "parity",
)
TEXTS = ("sentiment", "tagging", "own-sentences", "brackets")
PAIRS = ("reverse", "dates", "numbers", "bottleneck")
VALUES: dict[str, tuple[Any, ...]] = {
    "task.noise": (0.0, 0.1),
    "task.two_outputs": (False, True),
    "task.trend": (0.0, 1.5),
    "task.scaling": ("values", "differences", "growth"),
    "task.pieces": ("words", "characters"),
    "model.cell": ("rnn", "lstm", "gru", "by-hand"),
    "model.attention": ("none", "additive", "dot"),
    "model.hidden_size": (2, 5, 16),
    "model.num_layers": (1, 2),
    "model.bidirectional": (False, True),
    "model.nonlinearity": ("tanh", "relu"),
    "model.dropout": (0.0, 0.3),
    "model.head_dropout": (0.0, 0.4),
    "model.head_batch_norm": (False, True),
    "model.readout": ("last", "final", "mean"),
    "model.embedding_size": (3, 8),
    "model.embedding_dropout": (0.0, 0.2),
    "model.packed": (True, False),
    "model.initialisation": ("torch", "xavier", "orthogonal", "identity"),
    "model.forget_bias": (None, 1.0),
    "training.optimizer": ("adam", "sgd", "rmsprop"),
    "training.momentum": (0.9, 0.5),
    "training.weight_decay": (0.0, 0.01),
    "training.max_norm": (None, 0.5),
    "training.batch_size": (None, 48),
    "training.teacher_forcing": (1.0, 0.5),
    "training.forcing_decay": (1.0, 0.7),
    "training.target_loss": (None, 0.3),
    "training.patience": (None, 1),
    "training.changes": ((), "change"),
}
"""What a pairwise set combines; where an experiment does not have a setting, it stays as usual."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of a script."""

    losses: list[float]
    printed: list[str]
    """The last lines."""


def trained(config: RunConfig) -> Segment:
    """The film of a config, from its beginning to its end, as a worker trains it."""
    torch.set_num_threads(1)
    return Trainer(config).run(10**9)


def known_of(run: Segment) -> Known:
    """What a page knows of it."""
    return Known(test_losses=tuple(run.test_loss), finished=True, diverged=run.status == "diverged")


def script_of(config: RunConfig, known: Known | None = None) -> Script:
    """The script of a config; without anything known with made-up losses, as many as its epochs."""
    made_up = tuple(0.1 + 1e-5 * epoch for epoch in range(config.training.epochs))
    return script(config, page_link(config), known or Known(test_losses=made_up, finished=True))


def code_of(config: RunConfig) -> str:
    """What a script does, without what it says of itself."""
    return "\n".join(block.code for block in script_of(config).blocks if block.name != "about")


def save(scripts: Mapping[str, Script], folder: Path) -> dict[str, Path]:
    """Each in a folder of its own, with its file beside it; one name is one path."""
    paths = {}
    for number, (name, one) in enumerate(scripts.items()):
        home = folder / str(number)
        home.mkdir()
        paths[name] = home / "run.py"
        paths[name].write_text(one.text, encoding="utf-8")
        if one.file is not None:
            (home / one.file.name).write_bytes(one.file.content)
    return paths


def run(paths: Iterable[Path]) -> dict[Path, Ran]:
    """Run all of them in one process, in which nothing of ours can be imported."""
    command = [sys.executable, "-c", RUN, *map(str, paths)]
    done = subprocess.run(command, cwd="/", env={"PATH": ""}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(path): Ran(losses=losses, printed=lines) for path, losses, lines in found}


def digits(losses: Iterable[float]) -> list[str]:
    """Losses with all the digits that torch's floats have."""
    return [str(np.float32(loss)) for loss in losses]


def pairwise(presets: tuple[str, ...], candidates: int, *, seed: int = 0) -> list[RunConfig]:
    """Small experiments such that every two values that come together in a candidate come together in one."""
    rng = random.Random(seed)
    drawn = [_drawn(rng, presets[place % len(presets)]) for place in range(candidates)]
    left = {pair for config in drawn for pair in _pairs(config)}
    chosen: list[RunConfig] = []
    while left:
        best = max(drawn, key=lambda config: len(left & _pairs(config)))
        chosen.append(best)
        left -= _pairs(best)
    return chosen


def _drawn(rng: random.Random, preset: str) -> RunConfig:
    config = PRESETS[preset].config
    pairs = tasks.problem(config.task.name).group == "pairs"
    smaller = {
        "task.examples": 500 if pairs else 100,
        "task.length": 5,
        "task.train_share": 0.9 if pairs else 0.8,
    }
    config = _with(
        config, smaller | {"training.epochs": 2, "training.lr": 0.01, "training.target_loss": None}
    )
    config = _with(config, {path: rng.choice(values) for path, values in VALUES.items()})
    return config


def _with(config: RunConfig, values: Mapping[str, Any]) -> RunConfig:
    """The values that this experiment can have, one after the other, as a page sets them."""
    for path, value in values.items():
        with contextlib.suppress(PlaygroundError):
            config = (
                edited(config, {path: _changes(config)})
                if value == "change"
                else with_setting(config, path, value)
            )
    return config


def _changes(config: RunConfig) -> tuple[Change, ...]:
    norm = 0.1 if config.training.max_norm is None else None
    first = Change(step=1, lr=0.02, weight_decay=0.001, max_norm=norm)
    return (first, Change(step=3, lr=0.005, weight_decay=0.0, max_norm=0.2))


def _pairs(config: RunConfig) -> set[tuple[tuple[str, str], ...]]:
    told = [("task.name", config.task.name)]
    told += [(path, str(value_of(config, path))) for path in VALUES if path in SETTINGS]
    return set(combinations(told, 2))
