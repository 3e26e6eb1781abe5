"""The problems with a real series: sunspots, carbon dioxide, temperature and airline passengers.

Each is a file of `playground.data`, whose `SOURCES.md` says what was measured, where and when.
"""

from __future__ import annotations

from typing import Any

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.data import ROWS, content, read
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.answers import NextPoint
from playground.tasks.base import DataFile, Dataset, Problem
from playground.tasks.files import reading_code
from playground.tasks.forecast import first_test_target, forecast_problem, make_forecast, windows_code

CODE = """
def years(text):  #? gaps
    day = date.fromisoformat(text)  #? gaps
    first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)  #? gaps
    return day.year + (day - first).days / (after - first).days  #? gaps
  #? gaps
  #? gaps
$read
rows = [line.split(",") for line in content.decode().split()[1:]]
series = np.array([float(value) for _, value in rows])  #? !gaps
series = np.array([float(value or "nan") for _, value in rows])  #? gaps
times = np.array([years(day) for day, _ in rows])  #? gaps
gaps = np.isnan(series)  # $why  #? gaps
series[gaps] = np.interp(times[gaps], times[~gaps], series[~gaps])  #? gaps
$windows
"""
_GAPS = N_("straight lines fill what was not measured")


def real_series(
    *, value_label: str, season: int, longest_window: int, preset: RunConfig, **words: Any
) -> Problem:
    """The problem of forecasting the packaged series that has the preset's name.

    Args:
        value_label: what the numbers are, with their unit.
        season: points in one season.
        longest_window: the upper limit of the window's knob.
        preset: the experiment it opens with.
        words: the title, the question and what to notice.
    """
    name = preset.task.name

    def make(config: TaskConfig) -> Dataset:
        times, values = read(name)
        return make_forecast(
            values, times, config, time_label=N_("Year"), value_label=value_label, season=season
        )

    def code(config: TaskConfig, data: Dataset) -> str:
        gaps, read = data.answer_as(NextPoint).series.filled, reading_code(file(config))
        return filled(CODE, gaps=gaps, read=read, why=_(_GAPS), windows=windows_code(data))

    def file(config: TaskConfig) -> DataFile:
        return DataFile(name=f"{name}.csv", content=content(f"{name}.csv"))

    def check(config: TaskConfig) -> None:
        first_test_target(ROWS[name], config)

    shown = (knobs.window(longest_window), knobs.SCALING, knobs.TRAIN_SHARE)
    return forecast_problem(
        name=name,
        group="real",
        preset=preset,
        knobs=shown,
        make=make,
        code=code,
        file=file,
        check=check,
        **words,
    )


ALL: tuple[Problem, ...] = (
    real_series(
        title=N_("Sunspots"),
        question=N_("How many sunspots will there be next year?"),
        notice=N_(
            "The Sun's cycle lasts about 11 years, but not exactly. Compare the network with last year's "
            "number and that of 11 years ago."
        ),
        value_label=N_("Sunspot number"),
        season=11,  # years from one maximum to the next, about: real cycles take 9 to 14
        longest_window=60,
        preset=RunConfig(
            task=TaskConfig(name="sunspots", length=22),
            model=ModelConfig(cell="gru", hidden_size=32),
            training=TrainingConfig(lr=0.003, batch_size=32, epochs=60),
        ),
    ),
    real_series(
        title=N_("Carbon dioxide at Mauna Loa"),
        question=N_(
            "How much carbon dioxide will be in the air next week? "
            "(59 of the 2,284 weeks were not measured; straight lines fill them.)"
        ),
        notice=N_(
            "The test years are higher than the training years: the network falls behind the rising "
            "line, while repeating last week's value does well."
        ),
        lesson=N_(
            "The test years are above nearly all training years, where its states saturate: it cannot "
            "follow the line upwards, and more epochs do not help. Changes stay alike: with growth rates as "
            "the scaling (under Data), it beats repeating last week's value."
        ),
        value_label=N_("CO2 (ppm)"),
        season=52,  # weeks in a year, about
        longest_window=104,
        preset=RunConfig(
            task=TaskConfig(name="co2", length=52),
            model=ModelConfig(cell="gru", hidden_size=32),
            training=TrainingConfig(lr=0.003, batch_size=64, epochs=20),
        ),
    ),
    real_series(
        title=N_("Temperature in Seattle"),
        question=N_("How warm will tomorrow get in Seattle?"),
        notice=N_(
            "Tomorrow is mostly like today and partly chance: the test loss falls a little below that of "
            "repeating today's value, then stops."
        ),
        value_label=N_("Daily maximum temperature (°C)"),
        season=365,  # days in a year
        longest_window=60,
        preset=RunConfig(
            task=TaskConfig(name="temperature", length=14),
            model=ModelConfig(cell="gru", hidden_size=32),
            training=TrainingConfig(lr=0.003, batch_size=64, epochs=30),
        ),
    ),
    real_series(
        title=N_("Airline passengers"),
        question=N_("How many people will fly next month?"),
        notice=N_(
            "A forecast is useful only if it beats two simple ones: last month's number and that of the "
            "same month last year."
        ),
        lesson=N_(
            "It beats neither simple forecast. A hundred months are few: it memorizes them, and the test "
            "years are higher. With growth rates as the scaling (under Data), it is as good as the "
            "autoregression in the table."
        ),
        value_label=N_("Passengers (thousands a month)"),
        season=12,  # months in a year
        longest_window=36,
        preset=RunConfig(
            task=TaskConfig(name="airline", length=12),
            model=ModelConfig(cell="lstm", hidden_size=32),
            training=TrainingConfig(lr=0.005, batch_size=16, epochs=100),
        ),
    ),
)
