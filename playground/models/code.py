"""The network as lines of a script: one `nn.Module` that starts and computes as `Network` does.

The names are those of `playground.models.flow`. Modules are made in `Network`'s order: the initial weights
are drawn, and the norms of the gradient are added up, in that order.
"""

from __future__ import annotations

from collections.abc import Collection

from playground.config import Initialisation, ModelConfig
from playground.i18n import N_, _
from playground.listing import called, filled, shape
from playground.models import hand_code
from playground.models.flow import CALLED
from playground.models.shapes import GATES, head_width
from playground.tasks.base import Dataset

FUSED = {"rnn": "nn.RNN", "lstm": "nn.LSTM", "gru": "nn.GRU"}

NETWORK = """
$layer


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(vocabulary), EMBEDDING_SIZE, padding_idx=0)  #? tokens
        $recurrent
        self.head = nn.Linear($width, $outputs)
        self.norm = nn.BatchNorm1d($width)  #? norm
        self.dropout = nn.Dropout(HEAD_DROPOUT)  #? dropout
        self.embedding_dropout = nn.Dropout(EMBEDDING_DROPOUT)  #? embedding_dropout
        $start

    def forward(self, x):  # $x
        lengths = (x != 0).sum(dim=1)  # $lengths  #? packed
        embedded = self.embedding(x)  # $embedded  #? tokens
        embedded = self.embedding_dropout(embedded)  #? embedding_dropout
        $states
        # $copy  #? copy
        read = $code  # $read  #? code
        $norm  #? norm
        $name = self.dropout($taken)  #? dropout
        return self.head($name)  # $answer
"""

STATES = """
packed = pack(embedded, lengths, batch_first=True, enforce_sorted=False)  #? packed
$gives = self.$module($given)  # $first
output, _ = unpack(output, batch_first=True, total_length=LENGTH)  # $output  #? padded
"""

NORM = """
read = self.norm($taken)  #? !every_step !one
read = self.norm($taken.flatten(0, 1)).reshape($taken.shape)  #? every_step !one
# $alone  #? one
self.norm.train(self.training and len(x) > 1)  #? one
read = self.norm($taken.flatten(0, 1)).reshape($taken.shape)  #? one
"""

START = """
# $why
for name, weight in self.$module.named_parameters():
    if "bias" in name:
        nn.init.zeros_(weight)
    elif "weight_hh" in name:  #? own
        nn.init.$own(weight)  #? own !gates
        for gate in weight.detach().chunk($gates):  #? own gates
            nn.init.$own(gate)  #? own gates
    else:
        nn.init.xavier_uniform_(weight)  #? !gates
        for gate in weight.detach().chunk($gates):  #? gates
            nn.init.xavier_uniform_(gate)  #? gates
"""

FORGET = """
# $why
for name, bias in self.$module.named_parameters():
    if "bias" in name:
        forget = bias.detach()[HIDDEN_SIZE : 2 * HIDDEN_SIZE]
        nn.init.constant_(forget, FORGET_BIAS if "bias_ih" in name else 0.0)
"""

ALIGNED = 16
"""Numbers between two places in memory at which products are added up in the same order."""

STARTS: dict[Initialisation, str] = {
    "xavier": N_("Initial weights after Glorot and Bengio (2010): neither too large nor too small."),
    "orthogonal": N_("Initial weights after Saxe et al. (2014): the state keeps its length."),
    "identity": N_("Initial weights after Le, Jaitly and Hinton (2015): the state is kept as it is."),
}
OWN_STARTS = {"orthogonal": "orthogonal_", "identity": "eye_"}
"""Of the weights that read the state before, where they do not start as all others."""
_FORGET = N_("The forget gate is the second of four: the larger its bias, the less it forgets at first.")
_COPY = N_("A copy, which begins at another place in memory: else the last digits may differ.")
_ALONE = N_("One example alone has no spread: the running averages take its place.")


