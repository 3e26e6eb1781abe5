"""The whole network: an embedding where words are read, recurrent layers, a readout, a linear head."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from playground.config import ModelConfig
from playground.models.by_hand import ByHandRNN
from playground.models.initialise import initialise
from playground.models.shapes import head_width
from playground.tasks.texts.vocabulary import PAD


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
    """A recurrent network for sequences of numbers, or of words by their numbers."""

    def __init__(
        self, config: ModelConfig, input_size: int, output_size: int, *, every_step: bool, tokens: int = 0
    ) -> None:
        super().__init__()
        self.readout = "every step" if every_step else config.readout
        self.num_directions = config.num_directions
        self.packed = config.packed
        self.embedding = nn.Embedding(tokens, config.embedding_size, padding_idx=PAD) if tokens else None
        self.recurrent = _recurrent(config, config.embedding_size if tokens else input_size)
        self.head = nn.Linear(head_width(config), output_size)
        self.norm = HeadNorm(head_width(config)) if config.head_batch_norm else None
        self.dropout = nn.Dropout(config.head_dropout) if config.head_dropout else None
        dropped = config.embedding_dropout if tokens else 0.0
        self.embedding_dropout = nn.Dropout(dropped) if dropped else nn.Identity()
        initialise(self.recurrent, config)

    def forward(self, x: Tensor) -> Tensor:
        """The head's numbers, before any sigmoid or softmax.

        Args:
            x: (batch, time steps, input_size); of a text (batch, time steps, 1) the numbers of its words.

        Returns:
            (batch, output_size), or (batch, time steps, output_size) with an answer at every step.
        """
        features, lengths = self.read_in(x)
        states, final = self._run(
            self.embedding_dropout(features), lengths
        )  # (batch, time steps, directions * hidden_size)
        return self.answer_from(states, final, lengths)

    def read_in(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """The input of the recurrent layers: (batch, time steps, features), and where each text ends.

        The lengths (batch,) are `None` where there are no words, or the padding is to be read as well.
        """
        if self.embedding is None:
            return x, None
        ids = x[..., 0].long()  # (batch, time steps)
        lengths = (ids != PAD).sum(dim=1).clamp(min=1) if self.packed else None
        return self.embedding(ids), lengths

    def _run(self, x: Tensor, lengths: Tensor | None) -> tuple[Tensor, Tensor | tuple[Tensor, Tensor]]:
        """States and final states; behind the end of a packed text the states are 0."""
        if lengths is None or isinstance(self.recurrent, ByHandRNN):
            found: tuple[Tensor, Tensor] = (
                self.recurrent(x) if lengths is None else self.recurrent(x, lengths)
            )
            return found
        ends = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        packed, final = self.recurrent(ends)
        states, _ = pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])
        return states, final

    def answer_from(
        self, states: Tensor, final: Tensor | tuple[Tensor, Tensor], lengths: Tensor | None = None
    ) -> Tensor:
        """The head's numbers for what the recurrent layers gave.

        Args:
            states: (batch, time steps, directions * hidden_size) of the top layer.
            final: (layers * directions, batch, hidden_size), with an LSTM's cell states beside it.
            lengths: (batch,) time steps that belong to each sequence; `None` for all of them.

        Returns:
            As `forward`.
        """
        read = self._read(states, final, lengths)
        if self.norm is not None:
            read = self.norm(read.flatten(0, -2)).reshape(read.shape)
        if self.dropout is not None:
            read = self.dropout(read)
        answer: Tensor = self.head(read)
        return answer

    def _read(self, states: Tensor, final: Tensor | tuple[Tensor, Tensor], lengths: Tensor | None) -> Tensor:
        match self.readout:
            case "every step":
                return states
            case "mean" if lengths is not None:  # behind the end the states are 0
                return states.sum(dim=1) / lengths[:, None]
            case "mean":
                return states.mean(dim=1)
            case "final":  # of every direction: the backward one ends at the first time step
                h_n = final[0] if isinstance(final, tuple) else final
                return torch.cat(list(h_n[-self.num_directions :]), dim=1)
            case _ if lengths is not None:
                return states[torch.arange(len(states), device=states.device), lengths - 1]
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
