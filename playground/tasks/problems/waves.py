"""Up to three sines on top of each other, with a trend and noise."""

from __future__ import annotations

import numpy as np

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.base import Dataset
from playground.tasks.forecast import generated_series, make_forecast, windows_code


def make(config: TaskConfig) -> Dataset:
    """Point t: the sum of amplitude * sin(2 pi t / period), and trend * t / (points - 1)."""
    points = config.examples
    t = np.arange(points, dtype=np.float64)
    values = config.trend * t / (points - 1)
    for period, amplitude in zip(config.periods, config.amplitudes, strict=True):
        values = values + amplitude * np.sin(2 * np.pi * t / period)
    if config.noise > 0:
        values = values + np.random.default_rng(config.data_seed).normal(0.0, config.noise, points)
    return make_forecast(values, t, config, time_label=N_("Point"), value_label=N_("Value"))


CODE = """
t = np.arange(EXAMPLES, dtype=np.float64)
series = TREND * t / (EXAMPLES - 1)  #? trend
series = np.zeros(EXAMPLES)  #? !trend
for period, amplitude in zip(PERIODS, AMPLITUDES, strict=True):  #? waves
    series = series + amplitude * np.sin(2 * np.pi * t / period)  #? waves
series += np.random.default_rng(DATA_SEED).normal(0, NOISE, EXAMPLES)  #? noise
$windows
"""


def code(config: TaskConfig, data: Dataset) -> str:
    """The same series, and its windows."""
    windows = windows_code(data)
    return filled(CODE, trend=config.trend, waves=config.periods, noise=config.noise, windows=windows)


PROBLEM = generated_series(
    name="waves",
    title=N_("Mixed waves"),
    question=N_("Which value comes next when several waves are added up?"),
    notice=N_("Noise cannot be predicted. More noise raises the lowest loss that any network can reach."),
    preset=RunConfig(
        task=TaskConfig(
            name="waves", length=24, examples=800, noise=0.1, periods=(80.0, 17.0), amplitudes=(1.0, 0.5)
        ),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.003, batch_size=64, epochs=40),
    ),
    knobs=(
        knobs.knob(
            "periods",
            label=N_("Periods"),
            low=2.0,
            high=400.0,
            help=N_("The number of points in one period of each wave."),
        ),
        knobs.knob(
            "amplitudes",
            label=N_("Heights"),
            low=0.0,
            high=5.0,
            step=0.1,
            help=N_("The height of each wave, up and down."),
        ),
        knobs.knob(
            "trend",
            label=N_("Trend"),
            low=-10.0,
            high=10.0,
            step=0.5,
            help=N_("The rise of the whole series from its first point to its last."),
        ),
        knobs.NOISE,
        knobs.window(100),
        knobs.SCALING,
        knobs.points(100, 3000),
        knobs.TRAIN_SHARE,
        knobs.NOISE_SEED,
    ),
    make=make,
    code=code,
)
