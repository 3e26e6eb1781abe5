"""The RNN written out is torch's RNN: outputs, final states and gradients, in float64."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
import torch
from torch import Tensor, nn

from playground.config import Nonlinearity
from playground.models.by_hand import ByHandRNN

CASES = list(product((1, 2, 3), (False, True), get_args(Nonlinearity)))


def pair(layers: int, bidirectional: bool, nonlinearity: Nonlinearity) -> tuple[ByHandRNN, nn.RNN]:
    """The two modules in float64 with one set of weights: [W_ih | W_hh] and b_ih + b_hh."""
    with torch.random.fork_rng():
        torch.manual_seed(layers)
        fused = nn.RNN(3, 5, layers, nonlinearity, batch_first=True, bidirectional=bidirectional).double()
    mine = ByHandRNN(3, 5, num_layers=layers, nonlinearity=nonlinearity, bidirectional=bidirectional).double()
    with torch.no_grad():
        for layer, end in product(range(layers), ("", "_reverse") if bidirectional else ("",)):
            get = fused.get_parameter
            joint = torch.cat([get(f"weight_ih_l{layer}{end}"), get(f"weight_hh_l{layer}{end}")], dim=1)
            mine.get_parameter(f"weight_l{layer}{end}").copy_(joint)
            bias = get(f"bias_ih_l{layer}{end}") + get(f"bias_hh_l{layer}{end}")
            mine.get_parameter(f"bias_l{layer}{end}").copy_(bias)
    return mine, fused


def data() -> Tensor:
    return torch.randn(4, 7, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


@pytest.mark.parametrize(("layers", "bidirectional", "nonlinearity"), CASES)
def test_outputs_and_final_states_are_torchs(layers: int, bidirectional: bool, nonlinearity: Nonlinearity):
    mine, fused = pair(layers, bidirectional, nonlinearity)
    states, final = mine(data())
    true_states, true_final = fused(data())
    torch.testing.assert_close(states, true_states, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(final, true_final, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("layers", "bidirectional", "nonlinearity"), CASES)
def test_gradients_at_the_inputs_and_the_weights_are_torchs(
    layers: int, bidirectional: bool, nonlinearity: Nonlinearity
):
    mine, fused = pair(layers, bidirectional, nonlinearity)
    found = []
    for module in (mine, fused):
        x = data().requires_grad_()
        states, final = module(x)
        (states.square().sum() + final.sin().sum()).backward()
        assert x.grad is not None
        found.append(x.grad)
    torch.testing.assert_close(found[0], found[1], rtol=1e-11, atol=1e-12)
    for layer, end in product(range(layers), ("", "_reverse") if bidirectional else ("",)):
        ways = [fused.get_parameter(f"weight_{way}_l{layer}{end}").grad for way in ("ih", "hh")]
        joint = mine.get_parameter(f"weight_l{layer}{end}").grad
        torch.testing.assert_close(joint, torch.cat(ways, dim=1), rtol=1e-11, atol=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize(("layers", "bidirectional", "nonlinearity"), CASES)
def test_the_same_seed_starts_as_the_same_function(
    layers: int, bidirectional: bool, nonlinearity: Nonlinearity
):
    x = data().float()
    with torch.random.fork_rng():
        torch.manual_seed(3)
        mine = ByHandRNN(3, 5, num_layers=layers, nonlinearity=nonlinearity, bidirectional=bidirectional)
        after_mine = torch.get_rng_state()
        torch.manual_seed(3)
        fused = nn.RNN(3, 5, layers, nonlinearity, batch_first=True, bidirectional=bidirectional)
        after_fused = torch.get_rng_state()
    assert torch.equal(after_mine, after_fused)
    torch.testing.assert_close(mine(x)[0], fused(x)[0], rtol=1e-5, atol=1e-6)


def test_dropout_acts_between_layers_while_training_only():
    deep = ByHandRNN(3, 5, num_layers=2, dropout=0.5)
    flat = ByHandRNN(3, 5, num_layers=1, dropout=0.5)
    x = data().float()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        assert not torch.equal(deep(x)[0], deep(x)[0])
        assert torch.equal(flat(x)[0], flat(x)[0])
        assert torch.equal(deep.eval()(x)[0], deep(x)[0])
