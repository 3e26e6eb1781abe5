"""Sequence problems: each a file, all in one registry, their data made on demand."""

from __future__ import annotations

from playground.tasks.baselines.series import forecast_baselines
from playground.tasks.gate import checked, dataset, problem
from playground.tasks.registry import PROBLEMS

__all__ = ["PROBLEMS", "checked", "dataset", "forecast_baselines", "problem"]
