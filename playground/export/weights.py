"""The weights of a run for its script: `net.load_state_dict(torch.load("run.pt"))`."""

from __future__ import annotations

import io

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.i18n import N_
from playground.training.segment import Checkpoint

_UNTRAINED = N_("There are no weights yet: the run has not begun.")


def weights(config: RunConfig, checkpoint: Checkpoint | None) -> bytes:
    """The `state_dict` of the script's network, written by torch, read with `weights_only=True`.

    Only the command line and workers call it: it needs torch.
    """
    import torch

    from playground.probes.state_file import written

    if checkpoint is None:
        raise ConfigError(_UNTRAINED)
    state = torch.load(io.BytesIO(checkpoint.data), weights_only=True, map_location="cpu")["model"]
    return written(state, config.model)
