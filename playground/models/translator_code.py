"""Encoder, attention and decoder as lines of a script: `Seq2Seq` with nothing that this run does not use.

Modules are made in `Seq2Seq`'s order, and a decoder that looks back at the source is run step by step with
the equations of `playground.models.steps`, in the same order of additions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from playground.config import ModelConfig
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.models.code import fused, start
from playground.models.shapes import GATES, head_width
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset

Reading = Literal["packed", "whole", "either"]
"""Whether the encoder is stopped at the end of each source, never, or only in a batch where that matters."""

NETWORK = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        size, hidden = EMBEDDING_SIZE, HIDDEN_SIZE
        self.source_embedding = nn.Embedding($source, size, padding_idx=0)
        $encoder
        self.bridge = nn.Linear(2 * hidden, hidden)  #? both
        self.bridge_c = nn.Linear(2 * hidden, hidden)  #? both lstm
        self.query = nn.Linear(hidden, hidden, bias=False)  #? additive
        self.key = nn.Linear($width, hidden, bias=False)  #? additive
        self.score = nn.Linear(hidden, 1, bias=False)  #? additive
        self.map = nn.Linear(hidden, $width, bias=False)  #? dot both
        self.target_embedding = nn.Embedding($target, size, padding_idx=0)
        $decoder
        self.head = nn.Linear($read, $target)
        self.embedding_dropout = nn.Dropout(EMBEDDING_DROPOUT)  #? embedding_dropout
        $start

    def forward(self, x, y$forced):  # $shapes
        lengths = (x != 0).sum(dim=1)  # (batch,)  #? !whole
        embedded = self.source_embedding(x)  # $embedded
        embedded = self.embedding_dropout(embedded)  #? embedding_dropout
        $reading
        $bridge
        # $told
        said = nn.functional.pad(y[:, :-1].clamp(min=0), (1, 0), value=1)  # $said
        $answer
"""

READING = """
if bool((lengths == x.shape[1]).all()):  # $full  #? either
    $states, $final = self.encoder(embedded)  #? either
else:  #? either
    packed = pack(embedded, lengths, batch_first=True, enforce_sorted=False)  #? either
    $output, $final = self.encoder(packed)  #? either
    states, _ = unpack(output, batch_first=True, total_length=x.shape[1])  #? either attends
$states, $final = self.encoder(embedded)  # $ends  #? whole
packed = pack(embedded, lengths, batch_first=True, enforce_sorted=False)  #? packed
$output, $final = self.encoder(packed)  # $ends  #? packed
states, _ = unpack(output, batch_first=True, total_length=x.shape[1])  #? packed attends
"""

BRIDGE = """
h = torch.tanh(self.bridge(torch.cat([h_n[0::2], h_n[1::2]], dim=2)))
c = torch.tanh(self.bridge_c(torch.cat([c_n[0::2], c_n[1::2]], dim=2)))  #? lstm
"""

AT_ONCE = """
embedded = self.target_embedding(said)  # $embedded
embedded = self.embedding_dropout(embedded)  #? embedding_dropout
tops, _ = self.decoder(embedded, $state)  # $tops
return self.head(tops)  # $answer
"""

IN_STEPS = """
if forced is None or bool(forced[:, 1:].all()):  #? forced !attends
    $at_once  #? forced !attends
w_ih, w_hh, b_ih, b_hh = self.decoder.all_weights[0]  #? !layers
w_ih, _, b_ih, _ = self.decoder.all_weights[0]  #? layers
of_token, of_context = w_ih[:, :EMBEDDING_SIZE], w_ih[:, EMBEDDING_SIZE:]  #? attends
of_token = w_ih  #? !attends
embedded = self.target_embedding(said)  # $embedded
embedded = self.embedding_dropout(embedded)  #? embedding_dropout
parts = linear(embedded, of_token, b_ih)  # $parts
fed = linear(states, of_context)  # $fed  #? attends
keys = self.key(states)  # $keys  #? additive
keys = linear(states, self.map.weight.T)  # $keys  #? dot both
h, c = $h, $c  #? lstm
h = $h  #? !lstm
tops, looked = [], []  #? attends
tops = []  #? !attends
for t, part in enumerate(parts.unbind(1)):  #? forced
for part in parts.unbind(1):  #? !forced
    $forcing  #? forced
    $attention  #? attends
    $step
    tops.append($top)  # $top_shape
    looked.append(weights)  #? attends
tops = torch.stack(tops, dim=1)  # $tops
weights = torch.stack(looked, dim=1)  # $weights  #? attends
return self.head(torch.cat([tops, weights @ states], dim=2))  # $answer  #? attends
return self.head(tops)  # $answer  #? !attends
"""

