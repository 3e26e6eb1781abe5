"""The page that compares runs, from its controls to its link."""

from __future__ import annotations

from playground.lanes import Lanes
from playground.ui import controls, runbar, session
from playground.ui.compare import editor, live
from playground.ui.components import plotly_loader

HOME = "race"
"""What a comparison begins with: quick to train, and the cells differ in it."""


def show() -> None:
    """Draw the page."""
    session.start(HOME, lanes=Lanes())
    controls.sidebar()
    plotly_loader()
    runbar.show()
    editor.show()
    live.show()
