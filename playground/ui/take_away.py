"""What is open as files: the browser makes them of the numbers and pictures that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import EngineError
from playground.export.loading import loading_lines
from playground.export.report import Rows, Run, skeleton
from playground.i18n import N_, _, current_language
from playground.probes.requests import StateDictProbe
from playground.ui import clock
from playground.ui.compare.names import lanes_of
from playground.ui.components.assets import mount
from playground.ui.engine import engine
from playground.ui.history import kept
from playground.ui.opening import link_query
from playground.ui.playback import place
from playground.ui.runs import run_of
from playground.ui.session import Session, configs_of
from playground.views.words import heads, said

WORDS = {
    "report": N_("Report (HTML)"),
    "reportHelp": N_(
        "One file with the settings, the result and the pictures on this page; it can be printed."
    ),
    "history": N_("Losses and metrics (CSV)"),
    "historyHelp": N_("The numbers of every step and every epoch so far, as a table."),
    "run": N_("Run"),
    "at": N_("{run} at step {step}"),
    "epoch": N_("Epoch"),
    "trainLoss": N_("Train loss"),
    "testLoss": N_("Test loss"),
    "baseline": N_("Baseline"),
    "notes": N_("Notes"),
    "noted": N_("Step {step}: {text}"),
}
PATIENCE_SECONDS = 60.0
LATE = N_("The workers are busy, and did not write the weights in time. Try again.")


def show_run_files(session: Session, command: str) -> None:
    """Of one run: report, numbers, and the weights with the lines that load them."""
    with st.container(horizontal=True, gap="small", key="take-away-row"):
        _files(session, configs_of(session), command=command)
        _weights_button(session)
    with st.expander(_("How to load the weights")):
        st.code(loading_lines(session.config, _weights_file(session)), language="python")


def show_lane_files(session: Session) -> None:
    """Of runs that are compared: report and numbers."""
    _files(session, configs_of(session))


def show_search_file(session: Session, configs: Mapping[str, RunConfig], sentence: str, rows: Rows) -> None:
    """Of a search: the report, with the runs that are done by their names, the best one, and a table."""
    more = {_("All runs that are done, the best first:"): rows}
    page = skeleton(_runs(configs), page_link(), sentence=sentence.replace("**", ""), more=more)
    _mount(session, page, [])


def page_link() -> str:
    """The link of what is open, with the address of this page."""
    parts = urlsplit(st.context.url or "")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(link_query()), ""))


def _files(session: Session, configs: Sequence[RunConfig], command: str = "") -> None:
    runs = _runs({lane.name: lane.config for lane in lanes_of(configs)})
    known = [{"name": run.name, "run": run_of(run.config)} for run in runs]
    _mount(session, skeleton(runs, page_link(), command=command), known)


def _runs(configs: Mapping[str, RunConfig]) -> list[Run]:
    devices = engine().state().devices
    return [Run(name=name, config=one, device=devices.choice(one).device) for name, one in configs.items()]


def _mount(session: Session, page: str, runs: list[dict[str, str]]) -> None:
    data = tasks.dataset(session.config.task)
    told: dict[str, Any] = {"words": said(WORDS), "file": session.config.task.name, "report": page}
    told |= {"runs": runs, "metrics": heads(data.answer), "baseline": data.baseline.loss}
    mount("take_away", key="take-away", data=told | {"language": current_language(), "kept": kept(session)})


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
