"""The network as a value, checked when built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from playground.config import conditions
from playground.config.kinds import Choice, Flag, Real, Whole
from playground.config.setting import check_rows, row
from playground.i18n import N_

Cell = Literal["rnn", "lstm", "gru", "by-hand"]
Nonlinearity = Literal["tanh", "relu"]
Readout = Literal["last", "final", "mean"]
Initialisation = Literal["torch", "xavier", "orthogonal", "identity"]
Attention = Literal["none", "additive", "dot"]

MAX_UNITS = 512
MAX_LAYERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """The network: recurrent layers, then a linear head; or an encoder and a decoder."""

    cell: Cell = row(
        Choice(get_args(Cell)),
        "lstm",
        label=N_("Cell"),
        torch="nn.RNN, nn.LSTM, nn.GRU",
        help=N_("The kind of recurrent layer. By hand is the plain RNN written out as a Python loop."),
        names={"rnn": N_("RNN"), "lstm": N_("LSTM"), "gru": N_("GRU"), "by-hand": N_("By hand")},
        only={"by-hand": conditions.HAS_FUSED_CELL},
        first=True,
    )
    attention: Attention = row(
        Choice(get_args(Attention)),
        "none",
        label=N_("Attention"),
        help=N_("How the decoder weights the encoder's states before each output token."),
        names={"none": N_("None"), "additive": N_("Additive"), "dot": N_("Dot")},
        needs=(conditions.HAS_DECODER,),
        grid=get_args(Attention),
        first=True,
    )
    hidden_size: int = row(
        Whole(1, MAX_UNITS),
        32,
        label=N_("Hidden size"),
        torch="nn.LSTM(hidden_size)",
        help=N_(
            "Units in each layer and direction. More units can remember more, but have more weights to learn."
        ),
        log=True,
        grid=(8, 16, 32),
        first=True,
    )
    num_layers: int = row(
        Whole(1, MAX_LAYERS),
        1,
        label=N_("Layers"),
        torch="nn.LSTM(num_layers)",
        help=N_("Recurrent layers on top of each other: each reads the hidden states of the one below."),
        offered=tuple(range(1, MAX_LAYERS + 1)),
        grid=(1, 2, 3),
        first=True,
    )
    bidirectional: bool = row(
        Flag(),
        False,
        label=N_("Direction"),
        torch="nn.LSTM(bidirectional)",
        help=N_("Both ways adds a second set of units that reads the sequence from its end."),
        names={False: N_("One way"), True: N_("Both ways")},
        needs=(conditions.LOOKS_BACK,),
        grid=(False, True),
        first=True,
    )
    nonlinearity: Nonlinearity = row(
        Choice(get_args(Nonlinearity)),
        "tanh",
        label=N_("Nonlinearity"),
        torch="nn.RNN(nonlinearity)",
        help=N_(
            "The function that makes a plain RNN's state: tanh keeps it between -1 and 1, relu lets it grow."
        ),
        needs=(conditions.IS_PLAIN, conditions.HAS_ONE_CELL),
        grid=get_args(Nonlinearity),
    )
    dropout: float = row(
        Real(0.0, 0.9),
        0.0,
        label=N_("Dropout between layers"),
        torch="nn.LSTM(dropout)",
        help=N_("The share of values set to 0 at random between layers during training."),
        offered=tuple(round(0.1 * tenth, 1) for tenth in range(10)),
        needs=(conditions.HAS_LAYERS,),
        grid=(0.0, 0.2, 0.5),
    )
    head_dropout: float = row(
        Real(0.0, 0.9),
        0.0,
        label=N_("Dropout before the head"),
        torch="nn.Dropout(p)",
        help=N_("The share of values set to 0 at random before the head during training."),
        offered=tuple(round(0.1 * tenth, 1) for tenth in range(10)),
        needs=(conditions.HAS_HEAD,),
        grid=(0.0, 0.2, 0.5),
    )
    head_batch_norm: bool = row(
        Flag(),
        False,
        label=N_("Batch normalisation before the head"),
        torch="nn.BatchNorm1d(num_features)",
        help=N_("Scales each input of the head to mean 0 and standard deviation 1 over the batch."),
        needs=(conditions.HAS_HEAD, conditions.ANSWERS_WITHOUT_PADDING),
    )
    readout: Readout = row(
        Choice(get_args(Readout)),
        "last",
        label=N_("The head reads"),
        help=N_("The hidden states from which the head makes the answer."),
        names={
            "last": N_("the last time step"),
            "final": N_("the final state of every direction"),
            "mean": N_("the mean over all time steps"),
        },
        needs=(conditions.HAS_HEAD, conditions.ANSWERS_ONCE),
        grid=get_args(Readout),
    )
    embedding_size: int = row(
        Whole(1, 256),
        16,
        label=N_("Embedding size"),
        torch="nn.Embedding(embedding_dim)",
        help=N_("The number of values in the embedding of each word or token."),
        log=True,
        needs=(conditions.HAS_SYMBOLS,),
        grid=(4, 16, 64),
    )
    embedding_dropout: float = row(
        Real(0.0, 0.9),
        0.0,
        label=N_("Dropout on the embedding"),
        torch="nn.Dropout(p)",
        help=N_("The share of an embedding's numbers that is set to 0 at random while the network trains."),
        offered=tuple(round(0.1 * tenth, 1) for tenth in range(10)),
        needs=(conditions.HAS_SYMBOLS,),
        grid=(0.0, 0.2, 0.5),
        late=True,
    )
    packed: bool = row(
        Flag(),
        True,
        label=N_("Skip the padding"),
        torch="nn.utils.rnn.pack_padded_sequence(lengths)",
        help=N_(
            "Padding fills every text to the length of the longest. Switched on, the network stops at "
            "the last word; otherwise it reads the padding too, and its memory of the text fades."
        ),
        needs=(conditions.HAS_PADDING,),
    )
    initialisation: Initialisation = row(
        Choice(get_args(Initialisation)),
        "torch",
        label=N_("Initial weights"),
        help=N_("How the weights of the recurrent layers start."),
        names={
            "torch": N_("PyTorch's default"),
            "xavier": N_("Xavier"),
            "orthogonal": N_("orthogonal"),
            "identity": N_("identity (relu only)"),
        },
        only={"identity": conditions.IS_RELU},
        grid=get_args(Initialisation),
    )
    forget_bias: float | None = row(
        Real(-5.0, 5.0),
        None,
        label=N_("Forget-gate bias"),
        help=N_("The bias at which an LSTM's forget gate starts: the larger, the less it forgets at first."),
        off=N_("off"),
        offered=(None, -1.0, 0.0, 1.0, 2.0, 3.0),
        needs=(conditions.IS_LSTM,),
        grid=(None, 0.0, 1.0, 2.0),
    )

    def __post_init__(self) -> None:
        check_rows("model", self)

    @property
    def num_directions(self) -> int:
        """2 for a bidirectional network, else 1."""
        return 2 if self.bidirectional else 1
