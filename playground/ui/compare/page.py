"""The page that compares runs, from its controls to its link."""

from __future__ import annotations

from playground.experiments.lanes import Lanes
from playground.ui import runbar
from playground.ui.compare import editor, live
from playground.ui.components import plotly_loader
from playground.ui.session import start_session
from playground.ui.settings import controls

HOME = "race"
"""What a comparison begins with: quick to train, and the cells differ in it."""


def show_compare_page() -> None:
    """Draw the page."""
    start_session(HOME, lanes=Lanes())
    controls.sidebar()
    plotly_loader()
    runbar.show_run_bar()
    editor.show_lane_editor()
    live.show_lanes()
