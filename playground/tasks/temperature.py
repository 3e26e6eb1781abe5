"""The highest temperature of each day in Seattle, 2012 to 2015."""

from __future__ import annotations

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.tasks.real import real_series

PROBLEM = real_series(
    title=N_("Temperature in Seattle"),
    question=N_("How warm will tomorrow get in Seattle?"),
    notice=N_(
        "Tomorrow is mostly like today and partly chance: the test loss falls a little "
        "below that of repeating today, and then stops."
    ),
    value_label=N_("Daily maximum temperature (°C)"),
    season=365,  # days in a year
    longest_window=60,
    preset=RunConfig(
        task=TaskConfig(name="temperature", length=14),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.003, batch_size=64, epochs=30),
    ),
)
