"""A setting that was searched, as its axis is drawn."""

from __future__ import annotations

from dataclasses import replace

from playground import tasks
from playground.experiments.sweep_axes import Axis
from playground.experiments.sweeps import Sweep
from playground.ui.sweep.names import axis_of

BASE = tasks.problem("sum-sign").preset
SIZES = Axis(path="training.batch_size", low=8, high=32, log=True)


def test_a_range_searched_by_ratios_is_drawn_by_ratios_and_another_one_as_it_is():
    for log in (True, False):
        axis = replace(SIZES, log=log)
        configs = Sweep(kind="halton", axes=(axis,), count=5).configs(BASE)
        drawn, places = axis_of(axis, configs)
        assert drawn.is_log is log
        assert [drawn.numbers[place] for place in places] == [one.training.batch_size for one in configs]
