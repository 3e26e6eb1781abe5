"""The course's first forecast: the next value of a sine."""

from __future__ import annotations

import numpy as np

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.base import Dataset
from playground.tasks.forecast import generated_series, make_forecast, windows_code


def make(config: TaskConfig) -> Dataset:
    """1,000 points from 0 to 100 exactly as in the course; other counts keep that spacing."""
    points = config.examples
    x = np.linspace(0.0, 100.0 * (points - 1) / 999, points)
    values = np.sin(x)
    if config.noise > 0:
        values = values + np.random.default_rng(config.data_seed).normal(0.0, config.noise, points)
    return make_forecast(
        values, x, config, time_label=N_("Position x"), value_label=N_("sin(x)"), scaled=False
    )


CODE = """
position = np.linspace(0, 100 * (EXAMPLES - 1) / 999, EXAMPLES)
series = np.sin(position)
series += np.random.default_rng(DATA_SEED).normal(0, NOISE, EXAMPLES)  #? noise
$windows
"""


def code(config: TaskConfig, data: Dataset) -> str:
    """The same series, and its windows."""
    return filled(CODE, noise=config.noise, windows=windows_code(data, scaled=False))


PROBLEM = generated_series(
    name="sine",
    title=N_("Sine, next value"),
    question=N_("Which value of a sine wave comes next, after the ten before it?"),
    notice=N_("Watch the forecast start as a flat line and come closer to the real curve, epoch by epoch."),
    lesson=N_(
        "It is still learning: an LSTM starts more slowly than a plain RNN. With three hundred epochs, "
        "or a learning rate of 0.01, it ends far below the baseline."
    ),
    preset=RunConfig(
        task=TaskConfig(name="sine", length=10, examples=1000),
        model=ModelConfig(cell="lstm", hidden_size=32),
        training=TrainingConfig(optimizer="adam", lr=0.001, epochs=100),
    ),
    knobs=(
        knobs.window(100),
        knobs.SCALING,
        knobs.points(100, 3000),
        knobs.NOISE,
        knobs.TRAIN_SHARE,
        knobs.NOISE_SEED,
    ),
    make=make,
    code=code,
)
