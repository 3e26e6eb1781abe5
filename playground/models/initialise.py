"""How the recurrent weights start, the same for fused and written-out cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.config import ModelConfig
from playground.models.shapes import GATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Views of one layer and direction; writing into them writes into the network."""

    input: Tensor  # (gates * hidden_size, input_size)
    state: Tensor  # (gates * hidden_size, hidden_size)
    biases: tuple[Tensor, ...]  # each (gates * hidden_size,)


@torch.no_grad()
def initialise(recurrent: nn.Module, config: ModelConfig) -> None:
    """Overwrite torch's initial weights as the config says; `torch` leaves them.

    Xavier: Glorot and Bengio (2010), each gate by itself. Orthogonal: Saxe et al. (2014) for the
    state's weights, Xavier for the input's. Identity: Le, Jaitly and Hinton (2015), the state is
    kept as it is, Xavier for the input's. Forget-gate bias: Gers et al. (2000).
    """
    for weights in recurrent_weights(recurrent, config):
        if config.initialisation != "torch":
            _initialise_layer(weights, config)
        if config.forget_bias is not None:
            forget = slice(config.hidden_size, 2 * config.hidden_size)  # torch's order is i f g o
            weights.biases[0][forget] = config.forget_bias
            weights.biases[1][forget] = 0.0


def recurrent_weights(recurrent: nn.Module, config: ModelConfig) -> Iterator[Weights]:
    """The weights of every layer and direction, in torch's order."""
    for layer in range(config.num_layers):
        for end in ("", "_reverse") if config.bidirectional else ("",):
            suffix = f"l{layer}{end}"
            if config.cell == "by-hand":
                joint = recurrent.get_parameter(f"weight_{suffix}")
                inputs = joint.shape[1] - config.hidden_size
                state, biases = joint[:, inputs:], (recurrent.get_parameter(f"bias_{suffix}"),)
                yield Weights(input=joint[:, :inputs], state=state, biases=biases)
            else:
                yield Weights(
                    input=recurrent.get_parameter(f"weight_ih_{suffix}"),
                    state=recurrent.get_parameter(f"weight_hh_{suffix}"),
                    biases=tuple(recurrent.get_parameter(f"bias_{way}_{suffix}") for way in ("ih", "hh")),
                )


def _initialise_layer(weights: Weights, config: ModelConfig) -> None:
    for gate in weights.input.chunk(GATES[config.cell]):
        nn.init.xavier_uniform_(gate)
    for gate in weights.state.chunk(GATES[config.cell]):
        if config.initialisation == "xavier":
            nn.init.xavier_uniform_(gate)
        elif config.initialisation == "orthogonal":
            gate.copy_(nn.init.orthogonal_(torch.empty_like(gate, memory_format=torch.contiguous_format)))
        else:
            gate.copy_(torch.eye(config.hidden_size))
    for bias in weights.biases:
        bias.zero_()
