"""Airline passengers of each month, 1949 to 1960, the textbook series of Box and Jenkins."""

from __future__ import annotations

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.tasks.real import real_series

PROBLEM = real_series(
    title=N_("Airline passengers"),
    question=N_("How many people will fly next month?"),
    notice=N_(
        "A forecast is worth something only if it beats two simple ones: last month's number, and "
        "the number of the same month last year. Does this one?"
    ),
    value_label=N_("Passengers (thousands a month)"),
    season=12,  # months in a year
    longest_window=36,
    preset=RunConfig(
        task=TaskConfig(name="airline", length=12),
        model=ModelConfig(cell="lstm", hidden_size=32),
        training=TrainingConfig(lr=0.005, batch_size=16, epochs=100),
    ),
)
