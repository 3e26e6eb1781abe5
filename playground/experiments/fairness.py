"""Comparisons that are fair: networks of the same number of parameters, and what differs between runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of
from playground.config.model import MAX_UNITS
from playground.experiments.edits import edited
from playground.models.shapes import parameter_count


def equal_parameters(configs: Sequence[RunConfig]) -> tuple[RunConfig, ...]:
    """The same runs, with hidden sizes that give each as nearly the first one's parameters as possible.

    The first run stays as it is. Every other gets the hidden size whose number of parameters
    is nearest; of two equally near the smaller. That is within 2 % wherever a whole number allows it. It
    is further off where the networks are so small that one unit is more than that, and where the first
    run's network is larger than the other kind can be with `MAX_UNITS` units, or smaller than it is with one.

    Raises:
        ConfigError: a network of that size does not fit into a worker's memory.
    """
    if not configs:
        return ()
    first, *others = configs
    wanted = _parameters(first, first.model.hidden_size)
    return (first, *(edited(other, {"model.hidden_size": _nearest_size(other, wanted)}) for other in others))


def differences(configs: Sequence[RunConfig]) -> tuple[dict[str, Any], ...]:
    """For each run its settings that are not the same in all of them, by path, in the table's order."""
    different = [
        path
        for path in SETTINGS
        if any(value_of(config, path) != value_of(configs[0], path) for config in configs)
    ]
    return tuple({path: value_of(config, path) for path in different} for config in configs)


def _parameters(config: RunConfig, hidden_size: int) -> int:
    """Counted without asking whether it fits into memory: a size that is only tried may be too large."""
    model = replace(config.model, hidden_size=hidden_size)
    return parameter_count(model, tasks.dataset(config.task))


def _nearest_size(config: RunConfig, wanted: int) -> int:
    """By halving: the more units, the more parameters."""
    low, high = 1, MAX_UNITS  # the smallest size with `wanted` or more is among these, or there is none
    while low < high:
        middle = (low + high) // 2
        if _parameters(config, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    if low == 1:
        return low
    under, over = _parameters(config, low - 1), _parameters(config, low)
    return low - 1 if wanted - under <= over - wanted else low
