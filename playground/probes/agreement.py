"""How much a unit has to do with the right answer; runs in a worker."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from playground.models.unroll import Unrolled, unroll_input
from playground.probes.inside import PartTargets, TargetsProbe, TargetsReading
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset
from playground.training.trainer import Trainer

Floats = NDArray[np.float64]

FEWEST, MOST = 16, 128
"""Test examples that are read at least and at most."""
WORK = 2_000_000_000
"""Multiplications of recurrent weights that reading may take: about half a second."""


@torch.no_grad()
def agreement(probe: TargetsProbe, trainer: Trainer) -> TargetsReading:
    """Correlation, or correlation ratio, of every unit with the right answer."""
    data, count = trainer.dataset, _examples(trainer)
    x, y = trainer.test_x[:count], trainer.test_y[:count].numpy().reshape(-1)
    asked = y != NO_TARGET
    seen = unroll_input(trainer.network, x)
    parts = tuple(
        PartTargets(
            layer=trace.layer,
            backward=trace.backward,
            agreement={
                name: agreement_of(_read(seen, place, name, trainer)[asked], y[asked], data)
                for name in seen.state_names
            },
        )
        for place, trace in enumerate(seen.traces)
    )
    return TargetsReading(parts=parts, examples=len(x))


def _examples(trainer: Trainer) -> int:
    model, steps = trainer.config.model, trainer.test_x.shape[1]
    one = steps * model.hidden_size**2 * model.num_layers * model.num_directions
    return max(FEWEST, min(MOST, WORK // one))


def _read(seen: Unrolled, place: int, name: str, trainer: Trainer) -> Floats:
    """(answers, hidden_size) the states of one layer and direction that stand behind the answers."""
    states = seen.traces[place].values(name).double().numpy()  # (examples, time steps, hidden_size)
    if trainer.dataset.answer.every_step:
        return states.reshape(-1, states.shape[2])
    if trainer.config.model.readout == "mean":
        lengths = trainer.network.read_in(trainer.test_x[: len(states)])[1]
        count = states.shape[1] if lengths is None else lengths.numpy()[:, np.newaxis]
        return np.asarray(states.sum(axis=1) / count)  # behind a text's end the states are 0
    final = seen.final if isinstance(seen.final, tuple) else (seen.final,)
    return np.asarray(final["hc".index(name)][place].double().numpy())


def agreement_of(states: Floats, targets: NDArray[np.generic], data: Dataset) -> Floats:
    """(hidden_size,) `PartTargets.agreement` of (answers, hidden_size) with (answers,) numbers or classes.

    0 where a side is constant or not finite.
    """
    if data.answer.is_unordered:
        between = _class_means(states, targets)
        found = between.std(axis=0) / _spread(states)
    else:
        right = targets.astype(np.float64)
        centred = right - right.mean()
        found = (centred @ (states - states.mean(axis=0)) / len(right)) / (_spread(states) * _spread(right))
    return np.where(np.isfinite(found), found, 0.0)


def _class_means(states: Floats, classes: NDArray[np.generic]) -> Floats:
    """(answers, hidden_size) each state replaced by the mean over its class."""
    means = np.empty_like(states)
    for one in np.unique(classes):
        means[classes == one] = states[classes == one].mean(axis=0)
    return means


def _spread(values: Floats) -> Floats:
    """Standard deviation along the first axis, infinite where it is no more than rounding."""
    spread = values.std(axis=0)
    return np.where(spread > 1e-9, spread, np.inf)
