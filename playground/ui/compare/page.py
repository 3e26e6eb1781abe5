"""The page that compares runs, from its controls to its link."""

from __future__ import annotations

from playground.i18n import translator
from playground.lanes import Lanes
from playground.ui import controls, runbar, session
from playground.ui.compare import editor, live
from playground.ui.components import plotly_loader

HOME = "race"
"""What a comparison begins with: quick to train, and the cells differ in it."""


def show() -> None:
    """Draw the page."""
    _ = translator()
    session.start(HOME, lanes=Lanes())
    controls.sidebar()
    plotly_loader()
    runbar.show(_)
    editor.show(_)
    live.show()
