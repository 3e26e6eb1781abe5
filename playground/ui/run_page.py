"""The pages of runs, from their controls to their link: one run, runs that are compared, and a search."""

from __future__ import annotations

from playground.experiments.lanes import Lanes
from playground.experiments.presets import PRESETS
from playground.experiments.sweeps import Sweep
from playground.ui import live, more, runbar
from playground.ui.compare import editor
from playground.ui.compare import live as lanes_live
from playground.ui.components.address import address
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.opening import open_link, start_session
from playground.ui.session import current_session
from playground.ui.settings import controls
from playground.ui.sweep import design
from playground.ui.sweep import live as sweep_live
from playground.ui.take_away import show_lane_files


def show_run_page(home: str) -> None:
    """Draw the page of one run; `home` is the preset it opens with."""
    _begin(home)
    runbar.show_run_bar()
    live.show_run()
    more.show_more()


def show_compare_page() -> None:
    """Runs side by side; the first ones are quick to train, and the cells differ in them."""
    _begin("race", lanes=Lanes())
    runbar.show_run_bar()
    editor.show_lane_editor()
    lanes_live.show_lanes()
    show_lane_files(current_session())


def show_sweep_page() -> None:
    """The search for a best run; the first one's twenty-seven runs take less than a minute."""
    _begin("sum-sign", sweep=Sweep())
    design.show_sweep_design()
    sweep_live.show_sweep()


def _begin(home: str, *, lanes: Lanes | None = None, sweep: Sweep | None = None) -> None:
    start_session(home, PRESETS[home].config, lanes=lanes, sweep=sweep)
    address(key="address", on_link=open_link)
    controls.sidebar()
    plotly_loader()
