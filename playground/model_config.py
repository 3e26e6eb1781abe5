"""The network as a value, checked when built; a part of `playground.config`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.errors import ConfigError
from playground.i18n import N_
from playground.rules import require_between, require_choice, require_flag, require_integer, store_floats

Cell = Literal["rnn", "lstm", "gru", "by-hand"]
Nonlinearity = Literal["tanh", "relu"]
Readout = Literal["last", "final", "mean"]
Initialisation = Literal["torch", "xavier", "orthogonal", "identity"]
Attention = Literal["none", "additive", "dot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """The network: recurrent layers, then a linear head."""

    cell: Cell = "lstm"
    """`by-hand` is the tanh or relu RNN written out as a Python loop."""
    hidden_size: int = 32
    """Units in each recurrent layer and direction, 1 to 256."""
    num_layers: int = 1
    """Recurrent layers on top of each other, 1 to 4."""
    nonlinearity: Nonlinearity = "tanh"
    """What squashes a plain RNN's state; LSTM and GRU have their own."""
    bidirectional: bool = False
    """Whether a second direction reads the sequence from its end."""
    dropout: float = 0.0
    """Dropout between recurrent layers, 0 to 0.9; needs two layers or more."""
    head_dropout: float = 0.0
    """Dropout before the head, 0 to 0.9."""
    head_batch_norm: bool = False
    """Batch normalisation before the head."""
    readout: Readout = "last"
    """What the head reads: last time step, final hidden state of every direction, or mean."""
    initialisation: Initialisation = "torch"
    """How the recurrent layers' weights start; `identity` is for a relu RNN."""
    forget_bias: float | None = None
    """An LSTM's initial forget-gate bias, -5 to 5; `None` leaves torch's."""
    embedding_size: int = 16
    """Numbers a word becomes before it is read, 1 to 128; only for texts."""
    packed: bool = True
    """Whether a text ends with its last word, or the padding behind it is read as well."""
    attention: Attention = "none"
    """How a decoder looks back at what the encoder read; only for problems with pairs of sequences."""

    def __post_init__(self) -> None:
        require_choice("model.cell", self.cell, Cell)
        require_integer("model.hidden_size", self.hidden_size, 1, 256)
        require_integer("model.num_layers", self.num_layers, 1, 4)
        require_choice("model.nonlinearity", self.nonlinearity, Nonlinearity)
        require_flag("model.bidirectional", self.bidirectional)
        require_between("model.dropout", self.dropout, 0.0, 0.9)
        require_between("model.head_dropout", self.head_dropout, 0.0, 0.9)
        require_flag("model.head_batch_norm", self.head_batch_norm)
        require_choice("model.readout", self.readout, Readout)
        require_choice("model.initialisation", self.initialisation, Initialisation)
        if self.forget_bias is not None:
            require_between("model.forget_bias", self.forget_bias, -5.0, 5.0)
        require_integer("model.embedding_size", self.embedding_size, 1, 128)
        require_flag("model.packed", self.packed)
        require_choice("model.attention", self.attention, Attention)
        self._require_parts_that_fit()
        store_floats(self)

    def _require_parts_that_fit(self) -> None:
        if self.dropout > 0 and self.num_layers == 1:
            raise ConfigError(
                N_("model.dropout acts between layers: it needs model.num_layers of 2 or more.")
            )
        if self.nonlinearity == "relu" and not self.is_plain:
            raise ConfigError(
                N_("model.nonlinearity relu is for an RNN; model.cell is {cell}."), cell=self.cell
            )
        if self.initialisation == "identity" and self.nonlinearity != "relu":
            raise ConfigError(N_("model.initialisation identity is for an RNN with model.nonlinearity relu."))
        if self.forget_bias is not None and self.cell != "lstm":
            raise ConfigError(N_("model.forget_bias is for an LSTM; model.cell is {cell}."), cell=self.cell)

    @property
    def is_plain(self) -> bool:
        """Whether the cell is a plain RNN, fused or by hand."""
        return self.cell in ("rnn", "by-hand")

    @property
    def num_directions(self) -> int:
        """2 for a bidirectional network, else 1."""
        return 2 if self.bidirectional else 1
