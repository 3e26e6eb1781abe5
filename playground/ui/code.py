"""The tab of code: the script of this experiment beside its pictures, live, to copy and to take home."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from playground.export.formats import FORMATS, HERE, Taken
from playground.export.tensors import cell_lines, tensors, warning
from playground.i18n import N_, _
from playground.tasks.base import Dataset
from playground.ui.answers import answer_page
from playground.ui.answers.page import learning_stage
from playground.ui.components.assets import handed_on, mount
from playground.ui.engine import engine
from playground.ui.learning import show_progress
from playground.ui.runs import run_of
from playground.ui.session import Session, set_view_state
from playground.views.words import said

CODE = [ending for ending, one in FORMATS.items() if one.is_code]
MIMES = {".py": "text/x-python", ".ipynb": "application/x-ipynb+json"}

WORDS = {
    "about": N_(
        "PyTorch and NumPy only: run at home, it finds the same losses to the last digit. Lines light up "
        "when a control changes them. Point at a tensor for its shape."
    ),
    "copy": N_("Copy"),
    "copied": N_("Copied"),
    "changed": N_("Lines changed: {count}"),
    "equations": N_("Equations"),
    "code": N_("Code of this experiment"),
}


def show_code(session: Session, data: Dataset) -> None:
    """The script on the left; the loss, and the answers below it, on the right."""
    parts = urlsplit(st.context.url or HERE)
    run = Taken.now(session.config, engine(), f"{parts.scheme}://{parts.netloc}")
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="code-side", gap="small"):
            _script(session, data, run)
            _downloads(run)
        with st.container(key="progress"):
            learning_stage(session, data, answer_page(data))
            show_progress(session, data)


def _script(session: Session, data: Dataset, run: Taken) -> None:
    config, script = session.config, run.script
    told: dict[str, Any] = {
        "text": script.text,
        "parts": script.places,
        "tensors": tensors(config, data),
        "warning": warning(config),
        "cell": cell_lines(script.text, config),
        "arrived": session.view_state.code_at,
        "run": run_of(config),
        "known": len(run.film.history.test_loss),
        "words": said(WORDS),
    }
    mount(
        "code",
        key="code",
        data=told,
        on_equations_change=handed_on("code", "equations", _count, lambda _count: set_view_state(tab="cell")),
        on_stale_change=lambda: None,  # the page is drawn again, with the losses there are now
    )


def _count(sent: object) -> int | None:
    return sent if type(sent) is int else None


def _downloads(run: Taken) -> None:
    """The script, the notebook, and the file of their data; made when they are asked for."""
    name, beside = run.config.task.name, run.script.file
    with st.container(horizontal=True, gap="small", key="code-files"):
        for ending in CODE:
            _download(f"{name}{ending}", MIMES[ending], partial(_content, run, ending))
        if beside is not None:
            _download(beside.name, "application/octet-stream", lambda: beside.content)
    if beside is not None:
        st.caption(_("The script reads {file}: keep both in one folder.").format(file=f"`{beside.name}`"))


def _download(name: str, mime: str, content: Callable[[], bytes]) -> None:
    spoken = copy_context()  # what is made later is in the language of this run
    st.download_button(
        name,
        lambda: spoken.run(content),
        file_name=name,
        mime=mime,
        key=f"take-{Path(name).suffix}",
        icon=":material/download:",
        on_click="ignore",
    )


def _content(run: Taken, ending: str) -> bytes:
    """A file of the run with all that is known of it by then; no page's script runs any more."""
    return FORMATS[ending].content(replace(run, film=run.engine.film(run.config)))
