"""What is taken away from a page is what its learner saw."""

from __future__ import annotations

import io

import torch

from playground.experiments.presets import PRESETS
from playground.training.trainer import Trainer
from playground.ui.take_away import weights_at_cursor
from tests.app.conftest import opened


def test_the_weights_are_those_of_the_step_at_the_cursor():
    config = PRESETS["sine"].config
    page = opened(config, step=7)
    page.below("Share")
    (lines,) = [one.value for one in page.script.code if "load_state_dict" in one.value]
    assert "sine-lstm.pt" in lines
    state = torch.load(io.BytesIO(weights_at_cursor(page.session)), weights_only=True)
    trainer = Trainer(config)
    trainer.run(7)
    head = trainer.network.head
    torch.testing.assert_close(state["head.weight"], head.weight.detach(), rtol=0, atol=0)
    assert page.mounts("take-away")["runs"] == [{"name": "LSTM", "run": "v=1&problem=sine"}]
