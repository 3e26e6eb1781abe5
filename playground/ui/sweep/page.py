"""The page that searches, from its controls to its link."""

from __future__ import annotations

from playground.experiments.sweeps import Sweep
from playground.ui.components import plotly_loader
from playground.ui.session import start_session
from playground.ui.settings import controls
from playground.ui.sweep import design, live

HOME = "sum-sign"
"""What a search begins with: its twenty-seven runs take less than a minute."""


def show_sweep_page() -> None:
    """Draw the page."""
    start_session(HOME, sweep=Sweep())
    controls.sidebar()
    plotly_loader()
    design.show_sweep_design()
    live.show_sweep()
