"""Training on another device than the CPU: the device made ready, and its random numbers kept apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from playground.config import ModelConfig
from playground.config.errors import EngineError
from playground.i18n import N_
from playground.training import devices
from playground.training.devices import CPU

_NO_DEVICE = N_(
    "PLAYGROUND_DEVICE asks for {device}, and PyTorch finds no such device where this run is trained."
)


def device_called(name: str) -> torch.device:
    """The device, ready to train to the same digits each time; raises `EngineError` where it is not there."""
    if name != CPU:
        if devices.find_gpu() != name:
            raise EngineError(_NO_DEVICE, device=name)
        _repeat_digits()
    return torch.device(name)


def _repeat_digits() -> None:
    """A card adds up in any order and rounds to ten bits, unless it is told not to."""
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # read when CUDA first multiplies
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.allow_tf32 = False


def on_cpu(value: Any) -> Any:
    """The same state with every tensor on the CPU, so that any machine can read it."""
    if isinstance(value, Tensor):
        return value.cpu()
    if isinstance(value, Mapping):
        return {name: on_cpu(part) for name, part in value.items()}
    return [on_cpu(part) for part in value] if isinstance(value, list) else value


@contextmanager
def fused_as_reproducible(device: torch.device, model: ModelConfig) -> Iterator[None]:
    """Without cuDNN where it would drop out between layers: it draws from a state that nobody can save."""
    draws = device.type == "cuda" and model.dropout > 0 and model.num_layers > 1
    before = torch.backends.cudnn.enabled
    if draws:
        torch.backends.cudnn.enabled = False
    try:
        yield
    finally:
        torch.backends.cudnn.enabled = before


def random_states(device: torch.device) -> list[Tensor]:
    """The states of torch's generators that training draws from: the CPU's, and the device's own."""
    states = [torch.get_rng_state()]
    if device.type != CPU:
        states.append(torch.get_device_module(device).get_rng_state())
    return states


def set_random_states(device: torch.device, states: list[Tensor]) -> None:
    """Go on drawing from these."""
    torch.set_rng_state(states[0])
    if device.type != CPU:
        torch.get_device_module(device).set_rng_state(states[1])


@contextmanager
def random_numbers_apart(device: torch.device) -> Iterator[None]:
    """Leave the generators as they were found, whatever is drawn meanwhile."""
    found = random_states(device)
    try:
        yield
    finally:
        set_random_states(device, found)
