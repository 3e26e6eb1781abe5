"""Sunspots of each year, 1700 to 2008."""

from __future__ import annotations

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.tasks.real import real_series

PROBLEM = real_series(
    title=N_("Sunspots"),
    question=N_("How many dark spots will the Sun have next year?"),
    notice=N_(
        "The Sun's rhythm takes about 11 years, but not exactly: see whether the network beats "
        "repeating last year's number, and the number of 11 years ago."
    ),
    value_label=N_("Sunspot number"),
    season=11,  # years from one maximum to the next, about: real cycles take 9 to 14
    longest_window=60,
    preset=RunConfig(
        task=TaskConfig(name="sunspots", length=22),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.003, batch_size=32, epochs=60),
    ),
)
