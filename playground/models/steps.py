"""One time step of each cell as an equation, in torch's variants.

All take (batch, gates * hidden_size) W_ih x + b_ih of this time step, (batch, hidden_size) the states before
it, the weights of one layer and direction, and what to hold still.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear

Held = Callable[[str, Tensor], Tensor]
"""Takes the name of a gate or state and its value, and gives the value to go on with."""


class Weights(NamedTuple):
    """The weights of one layer and direction; the rows of a cell with gates stand gate by gate."""

    ih: Tensor  # (gates * hidden_size, input_size)
    hh: Tensor  # (gates * hidden_size, hidden_size)
    b_ih: Tensor  # (gates * hidden_size,)
    b_hh: Tensor  # (gates * hidden_size,)


class RNNStep(NamedTuple):
    """A plain RNN after one time step."""

    h: Tensor  # (batch, hidden_size)


class LSTMStep(NamedTuple):
    """An LSTM after one time step: its states, and the gates that made them."""

    h: Tensor  # (batch, hidden_size), and so all others
    c: Tensor
    i: Tensor
    f: Tensor
    g: Tensor
    o: Tensor


class GRUStep(NamedTuple):
    """A GRU after one time step: its state, and the gates that made it."""

    h: Tensor  # (batch, hidden_size), and so all others
    r: Tensor
    z: Tensor
    n: Tensor


def as_computed(name: str, value: Tensor) -> Tensor:
    """Hold nothing."""
    return value


def input_part(x: Tensor, weights: Weights) -> Tensor:
    """(..., gates * hidden_size) W_ih x + b_ih: what a step takes from its input, known before any state."""
    return linear(x, weights.ih, weights.b_ih)


def rnn_step(
    x_part: Tensor,
    h: Tensor,
    weights: Weights,
    nonlinearity: Callable[[Tensor], Tensor],
    held: Held = as_computed,
) -> RNNStep:
    """h' = nonlinearity(W_ih x + b_ih + W_hh h + b_hh), with tanh or relu (Elman, 1990)."""
    joint = x_part + linear(h, weights.hh, weights.b_hh)
    return RNNStep(held("h", nonlinearity(joint)))


def lstm_step(x_part: Tensor, h: Tensor, c: Tensor, weights: Weights, held: Held = as_computed) -> LSTMStep:
    """c' = f c + i g and h' = o tanh(c') (Hochreiter and Schmidhuber, 1997).

    i, f, o = sigmoid(W_ih x + b_ih + W_hh h + b_hh) and g = tanh(the same), each with its own rows,
    in the order i f g o. The forget gate f is of Gers et al. (2000).
    """
    joint = x_part + linear(h, weights.hh, weights.b_hh)
    of_i, of_f, of_g, of_o = joint.chunk(4, dim=1)  # each (batch, hidden_size)
    i, f = held("i", torch.sigmoid(of_i)), held("f", torch.sigmoid(of_f))
    g, o = held("g", torch.tanh(of_g)), held("o", torch.sigmoid(of_o))
    c = held("c", f * c + i * g)
    return LSTMStep(held("h", o * torch.tanh(c)), c, i, f, g, o)


def gru_step(x_part: Tensor, h: Tensor, weights: Weights, held: Held = as_computed) -> GRUStep:
    """h' = (1 - z) n + z h (Cho et al., 2014).

    r, z = sigmoid(W_ih x + b_ih + W_hh h + b_hh) and n = tanh(W_ih x + b_ih + r (W_hh h + b_hh)),
    each with its own rows, in this order. As in torch, r acts on the state after its weights.
    """
    x_r, x_z, x_n = x_part.chunk(3, dim=1)  # each (batch, hidden_size)
    h_r, h_z, h_n = linear(h, weights.hh, weights.b_hh).chunk(3, dim=1)
    r, z = held("r", torch.sigmoid(x_r + h_r)), held("z", torch.sigmoid(x_z + h_z))
    n = held("n", torch.tanh(x_n + r * h_n))
    return GRUStep(held("h", (1 - z) * n + z * h), r, z, n)
