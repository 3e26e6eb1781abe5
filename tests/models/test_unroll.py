"""The network read with its own equations is torch's, and what is held stands still."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest
import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from playground.config import Cell, ModelConfig, Readout
from playground.models.hold import Hold
from playground.models.network import Network
from playground.models.steps import Weights, input_part, rnn_step
from playground.models.unroll import unroll

KINDS: list[dict[str, Any]] = [
    {"cell": "rnn"},
    {"cell": "rnn", "nonlinearity": "relu"},
    {"cell": "lstm"},
    {"cell": "gru"},
    {"cell": "by-hand"},
    {"cell": "by-hand", "nonlinearity": "relu"},
]
CASES = [(kind, layers, both) for kind, layers, both in product(KINDS, (1, 2, 3), (False, True))]
PACKED = [case for case in CASES if case[0]["cell"] != "by-hand"]
CELLS = get_args(Cell)
EXACT = {torch.float64: 1e-12, torch.float32: 1e-6}


def network(*, every_step: bool = False, dtype: torch.dtype = torch.float64, **model: Any) -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        made = Network(ModelConfig(hidden_size=5, **model), 3, 2, every_step=every_step)
    return made.to(dtype)


def data(batch: int = 4, steps: int = 9, dtype: torch.dtype = torch.float64) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(batch, steps, 3, generator=generator, dtype=torch.float64).to(dtype)


def same(one: Any, other: Any, atol: float = 1e-12) -> None:
    torch.testing.assert_close(one, other, rtol=0.0, atol=atol)


@pytest.mark.parametrize("dtype", EXACT)
@pytest.mark.parametrize(("kind", "layers", "both"), CASES)
def test_states_final_states_and_answer_are_the_networks(
    kind: dict[str, Any], layers: int, both: bool, dtype: torch.dtype
):
    net = network(**kind, num_layers=layers, bidirectional=both, dtype=dtype).eval()
    x = data(dtype=dtype)
    seen = unroll(net, x)
    states, final = net.recurrent(x)
    same(seen.states, states, EXACT[dtype])
    same(seen.final, final, EXACT[dtype])
    same(seen.answer, net(x), EXACT[dtype])
    ways = (False, True) if both else (False,)
    assert [(t.layer, t.backward) for t in seen.traces] == list(product(range(layers), ways))
    top = torch.cat([trace.values("h") for trace in seen.traces[-len(ways) :]], dim=2)
    same(top, states, EXACT[dtype])


@pytest.mark.parametrize("dtype", EXACT)
@pytest.mark.parametrize(("kind", "layers", "both"), PACKED)
def test_sequences_of_different_lengths_are_read_as_packed_ones(
    kind: dict[str, Any], layers: int, both: bool, dtype: torch.dtype
):
    net = network(**kind, num_layers=layers, bidirectional=both, dtype=dtype).eval()
    x, lengths = data(dtype=dtype), torch.tensor([4, 9, 1, 6])
    seen = unroll(net, x, lengths=lengths)
    packed, final = net.recurrent(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
    states, _ = pad_packed_sequence(packed, batch_first=True)
    same(seen.states, states, EXACT[dtype])
    same(seen.final, final, EXACT[dtype])


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("readout", [*get_args(Readout), "every step"])
def test_the_answer_to_a_padded_sequence_is_the_one_to_the_sequence_alone(cell: Cell, readout: Any):
    every = readout == "every step"
    model = {} if every else {"readout": readout}
    net = network(cell=cell, bidirectional=True, every_step=every, **model).eval()
    x, lengths = data(), torch.tensor([4, 9, 1, 6])
    answer = unroll(net, x, lengths=lengths).answer
    for n, length in enumerate(lengths.tolist()):
        alone = net(x[n : n + 1, :length])[0]
        same(answer[n, :length] if every else answer[n], alone)


@pytest.mark.parametrize("readout", [*get_args(Readout), "every step"])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_every_readout_gives_the_networks_answer_in_eval_mode(readout: Any, batch_norm: bool):
    every = readout == "every step"
    model = {} if every else {"readout": readout}
    net = network(
        num_layers=2, dropout=0.5, head_dropout=0.5, head_batch_norm=batch_norm, every_step=every, **model
    )
    net(data())  # moves the running averages
    before = {name: value.clone() for name, value in net.state_dict().items()}
    answer = unroll(net, data()).answer
    assert net.training
    assert all(module.training for module in net.modules())
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    same(answer, net.eval()(data()))
    unroll(net, data())
    assert not net.training


@pytest.mark.parametrize(("kind", "layers", "both"), CASES)
def test_gradients_at_the_inputs_are_autograds(kind: dict[str, Any], layers: int, both: bool):
    net = network(**kind, num_layers=layers, bidirectional=both).eval()
    x, again = data().requires_grad_(), data().requires_grad_()
    (mine,) = torch.autograd.grad(unroll(net, x).answer.sin().sum(), x)
    (fused,) = torch.autograd.grad(net(again).sin().sum(), again)
    same(mine, fused)
    assert all(parameter.grad is None for parameter in net.parameters())


def test_gradients_at_every_state_are_what_a_small_push_does():
    net = network(cell="lstm").eval()
    x = data(1)
    seen = unroll(net, x.requires_grad_())
    step = seen.traces[0].steps[5]
    by_h, by_c = torch.autograd.grad(seen.answer[0, 0], [step.h, step.c])  # type: ignore[union-attr]
    for k, gradient in ((0, by_h), (1, by_c)):
        pushed = []
        for push in (1e-6, -1e-6):
            state = [seen.traces[0].values(name)[:, 5].detach()[None] for name in ("h", "c")]
            state[k][0, 0, 3] += push
            if k == 1:  # the hidden state of that time step is made of the cell state
                state[0] = seen.traces[0].values("o")[:, 5].detach()[None] * state[1].tanh()
            rest, final = net.recurrent(x.detach()[:, 6:], tuple(state))
            pushed.append(net.answer_from(rest, final)[0, 0].item())
        assert gradient[0, 3].item() == pytest.approx((pushed[0] - pushed[1]) / 2e-6, rel=1e-6)


@pytest.mark.parametrize("rho", [0.9, 1.0, 1.1])
def test_a_linear_rnns_gradient_shrinks_by_its_matrixs_scale_at_every_time_step(rho: float):
    generator = torch.Generator().manual_seed(2)
    q, _ = torch.linalg.qr(torch.randn(6, 6, generator=generator, dtype=torch.float64))
    zeros = torch.zeros(6, dtype=torch.float64)
    weights = Weights(torch.eye(6, dtype=torch.float64), rho * q, zeros, zeros)
    x = torch.randn(30, 1, 6, generator=generator, dtype=torch.float64)
    h = zeros[None].requires_grad_()
    states = []
    for x_t in x:
        h = rnn_step(input_part(x_t, weights), h, weights, lambda joint: joint).h
        states.append(h)
    norms = torch.stack([g.norm() for g in torch.autograd.grad(h[0, 0], states)])
    same(norms[:-1] / norms[1:], torch.full((29,), rho, dtype=torch.float64), 1e-5)


@pytest.mark.parametrize("rho", [0.9, 1.05])
def test_a_relu_network_in_its_linear_range_does_the_same(rho: float):
    net = network(cell="rnn", nonlinearity="relu").eval()
    turn = torch.eye(5, dtype=torch.float64).roll(1, 0)  # a permutation is orthogonal and keeps h positive
    with torch.no_grad():
        net.recurrent.get_parameter("weight_hh_l0").copy_(rho * turn)
        net.recurrent.get_parameter("weight_ih_l0").abs_()
        net.recurrent.get_parameter("bias_ih_l0").abs_()
        net.recurrent.get_parameter("bias_hh_l0").abs_()
    seen = unroll(net, data(1, 30).abs().requires_grad_())
    grads = torch.autograd.grad(seen.answer.square().sum(), [step.h for step in seen.traces[0].steps])
    norms = torch.stack([grad.norm() for grad in grads])
    same(norms[:-1] / norms[1:], torch.full((29,), rho, dtype=torch.float64), 1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_holding_nothing_changes_no_digit(cell: Cell):
    net = network(cell=cell, num_layers=2, bidirectional=True)
    free, held = unroll(net, data()), unroll(net, data(), hold=Hold(layer=1, backward=True))
    assert torch.equal(free.answer, held.answer)
    assert torch.equal(free.states, held.states)


@pytest.mark.parametrize(("cell", "gate"), [("lstm", gate) for gate in "ifgo"] + [("gru", g) for g in "rzn"])
def test_a_held_gate_has_its_value_in_its_own_layer_and_direction_only(cell: Cell, gate: str):
    net = network(cell=cell, num_layers=2, bidirectional=True)
    hold = Hold(layer=0, backward=True, gate=gate, value=0.25)
    free, held = unroll(net, data()), unroll(net, data(), hold=hold)
    assert (held.traces[1].values(gate) == 0.25).all()
    assert not (held.traces[3].values(gate) == 0.25).any()
    assert torch.equal(free.traces[0].values("h"), held.traces[0].values("h"))
    assert not torch.equal(free.answer, held.answer)


def test_a_gate_held_at_its_own_constant_value_changes_nothing():
    net = network(cell="lstm")
    with torch.no_grad():  # the forget gate is deaf and says sigmoid(0)
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            net.recurrent.get_parameter(name)[5:10] = 0.0
    hold = Hold(gate="f", value=0.5)
    same(unroll(net, data(), hold=hold).states, unroll(net, data()).states)


def test_an_update_gate_held_at_one_keeps_a_gru_where_it_began():
    assert not unroll(network(cell="gru"), data(), hold=Hold(gate="z", value=1.0)).states.any()


@pytest.mark.parametrize("backward", [False, True])
def test_a_frozen_cell_state_keeps_the_value_it_had_before(backward: bool):
    net = network(cell="lstm", bidirectional=True)
    free = unroll(net, data()).traces[backward].values("c")
    c = unroll(net, data(), hold=Hold(backward=backward, freeze_from=4)).traces[backward].values("c")
    kept, as_it_was = (slice(0, 5), slice(5, 9)) if backward else (slice(4, 9), slice(0, 4))
    last = free[:, 5:6] if backward else free[:, 3:4]
    assert torch.equal(c[:, as_it_was], free[:, as_it_was])
    assert torch.equal(c[:, kept], last.expand_as(c[:, kept]))
    assert not torch.equal(free[:, kept], c[:, kept])


@pytest.mark.parametrize("cell", CELLS)
def test_a_silenced_layer_hears_nothing_of_the_input(cell: Cell):
    net = network(cell=cell, num_layers=2)
    hold = Hold(layer=0, silenced=tuple(range(5)))
    one, other = unroll(net, data(), hold=hold), unroll(net, 3 * data() + 1, hold=hold)
    assert torch.equal(one.answer, other.answer)
    assert not torch.equal(unroll(net, data()).answer, unroll(net, 3 * data() + 1).answer)


@pytest.mark.parametrize("cell", CELLS)
def test_silenced_units_are_as_good_as_cut_off(cell: Cell):
    net = network(cell=cell, readout="mean")
    held = unroll(net, data(), hold=Hold(silenced=(1, 3)))
    assert not held.states[..., [1, 3]].any()
    with torch.no_grad():  # nobody listens to them: neither the layer itself nor the head
        if cell == "by-hand":
            net.recurrent.get_parameter("weight_l0")[:, [4, 6]] = 0.0
        else:
            net.recurrent.get_parameter("weight_hh_l0")[:, [1, 3]] = 0.0
        net.head.weight[:, [1, 3]] = 0.0
    same(held.answer, unroll(net, data()).answer)


@pytest.mark.parametrize("cell", CELLS)
def test_a_reading_goes_on_where_another_ended(cell: Cell):
    net = network(cell=cell, num_layers=2, every_step=True)
    whole = unroll(net, data())
    first = unroll(net, data()[:, :4])
    rest = unroll(net, data()[:, 4:], start=first.ends)
    same(torch.cat([first.answer, rest.answer], dim=1), whole.answer)
    same(rest.final, whole.final)
