"""The page of one run, from its controls to its link; every page of runs is this one."""

from __future__ import annotations

from playground.ui import live, more, runbar
from playground.ui.components import plotly_loader
from playground.ui.session import start_session
from playground.ui.settings import controls


def show_run_page(home: str) -> None:
    """Draw the page; `home` is the preset it opens with."""
    start_session(home)
    controls.sidebar()
    plotly_loader()
    runbar.show_run_bar()
    live.show_run()
    more.show_more()
