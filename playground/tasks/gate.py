"""The way to a problem and its data: everything that asks for one passes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache

from playground.config import RunConfig, TaskConfig
from playground.errors import ConfigError
from playground.i18n import N_
from playground.rules import require_between
from playground.tasks.base import Dataset, Knob, Problem
from playground.tasks.registry import PROBLEMS

WHAT_WORDS_NEED = ("model.embedding_size", "model.packed")
WHAT_PAIRS_NEED = ("model.attention", "training.teacher_forcing", "training.forcing_decay")
WHAT_PAIRS_LACK = (
    "model.nonlinearity",
    "model.head_dropout",
    "model.head_batch_norm",
    "model.readout",
    "model.packed",
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
    for array in (data.train_x, data.train_y, data.test_x, data.test_y):
        array.flags.writeable = False
    if data.series is not None:
        data.series.values.flags.writeable = False
        data.series.times.flags.writeable = False
        for other in data.series.beside:
            other.values.flags.writeable = False
    return data


def _require_task_fits(task: TaskConfig) -> None:
    chosen = problem(task.name)
    knobs = {knob.field: knob for knob in chosen.knobs}
    for setting in fields(task):
        value = getattr(task, setting.name)
        if setting.name in knobs:
            _require_within(knobs[setting.name], value)
        elif setting.name == "own" and chosen.read_own is not None:
            continue  # whether the data is there, the problem sees when it makes its own
        elif value != getattr(chosen.preset.task, setting.name):
            raise ConfigError(
                N_(
                    "The problem {problem} does not use task.{setting}: it must stay {default!r:.60}, not "
                    "{value!r:.60}."
                ),
                problem=task.name,
                setting=setting.name,
                default=getattr(chosen.preset.task, setting.name),
                value=value,
            )
    chosen.check(task)


def _require_within(knob: Knob, value: object) -> None:
    for one in value if isinstance(value, tuple) else (value,):
        require_between(f"task.{knob.field}", one, knob.low, knob.high)


def _require_model_fits(config: RunConfig, data: Dataset) -> None:
    if data.pairs is not None:
        _require_translator(config)
        return
    _require_unused(config, WHAT_PAIRS_NEED, "has no pairs of sequences")
    if data.vocabulary is None:
        _require_unused(config, WHAT_WORDS_NEED, "has no words")
    elif data.every_step and config.model.head_batch_norm:
        raise ConfigError(
            N_(
                "model.head_batch_norm must be false for the problem {problem}: its averages would count "
                "the padding."
            ),
            problem=config.task.name,
        )
    if data.says_next and config.model.bidirectional:
        raise ConfigError(
            N_(
                "model.bidirectional must be false for the problem {problem}: a direction that reads from "
                "the end has seen what comes next."
            ),
            problem=config.task.name,
        )
    if data.every_step and config.model.readout != "last":
        raise ConfigError(
            N_(
                "model.readout must be last for the problem {problem}, which asks for an answer at every "
                "time step, not {value}."
            ),
            problem=config.task.name,
            value=config.model.readout,
        )
    n_train = len(data.train_x)
    batch = min(config.training.batch_size or n_train, n_train)
    if config.model.head_batch_norm and not data.every_step and (n_train % batch or batch) == 1:
        raise ConfigError(
            N_(
                "model.head_batch_norm needs 2 examples or more in every batch: {examples} training "
                "examples in batches of {batch} leave a batch of 1; change training.batch_size."
            ),
            examples=n_train,
            batch=batch,
        )


def _require_translator(config: RunConfig) -> None:
    """An encoder and a decoder have no single readout and head, and no cell in plain Python."""
    _require_unused(config, WHAT_PAIRS_LACK, "has an encoder and a decoder")
    if config.model.cell == "by-hand":
        raise ConfigError(
            N_(
                "model.cell must be rnn, lstm or gru for the problem {problem}: the cell by hand has no "
                "decoder."
            ),
            problem=config.task.name,
        )


def _require_unused(config: RunConfig, paths: Sequence[str], why: str) -> None:
    """Each setting stays as it is where the problem does not use it."""
    for path in paths:
        section, name = path.split(".")
        part = getattr(config, section)
        value, default = getattr(part, name), getattr(type(part)(), name)
        if value != default:
            raise ConfigError(
                N_(
                    "The problem {problem} {why}, so {path} does nothing: it must stay {default!r}, not "
                    "{value!r}."
                ),
                problem=config.task.name,
                why=why,
                path=path,
                default=default,
                value=value,
            )
