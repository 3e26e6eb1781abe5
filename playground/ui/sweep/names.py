"""The names of a sweep's settings, of their values and of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.charts.compare.lanes import more_than_tenfold
from playground.charts.sweep.heatmaps import SweepAxis
from playground.charts.theme import CELL_NAMES
from playground.config import SETTINGS, RunConfig, value_of
from playground.experiments.sweep_axes import Axis
from playground.views.setting_words import label_of, named, said


def run_name(config: RunConfig, axes: Sequence[Axis]) -> str:
    """The cell and the value of every axis: no two runs of a sweep have the same name."""
    values = [named(axis.path, value_of(config, axis.path)) for axis in axes]
    return ", ".join([CELL_NAMES[config.model.cell], *values])


def axis_of(axis: Axis, configs: Sequence[RunConfig]) -> tuple[SweepAxis, tuple[int, ...]]:
    """The axis as it is drawn, and which of its values every run has."""
    values = [value_of(config, axis.path) for config in configs]
    order = _ordered(axis, values)
    labels = {value: said(axis.path, value) for value in values}
    drawn = SweepAxis(
        name=label_of(axis.path),
        labels=tuple(labels[value] for value in order),
        numbers=_numbers(axis, order),
        by_ratios=axis.log,
    )
    place = {value: at for at, value in enumerate(order)}
    return drawn, tuple(place[value] for value in values)


def _ordered(axis: Axis, values: list[Any]) -> list[Any]:
    """The values that occur, each once: numbers rise with "off" in front, words stay in their order."""
    found = dict.fromkeys(values)
    if not SETTINGS[axis.path].is_number:
        return list(found)
    return sorted(found, key=lambda value: (value is not None, value or 0.0))


def _numbers(axis: Axis, order: list[Any]) -> tuple[float, ...]:
    """The values, if they can stand on an axis of numbers; 0 beside 0.001 and 1 cannot."""
    if not SETTINGS[axis.path].is_number or None in order:
        return ()
    numbers = np.array(order, dtype=np.float64)
    if (numbers == 0).any() and more_than_tenfold(numbers[numbers > 0]):
        return ()
    return tuple(numbers.tolist())
