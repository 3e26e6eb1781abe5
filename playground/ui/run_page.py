"""The page of one run, from its controls to its link; every page of runs is this one."""

from __future__ import annotations

from playground.ui import controls, live, more, runbar, session
from playground.ui.components import plotly_loader


def show(home: str) -> None:
    """Draw the page; `home` is the preset it opens with."""
    session.start(home)
    controls.sidebar()
    plotly_loader()
    runbar.show()
    live.show()
    more.show()
