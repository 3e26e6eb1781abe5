"""The tensors on the data's way through a network, with torch's names and shapes; counted without torch.

The code of all stations, in their order, runs as it stands in torch and gives the network's answer; the
modules are called after their classes (`lstm`), or as the network calls them (`embedding`, `head`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from playground.config import ModelConfig
from playground.models.shapes import head_width
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset

Place = Literal[
    "numbers",
    "symbols",
    "embedding",
    "states",
    "hidden",
    "cell",
    "read",
    "norm",
    "answer",
    "start",
    "cell start",
    "said",
    "said embedding",
    "keys",
    "weights",
    "context",
    "step read",
    "decoder",
    "step answer",
]
"""What a tensor is on the way."""
Axis = Literal[
    "batch", "time", "target", "features", "embedding", "units", "hidden", "stack", "answers", "one"
]
"""What an axis counts: `units` are directions times hidden size, `stack` is layers times directions."""
Reads = Literal["last", "final", "mean", "every step"]
"""Which time steps of the top layer go on."""
Sizes = tuple[tuple[Axis, int], ...]

CALLED = {"rnn": "rnn", "by-hand": "rnn", "lstm": "lstm", "gru": "gru"}
"""How the recurrent layers are called in the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One tensor on the way."""

    place: Place
    name: str
    """The variable that holds it."""
    code: str = ""
    """The statement that makes it; empty where the one before made it too, or where it is given."""
    sizes: Sizes
    is_read: bool = False
    """Whether it holds the entries that go on to the answer."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape, as torch says it."""
        return tuple(size for _, size in self.sizes)


def flow(config: ModelConfig, data: Dataset, batch: int) -> tuple[Station, ...]:
    """The tensors of one batch of so many examples, from the input to the answer."""
    if isinstance(data.answer, Pairs):
        return _translation(config, data.answer, data.train_x.shape[1], data.train_y.shape[1], batch)
    return _network(config, data, batch)


def reads_of(config: ModelConfig, data: Dataset) -> Reads:
    """Which time steps of the top layer go on: to the head, or from an encoder to its decoder."""
    if isinstance(data.answer, Pairs):
        return "final" if config.attention == "none" else "every step"
    return "every step" if data.answer.every_step else config.readout


def taken(reads: Reads, steps: int, directions: int) -> list[list[bool]]:
    """Which entries of `output` go on: a row for each direction, forward first, a column a time step."""
    last, first = [t == steps - 1 for t in range(steps)], [t == 0 for t in range(steps)]
    match reads:
        case "last":
            return [last] * directions
        case "final":  # of each direction where it ends: the backward one ends at the first time step
            return [last, first][:directions]
        case _:
            return [[True] * steps] * directions


def steps_read(steps: int, directions: int) -> list[list[int]]:
    """How many time steps each entry of `output` has read: rows and columns as in `taken`."""
    forward = list(range(1, steps + 1))
    return [forward, forward[::-1]][:directions]


def _network(config: ModelConfig, data: Dataset, batch: int) -> tuple[Station, ...]:
    steps, every_step = data.train_x.shape[1], data.answer.every_step
    packed = bool(data.tokens) and config.packed
    rows: Sizes = (("batch", batch), ("time", steps))
    found: list[Station] = []
    if data.tokens:
        found += [Station(place="symbols", name="x", sizes=rows), _embedding(config, rows, "x", "embedding")]
    else:
        found.append(Station(place="numbers", name="x", sizes=(*rows, ("features", data.input_size))))
    found += _recurrent(config, rows, CALLED[config.cell], found[-1].name, packed=packed)
    head_reads: Sizes = (*rows[: 2 if every_step else 1], ("units", head_width(config)))
    name, code = "read", _read_code(config, batch, every_step=every_step, packed=packed)
    if code == "output":
        name = "output"
        found = [replace(one, is_read=one.name == "output") for one in found]
    else:
        found.append(
            Station(place="read", name="read", code=f"read = {code}", sizes=head_reads, is_read=True)
        )
    if config.head_batch_norm:
        each = f"norm({name}.flatten(0, -2)).reshape({name}.shape)" if every_step else f"norm({name})"
        found.append(Station(place="norm", name="read", code=f"read = {each}", sizes=head_reads))
        name = "read"
    code = f"answer = head({f'dropout({name})' if config.head_dropout else name})"
    sizes: Sizes = (*head_reads[:-1], ("answers", data.answer.output_size))
    return (*found, Station(place="answer", name="answer", code=code, sizes=sizes))


def _read_code(config: ModelConfig, batch: int, *, every_step: bool, packed: bool) -> str:
    if every_step:
        return "output"
    match config.readout:
        case "last":
            return f"output[range({batch}), lengths - 1]" if packed else "output[:, -1]"
        case "mean":
            return "output.sum(dim=1) / lengths[:, None]" if packed else "output.mean(dim=1)"
        case "final":
            return "torch.cat([h_n[-2], h_n[-1]], dim=1)" if config.bidirectional else "h_n[-1]"


