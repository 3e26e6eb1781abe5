"""Reads a trainer's network; runs in a worker."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground import tasks
from playground.probes.requests import (
    AnswersProbe,
    AnswersReading,
    ForecastProbe,
    ForecastReading,
    OwnProbe,
    OwnReading,
    Probe,
)
from playground.tasks.base import Dataset, Series
from playground.training.losses import chosen
from playground.training.trainer import Trainer


@singledispatch
def read(probe: Probe, trainer: Trainer) -> Any:
    """The reading a probe asks for; the trainer stands at the probe's step and stays as it is."""
    raise TypeError(f"no reading for {type(probe).__name__}")


@read.register
def forecast(probe: ForecastProbe, trainer: Trainer) -> ForecastReading:
    """One-step forecasts of every point after the first window, and a free run from the split."""
    series = _series(trainer.dataset)
    one_step = trainer.answers(torch.cat([trainer.train_x, trainer.test_x]))
    return ForecastReading(
        one_step=_own_unit(series, one_step),
        free_run=_own_unit(series, _free_run(trainer, probe.horizon)),
    )


@read.register
def answers(probe: AnswersProbe, trainer: Trainer) -> AnswersReading:
    """Probabilities or numbers for the test part, and which decisions are right."""
    data = trainer.dataset
    outputs = trainer.answers(trainer.test_x)
    if data.loss == "mse":
        return AnswersReading(values=outputs.numpy(), correct=None, confusion=None)
    decided = chosen(data, outputs.numpy())
    truth = data.test_y.astype(np.int64)
    confusion = np.zeros((len(data.class_names),) * 2, dtype=np.int64)
    np.add.at(confusion, (truth.ravel(), decided.ravel()), 1)
    return AnswersReading(
        values=_probabilities(data, outputs).numpy(), correct=decided == truth, confusion=confusion
    )


@read.register
def own(probe: OwnProbe, trainer: Trainer) -> OwnReading:
    """The answer to one sequence of the learner's."""
    task, data = trainer.config.task, trainer.dataset
    example = tasks.problem(task.name).parse(probe.text, task, data)
    output = trainer.answers(torch.tensor(example)[None])[0]
    if data.series is not None:
        return OwnReading(values=_own_unit(data.series, output))
    return OwnReading(values=_probabilities(data, output).numpy().astype(np.float64).ravel())


def _free_run(trainer: Trainer, horizon: int) -> Tensor:
    window = trainer.test_x[:1]  # (1, window, 1), all of it before the first test target
    forecasts = []
    for _ in range(horizon):
        value = trainer.answers(window)
        forecasts.append(value)
        window = torch.cat([window[:, 1:], value[:, None]], dim=1)
    return torch.cat(forecasts)


def _series(data: Dataset) -> Series:
    if data.series is None:
        raise TypeError("only a series can be forecast")
    return data.series


def _own_unit(series: Series, scaled: Tensor) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return scaled.numpy().astype(np.float64).ravel() * series.std + series.mean


def _probabilities(data: Dataset, outputs: Tensor) -> Tensor:
    match data.loss:
        case "bce":
            return outputs.sigmoid()
        case "cross_entropy":
            return outputs.softmax(dim=-1)
        case _:
            return outputs
