"""What the problems with a real series share: a file, a season, and two knobs."""

from __future__ import annotations

from playground.config import RunConfig, TaskConfig
from playground.data import ROWS, read
from playground.i18n import N_
from playground.tasks import knobs
from playground.tasks.base import Dataset, Problem
from playground.tasks.forecast import INPUT_HINT, first_test_target, make_forecast, parse_window, write_window


def real_series(
    *,
    title: str,
    question: str,
    notice: str,
    value_label: str,
    season: int,
    longest_window: int,
    preset: RunConfig,
) -> Problem:
    """The problem of forecasting the packaged series that has the preset's name."""
    name = preset.task.name

    def make(config: TaskConfig) -> Dataset:
        times, values = read(name)
        return make_forecast(
            values, times, config, time_label=N_("Year"), value_label=value_label, season=season
        )

    def check(config: TaskConfig) -> None:
        first_test_target(ROWS[name], config)

    return Problem(
        name=name,
        title=title,
        group="real",
        question=question,
        notice=notice,
        preset=preset,
        knobs=(knobs.window(longest_window), knobs.TRAIN_SHARE),
        make=make,
        input_hint=INPUT_HINT,
        parse=parse_window,
        write=write_window,
        check=check,
    )
