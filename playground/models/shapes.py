"""The tensors of a network and their number of parameters, counted without torch."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from playground.config import Cell, ModelConfig

GATES: dict[Cell, int] = {"rnn": 1, "by-hand": 1, "gru": 3, "lstm": 4}
"""How many linear maps one time step of a cell holds: the `k` of the parameter formula."""


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
    formula: str
    """The count written out with this part's numbers."""
    tensors: tuple[TensorShape, ...]

    @property
    def count(self) -> int:
        """Number of parameters in the part."""
        return sum(tensor.count for tensor in self.tensors)


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
        _recurrent_part(config, layer, backward, read)
        for layer in range(config.num_layers)
        for backward in ((False, True) if config.bidirectional else (False,))
    ]
    return (*_embedding_parts(config, tokens), *recurrent, *_head_parts(config, output_size))


def parameter_count(config: ModelConfig, input_size: int, output_size: int, tokens: int = 0) -> int:
    """All learnable numbers of the network, equal to what torch counts."""
    return sum(part.count for part in parts(config, input_size, output_size, tokens))


def head_width(config: ModelConfig) -> int:
    """Numbers the head reads: the hidden state of every direction."""
    return config.hidden_size * config.num_directions


def layer_input_size(config: ModelConfig, layer: int, input_size: int) -> int:
    """Features a recurrent layer reads: the input, or the layer below in every direction."""
    return input_size if layer == 0 else head_width(config)


def _embedding_parts(config: ModelConfig, tokens: int) -> list[Part]:
    if not tokens:
        return []
    table = TensorShape(name="embedding.weight", shape=(tokens, config.embedding_size))
    return [Part(layer=None, formula=f"{tokens} × {config.embedding_size}", tensors=(table,))]


def _recurrent_part(config: ModelConfig, layer: int, backward: bool, input_size: int) -> Part:
    k, h = GATES[config.cell], config.hidden_size
    i = layer_input_size(config, layer, input_size)
    suffix = f"l{layer}{'_reverse' if backward else ''}"
    if config.cell == "by-hand":  # one joint map, and so one bias where torch has two
        shapes: list[tuple[str, tuple[int, ...]]] = [("weight", (h, i + h)), ("bias", (h,))]
        formula = f"{h} × ({i} + {h} + 1)"
    else:
        shapes = [("weight_ih", (k * h, i)), ("weight_hh", (k * h, h)), ("bias_ih", (k * h,))]
        shapes.append(("bias_hh", (k * h,)))
        formula = f"{k} × {h} × ({i} + {h} + 2)"
    tensors = tuple(TensorShape(name=f"recurrent.{name}_{suffix}", shape=shape) for name, shape in shapes)
    return Part(layer=layer, backward=backward, formula=formula, tensors=tensors)


def _head_parts(config: ModelConfig, output_size: int) -> list[Part]:
    width = head_width(config)
    found = []
    if config.head_batch_norm:
        scale = (
            TensorShape(name="norm.weight", shape=(width,)),
            TensorShape(name="norm.bias", shape=(width,)),
        )
        found.append(Part(layer=None, formula=f"2 × {width}", tensors=scale))
    head = (
        TensorShape(name="head.weight", shape=(output_size, width)),
        TensorShape(name="head.bias", shape=(output_size,)),
    )
    found.append(Part(layer=None, formula=f"{output_size} × ({width} + 1)", tensors=head))
    return found
