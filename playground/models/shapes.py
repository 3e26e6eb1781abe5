"""The tensors of a network and their number of parameters, counted without torch."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from playground.config import Cell, ModelConfig
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset

GATES: dict[Cell, int] = {"rnn": 1, "by-hand": 1, "gru": 3, "lstm": 4}
"""Gates of a cell, the candidate among them, or 1 where there are none: the `k` of the parameter formula.
Each has a matrix for the inputs and one for the state before; only the RNN by hand has both in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorShape:
    """One learnable tensor, with the name torch gives it."""

    name: str
    shape: tuple[int, ...]

    @property
    def count(self) -> int:
        """Number of parameters in the tensor."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A layer and direction, or the head: its tensors and the formula of their number."""

    layer: int | None
    """Recurrent layer from 0; `None` for what comes after the recurrent layers."""
    backward: bool = False
    module: str = "recurrent"
    """Torch's name of the module a layer belongs to: `encoder` and `decoder` where there are two."""
    formula: str
    """The count written out with this part's numbers."""
    tensors: tuple[TensorShape, ...]

    @property
    def count(self) -> int:
        """Number of parameters in the part."""
        return sum(tensor.count for tensor in self.tensors)


def parts_for(config: ModelConfig, data: Dataset) -> tuple[Part, ...]:
    """The parts of the network that learns `data`, in torch's order."""
    if isinstance(data.answer, Pairs):
        return translator_parts(config, len(data.answer.source), len(data.answer.target))
    return parts(config, data.input_size, data.answer.output_size, data.tokens)


def parts(config: ModelConfig, input_size: int, output_size: int, tokens: int = 0) -> tuple[Part, ...]:
    """The embedding, every layer and direction in torch's order, batch normalisation and the head.

    Args:
        config: the network.
        input_size: features at each time step; of words what they become is read instead.
        output_size: numbers the head gives.
        tokens: different words; 0 where numbers are read and there is no embedding.
    """
    read = config.embedding_size if tokens else input_size
    recurrent = [
        _recurrent_part(config, layer, backward, layer_input_size(config, layer, read), "recurrent")
        for layer in range(config.num_layers)
        for backward in ((False, True) if config.bidirectional else (False,))
    ]
    embedding = [_table_part("embedding", tokens, config.embedding_size)] if tokens else []
    return (*embedding, *recurrent, *_head_parts(config, output_size))


def translator_parts(config: ModelConfig, source_size: int, target_size: int) -> tuple[Part, ...]:
    """Encoder, bridge, attention, decoder and head, each embedding before what reads it.

    Args:
        config: the network.
        source_size: different source tokens, the marks among them.
        target_size: different target tokens, likewise.
    """
    width, hidden, embedded = head_width(config), config.hidden_size, config.embedding_size
    context = width if config.attention != "none" else 0
    ways = (False, True)[: config.num_directions]
    encoder = [
        _recurrent_part(config, layer, backward, embedded if layer == 0 else width, "encoder")
        for layer in range(config.num_layers)
        for backward in ways
    ]
    decoder = [
        _recurrent_part(config, layer, False, embedded + context if layer == 0 else hidden, "decoder")
        for layer in range(config.num_layers)
    ]
    return (
        _table_part("source_embedding", source_size, embedded),
        *encoder,
        *_bridge_parts(config),
        *_attention_parts(config),
        _table_part("target_embedding", target_size, embedded),
        *decoder,
        _linear_part("head", hidden + context, target_size),
    )


def parameter_count(config: ModelConfig, data: Dataset) -> int:
    """All learnable numbers of the network that learns `data`, equal to what torch counts."""
    return sum(part.count for part in parts_for(config, data))


def head_width(config: ModelConfig) -> int:
    """Numbers the head reads: the hidden state of every direction."""
    return config.hidden_size * config.num_directions


def layer_input_size(config: ModelConfig, layer: int, input_size: int) -> int:
    """Features a recurrent layer reads: the input, or the layer below in every direction."""
    return input_size if layer == 0 else head_width(config)


def _table_part(name: str, tokens: int, size: int) -> Part:
    table = TensorShape(name=f"{name}.weight", shape=(tokens, size))
    return Part(layer=None, formula=f"{tokens} × {size}", tensors=(table,))


def _linear_part(name: str, read: int, said: int, *, bias: bool = True) -> Part:
    tensors = [TensorShape(name=f"{name}.weight", shape=(said, read))]
    if bias:
        tensors.append(TensorShape(name=f"{name}.bias", shape=(said,)))
    formula = f"{said} × ({read} + 1)" if bias else f"{said} × {read}"
    return Part(layer=None, formula=formula, tensors=tuple(tensors))


def _bridge_parts(config: ModelConfig) -> list[Part]:
    """From both directions of the encoder to the decoder's first states; an LSTM has two of them."""
    ends = (2 if config.cell == "lstm" else 1) if config.bidirectional else 0
    return [_linear_part(f"bridges.{end}", head_width(config), config.hidden_size) for end in range(ends)]


def _attention_parts(config: ModelConfig) -> list[Part]:
    width, hidden = head_width(config), config.hidden_size
    match config.attention:
        case "additive":
            return [
                _linear_part("attention.query", hidden, hidden, bias=False),
                _linear_part("attention.key", width, hidden, bias=False),
                _linear_part("attention.score", hidden, 1, bias=False),
            ]
        case "dot" if width != hidden:
            return [_linear_part("attention.map", hidden, width, bias=False)]
        case _:
            return []


def _recurrent_part(config: ModelConfig, layer: int, backward: bool, i: int, module: str) -> Part:
    k, h = GATES[config.cell], config.hidden_size
    suffix = f"l{layer}{'_reverse' if backward else ''}"
    if config.cell == "by-hand":  # one joint map, and so one bias where torch has two
        shapes: list[tuple[str, tuple[int, ...]]] = [("weight", (h, i + h)), ("bias", (h,))]
        formula = f"{h} × ({i} + {h} + 1)"
    else:
        shapes = [("weight_ih", (k * h, i)), ("weight_hh", (k * h, h)), ("bias_ih", (k * h,))]
        shapes.append(("bias_hh", (k * h,)))
        formula = f"{k} × {h} × ({i} + {h} + 2)"
    tensors = tuple(TensorShape(name=f"{module}.{name}_{suffix}", shape=shape) for name, shape in shapes)
    return Part(layer=layer, backward=backward, module=module, formula=formula, tensors=tensors)


def _head_parts(config: ModelConfig, output_size: int) -> list[Part]:
    width = head_width(config)
    found = []
    if config.head_batch_norm:
        scale = (
            TensorShape(name="norm.weight", shape=(width,)),
            TensorShape(name="norm.bias", shape=(width,)),
        )
        found.append(Part(layer=None, formula=f"2 × {width}", tensors=scale))
    return [*found, _linear_part("head", width, output_size)]
