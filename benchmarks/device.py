"""A graphics card against the CPU: every cell trains to the same numbers, and how much faster or slower.

It needs a card that PyTorch can use, and says so where there is none. The last figures tell from which size
on `auto` should take the card: `playground.training.devices.LARGE`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np
import torch

from benchmarks.report import Figure, median
from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.training import cost, devices
from playground.training.trainer import Trainer

STEPS = 20
"""Steps that are compared: in later ones the last places of two devices have drifted apart by themselves."""
CLOSE = 1e-4
CELLS = {
    **{cell: edited(PRESETS["recall"].config, {"model.cell": cell}) for cell in ("rnn", "lstm", "gru")},
    "by-hand": edited(PRESETS["recall"].config, {"model.cell": "by-hand"}),
    "texts, packed": PRESETS["tagging"].config,
    "pairs, no attention": PRESETS["bottleneck"].config,
    "pairs, dot": PRESETS["beside"].config,
    "pairs, additive": PRESETS["reverse"].config,
}
NOISE = PRESETS["noise"].config
SIZES = (32, 64, 128, 256, 512)
REPEATS = 3


def figures() -> Iterator[Figure]:
    """Differences with their bar, and ratios, which have none; with each size its multiplications a step."""
    card = devices.find_gpu()
    if not card:
        print("There is no graphics card here that PyTorch can use, so no device is compared with the CPU.")
        return
    torch.set_num_threads(1)
    for name, config in CELLS.items():
        what = f"{card} and CPU, difference of losses, {name}"
        yield Figure(what, difference(config, card) / CLOSE, 1.0, "e-4")
        yield ratio(name, config, card)
    for hidden_size in SIZES:
        for batch_size in (32, 256):
            changes = {"model.hidden_size": hidden_size, "training.batch_size": batch_size}
            config = edited(NOISE, changes)
            millions = cost.multiplications(config, tasks.dataset(config.task)) / 1e6
            yield ratio(f"LSTM {hidden_size}x2, batch {batch_size}: {millions:,.0f} million", config, card)


def difference(config: RunConfig, card: str) -> float:
    """The largest relative difference of a batch's loss in the first steps."""
    here, there = (Trainer(config, device=device).run(STEPS).train_loss for device in (devices.CPU, card))
    return float(np.max(np.abs(here - there) / np.maximum(np.abs(here), 1e-3)))


def ratio(name: str, config: RunConfig, card: str) -> Figure:
    """Time of a step on the card for each of the CPU's; the middle of a few, each after some steps."""
    seconds = {
        device: median([_seconds(config, device) for _ in range(REPEATS)]) for device in (devices.CPU, card)
    }
    return Figure(f"{card} / CPU, {name}", seconds[card] / seconds[devices.CPU], math.inf, "")


def _seconds(config: RunConfig, device: str) -> float:
    trainer = Trainer(config, device=device)
    trainer.run(5)
    begin = time.perf_counter()
    trainer.run(STEPS)
    return time.perf_counter() - begin
