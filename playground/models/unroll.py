"""A network read time step by time step, so that every state and gate can be seen and held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from playground.models.by_hand import ByHandRNN
from playground.models.evaluating import evaluating
from playground.models.hold import Hold
from playground.models.network import Network
from playground.models.steps import (
    GRUStep,
    Held,
    LSTMStep,
    RNNStep,
    Weights,
    as_computed,
    gru_step,
    input_part,
    lstm_step,
    rnn_step,
)

Step = RNNStep | LSTMStep | GRUStep
Recurrent = nn.RNNBase | ByHandRNN


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerTrace:
    """The steps that one layer and direction went through."""

    layer: int
    backward: bool
    steps: tuple[Step, ...]
    """By time step: number t is what held after reading time step t, in both directions."""

    def values(self, name: str) -> Tensor:
        """A state or gate by its letter: (batch, time steps, hidden_size)."""
        return torch.stack([getattr(step, name) for step in self.steps], dim=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrolled:
    """All that happened in one reading."""

    answer: Tensor
    """The head's numbers, as the network gives them in eval mode."""
    traces: tuple[LayerTrace, ...]
    """In torch's order: layer 0 forward, layer 0 backward, layer 1 forward ..."""
    states: Tensor
    """(batch, time steps, directions * hidden_size) of the top layer."""
    final: Tensor | tuple[Tensor, Tensor]
    """(layers * directions, batch, hidden_size) final hidden states; an LSTM's cell states beside them."""
    ends: tuple[Step, ...]
    """The step at the true end of every sequence, by layer and direction as in `traces`."""

    @property
    def state_names(self) -> tuple[str, ...]:
        """The letters of what is passed on from time step to time step: h, and an LSTM's c."""
        return tuple(name for name in ("h", "c") if name in self.traces[0].steps[0]._fields)


def unroll(
    network: Network,
    x: Tensor,
    *,
    lengths: Tensor | None = None,
    hold: Hold | None = None,
    start: Sequence[Step] | None = None,
) -> Unrolled:
    """Read `x` with the cells' own equations, without dropout and with the running averages.

    Gradients flow to `x` and to all states, not to the recurrent weights. The network stays as it is.

    Args:
        network: any of ours, in any mode.
        x: (batch, time steps, features) what the recurrent layers read.
        lengths: (batch,) time steps that belong to each sequence, as in a packed sequence: after its
            end everything is 0, the backward direction begins there, and the answer is the one to
            the sequence alone.
        hold: what to hold still; it must fit the network.
        start: where to go on from, `Unrolled.ends` of what was read before; only for one direction, as
            the other one begins at the end. Zeros without it.
    """
    recurrent = cast(Recurrent, network.recurrent)
    traces, ends, inputs = [], [], x
    for layer in range(recurrent.num_layers):
        ways = (False, True)[: network.num_directions]
        before = None if start is None else start[layer]
        read = [_read_layer(recurrent, inputs, layer, backward, lengths, hold, before) for backward in ways]
        inputs = torch.cat([trace.values("h") for trace, _ in read], dim=2)
        traces += [trace for trace, _ in read]
        ends += [end for _, end in read]
    final = _final(ends)
    with evaluating(network):
        answer = network.answer_from(inputs, final, lengths)
    return Unrolled(answer=answer, traces=tuple(traces), states=inputs, final=final, ends=tuple(ends))


def unroll_input(network: Network, x: Tensor, *, hold: Hold | None = None) -> Unrolled:
    """`unroll` for what the network itself is given: of a text the numbers of its words."""
    features, lengths = network.read_in(x)
    return unroll(network, features, lengths=lengths, hold=hold)


def traces_of(recurrent: nn.RNNBase, x: Tensor, start: Sequence[Step] = ()) -> tuple[LayerTrace, ...]:
    """The traces of every layer and direction, in torch's order, without dropout.

    Args:
        recurrent: an encoder or a decoder.
        x: (batch, time steps, features) what it reads.
        start: the state each layer begins with, for one direction; zeros where it is empty.
    """
    traces, read = [], x
    for layer in range(recurrent.num_layers):
        before = start[layer] if start else None
        found = [
            _read_layer(recurrent, read, layer, backward, None, None, before)[0]
            for backward in (False, True)[: 2 if recurrent.bidirectional else 1]
        ]
        read = torch.cat([trace.values("h") for trace in found], dim=2)
        traces += found
    return tuple(traces)


