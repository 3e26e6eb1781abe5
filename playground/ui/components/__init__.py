"""The live parts of a page: charts that stay alive, the timeline, the sequence editor."""

from playground.ui.components.cell_diagram import cell_diagram, diagram_words
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.components.ribbons import ribbon_words, ribbons
from playground.ui.components.sequence_editor import sequence_editor
from playground.ui.components.timeline import timeline

__all__ = [
    "Click",
    "cell_diagram",
    "diagram_words",
    "live_figure",
    "plotly_loader",
    "ribbon_words",
    "ribbons",
    "sequence_editor",
    "timeline",
]
