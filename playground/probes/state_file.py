"""The weights of a network as a file for plain torch: nothing of ours is needed to read it."""

from __future__ import annotations

import io

import torch
from torch import Tensor

from playground.config import ModelConfig
from playground.models.by_hand import ByHandRNN
from playground.models.flow import CALLED
from playground.models.network import Network
from playground.models.seq2seq import Seq2Seq
from playground.probes.requests import StateDictProbe
from playground.training.trainer import Trainer

_OTHERWISE = {"bridges.0.": "bridge.", "bridges.1.": "bridge_c.", "attention.": ""}
"""How names of an encoder and a decoder begin in the network, and how in the file."""


def state_file(probe: StateDictProbe, trainer: Trainer) -> bytes:
    """What `torch.load(..., weights_only=True)` reads as the state_dict at this step."""
    buffer = io.BytesIO()
    torch.save(plain_state(trainer.module, probe.config.model), buffer)
    return buffer.getvalue()


def plain_state(module: Network | Seq2Seq, config: ModelConfig) -> dict[str, Tensor]:
    """The state_dict, its recurrent layers called `rnn`, `lstm` or `gru`; those by hand as in `nn.RNN`."""
    state = {name: tensor.detach().clone() for name, tensor in module.state_dict().items()}
    if isinstance(module, Seq2Seq):
        return {_renamed(name): tensor for name, tensor in state.items()}
    if isinstance(module.recurrent, ByHandRNN):
        own = {name: tensor for name, tensor in state.items() if name.startswith("recurrent.")}
        state = _as_fused(own, config.hidden_size) | {n: t for n, t in state.items() if n not in own}
    begin = f"{CALLED[config.cell]}."
    return {name.replace("recurrent.", begin, 1): tensor for name, tensor in state.items()}


def _renamed(name: str) -> str:
    for begin, other in _OTHERWISE.items():
        if name.startswith(begin):
            return other + name.removeprefix(begin)
    return name


def _as_fused(own: dict[str, Tensor], hidden_size: int) -> dict[str, Tensor]:
    """`nn.RNN` has two matrices where the network by hand has one, and a second bias that is 0 here."""
    found = {}
    for name, tensor in own.items():
        if ".weight_" in name:
            ends = (tensor.shape[1] - hidden_size, hidden_size)
            found[name.replace(".weight_", ".weight_ih_")], found[name.replace(".weight_", ".weight_hh_")] = (
                part.clone() for part in tensor.split(ends, dim=1)
            )
        else:
            found[name.replace(".bias_", ".bias_ih_")] = tensor
            found[name.replace(".bias_", ".bias_hh_")] = torch.zeros_like(tensor)
    return found
