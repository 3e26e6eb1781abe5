"""The cell by hand is torch's own cell in float64, gate by gate."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import numpy as np
import pytest
import torch
from torch import nn

from playground import tasks
from playground.config import Cell, Nonlinearity, RunConfig
from playground.experiments.edits import edited
from playground.models.hold import GATE_NAMES
from playground.models.unroll import weights_of
from playground.probes.cell_by_hand import cell_by_hand, recurrent_of
from playground.probes.inside import CellProbe, CellReading
from playground.training.trainer import Trainer

CELLS = {"rnn": nn.RNNCell, "by-hand": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}


def looked(name: str, cell: Cell, layer: int, **more: Any) -> tuple[Trainer, CellReading]:
    changes = {"model.cell": cell, "model.hidden_size": 6, "model.num_layers": 2}
    decoder = more.pop("decoder", False)
    config: RunConfig = edited(tasks.problem(name).preset, changes | more)
    trainer = Trainer(config)
    trainer.run(3)
    probe = CellProbe(config=config, step=3, example=1, layer=layer, unit=4, decoder=decoder)
    return trainer, cell_by_hand(probe, trainer)


def torchs(cell: Cell, inputs: int, nonlinearity: Nonlinearity, weights: Any) -> nn.RNNCellBase:
    """Torch's cell of one time step in float64, with these weights."""
    more = {"nonlinearity": nonlinearity} if CELLS[cell] is nn.RNNCell else {}
    one = CELLS[cell](inputs, 6, **more).double()
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    one.load_state_dict({name: value.double() for name, value in zip(names, weights, strict=True)})
    return one


def assert_torchs(trainer: Trainer, reading: CellReading, layer: int, decoder: bool = False) -> None:
    model = trainer.config.model
    seen = reading.inside
    below = [part.values["h"] for part in seen.parts if part.layer == layer - 1]
    read = torch.tensor(np.concatenate(below, axis=1) if below else seen.inputs).double()
    sides = [part for part in seen.parts if part.layer == layer]
    for side, part in zip(sides, reading.parts, strict=True):
        weights = weights_of(recurrent_of(trainer, decoder), layer, part.backward)
        cell = torchs(model.cell, read.shape[1], model.nonlinearity, weights)
        names = [name for name in ("h", "c") if name in side.values]
        order = -1 if part.backward else 1
        before = {name: np.zeros_like(side.values[name]) for name in names}
        for name in names:
            states = side.values[name][::order]
            before[name][1:] = states[:-1]
            before[name][0] = side.start[name] if side.start else 0
        start = [torch.tensor(before[name][::order].copy()).double() for name in names]
        for name, state in zip(names, start, strict=True):
            np.testing.assert_array_equal(part.values[f"{name}_before"], state[:, 4])
        after = cell(read, tuple(start) if model.cell == "lstm" else start[0])
        found = dict(zip(names, after if model.cell == "lstm" else [after], strict=True))
        for name in names:
            np.testing.assert_allclose(part.values[name], found[name][:, 4].detach(), rtol=0, atol=1e-12)
        for name in (*names, *GATE_NAMES[model.cell]):  # what the fused layers did, in float32
            np.testing.assert_allclose(part.values[name], side.values[name][:, 4], rtol=0, atol=2e-6)
        _assert_sums(part, weights, read, start[0], GATE_NAMES[model.cell] or ("h",))


def _assert_sums(part: Any, weights: Any, read: Any, h: Any, gates: tuple[str, ...]) -> None:
    for place, gate in enumerate(gates):
        row = 6 * place + 4
        of_x = (read * weights.ih[row].double()).sum(dim=1)
        of_h = (h * weights.hh[row].double()).sum(dim=1)
        np.testing.assert_allclose(part.values[f"Wx_{gate}"], of_x, rtol=0, atol=1e-12)
        np.testing.assert_allclose(part.values[f"Uh_{gate}"], of_h, rtol=0, atol=1e-12)
        biases = [float(bias[row].double()) for bias in (weights.b_ih, weights.b_hh)]
        if gate == "n":
            assert (part.biases["b_n"], part.biases["b′_n"]) == tuple(biases)
        else:
            assert part.biases[f"b_{gate}"] == pytest.approx(sum(biases), abs=1e-15)


@pytest.mark.parametrize(("cell", "layer", "both"), list(product(get_args(Cell), (0, 1), (False, True))))
def test_sums_gates_and_states_are_torchs(cell: Cell, layer: int, both: bool):
    trainer, reading = looked("adding", cell, layer, **{"model.bidirectional": both})
    assert [part.backward for part in reading.parts] == [False, True][: 2 if both else 1]
    assert_torchs(trainer, reading, layer)


def test_so_they_are_of_words_and_with_relu():
    assert_torchs(*looked("sentiment", "gru", 0), layer=0)
    assert_torchs(*looked("sine", "rnn", 1, **{"model.nonlinearity": "relu"}), layer=1)


@pytest.mark.parametrize(("cell", "decoder"), list(product(("rnn", "gru", "lstm"), (False, True))))
def test_so_they_are_of_an_encoder_and_of_a_decoder_that_begins_with_its_states(cell: Cell, decoder: bool):
    trainer, reading = looked("reverse", cell, 0, decoder=decoder, **{"model.attention": "dot"})
    assert_torchs(trainer, reading, 0, decoder)