def weights_of(recurrent: Recurrent, layer: int, backward: bool) -> Weights:
    """The weights of one layer and direction, cut off from training."""
    suffix = f"l{layer}{'_reverse' if backward else ''}"
    if isinstance(recurrent, ByHandRNN):
        joint = recurrent.get_parameter(f"weight_{suffix}").detach()
        bias = recurrent.get_parameter(f"bias_{suffix}").detach()
        ih, hh = joint.split([joint.shape[1] - recurrent.hidden_size, recurrent.hidden_size], dim=1)
        return Weights(ih, hh, bias, torch.zeros_like(bias))
    names = (f"{name}_{suffix}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    return Weights(*(recurrent.get_parameter(name).detach() for name in names))


def _read_layer(
    recurrent: Recurrent,
    x: Tensor,
    layer: int,
    backward: bool,
    lengths: Tensor | None,
    hold: Hold | None,
    before: Step | None,
) -> tuple[LayerTrace, Step]:
    """The trace, and the step at the true end of every sequence."""
    if hold is not None and (hold.layer, hold.backward) != (layer, backward):
        hold = None
    weights = weights_of(recurrent, layer, backward)
    state = _start(recurrent, x) if before is None else before
    steps: list[Step] = []
    times = list(enumerate(input_part(x, weights).unbind(1)))  # all at once: no state is needed for it
    for t, x_part in reversed(times) if backward else times:
        held = as_computed if hold is None else _holding(hold, t, state)
        new = _next(recurrent, x_part, state, weights, held)
        if lengths is None:
            state = new
            steps.append(new)
        else:
            inside = (lengths > t)[:, None]  # (batch, 1)
            state = _where(inside, new, state)
            steps.append(_where(inside, new, _start(recurrent, x)))
    by_time = tuple(reversed(steps)) if backward else tuple(steps)
    return LayerTrace(layer=layer, backward=backward, steps=by_time), state


def _start(recurrent: Recurrent, x: Tensor) -> Step:
    zeros = x.new_zeros(x.shape[0], recurrent.hidden_size)
    match recurrent:
        case nn.LSTM():
            return LSTMStep(zeros, zeros, zeros, zeros, zeros, zeros)
        case nn.GRU():
            return GRUStep(zeros, zeros, zeros, zeros)
        case _:
            return RNNStep(zeros)


def _next(recurrent: Recurrent, x_part: Tensor, state: Step, weights: Weights, held: Held) -> Step:
    match state:
        case LSTMStep():
            return lstm_step(x_part, state.h, state.c, weights, held)
        case GRUStep():
            return gru_step(x_part, state.h, weights, held)
        case _:
            relu = isinstance(recurrent, nn.RNN) and recurrent.nonlinearity == "relu"
            squash = recurrent.squash if isinstance(recurrent, ByHandRNN) else torch.tanh
            return rnn_step(x_part, state.h, weights, torch.relu if relu else squash, held)


def _where(inside: Tensor, new: Step, other: Step) -> Step:
    return type(new)(*(torch.where(inside, one, two) for one, two in zip(new, other, strict=True)))


def _holding(hold: Hold, t: int, state: Step) -> Held:
    frozen = hold.freeze_from is not None and (
        t <= hold.freeze_from if hold.backward else t >= hold.freeze_from
    )

    def held(name: str, value: Tensor) -> Tensor:
        if name == hold.gate:
            return torch.full_like(value, hold.value)
        if name == "h" and hold.silenced:
            return value.index_fill(1, torch.tensor(hold.silenced), 0.0)
        if name == "c" and frozen and isinstance(state, LSTMStep):
            return state.c
        return value

    return held


def _final(ends: list[Step]) -> Tensor | tuple[Tensor, Tensor]:
    h = torch.stack([end.h for end in ends])
    cells = [end.c for end in ends if isinstance(end, LSTMStep)]
    return (h, torch.stack(cells)) if cells else h