def network(config: ModelConfig, data: Dataset, batches: Collection[int], inputs: str, outputs: str) -> str:
    """The class `Net`.

    Args:
        config: the network.
        data: the data it learns.
        batches: how many examples the batches have that it reads.
        inputs: the number of features at a time step, as it is written in the script.
        outputs: the number of the head's outputs, likewise.
    """
    by_hand, every_step = config.cell == "by-hand", data.answer.every_step
    packed, steps = is_packed(config, data), data.train_x.shape[1]
    read = "EMBEDDING_SIZE" if data.tokens else inputs
    copies = any((config.num_layers - 1) * config.hidden_size * size % ALIGNED for size in batches)
    code = "" if every_step else _read(config, packed=packed, copies=copies)
    taken = "read" if code else "output"
    normed = "read" if config.head_batch_norm else taken
    rows = (steps,) if every_step else ()
    return filled(
        NETWORK,
        layer=hand_code.layer(config, steps, packed=packed) if by_hand else "",
        tokens=data.tokens,
        recurrent=hand_code.made(config, read) if by_hand else fused(config, CALLED[config.cell], read),
        width="2 * HIDDEN_SIZE" if config.bidirectional else "HIDDEN_SIZE",
        outputs=outputs,
        norm=config.head_batch_norm and _norm(taken, every_step, steps * min(batches) == 1),
        dropout=config.head_dropout > 0,
        embedding_dropout=config.embedding_dropout > 0,
        start=start(config, CALLED[config.cell]),
        x=shape("batch", steps) if data.tokens else shape("batch", steps, data.input_size),
        lengths=shape("batch"),
        packed=packed,
        embedded=shape("batch", steps, config.embedding_size),
        states=_states(config, data),
        code=code,
        copy=_(_COPY) if code.endswith(".clone()") else "",
        read=shape("batch", head_width(config)),
        taken=normed,
        name="read" if config.head_dropout else normed,
        answer=shape("batch", *rows, data.answer.output_size),
    )


def is_packed(config: ModelConfig, data: Dataset) -> bool:
    """Whether the network stops at the last word of a text."""
    return bool(data.tokens) and config.packed


def fused(config: ModelConfig, name: str, read: str, hidden: str = "HIDDEN_SIZE") -> str:
    """Torch's recurrent layers, which read and have so many features."""
    return called(
        f"self.{name} = {FUSED[config.cell]}",
        read,
        hidden,
        config.num_layers > 1 and "num_layers=NUM_LAYERS",
        config.nonlinearity != "tanh" and f'nonlinearity="{config.nonlinearity}"',
        config.dropout > 0 and "dropout=DROPOUT",
        config.bidirectional and "bidirectional=True",
        "batch_first=True",
        indent=8,
    )


def start(config: ModelConfig, module: str) -> str:
    """Lines that overwrite torch's initial weights; none where they stay."""
    gates = GATES[config.cell]
    found = []
    if config.initialisation != "torch":
        own, why = OWN_STARTS.get(config.initialisation, ""), _(STARTS[config.initialisation])
        if config.cell == "by-hand":
            return hand_code.start(config, why, own)
        found.append(filled(START, why=why, module=module, own=own, gates=gates if gates > 1 else 0))
    if config.forget_bias is not None:
        found.append(filled(FORGET, why=_(_FORGET), module=module))
    return "\n".join(found)


def _read(config: ModelConfig, *, packed: bool, copies: bool) -> str:
    """The states that the head reads, where it answers once.

    `Network` reads a copy of the final states. Of those that begin anywhere in memory a product may be added
    up in another order, to other last digits; so the script reads a copy as well, where they do.
    """
    match config.readout:
        case "last":
            return "output[torch.arange(len(x)), lengths - 1]" if packed else "output[:, -1]"
        case "mean":
            return "output.sum(dim=1) / lengths[:, None]" if packed else "output.mean(dim=1)"
        case "final" if config.cell == "by-hand":
            return hand_code.final(config)
        case "final" if config.bidirectional:
            return "torch.cat([h_n[-2], h_n[-1]], dim=1)"
        case "final":
            return "h_n[-1].clone()" if copies else "h_n[-1]"


def _states(config: ModelConfig, data: Dataset) -> str:
    """The lines that run the recurrent layers; what nobody reads begins with an underscore."""
    packed, read = is_packed(config, data), "embedded" if data.tokens else "x"
    steps = data.train_x.shape[1]
    output = shape("batch", steps, head_width(config))
    final = config.readout == "final" and not data.answer.every_step
    if config.cell == "by-hand":
        return hand_code.states(config, read, packed=packed, steps=steps, final=final)
    ends = shape(config.num_layers * config.num_directions, "batch", config.hidden_size)
    h_n = "h_n" if final else "_h_n"
    return filled(
        STATES,
        packed=packed,
        padded=packed and not final,
        given="packed" if packed else read,
        module=CALLED[config.cell],
        gives=f"{'_output' if final else 'output'}, {f'({h_n}, _c_n)' if config.cell == 'lstm' else h_n}",
        first=ends if final else "" if packed else output,
        output=output,
    )


def _norm(taken: str, every_step: bool, one: bool) -> str:
    return filled(NORM, taken=taken, every_step=every_step, one=one, alone=_(_ALONE))
