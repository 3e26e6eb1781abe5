"""The cost of a run, estimated before it starts and without torch."""

from __future__ import annotations

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.i18n import N_
from playground.models.shapes import GATES, head_width, parameter_count
from playground.tasks.base import Dataset
from playground.training.plan import batch_size, last_step

FLOPS_PER_SECOND = 1e11
"""Multiplications and additions one core does on the matrices of a recurrent layer."""
SECONDS_PER_STEP = 1e-3
"""Seconds an optimizer step costs beside the arithmetic."""
SECONDS_PER_TIME_STEP = 1e-4
"""Seconds one time step of one layer and direction costs forward and back, beside the arithmetic."""
SECONDS_PER_DECODED = 5e-4
"""Seconds one step of one layer of a decoder costs forward and back: it is a Python loop."""
BY_HAND = 1.5
"""How much more that is for the cell written in Python."""
STATES_KEPT = 3
"""Numbers kept for the backward pass, for each unit, time step and linear map."""
MOST_BYTES = 2 * 2**30
"""Memory one batch may take: what a worker on a small machine can spare."""

_TOO_LARGE = N_(
    "One batch of {examples:,} examples would need about {needed:.1f} GB of memory; training.batch_size "
    "must be at most {largest} for this network and these sequences."
)


def multiplications(config: RunConfig, data: Dataset) -> int:
    """Multiplications with weights that one optimizer step takes on its way forward, about."""
    examples, time_steps = len(data.train_x), int(data.train_x.shape[1])
    return parameter_count(config.model, data) * batch_size(config.training, examples) * time_steps


def seconds(config: RunConfig, data: Dataset) -> float:
    """Estimated seconds of training on a quick core; how far it is off, `playground.films.paces` knows."""
    examples, time_steps, _features = data.train_x.shape
    steps = last_step(config.training, examples)
    layers = config.model.num_layers * config.model.num_directions
    flops = 6.0 * multiplications(config, data)
    slower = BY_HAND if config.model.cell == "by-hand" else 1.0
    overhead = SECONDS_PER_STEP + SECONDS_PER_TIME_STEP * time_steps * layers * slower
    overhead += SECONDS_PER_DECODED * _decoded_tokens(data) * config.model.num_layers
    return float(steps * (flops / FLOPS_PER_SECOND + overhead))


def _decoded_tokens(data: Dataset) -> int:
    return int(data.train_y.shape[1]) if data.kind == "pair" else 0


def batch_bytes(config: RunConfig, data: Dataset, examples: int) -> int:
    """Estimated memory of one batch of `examples`, forward and back."""
    per_time_step = STATES_KEPT * 4 * GATES[config.model.cell] * head_width(config.model)
    time_steps = int(data.train_x.shape[1])
    looks = config.model.attention != "none"
    attended = _decoded_tokens(data) * time_steps * config.model.hidden_size if looks else 0
    recurrent = (time_steps + _decoded_tokens(data)) * config.model.num_layers * per_time_step
    return examples * (recurrent + STATES_KEPT * 4 * attended)


def require_affordable(config: RunConfig, data: Dataset) -> None:
    """Raise `ConfigError` where one batch would not fit into a worker's memory."""
    examples = batch_size(config.training, len(data.train_x))
    needed = batch_bytes(config, data, examples)
    if needed > MOST_BYTES:
        largest = max(1, MOST_BYTES // batch_bytes(config, data, 1))
        raise ConfigError(_TOO_LARGE, examples=examples, needed=needed / 2**30, largest=largest)
