"""A plain RNN written out: one linear map of input and state together, in a Python loop."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from playground.config import Nonlinearity


class ByHandRNN(nn.Module):
    """The same function as `nn.RNN`, spelled out and therefore slower.

    h_t = tanh(W [x_t, h_{t-1}] + b), or relu in place of tanh (Elman, 1990). `nn.RNN` keeps W as
    two matrices and b as two biases; with the same seed both start as the same function.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        nonlinearity: Nonlinearity = "tanh",
        dropout: float = 0.0,
        bidirectional: bool = False,
    ) -> None:
        super().__init__()
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.squash = torch.tanh if nonlinearity == "tanh" else torch.relu
        self.dropout = nn.Dropout(dropout)
        self.suffixes = [
            [f"l{layer}{end}" for end in (("", "_reverse") if bidirectional else ("",))]
            for layer in range(num_layers)
        ]
        fused = nn.RNN(input_size, hidden_size, num_layers, bidirectional=bidirectional)
        for suffix in (suffix for layer in self.suffixes for suffix in layer):
            joint = torch.cat([getattr(fused, f"weight_{way}_{suffix}") for way in ("ih", "hh")], dim=1)
            bias = getattr(fused, f"bias_ih_{suffix}") + getattr(fused, f"bias_hh_{suffix}")
            self.register_parameter(f"weight_{suffix}", nn.Parameter(joint.detach()))
            self.register_parameter(f"bias_{suffix}", nn.Parameter(bias.detach()))

    def forward(self, x: Tensor, lengths: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """States at every time step and the final ones.

        Args:
            x: (batch, time steps, input_size).
            lengths: (batch,) time steps that belong to each sequence, as in a packed sequence: behind
                its end the states are 0, and the backward direction begins there.

        Returns:
            (batch, time steps, directions * hidden_size) and (layers * directions, batch, hidden_size).
        """
        final = []
        for layer, suffixes in enumerate(self.suffixes):
            if layer > 0:
                x = self.dropout(x)
            outputs = []
            for suffix in suffixes:
                backward = suffix.endswith("_reverse")
                times = range(x.shape[1])
                states, end = self._read(x, suffix, reversed(times) if backward else times, lengths)
                final.append(end)
                outputs.append(states.flip(1) if backward else states)
            x = torch.cat(outputs, dim=2)  # (batch, time steps, directions * hidden_size)
        return x, torch.stack(final)

    def _read(
        self, x: Tensor, suffix: str, times: Iterable[int], lengths: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """The states in the order of `times`, and the last one that belongs to each sequence."""
        weight, bias = self.get_parameter(f"weight_{suffix}"), self.get_parameter(f"bias_{suffix}")
        h = x.new_zeros(x.shape[0], self.hidden_size)
        inputs, states = x.unbind(1), []
        for t in times:
            new = self.squash(nn.functional.linear(torch.cat([inputs[t], h], dim=1), weight, bias))
            if lengths is None:
                h = new
                states.append(h)
            else:
                inside = (lengths > t)[:, None]  # (batch, 1)
                h = torch.where(inside, new, h)
                states.append(torch.where(inside, new, 0.0))
        return torch.stack(states, dim=1), h  # (batch, time steps, hidden_size)