FORCING = """
if t and forced is not None and not bool(forced[:, t].all()):  # $why
    with torch.no_grad():
        context = looked[-1][:, None] @ states  #? attends
        own = self.head(torch.cat([tops[-1][:, None], context], dim=2))  #? attends
        own = self.head(tops[-1][:, None])  #? !attends
    own = self.target_embedding(own[:, 0].argmax(dim=1))
    own = self.embedding_dropout(own)  #? embedding_dropout
    own = linear(own, of_token, b_ih)
    part = torch.where(forced[:, t, None], part, own)
"""

ATTENTION = """
# $why
joint = torch.tanh(keys + self.query($top)[:, None])  # $keys  #? additive
scores = joint @ self.score.weight[0]  # $weights  #? additive
scores = torch.bmm($compared, $top[:, :, None]).squeeze(2)  # $weights  #? dot
weights = torch.where(x != 0, scores, -torch.inf).softmax(dim=1)
part = torch.baddbmm(part[:, None], weights[:, None], fed).squeeze(1)
"""

LAYERS = """
for layer, (w, w_hh, b, b_hh) in enumerate(self.decoder.all_weights):
    if layer:
        below = nn.functional.dropout(h[layer - 1], DROPOUT, self.training)  #? dropout
        part = linear(below, w, b)  #? dropout
        part = linear(h[layer - 1], w, b)  #? !dropout
    $step
"""

STEPS = {
    "rnn": """
$h = (part + linear($h, w_hh, b_hh)).tanh()  # $shape
""",
    "lstm": """
i, f, g, o = (part + linear($h, w_hh, b_hh)).chunk(4, dim=1)  # $each
$c = f.sigmoid() * $c + i.sigmoid() * g.tanh()
$h = o.sigmoid() * $c.tanh()  # $shape
""",
    "gru": """
x_r, x_z, x_n = part.chunk(3, dim=1)  # $each
u_r, u_z, u_n = linear($h, w_hh, b_hh).chunk(3, dim=1)
r, z = (x_r + u_r).sigmoid(), (x_z + u_z).sigmoid()
n = (x_n + r * u_n).tanh()
$h = (1 - z) * n + z * $h  # $shape
""",
}
"""One step of the decoder's cell."""

_FULL = N_("nothing to leave out")
_TOLD = N_("The decoder is told the true token before each that it says; 1 is the start.")
_FORCING = N_("its own token")
_ATTENTION = N_("Attention: where in the source to look, from the decoder's state before.")


def translator(config: ModelConfig, data: Dataset, reading: Reading, *, forced: bool) -> str:
    """The class `Net`.

    Args:
        config: the network.
        data: the pairs it learns.
        reading: how its encoder reads the padding.
        forced: whether training sometimes lets the decoder read its own tokens.
    """
    pairs, attends = data.answer_as(Pairs), config.attention != "none"
    source, target = data.train_x.shape[1], data.train_y.shape[1]
    width = "2 * hidden" if config.bidirectional else "hidden"
    both = {"none": "hidden"}.get(config.attention, f"{3 if config.bidirectional else 2} * hidden")
    one_way = replace(config, bidirectional=False)
    embedded = shape("batch", source, config.embedding_size)
    return filled(
        NETWORK,
        **_flags(config, reading),
        source=len(pairs.source),
        target=len(pairs.target),
        encoder=fused(config, "encoder", "size", "hidden"),
        decoder=fused(one_way, "decoder", f"size + {width}" if attends else "size", "hidden"),
        width=width,
        read=both,
        start="\n".join(filter(None, (start(config, "encoder"), start(one_way, "decoder")))),
        forced=", forced=None" if forced else "",
        shapes=f"{shape('batch', source)}, {shape('batch', target)}",
        embedded=embedded,
        reading=_reading(config, data, reading),
        bridge=filled(BRIDGE, lstm=config.cell == "lstm") if config.bidirectional else "",
        told=_(_TOLD),
        said=shape("batch", target),
        answer=_in_steps(config, data, forced=forced) if attends or forced else _at_once(config, data),
    )


