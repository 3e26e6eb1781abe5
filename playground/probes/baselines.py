"""Fits baselines to a task's data; runs in a worker, and needs no network."""

from __future__ import annotations

from functools import lru_cache

from playground import tasks
from playground.config import TaskConfig
from playground.probes.requests import BaselinesReading
from playground.tasks.answers import NextPoint
from playground.tasks.baselines.series import fit_autoregression


@lru_cache(maxsize=32)
def fitted_baselines(task: TaskConfig) -> BaselinesReading:
    """Everything that the problem of `task` has its networks held against, fitted once."""
    data, problem = tasks.dataset(task), tasks.problem(task.name)
    answer = data.answer
    return BaselinesReading(
        scores=tuple(baseline.fit(task, data) for baseline in problem.fitted),
        autoregression=fit_autoregression(answer.series) if isinstance(answer, NextPoint) else None,
    )
