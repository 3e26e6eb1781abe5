"""The whole network: recurrent layers, a readout, and a linear head."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.config import ModelConfig
from playground.models.by_hand import ByHandRNN
from playground.models.initialise import initialise
from playground.models.shapes import head_width


class HeadNorm(nn.BatchNorm1d):
    """Batch normalisation that uses its running averages where a batch holds one example."""

    def forward(self, input: Tensor) -> Tensor:
        """Normalise (batch, width)."""
        if self.training and input.shape[0] == 1:
            return nn.functional.batch_norm(
                input, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
            )
        return super().forward(input)


class Network(nn.Module):
    """A recurrent network for sequences of numbers."""

    def __init__(self, config: ModelConfig, input_size: int, output_size: int, *, every_step: bool) -> None:
        """Build the recurrent layers first, then the head, as a plain script would."""
        super().__init__()
        self.readout = "every step" if every_step else config.readout
        self.num_directions = config.num_directions
        self.recurrent = _recurrent(config, input_size)
        self.head = nn.Linear(head_width(config), output_size)
        self.norm = HeadNorm(head_width(config)) if config.head_batch_norm else None
        self.dropout = nn.Dropout(config.head_dropout) if config.head_dropout else None
        initialise(self.recurrent, config)

    def forward(self, x: Tensor) -> Tensor:
        """The head's numbers, before any sigmoid or softmax.

        Args:
            x: (batch, time steps, input_size).

        Returns:
            (batch, output_size), or (batch, time steps, output_size) with an answer at every step.
        """
        states, final = self.recurrent(x)  # (batch, time steps, directions * hidden_size)
        return self.answer_from(states, final)

    def answer_from(self, states: Tensor, final: Tensor | tuple[Tensor, Tensor]) -> Tensor:
        """The head's numbers for what the recurrent layers gave.

        Args:
            states: (batch, time steps, directions * hidden_size) of the top layer.
            final: (layers * directions, batch, hidden_size), with an LSTM's cell states beside it.

        Returns:
            As `forward`.
        """
        read = self._read(states, final)
        if self.norm is not None:
            read = self.norm(read.flatten(0, -2)).reshape(read.shape)
        if self.dropout is not None:
            read = self.dropout(read)
        answer: Tensor = self.head(read)
        return answer

    def _read(self, states: Tensor, final: Tensor | tuple[Tensor, Tensor]) -> Tensor:
        match self.readout:
            case "every step":
                return states
            case "mean":
                return states.mean(dim=1)
            case "final":  # of every direction: the backward one ends at the first time step
                h_n = final[0] if isinstance(final, tuple) else final
                return torch.cat(list(h_n[-self.num_directions :]), dim=1)
            case _:
                return states[:, -1]


def _recurrent(config: ModelConfig, input_size: int) -> nn.Module:
    sizes = {"num_layers": config.num_layers, "bidirectional": config.bidirectional}
    match config.cell:
        case "lstm":
            return nn.LSTM(input_size, config.hidden_size, dropout=config.dropout, batch_first=True, **sizes)
        case "gru":
            return nn.GRU(input_size, config.hidden_size, dropout=config.dropout, batch_first=True, **sizes)
        case "rnn":
            return nn.RNN(
                input_size,
                config.hidden_size,
                nonlinearity=config.nonlinearity,
                dropout=config.dropout,
                batch_first=True,
                **sizes,
            )
        case "by-hand":
            return ByHandRNN(
                input_size,
                config.hidden_size,
                nonlinearity=config.nonlinearity,
                num_layers=config.num_layers,
                dropout=config.dropout,
                bidirectional=config.bidirectional,
            )
