"""What is open as files: the browser makes them of the numbers and pictures that it has."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.config.errors import EngineError
from playground.export.loading import loading_lines
from playground.i18n import N_, _
from playground.probes.requests import StateDictProbe
from playground.ui import clock
from playground.ui.compare.names import lanes_of
from playground.ui.components.assets import mount
from playground.ui.engine import engine
from playground.ui.playback import place
from playground.ui.runs import run_of
from playground.ui.session import Session, configs_of
from playground.views.words import said

WORDS = {
    "history": N_("Losses and metrics (CSV)"),
    "historyHelp": N_("The numbers of every step and every epoch so far, as a table."),
}


PATIENCE_SECONDS = 60.0
LATE = N_("The workers are busy, and did not write the weights in time. Try again.")


def show_take_away(session: Session) -> None:
    """The buttons, each of which saves a file."""
    lanes = lanes_of(configs_of(session))
    data: dict[str, Any] = {"words": said(WORDS), "file": session.config.task.name}
    data |= {"runs": [{"name": lane.name, "run": run_of(lane.config)} for lane in lanes]}
    with st.container(horizontal=True, gap="small", key="take-away-row"):
        mount("take_away", key="take-away", data=data)
        if session.lanes is None:
            _weights_button(session)
    if session.lanes is None:
        with st.expander(_("How to load the weights")):
            st.code(loading_lines(session.config, _weights_file(session)), language="python")


def _weights_button(session: Session) -> None:
    st.download_button(
        _("Weights (PyTorch)"),
        lambda: weights_at_cursor(session),
        file_name=_weights_file(session),
        mime="application/octet-stream",
        key="weights",
        icon=":material/download:",
        on_click="ignore",
        help=_("The state_dict at the step that you see."),
    )


def _weights_file(session: Session) -> str:
    return f"{session.config.task.name}-{session.config.model.cell}.pt"


def weights_at_cursor(session: Session) -> bytes:
    """The state_dict at the step of the player's cursor, as a worker writes it.

    Raises:
        EngineError: no worker could write it.
    """
    probe = StateDictProbe(config=session.config, step=place(session).step)
    for _moment in clock.moments(PATIENCE_SECONDS, 0.05):
        engine().want(probe.config, probe.step, viewer=session.viewer)
        reply = engine().probe(probe)
        if reply.status == "ready":
            return bytes(reply.value)
        if reply.status == "failed":
            raise EngineError.saying(reply.sentence)
    raise EngineError(LATE)
