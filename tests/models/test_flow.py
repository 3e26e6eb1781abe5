"""The code of the stations runs in torch as it stands: their shapes are those of real tensors."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, get_args

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from playground import tasks
from playground.config import Attention, Cell, ModelConfig, Readout
from playground.models.build import build
from playground.models.flow import CALLED, flow, reads_of, steps_read, taken
from playground.models.network import Network
from playground.models.seq2seq import Seq2Seq
from playground.tasks.base import Dataset
from playground.tasks.registry import PROBLEMS
from playground.tasks.texts.vocabulary import PAD
from playground.training.teaching import read_pairs

BATCH = 4
ONE_ANSWER = [name for name, one in PROBLEMS.items() if one.group != "pairs" and one.read_own is None]
PAIRS = [name for name, one in PROBLEMS.items() if one.group == "pairs"]


def data_of(name: str) -> Dataset:
    return tasks.dataset(PROBLEMS[name].preset.task)


def run(module: Network | Seq2Seq, config: ModelConfig, data: Dataset) -> dict[str, Any]:
    """Run the code of all stations on a batch, and hold each shape against torch's."""
    x = torch.tensor(data.train_x[:BATCH])
    names = {"torch": torch, "pack_padded_sequence": pack_padded_sequence, **module._modules}
    names["pad_packed_sequence"] = pad_packed_sequence
    if isinstance(module, Network):
        names[CALLED[config.cell]] = module.recurrent
        names["x"] = x[..., 0].long() if data.tokens else x
        names["lengths"] = (names["x"] != PAD).sum(dim=1)
    else:
        source, lengths, target_in = read_pairs(x, torch.tensor(data.train_y[:BATCH]))
        names |= {"source": source, "lengths": lengths, "target_in": target_in, "mask": source != PAD}
    for station in flow(config, data, BATCH):
        exec(station.code, names)
        assert tuple(names[station.name].shape) == station.shape, station
    return names


def variants(attention: tuple[str, ...], readouts: tuple[str, ...], cells: tuple[str, ...]) -> list[Any]:
    return list(product(cells, (1, 2), (False, True), attention, readouts))


@pytest.mark.parametrize("name", ONE_ANSWER)
@torch.no_grad()
def test_the_shapes_are_torchs_and_the_code_gives_the_networks_answer(name: str):
    data, preset = data_of(name), PROBLEMS[name].preset.model
    x = torch.tensor(data.train_x[:BATCH])
    for cell, layers, both, _, readout in variants(("none",), get_args(Readout), get_args(Cell)):
        changes: dict[str, Any] = {"cell": cell, "num_layers": layers, "bidirectional": both}
        plain: dict[str, Any] = {"forget_bias": None, "initialisation": "torch", "dropout": 0.0}
        config = replace(preset, **changes, **plain, readout=readout, nonlinearity="tanh", hidden_size=3)
        for packed in {True, not data.tokens}:
            model = replace(config, packed=packed)
            module = build(model, data).eval()
            names = run(module, model, data)
            torch.testing.assert_close(names["answer"], module(x))


@pytest.mark.parametrize("name", PAIRS)
@torch.no_grad()
def test_a_translators_shapes_are_torchs_and_the_code_gives_its_first_answer(name: str):
    data, preset = data_of(name), PROBLEMS[name].preset.model
    given = read_pairs(torch.tensor(data.train_x[:BATCH]), torch.tensor(data.train_y[:BATCH]))
    cells = ("rnn", "lstm", "gru")
    for cell, layers, both, attention, _ in variants(get_args(Attention), ("last",), cells):
        changes: dict[str, Any] = {"cell": cell, "num_layers": layers, "bidirectional": both}
        config = replace(preset, **changes, attention=attention, hidden_size=3, dropout=0.0)
        module = build(config, data).eval()
        names = run(module, config, data)
        expected = module(*given)
        said = names["answer"]
        torch.testing.assert_close(said, expected if said.ndim == 3 else expected[:, 0])


@torch.no_grad()
def test_batch_normalisation_and_dropout_stand_where_they_act():
    for name in ("adding", "parity"):
        data = data_of(name)
        config = replace(PROBLEMS[name].preset.model, head_batch_norm=True, head_dropout=0.5)
        module = build(config, data).eval()
        expected = module(torch.tensor(data.train_x[:BATCH]))
        torch.testing.assert_close(run(module, config, data)["answer"], expected)


@pytest.mark.parametrize(("readout", "both"), list(product(get_args(Readout), (False, True))))
@torch.no_grad()
def test_the_head_reads_the_entries_that_are_lit_up_and_no_others(readout: Readout, both: bool):
    data = data_of("adding")
    config = ModelConfig(hidden_size=3, bidirectional=both, readout=readout, num_layers=2)
    names = run(build(config, data).eval(), config, data)
    steps, ways = data.train_x.shape[1], 2 if both else 1
    lit = torch.tensor(taken(reads_of(config, data), steps, ways)).repeat_interleave(3, dim=0).T
    total = (names["output"] * lit).sum(dim=1)
    torch.testing.assert_close(names["read"], total / steps if readout == "mean" else total)


@pytest.mark.parametrize("cell", get_args(Cell))
def test_an_entry_hangs_on_as_many_time_steps_as_it_has_read(cell: Cell):
    data = data_of("adding")
    module = build(ModelConfig(cell=cell, hidden_size=3, bidirectional=True), data)
    assert isinstance(module, Network)
    x = torch.rand(1, 6, data.input_size, requires_grad=True)
    output = module.recurrent(x)[0]
    for way, counts in enumerate(steps_read(6, 2)):
        for t, count in enumerate(counts):
            (found,) = torch.autograd.grad(output[0, t, 3 * way : 3 * way + 3].sum(), x, retain_graph=True)
            assert int(found[0].abs().sum(dim=1).count_nonzero()) == count