def _flags(config: ModelConfig, reading: Reading) -> dict[str, object]:
    flags = (config.attention, config.cell, reading)
    names = ("additive", "dot", "rnn", "lstm", "gru", "packed", "whole", "either")
    chosen: dict[str, object] = {name: name in flags for name in names}
    return chosen | {
        "attends": config.attention != "none",
        "both": config.bidirectional,
        "layers": config.num_layers > 1,
        "dropout": config.dropout > 0,
        "embedding_dropout": config.embedding_dropout > 0,
    }


def _reading(config: ModelConfig, data: Dataset, reading: Reading) -> str:
    attends, lstm = config.attention != "none", config.cell == "lstm"
    ends = config.num_layers * config.num_directions
    return filled(
        READING,
        **_flags(config, reading),
        states="states" if attends else "_states",
        output="output" if attends else "_output",
        final="(h_n, c_n)" if lstm else "h_n",
        full=_(_FULL),
        ends=shape(ends, "batch", config.hidden_size),
    )


def _at_once(config: ModelConfig, data: Dataset) -> str:
    h, c = ("h", "c") if config.bidirectional else ("h_n", "c_n")
    steps = ("batch", data.train_y.shape[1])
    return filled(
        AT_ONCE,
        embedded=shape(*steps, config.embedding_size),
        embedding_dropout=config.embedding_dropout > 0,
        state=f"({h}, {c})" if config.cell == "lstm" else h,
        tops=shape(*steps, config.hidden_size),
        answer=shape(*steps, data.answer.output_size),
    )


def _in_steps(config: ModelConfig, data: Dataset, *, forced: bool) -> str:
    layers, both = config.num_layers > 1, config.bidirectional
    h, c = ("h", "c") if both else ("h_n", "c_n")
    source, steps = ("batch", data.train_x.shape[1]), ("batch", data.train_y.shape[1])
    gates = GATES[config.cell] * config.hidden_size
    keys = config.hidden_size if config.attention == "additive" else head_width(config)
    values = _flags(config, "whole") | {
        "forced": forced,
        "top": "h[-1]" if layers else "h",
        "keys": shape(*source, keys),
        "compared": "keys" if both else "states",
        "weights": shape(*source),
        "embedded": shape(*steps, config.embedding_size),
    }
    step = filled(
        STEPS[config.cell],
        h="h[layer]" if layers else "h",
        c="c[layer]" if layers else "c",
        shape=shape("batch", config.hidden_size),
        each=_("each {shape}").format(shape=shape("batch", config.hidden_size)),
    )
    return filled(
        IN_STEPS,
        **values | {"weights": shape(*steps, source[1])},
        at_once=_at_once(config, data),
        parts=shape(*steps, gates),
        fed=shape(*source, gates),
        h=f"list({h})" if layers else f"{h}[0]",
        c=f"list({c})" if layers else f"{c}[0]",
        forcing=filled(FORCING, **values, why=_(_FORCING)),
        attention=filled(ATTENTION, **values, why=_(_ATTENTION)),
        step=filled(LAYERS, **values, step=step) if layers else step,
        tops=shape(*steps, config.hidden_size),
        top_shape=shape("batch", config.hidden_size),
        answer=shape(*steps, data.answer.output_size),
    )
