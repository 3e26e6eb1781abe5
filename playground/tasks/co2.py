"""Carbon dioxide in the air at Mauna Loa, week by week, 1958 to 2001."""

from __future__ import annotations

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_
from playground.tasks.real import real_series

PROBLEM = real_series(
    title=N_("Carbon dioxide at Mauna Loa"),
    question=N_(
        "How much carbon dioxide will be in the air next week? "
        "(59 of the 2,284 weeks were not measured; straight lines fill them.)"
    ),
    notice=N_(
        "The test years lie higher than anything seen in training: watch the network lag behind "
        "the rising line, while simply repeating last week's value does well."
    ),
    value_label=N_("CO2 (ppm)"),
    season=52,  # weeks in a year, about
    longest_window=104,
    preset=RunConfig(
        task=TaskConfig(name="co2", length=52),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.003, batch_size=64, epochs=20),
    ),
)
