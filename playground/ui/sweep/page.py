"""The page that searches, from its controls to its link."""

from __future__ import annotations

from playground.sweeps import Sweep
from playground.ui import controls, session
from playground.ui.components import plotly_loader
from playground.ui.sweep import design, live

HOME = "sum-sign"
"""What a search begins with: its twenty-seven runs take less than a minute."""


def show() -> None:
    """Draw the page."""
    session.start(HOME, sweep=Sweep())
    controls.sidebar()
    plotly_loader()
    design.show()
    live.show()
