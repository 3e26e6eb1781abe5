"""Reads a trainer's network; runs in a worker."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
import torch

from playground.probes.agreement import agreement
from playground.probes.cell_by_hand import cell_by_hand
from playground.probes.look_inside import (
    free_run,
    free_states,
    gradients,
    inside,
    own_example,
    own_unit,
    said,
    weights,
    what_if,
)
from playground.probes.requests import (
    AnswersProbe,
    AnswersReading,
    ForecastProbe,
    ForecastReading,
    FreeRunProbe,
    FreeRunReading,
    OwnProbe,
    OwnReading,
    Probe,
)
from playground.probes.sampling import sample
from playground.probes.state_file import state_file
from playground.probes.train_part import train_part
from playground.probes.translate import attending, decoded, translation
from playground.tasks.answers import NextPoint
from playground.training.losses import chosen, confusion, loss_of, probabilities
from playground.training.trainer import Trainer


def read(probe: Probe, trainer: Trainer) -> Any:
    """The reading a probe asks for; the trainer stands at the probe's step and stays as it is.

    Whatever device trains, it is made on the CPU.
    """
    return _reading(probe, trainer.for_reading())


@singledispatch
def _reading(probe: Probe, trainer: Trainer) -> Any:
    raise TypeError(f"no reading for {type(probe).__name__}")


@_reading.register
def forecast(probe: ForecastProbe, trainer: Trainer) -> ForecastReading:
    """One-step forecasts of every point after the first window, and a free run from the split."""
    answer = trainer.dataset.answer_as(NextPoint)
    one_step = trainer.answers(torch.cat([trainer.train_x, trainer.test_x]))
    run = free_run(trainer, probe.horizon) if probe.horizon else np.zeros(0)
    return ForecastReading(one_step=own_unit(answer, one_step, answer.series.before), free_run=run)


@_reading.register
def alone(probe: FreeRunProbe, trainer: Trainer) -> FreeRunReading:
    """A free run from the split."""
    return FreeRunReading(values=free_run(trainer, probe.horizon))


@_reading.register
def answers(probe: AnswersProbe, trainer: Trainer) -> AnswersReading:
    """Probabilities or numbers for the test part, and which decisions are right."""
    data = trainer.dataset
    outputs = trainer.answers(trainer.test_x)
    loss = loss_of(data, outputs, trainer.test_y)
    if not data.answer.names:
        return AnswersReading(values=outputs.numpy(), correct=None, confusion=None, loss=loss)
    decided = chosen(data, outputs.numpy())
    return AnswersReading(
        values=probabilities(data, outputs).numpy(),
        correct=decided == data.test_y,
        confusion=confusion(data, decided),
        loss=loss,
    )


@_reading.register
def own(probe: OwnProbe, trainer: Trainer) -> OwnReading:
    """The answer to one sequence of the learner's."""
    own = own_example(probe.text, trainer)
    return OwnReading(values=said(trainer.dataset, trainer.answers(own.x)[0], own))


LOOKS = (agreement, attending, cell_by_hand, decoded, free_states, gradients, inside, sample, translation)
for look in (*LOOKS, state_file, train_part, weights, what_if):
    _reading.register(look)
