"""The RNN by hand as lines of a script: `ByHandRNN` with nothing that this run does not use."""

from __future__ import annotations

from playground.config import ModelConfig
from playground.i18n import N_, _
from playground.listing import filled, shape

LAYER = """
class HandRNN(nn.Module):  # h_t = $squash(W [x_t, h_(t-1)] + b)
    def __init__(self, input_size):
        super().__init__()
        fused = nn.RNN(input_size, HIDDEN_SIZE)  # $same
        weight = torch.cat([fused.weight_ih_l0, fused.weight_hh_l0], dim=1)
        self.weight = nn.Parameter(weight.detach())  # $weight
        self.bias = nn.Parameter((fused.bias_ih_l0 + fused.bias_hh_l0).detach())

    def forward(self, $given):  # $x
        h = x.new_zeros(len(x), HIDDEN_SIZE)  # $h
        states = []
        steps = list(enumerate(x.unbind(1)))  #? both
        for t, x_t in reversed(steps) if backward else steps:  #? both packed
        for _, x_t in reversed(steps) if backward else steps:  #? both !packed
        for t, x_t in enumerate(x.unbind(1)):  #? !both packed
        for x_t in x.unbind(1):  #? !both !packed
            joint = torch.cat([x_t, h], dim=1)  # $joint
            h = torch.$squash(nn.functional.linear(joint, self.weight, self.bias))  #? !packed
            states.append(h)  #? !packed
            new = torch.$squash(nn.functional.linear(joint, self.weight, self.bias))  #? packed
            inside = (lengths > t)[:, None]  # (batch, 1)  #? packed
            h = torch.where(inside, new, h)  #? packed
            states.append(torch.where(inside, new, 0.0))  #? packed
        output = torch.stack(states, dim=1)  # $output
        return output.flip(1) if backward else output, h  #? both
        return output, h  #? !both
"""

MADE = """
self.rnn = HandRNN($read)  #? !several
sizes = $sizes  #? several
self.rnn = nn.ModuleList(HandRNN(size) for size in sizes)  #? several
self.between = nn.Dropout(DROPOUT)  #? dropout
"""

ONE = """
$output, $end = self.rnn($given)  # $shapes
"""

LAYERS = """
output = $read
for number, layer in enumerate(self.rnn):  #? dropout
    output = self.between(output) if number else output  #? dropout
for layer in self.rnn:  #? !dropout
    output, $end = layer($given)  # $shapes
"""

BOTH = """
$ahead, $h_ahead = self.rnn[0]($given, backward=False)  # $shapes
$back, $h_back = self.rnn[1]($given, backward=True)
output = torch.cat([ahead, back], dim=2)  # $states  #? joined
"""

LAYERS_BOTH = """
output = $read
for number in range(NUM_LAYERS):
    output = self.between(output) if number else output  #? dropout
    ahead, $h_ahead = self.rnn[2 * number]($given, backward=False)  # $shapes
    back, $h_back = self.rnn[2 * number + 1]($given, backward=True)
    output = torch.cat([ahead, back], dim=2)  # $states
"""

START = """
inputs = $layer.weight.shape[1] - HIDDEN_SIZE
nn.init.xavier_uniform_($layer.weight.detach()[:, :inputs])
nn.init.xavier_uniform_($layer.weight.detach()[:, inputs:])  #? !own
state = nn.init.$own(torch.empty(HIDDEN_SIZE, HIDDEN_SIZE))  #? own
$layer.weight.detach()[:, inputs:] = state  #? own
nn.init.zeros_($layer.bias)
"""

EACH = """
for layer in self.rnn:
    $start
"""

_SAME = N_("gives the same initial weights")


def layer(config: ModelConfig, steps: int, *, packed: bool) -> str:
    """The class of one layer and direction."""
    both, hidden = config.bidirectional, config.hidden_size
    return filled(
        LAYER,
        squash=config.nonlinearity,
        same=_(_SAME),
        weight=shape(hidden, "features + " + str(hidden)),
        given=", ".join(["x", *(["lengths"] if packed else []), *(["backward"] if both else [])]),
        x=shape("batch", steps, "features"),
        h=shape("batch", hidden),
        joint=shape("batch", f"features + {hidden}"),
        output=shape("batch", steps, hidden),
        both=both,
        packed=packed,
    )


def made(config: ModelConfig, read: str) -> str:
    """The lines that make all layers and directions, in torch's order."""
    both = config.bidirectional
    first, rest = (f"[{read}] * 2", "[2 * HIDDEN_SIZE] * 2") if both else (f"[{read}]", "[HIDDEN_SIZE]")
    return filled(
        MADE,
        read=read,
        several=_several(config),
        sizes=f"{first} + {rest} * (NUM_LAYERS - 1)" if config.num_layers > 1 else first,
        dropout=config.dropout > 0,
    )


def states(config: ModelConfig, read: str, *, packed: bool, steps: int, final: bool) -> str:
    """The lines that run them; what nobody reads begins with an underscore."""
    layers, both = config.num_layers > 1, config.bidirectional
    template = {(False, False): ONE, (True, False): LAYERS, (False, True): BOTH, (True, True): LAYERS_BOTH}
    given = "output" if layers else read
    return filled(
        template[layers, both],
        read=read,
        given=f"{given}, lengths" if packed else given,
        dropout=config.dropout > 0,
        output="_output" if final else "output",
        joined=not final,
        ahead="_ahead" if final else "ahead",
        back="_back" if final else "back",
        end="h" if final else "_h",
        h_ahead="h_ahead" if final else "_h_ahead",
        h_back="h_back" if final else "_h_back",
        shapes=f"{shape('batch', steps, config.hidden_size)}, {shape('batch', config.hidden_size)}",
        states=shape("batch", steps, 2 * config.hidden_size),
    )


def final(config: ModelConfig) -> str:
    """The final state of every direction."""
    return "torch.cat([h_ahead, h_back], dim=1)" if config.bidirectional else "h"


def start(config: ModelConfig, why: str, own: str) -> str:
    """Lines that overwrite the initial weights as `why` says; those of the state with torch's `own`."""
    several = _several(config)
    lines = filled(START, layer="layer" if several else "self.rnn", own=own)
    return f"# {why}\n{filled(EACH, start=lines) if several else lines}"


def _several(config: ModelConfig) -> bool:
    return config.num_layers * config.num_directions > 1
