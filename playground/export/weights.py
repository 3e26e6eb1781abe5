"""The weights of a run for its script: `net.load_state_dict(torch.load("run.pt"))`."""

from __future__ import annotations

import io

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.i18n import N_
from playground.models.code import name_in_script
from playground.training.segment import Checkpoint

_UNTRAINED = N_("There are no weights yet: the run has not begun.")


def weights(config: RunConfig, checkpoint: Checkpoint | None) -> bytes:
    """The `state_dict` of the script's network, written by torch, read with `weights_only=True`.

    Only the command line and workers call it: it needs torch.
    """
    import torch

    if checkpoint is None:
        raise ConfigError(_UNTRAINED)
    state = torch.load(io.BytesIO(checkpoint.data), weights_only=True, map_location="cpu")["model"]
    file = io.BytesIO()
    torch.save({name_in_script(name, config.model): tensor for name, tensor in state.items()}, file)
    return file.getvalue()
