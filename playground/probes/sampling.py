"""Lets a trainer's network write: it reads its own choices, one after the other; runs in a worker."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground import tasks
from playground.models.network import Network
from playground.models.unroll import Unrolled, unroll
from playground.probes.sample import SampleProbe, SampleReading
from playground.tasks.answers import NextSymbol
from playground.tasks.texts.vocabulary import RESERVED
from playground.training.trainer import Trainer


@torch.no_grad()
def sample(probe: SampleProbe, trainer: Trainer) -> SampleReading:
    """Read the prompt, then go on from its state; nothing is read twice."""
    task, data = trainer.config.task, trainer.dataset
    data.answer_as(NextSymbol)
    prompt = torch.tensor(tasks.problem(task.name).parse(probe.prompt, task, data))
    chances = np.random.default_rng(probe.seed).random(probe.length)
    seen, written = _read(trainer.network, prompt, None), []
    for chance in chances:
        scores = seen.answer[0, -1].double().numpy()
        if not np.isfinite(scores).all():  # of a run that diverged
            break
        number = len(RESERVED) + choice(scores, probe.temperature, float(chance))
        written.append(data.words.word(number))
        seen = _read(trainer.network, torch.tensor([[float(number)]]), seen)
    return SampleReading(text="".join(written))


def _read(network: Network, numbers: Tensor, before: Unrolled | None) -> Unrolled:
    features, _ = network.read_in(numbers[None])
    return unroll(network, features, start=None if before is None else before.ends)


def choice(scores: NDArray[np.float64], temperature: float, chance: float) -> int:
    """The class that `chance` falls on, where each has a share of 0 to 1 as large as its probability.

    Args:
        scores: (classes,) the head's numbers.
        temperature: softmax is of scores / temperature; 0 is its limit, the likeliest class.
        chance: 0 to 1, without 1.
    """
    if temperature == 0:
        return int(scores.argmax())
    shares = np.exp((scores - scores.max()) / temperature).cumsum()
    return int(np.searchsorted(shares, chance * shares[-1], side="right"))
