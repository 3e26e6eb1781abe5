"""What the settings of a sweep, their values and its runs are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground import edits
from playground.charts.lanes import more_than_tenfold
from playground.charts.sweep import SweepAxis
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig
from playground.i18n import N_, _
from playground.sweep_axes import FIELDS, Axis, Choices
from playground.ui.compare.names import SETTINGS, said

MORE = {
    "model.head_dropout": N_("Dropout before the head"),
    "model.readout": N_("The head reads"),
    "model.embedding_size": N_("Numbers for each word"),
    "model.attention": N_("Attention"),
    "training.momentum": N_("Momentum"),
    "training.epochs": N_("Epochs"),
    "training.seed": N_("Seed"),
    "training.teacher_forcing": N_("Teacher forcing"),
}
ALL = {**SETTINGS, **MORE}
"""Every setting that can be searched, and how it is called."""


def run_name(config: RunConfig, axes: Sequence[Axis]) -> str:
    """The cell and the value of every axis: no two runs of a sweep have the same name."""
    values = [
        _("{setting}: {value}").format(setting=_(ALL[axis.path]), value=value_of(config, axis.path))
        for axis in axes
    ]
    return ", ".join([CELL_NAMES[config.model.cell], *values])


def value_of(config: RunConfig, path: str) -> str:
    """The setting's value as it is read."""
    value = edits.setting(config, path)
    return _("all") if value is None and path == "training.batch_size" else said(path, value)


def axis_of(axis: Axis, configs: Sequence[RunConfig]) -> tuple[SweepAxis, tuple[int, ...]]:
    """The axis as it is drawn, and which of its values every run has."""
    values = [edits.setting(config, axis.path) for config in configs]
    order = _ordered(axis, values)
    labels = {edits.setting(config, axis.path): value_of(config, axis.path) for config in configs}
    drawn = SweepAxis(
        name=_(ALL[axis.path]),
        labels=tuple(labels[value] for value in order),
        numbers=_numbers(axis, order),
        by_ratios=axis.log,
    )
    place = {value: at for at, value in enumerate(order)}
    return drawn, tuple(place[value] for value in values)


def _ordered(axis: Axis, values: list[Any]) -> list[Any]:
    """The values that occur, each once: numbers rise with "off" in front, words stay in their order."""
    found = dict.fromkeys(values)
    if isinstance(FIELDS[axis.path], Choices):
        return list(found)
    return sorted(found, key=lambda value: (value is not None, value or 0.0))


def _numbers(axis: Axis, order: list[Any]) -> tuple[float, ...]:
    """The values, if they can stand on an axis of numbers; 0 beside 0.001 and 1 cannot."""
    if isinstance(FIELDS[axis.path], Choices) or None in order:
        return ()
    numbers = np.array(order, dtype=np.float64)
    if (numbers == 0).any() and more_than_tenfold(numbers[numbers > 0]):
        return ()
    return tuple(numbers.tolist())