def _embedding(config: ModelConfig, rows: Sizes, read: str, module: str) -> Station:
    sizes: Sizes = (*rows, ("embedding", config.embedding_size))
    made = f"{module}({read})"
    made = f"embedding_dropout({made})" if config.embedding_dropout else made
    return Station(place="embedding", name="embedded", code=f"embedded = {made}", sizes=sizes)


def _recurrent(config: ModelConfig, rows: Sizes, module: str, read: str, *, packed: bool) -> list[Station]:
    """`output` and the final states; out of a packed sequence `output` comes last."""
    batch, steps = rows
    stack: Sizes = (
        ("stack", config.num_layers * config.num_directions),
        batch,
        ("hidden", config.hidden_size),
    )
    output = Station(place="states", name="output", sizes=(*rows, ("units", head_width(config))))
    final = [Station(place="hidden", name="h_n", sizes=stack)]
    if config.cell == "lstm":
        final.append(Station(place="cell", name="c_n", sizes=stack))
    gives = "output, (h_n, c_n)" if config.cell == "lstm" else "output, h_n"
    if packed and config.cell != "by-hand":
        read = f"pack_padded_sequence({read}, lengths, batch_first=True, enforce_sorted=False)"
        final[0] = replace(final[0], code=f"{gives} = {module}({read})")
        padded = f"pad_packed_sequence(output, batch_first=True, total_length={steps[1]})"
        return [*final, replace(output, code=f"output, lengths = {padded}")]
    lengths = ", lengths" if packed else ""
    return [replace(output, code=f"{gives} = {module}({read}{lengths})"), *final]


def _translation(
    config: ModelConfig, answer: Pairs, source: int, target: int, batch: int
) -> tuple[Station, ...]:
    rows: Sizes = (("batch", batch), ("time", source))
    attends = config.attention != "none"
    encoder = _recurrent(config, rows, "encoder", "embedded", packed=True)
    read = "output" if attends else "h_n"
    said: Sizes = (("batch", batch), ("target", target))
    return (
        Station(place="symbols", name="source", sizes=rows),
        _embedding(config, rows, "source", "source_embedding"),
        *(replace(one, is_read=one.name in (read, "c_n" if read == "h_n" else "")) for one in encoder),
        *_bridge(config, batch),
        Station(place="said", name="target_in", sizes=said),
        replace(_embedding(config, said, "target_in", "target_embedding"), place="said embedding"),
        *(_attending if attends else _at_once)(config, len(answer.target), source, said),
    )


def _bridge(config: ModelConfig, batch: int) -> list[Station]:
    """What the decoder begins with."""
    places: tuple[tuple[Place, str], ...] = (("start", "h"), ("cell start", "c"))
    sizes: Sizes = (("stack", config.num_layers), ("batch", batch), ("hidden", config.hidden_size))
    found = []
    for number, (place, end) in enumerate(places[: 2 if config.cell == "lstm" else 1]):
        both = f"torch.cat([{end}_n[0::2], {end}_n[1::2]], dim=2)"
        made = f"torch.tanh(bridges[{number}]({both}))" if config.bidirectional else f"{end}_n"
        found.append(Station(place=place, name=f"{end}_0", code=f"{end}_0 = {made}", sizes=sizes))
    return found


def _at_once(config: ModelConfig, tokens: int, source: int, said: Sizes) -> list[Station]:
    start = "(h_0, c_0)" if config.cell == "lstm" else "h_0"
    states: Sizes = (*said, ("hidden", config.hidden_size))
    code = f"states, _ = decoder(embedded, {start})"
    return [
        Station(place="decoder", name="states", code=code, sizes=states),
        Station(
            place="answer", name="answer", code="answer = head(states)", sizes=(*said, ("answers", tokens))
        ),
    ]


def _attending(config: ModelConfig, tokens: int, source: int, said: Sizes) -> list[Station]:
    """One step of the decoder: it looks at the source with the state before, then reads and says a token."""
    start = "(h_0, c_0)" if config.cell == "lstm" else "h_0"
    batch, hidden, width = said[:1], config.hidden_size, head_width(config)
    steps: Sizes = (*batch, ("time", source))
    made: list[tuple[Place, str, str, Sizes]] = [
        ("keys", "keys", "attention.keys(output)", (*steps, ("hidden", hidden))),
        ("weights", "weights", "attention(h_0[-1], keys, mask)", steps),
        ("context", "context", "(weights[:, None] @ output)[:, 0]", (*batch, ("units", width))),
        (
            "step read",
            "read",
            "torch.cat([embedded[:, 0], context], dim=1)[:, None]",
            (*batch, ("one", 1), ("features", config.embedding_size + width)),
        ),
        ("decoder", "state, _", f"decoder(read, {start})", (*batch, ("one", 1), ("hidden", hidden))),
        (
            "step answer",
            "answer",
            "head(torch.cat([state[:, 0], context], dim=1))",
            (*batch, ("answers", tokens)),
        ),
    ]
    return [
        Station(place=place, name=name.partition(",")[0], code=f"{name} = {code}", sizes=sizes)
        for place, name, code, sizes in made
    ]
