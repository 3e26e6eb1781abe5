"""The lines that load a network's weights into plain torch and let it answer once."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import numpy as np

from playground.config import ModelConfig, RunConfig
from playground.i18n import N_, _
from playground.models.flow import CALLED, flow
from playground.models.shapes import head_width
from playground.tasks import dataset
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.tasks.pairs import END, START

MOST_NUMBERS = 24
"""Of an example that is written out; a longer one is left to the reader, with zeros in its place."""
WIDTH = 88
_FUSED = {"rnn": "nn.RNN", "by-hand": "nn.RNN", "lstm": "nn.LSTM", "gru": "nn.GRU"}
_EXAMPLE = N_("The first example of the test part")
_OWN_EXAMPLE = N_("Put your own example here.")
_AGAIN = N_("It reads next what it has said.")


def loading_lines(config: RunConfig, file: str) -> str:
    """Python that reads `file`, which has a state_dict of this run; `answer` is what the network says."""
    data = dataset(config.task)
    modules = (
        _translator(config.model, data) if isinstance(data.answer, Pairs) else _network(config.model, data)
    )
    names = [f"{name}={name}" for name in modules]
    lines = [
        "import torch",
        "from torch import nn",
        "",
        *(f"{name} = {made}" for name, made in modules.items()),
        _spread("net = nn.ModuleDict(dict(", names, "))"),
        f'net.load_state_dict(torch.load("{file}", weights_only=True))',
        "net.eval()",
        "",
        _example(data),
        *(_spoken(config.model, data) if isinstance(data.answer, Pairs) else _read(config.model, data)),
        "print(answer)",
    ]
    return "\n".join(lines)


def _network(config: ModelConfig, data: Dataset) -> dict[str, str]:
    width, found = head_width(config), {}
    if data.tokens:
        found["embedding"] = f"nn.Embedding({data.tokens}, {config.embedding_size}, padding_idx=0)"
    found[CALLED[config.cell]] = _fused(config, config.embedding_size if data.tokens else data.input_size)
    if config.head_batch_norm:
        found["norm"] = f"nn.BatchNorm1d({width})"
    return found | {"head": f"nn.Linear({width}, {data.answer.output_size})"}


def _translator(config: ModelConfig, data: Dataset) -> dict[str, str]:
    answer, width, hidden = data.answer_as(Pairs), head_width(config), config.hidden_size
    context, size = (0 if config.attention == "none" else width), config.embedding_size
    found = {"source_embedding": f"nn.Embedding({len(answer.source)}, {size}, padding_idx=0)"}
    found["encoder"] = _fused(config, size)
    for end in ("bridge", "bridge_c")[: (2 if config.cell == "lstm" else 1) if config.bidirectional else 0]:
        found[end] = f"nn.Linear({width}, {hidden})"
    if config.attention == "additive":
        found["query"] = f"nn.Linear({hidden}, {hidden}, bias=False)"
        found["key"] = f"nn.Linear({width}, {hidden}, bias=False)"
        found["score"] = f"nn.Linear({hidden}, 1, bias=False)"
    if config.attention == "dot" and width != hidden:
        found["map"] = f"nn.Linear({hidden}, {width}, bias=False)"
    found["target_embedding"] = f"nn.Embedding({len(answer.target)}, {size}, padding_idx=0)"
    found["decoder"] = _fused(replace(config, bidirectional=False), size + context)
    return found | {"head": f"nn.Linear({hidden + context}, {len(answer.target)})"}


def _fused(config: ModelConfig, read: int) -> str:
    more = {
        "num_layers": config.num_layers,
        "nonlinearity": config.nonlinearity,
        "bidirectional": config.bidirectional,
    }
    usual: dict[str, Any] = {"num_layers": 1, "nonlinearity": "tanh", "bidirectional": False}
    told = "".join(
        f", {name}={value!r}".replace("'", '"') for name, value in more.items() if value != usual[name]
    )
    return f"{_FUSED[config.cell]}({read}, {config.hidden_size}{told}, batch_first=True)"


def _spread(begin: str, parts: list[str], end: str) -> str:
    """A call in one line where there is room, else with its arguments below."""
    line = begin + ", ".join(parts) + end
    if len(line) <= WIDTH:
        return line
    indent = " " * 4
    inside = textwrap.fill(", ".join(parts), WIDTH, initial_indent=indent, subsequent_indent=indent)
    return f"{begin}\n{inside}\n{end}"


def _example(data: Dataset) -> str:
    """Numbers, or the ids of words without the padding behind them."""
    x = data.test_x[0]
    if data.tokens or isinstance(data.answer, Pairs):
        ids = x[np.nonzero(x)][:MOST_NUMBERS]
        return f"# {_(_EXAMPLE)}\n" + _spread("x = torch.tensor([[", [str(int(one)) for one in ids], "]])")
    steps, features = x.shape
    if x.size > MOST_NUMBERS:
        return f"# {_(_OWN_EXAMPLE)}\nx = torch.zeros(1, {steps}, {features})"
    numbers = [str(np.float32(one)) for one in x.ravel()]
    return f"# {_(_EXAMPLE)}\n" + _spread(
        "x = torch.tensor([", numbers, f"]).reshape(1, {steps}, {features})"
    )


def _read(config: ModelConfig, data: Dataset) -> list[str]:
    """One example has no padding to be skipped, and nothing is dropped."""
    plain = replace(config, cell="rnn" if config.cell == "by-hand" else config.cell, packed=False)
    plain = replace(plain, head_dropout=0.0, embedding_dropout=0.0, dropout=0.0)
    return [station.code for station in flow(plain, data, 1) if station.code]


def _spoken(config: ModelConfig, data: Dataset) -> list[str]:
    """The likeliest token each time, until the end."""
    lstm, attends = config.cell == "lstm", config.attention != "none"
    ends = ("h", "c") if lstm else ("h",)
    most = data.answer_as(Pairs).most_steps(int(np.count_nonzero(data.test_x[0])))
    state = "(h, c)" if lstm else "h"
    lines = [f"states, {state} = encoder(source_embedding(x))"]
    if config.bidirectional:
        bridges = {"h": "bridge", "c": "bridge_c"}
        both = "torch.cat([{end}[0::2], {end}[1::2]], dim=2)"
        lines += [f"{end} = torch.tanh({bridges[end]}({both.format(end=end)}))" for end in ends]
    read = "target_embedding(token)"
    said = "output"
    loop = []
    if attends:
        loop += [
            f"    weights = {_weights(config)}.softmax(dim=1)",
            "    context = weights[:, None] @ states",
        ]
        read, said = f"torch.cat([{read}, context], dim=2)", "torch.cat([output, context], dim=2)"
    return [
        *lines,
        f"token, answer = torch.tensor([[{START}]]), []",
        f"# {_(_AGAIN)}",
        f"while token.item() != {END} and len(answer) < {most}:",
        *loop,
        f"    output, {state} = decoder({read}, {state})",
        f"    token = head({said}).argmax(dim=2)",
        "    answer.append(token.item())",
    ]


def _weights(config: ModelConfig) -> str:
    if config.attention == "additive":
        return "score(torch.tanh(key(states) + query(h[-1])[:, None]))[..., 0]"
    asked = "map(h[-1])" if config.bidirectional else "h[-1]"
    return f"(states @ {asked}[:, :, None])[..., 0]"
