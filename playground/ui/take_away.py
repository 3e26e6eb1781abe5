"""What is open as files: the browser makes them of the numbers and pictures that it has."""

from __future__ import annotations

from typing import Any

from playground.i18n import N_
from playground.ui.compare.names import lanes_of
from playground.ui.components.assets import mount
from playground.ui.runs import run_of
from playground.ui.session import Session, configs_of
from playground.views.words import said

WORDS = {
    "history": N_("Losses and metrics (CSV)"),
    "historyHelp": N_("The numbers of every step and every epoch so far, as a table."),
}


def show_take_away(session: Session) -> None:
    """The buttons, each of which saves a file."""
    lanes = lanes_of(configs_of(session))
    data: dict[str, Any] = {"words": said(WORDS), "file": session.config.task.name}
    data |= {"runs": [{"name": lane.name, "run": run_of(lane.config)} for lane in lanes]}
    mount("take_away", key="take-away", data=data)
