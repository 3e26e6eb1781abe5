"""The weights of a network as a file for plain torch: nothing of ours is needed to read it."""

from __future__ import annotations

import io
from collections.abc import Mapping

import torch
from torch import Tensor

from playground.config import ModelConfig
from playground.models.code import name_in_script
from playground.probes.requests import StateDictProbe
from playground.training.trainer import Trainer


def state_file(probe: StateDictProbe, trainer: Trainer) -> bytes:
    """What `torch.load(..., weights_only=True)` reads as the state_dict at this step."""
    return written(trainer.module.state_dict(), probe.config.model)


def written(state: Mapping[str, Tensor], config: ModelConfig) -> bytes:
    """A state_dict of ours as a file, under the names that the script's network has."""
    file = io.BytesIO()
    named = {name_in_script(name, config): tensor.detach().clone() for name, tensor in state.items()}
    torch.save(named, file)
    return file.getvalue()
