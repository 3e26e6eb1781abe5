"""What a run is taken home as: the command line writes every kind of file, and each holds the run."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from playground.cli import main
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.export.formats import FORMATS, HERE, Taken, page_link
from playground.export.notebook import notebook
from playground.films.inline import InlineEngine
from playground.tasks import dataset
from tests.export.scripts import digits, known_of, script_of, trained

QUICK = ["--preset", "sunspots", "--set", "training.epochs=2"]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_command_line_writes_every_format(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / f"run{ending}"
    assert main(["export", *QUICK, "--to", str(file)]) == 0
    written = {Path(line.removeprefix("Written: ")) for line in capsys.readouterr().out.splitlines()}
    beside = {tmp_path / "sunspots.csv"} if FORMATS[ending].is_code else set()
    assert written == {file} | beside == set(tmp_path.iterdir())


def test_the_command_line_refuses_another_ending_before_it_trains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", *QUICK, "--to", str(tmp_path / "run.doc")]) == 2
    assert (
        capsys.readouterr().err
        == f"--to needs a file that ends in one of {', '.join(FORMATS)}, not 'run.doc'.\n"
    )
    assert main(["export", *QUICK, "--to", str(tmp_path / "nowhere" / "run.csv")]) == 2
    assert "cannot be written (No such file or directory)" in capsys.readouterr().err


def test_a_link_leads_to_the_page_of_its_problem():
    pages = {name: page_link(PRESETS[name].config).partition("?")[0] for name in ("sine", "tagging", "dates")}
    assert pages == {"sine": f"{HERE}/train", "tagging": f"{HERE}/text", "dates": f"{HERE}/attention"}


# ---- the notebook


def code_cells(book: dict[str, Any]) -> list[str]:
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]


def test_a_notebook_has_the_form_that_jupyter_reads():
    book = json.loads(notebook(script_of(PRESETS["reverse"].config)))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert book["cells"][0]["cell_type"] == "markdown"
    assert "/attention?v=1&problem=reverse" in "".join(book["cells"][0]["source"])
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in book["cells"][1:]:
        assert cell.keys() == {"cell_type", "id", "metadata", "source", "outputs", "execution_count"}
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_a_notebook_runs_cell_by_cell_to_the_same_digits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    config = edited(PRESETS["sunspots"].config, {"training.epochs": 2})
    film = trained(config)
    one = script_of(config, known_of(film))
    assert one.file is not None
    (tmp_path / one.file.name).write_bytes(one.file.content)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for cell in code_cells(json.loads(notebook(one))):
        exec(compile(cell, "cell", "exec"), names)
    assert digits(names["test_losses"]) == digits(film.test_loss)
    assert "the same to the last digit" in capsys.readouterr().out


# ---- the weights


def small(preset: str, **changes: object) -> RunConfig:
    named = {path.replace("__", "."): value for path, value in changes.items()}
    return edited(PRESETS[preset].config, {"training.epochs": 1, "model.hidden_size": 4, **named})


FEW = {"task__examples": 500, "task__length": 4}
NETWORKS = {
    "lstm": small("sine", model__num_layers=2, model__head_batch_norm=True),
    "gru": small("parity"),
    "additive": small("reverse", model__cell="lstm", **FEW),
    "dot": small("reverse", model__attention="dot", **FEW),
}


@pytest.mark.parametrize("config", NETWORKS.values(), ids=NETWORKS.keys())
def test_the_weights_are_those_of_the_scripts_network(config: RunConfig):
    engine = InlineEngine()
    engine.want(config, 10**9)
    run = Taken.now(config, engine)
    state = torch.load(io.BytesIO(run.weights), weights_only=True)
    names: dict[str, Any] = {}
    with torch.random.fork_rng():
        exec(compile(run.script.text, "run.py", "exec"), names)
    own = names["net"].state_dict()
    assert state.keys() == own.keys()
    assert all(torch.equal(state[name], own[name]) for name in own)
    assert np.isfinite(names["test_losses"]).all()
    assert len(names["train_x"]) == len(dataset(config.task).train_x)
