"""One time step of each cell is torch's cell, and what is held stands still."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from playground.config import ModelConfig
from playground.config.errors import ConfigError
from playground.models.hold import Hold
from playground.models.steps import Held, Weights, as_computed, gru_step, input_part, lstm_step, rnn_step

GENERATOR = torch.Generator().manual_seed(0)


def random(*shape: int) -> Tensor:
    return torch.randn(shape, generator=GENERATOR, dtype=torch.float64)


X, H, C = random(4, 3), random(4, 5), random(4, 5)


def weights_of(cell: nn.RNNCellBase) -> Weights:
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    return Weights(*(cell.get_parameter(name).detach() for name in names))


def random_weights(gates: int) -> Weights:
    return Weights(random(gates * 5, 3), random(gates * 5, 5), random(gates * 5), random(gates * 5))


def holding(**values: float) -> Held:
    return lambda name, value: torch.full_like(value, values[name]) if name in values else value


def same(one: Tensor, other: Tensor) -> None:
    torch.testing.assert_close(one, other, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize(("name", "squash"), [("tanh", torch.tanh), ("relu", torch.relu)])
def test_a_step_of_the_plain_rnn_is_torchs(name: str, squash: Callable[[Tensor], Tensor]):
    cell = nn.RNNCell(3, 5, nonlinearity=name).double()
    weights = weights_of(cell)
    same(rnn_step(input_part(X, weights), H, weights, squash).h, cell(X, H))


def test_a_step_of_the_lstm_is_torchs():
    cell = nn.LSTMCell(3, 5).double()
    weights = weights_of(cell)
    step = lstm_step(input_part(X, weights), H, C, weights)
    h, c = cell(X, (H, C))
    same(step.h, h)
    same(step.c, c)


def test_a_step_of_the_gru_is_torchs():
    cell = nn.GRUCell(3, 5).double()
    weights = weights_of(cell)
    same(gru_step(input_part(X, weights), H, weights).h, cell(X, H))


def test_the_gates_are_the_ones_the_states_are_made_of():
    weights = random_weights(4)
    s = lstm_step(input_part(X, weights), H, C, weights)
    same(s.c, s.f * C + s.i * s.g)
    same(s.h, s.o * s.c.tanh())
    one = sum(float(weights.ih[5, k] * X[0, k]) for k in range(3)) + float(weights.b_ih[5] + weights.b_hh[5])
    one += sum(float(weights.hh[5, k] * H[0, k]) for k in range(5))  # row 5 is the forget gate of unit 0
    assert s.f[0, 0].item() == pytest.approx(1 / (1 + math.exp(-one)))
    weights = random_weights(3)
    u = gru_step(input_part(X, weights), H, weights)
    same(u.h, (1 - u.z) * u.n + u.z * H)


def test_an_update_gate_of_one_keeps_the_state():
    weights = random_weights(3)
    assert torch.equal(gru_step(input_part(X, weights), H, weights, holding(z=1.0)).h, H)


def test_an_open_forget_gate_and_a_shut_input_gate_keep_the_cell_state():
    weights = random_weights(4)
    assert torch.equal(lstm_step(input_part(X, weights), H, C, weights, holding(f=1.0, i=0.0)).c, C)


def test_a_gate_held_at_its_own_value_changes_nothing():
    lstm = Weights(random(20, 3), random(20, 5), random(20), torch.zeros(20, dtype=torch.float64))
    for gate in range(2):  # the weights of i and f are 0, so their biases alone speak
        lstm.ih[5 * gate : 5 * gate + 5] = 0
        lstm.hh[5 * gate : 5 * gate + 5] = 0
        lstm.b_ih[5 * gate : 5 * gate + 5] = 0.7 - gate
    own = {"i": 1 / (1 + math.exp(-0.7)), "f": 1 / (1 + math.exp(0.3))}
    free = lstm_step(input_part(X, lstm), H, C, lstm)
    for one, other in zip(free, lstm_step(input_part(X, lstm), H, C, lstm, holding(**own)), strict=True):
        same(one, other)


def test_every_gate_and_state_passes_through_the_hook_once():
    seen: list[str] = []

    def listen(name: str, value: Tensor) -> Tensor:
        seen.append(name)
        return as_computed(name, value)

    four, three, one = random_weights(4), random_weights(3), random_weights(1)
    lstm_step(input_part(X, four), H, C, four, listen)
    assert sorted(seen) == sorted("hcifgo")
    seen.clear()
    gru_step(input_part(X, three), H, three, listen)
    assert sorted(seen) == sorted("hrzn")
    seen.clear()
    rnn_step(input_part(X, one), H, one, torch.tanh, listen)
    assert seen == ["h"]


@pytest.mark.parametrize(
    "values",
    [
        {"layer": -1},
        {"layer": 1.0},
        {"backward": 1},
        {"gate": "h"},
        {"gate": 3},
        {"value": 1.5},
        {"value": math.nan},
        {"silenced": [1]},
        {"silenced": (-1,)},
        {"silenced": (True,)},
        {"freeze_from": -1},
    ],
)
def test_what_cannot_be_held_is_refused(values: dict[str, object]):
    with pytest.raises(ConfigError, match=r"^hold\."):
        Hold(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hold", "model"),
    [
        (Hold(layer=1), ModelConfig()),
        (Hold(backward=True), ModelConfig()),
        (Hold(gate="z"), ModelConfig(cell="lstm")),
        (Hold(gate="i"), ModelConfig(cell="rnn")),
        (Hold(silenced=(0, 8)), ModelConfig(hidden_size=8)),
        (Hold(freeze_from=0), ModelConfig(cell="gru")),
    ],
)
def test_a_hold_on_what_a_network_does_not_have_is_refused(hold: Hold, model: ModelConfig):
    with pytest.raises(ConfigError, match=r"^hold\."):
        hold.require_fits(model)


def test_a_hold_that_fits_is_let_through():
    model = ModelConfig(cell="lstm", num_layers=2, bidirectional=True, hidden_size=4)
    Hold(layer=1, backward=True, gate="g", value=-1.0, silenced=(3,), freeze_from=7).require_fits(model)
    Hold(gate="n").require_fits(ModelConfig(cell="gru"))
