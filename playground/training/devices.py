"""Which device trains a network, and why: decided without torch, so that a page can say it too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from playground import tasks
from playground.config import RunConfig
from playground.i18n import N_, Message
from playground.training import cost

Asked = Literal["auto", "cpu", "cuda", "mps"]
ASKED: tuple[Asked, ...] = get_args(Asked)
CPU = "cpu"
LARGE = 200_000_000
"""Multiplications of weights in one optimizer step from which `auto` takes a graphics card.

An estimate: the arithmetic alone then takes a core about ten milliseconds, and starting a card's work about
one. It is not measured; `python -m benchmarks device` measures it where there is a card."""

_CPU_ASKED = N_(
    "Trained on the CPU, where small networks are fastest; the server's PLAYGROUND_DEVICE may ask for a "
    "graphics card."
)
_GPU_ASKED = N_("Trained on the graphics card ({device}), as the server's PLAYGROUND_DEVICE asks.")
_NO_GPU = N_("Trained on the CPU: the workers have no graphics card that PyTorch can use.")
_SMALL = N_("Trained on the CPU: so small a network would be slower on the graphics card ({device}).")
_LARGE = N_("Trained on the graphics card ({device}): so large a network is faster there.")
_UNKNOWN = N_("The device is chosen once the workers have reported theirs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The device of one run."""

    device: str
    """As torch calls it; the CPU as long as nobody knows."""
    sentence: Message
    """Which one, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """What a server was asked to train on, and what its workers have."""

    asked: Asked = "cpu"
    gpu: str | None = None
    """The graphics card all workers have, as torch calls it; empty for none, `None` while nobody knows."""

    def having(self, gpu: str) -> Devices:
        """The same with what the workers said first: a film that has begun stays on its device."""
        return self if self.gpu is not None else replace(self, gpu=gpu)

    def choice(self, config: RunConfig) -> Choice:
        """The device that trains `config`."""
        if self.asked == "cpu":
            return Choice(device=CPU, sentence=Message(_CPU_ASKED))
        if self.asked != "auto":
            return Choice(device=self.asked, sentence=Message(_GPU_ASKED, device=self.asked))
        if self.gpu is None:
            return Choice(device=CPU, sentence=Message(_UNKNOWN))
        if not self.gpu:
            return Choice(device=CPU, sentence=Message(_NO_GPU))
        if cost.multiplications(config, tasks.dataset(config.task)) < LARGE:
            return Choice(device=CPU, sentence=Message(_SMALL, device=self.gpu))
        return Choice(device=self.gpu, sentence=Message(_LARGE, device=self.gpu))


def find_gpu() -> str:
    """The graphics card that torch can use in this process, as torch calls it; empty where there is none."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else ""
