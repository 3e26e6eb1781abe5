"""The way to a problem and its data: everything that asks for one passes through here."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache

import numpy as np

from playground.config import SETTINGS, RunConfig, TaskConfig, value_of
from playground.config.errors import ConfigError
from playground.config.rules import shown
from playground.i18n import N_
from playground.tasks.answers import NextPoint, OneClass
from playground.tasks.base import Dataset, Problem
from playground.tasks.findings import Finding
from playground.tasks.registry import PROBLEMS

_NOT_USED = N_("The problem {problem} does not use {path}: it must stay {usual}, not {value}.")
_BATCH_OF_ONE = N_(
    "model.head_batch_norm needs 2 examples or more in every batch: {examples} training examples in "
    "batches of {batch} leave a batch of 1; change training.batch_size."
)


def problem(name: str) -> Problem:
    """The problem called `name`; raises `ConfigError` for an unknown one."""
    if name not in PROBLEMS:
        raise ConfigError(
            N_("There is no problem {name!r:.60}; there are {names}."), name=name, names=", ".join(PROBLEMS)
        )
    return PROBLEMS[name]


def checked(config: RunConfig) -> RunConfig:
    """`config` itself, if its problem exists and everything in it fits that problem.

    Raises:
        ConfigError: a knob is outside the problem's limits, a setting is changed that the
            problem does not use, or the model does not fit the problem's data.
    """
    data = dataset(config.task)
    _require_model_fits(config, data)
    return config


@lru_cache(maxsize=32)
def dataset(task: TaskConfig) -> Dataset:
    """The data of `task`, the same arrays each time; they are shared, so they are read-only."""
    _require_task_fits(task)
    data = problem(task.name).make(task)
    if task.two_outputs:
        data = with_two_outputs(data)
    for array in (data.train_x, data.train_y, data.test_x, data.test_y):
        array.flags.writeable = False
    if data.baseline.losses is not None:
        data.baseline.losses.flags.writeable = False
    if isinstance(data.answer, NextPoint):
        series = data.answer.series
        for values in (series.values, series.times, *(other.values for other in series.covariates)):
            values.flags.writeable = False
    return data


@lru_cache(maxsize=32)
def finding(task: TaskConfig) -> Finding | None:
    """What stands in the way of learning in the data of `task`."""
    return problem(task.name).find(task, dataset(task))


def with_two_outputs(data: Dataset) -> Dataset:
    """The same two classes, told apart by a number for each in place of the sign of one."""
    answer = replace(data.answer_as(OneClass), by_sign=False)
    train_y, test_y = (part[:, 0].astype(np.int64) for part in (data.train_y, data.test_y))
    return replace(data, answer=answer, train_y=train_y, test_y=test_y)


def _require_task_fits(task: TaskConfig) -> None:
    chosen = problem(task.name)
    knobs = {knob.name: knob for knob in chosen.knobs}
    for setting in fields(task):
        value, usual = getattr(task, setting.name), getattr(chosen.preset.task, setting.name)
        if setting.name in knobs:
            knobs[setting.name].check(value)
        elif setting.name == "own" and chosen.read_own is not None:
            continue  # whether the data is there, the problem sees when it makes its own
        elif value != usual:
            raise ConfigError(
                _NOT_USED,
                problem=task.name,
                path=f"task.{setting.name}",
                usual=shown(usual),
                value=shown(value),
            )
    chosen.check(task)


def _require_model_fits(config: RunConfig, data: Dataset) -> None:
    for path, setting in SETTINGS.items():
        setting.require_fit(value_of(config, path), data=data)
    n_train = len(data.train_x)
    batch = min(config.training.batch_size or n_train, n_train)
    alone = (n_train % batch or batch) == 1
    if config.model.head_batch_norm and alone and not data.answer.every_step:
        raise ConfigError(_BATCH_OF_ONE, examples=n_train, batch=batch)
