"""Arrays in, plain Plotly figure specs out: no browser, no torch, no Plotly at run time."""

from playground.charts.answers.forecast import forecast_figure, series_preview_figure
from playground.charts.answers.held_out import confusion_figure, every_step_figure, numbers_figure
from playground.charts.answers.sequences import sequence_preview_figure
from playground.charts.picture import Picture, Spec, packed
from playground.charts.theme import CELL_COLOURS, CELL_NAMES, exported
from playground.charts.training import gradient_figure, loss_figure

__all__ = [
    "CELL_COLOURS",
    "CELL_NAMES",
    "Picture",
    "Spec",
    "confusion_figure",
    "every_step_figure",
    "exported",
    "forecast_figure",
    "gradient_figure",
    "loss_figure",
    "numbers_figure",
    "packed",
    "sequence_preview_figure",
    "series_preview_figure",
]
