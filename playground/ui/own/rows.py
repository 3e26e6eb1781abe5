"""Rows of the learner's own: brought as a file or pasted, said back as they were understood, or refused."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st

from playground.config import TaskConfig
from playground.experiments import edits
from playground.i18n import N_, _
from playground.tasks import dataset, problem
from playground.tasks.base import Dataset
from playground.tasks.problems import own_sentences
from playground.ui.error_boundary import refusals_told, show_refusal
from playground.ui.own.readings import FILES, OFFERED, chosen_reading, show_choices, show_report
from playground.ui.playback import choose
from playground.ui.session import current_session, keep, kept, set_view_state, widget_value
from playground.uploads import own_data
from playground.uploads.encodings import MOST_BYTES
from playground.uploads.labelled import MOST_ROWS, read_rows
from playground.uploads.report import Reading, Report
from playground.uploads.sources import source_of
from playground.views.words import plain

MOST_PASTED = 100_000
"""Characters: what stands in the box travels with every run of the page until it is used; a file does not."""
EXAMPLE = """\
text,label
Is the shop open?,question
"Yes, it is open.",statement
Close the door.,command"""


_BROUGHT = "own-rows-brought"
"""Where the session keeps what was brought last, to read it otherwise."""


class Brought(NamedTuple):
    """A file or a text, and how it was read."""

    own: str
    """The digest of its rows; empty where they could not be read."""
    data: bytes | str
    report: Report
    reading: Reading


def show_own_rows() -> None:
    """Where labelled texts are brought, for a problem that reads some; nothing for all others."""
    task = current_session().config.task
    if problem(task.name).read_own is None or problem(task.name).group != "text":
        return
    st.caption(_understood(dataset(task), bool(task.own)))
    show_refusal(current_session().view_state.own_fault)
    _show_reading(task)
    file = f"own-file#{task.own}"  # what was taken leaves its place empty for the next
    st.file_uploader(
        _("A file with your rows"),
        type=FILES,
        key=file,
        max_upload_size=MOST_BYTES // 10**6,
        on_change=_use_file,
        args=(file,),
    )
    text = f"own-rows#{task.own}"
    with st.form(f"own-form#{task.own}", border=False):
        st.text_area(_("Or paste them"), key=text, max_chars=MOST_PASTED, height=120, placeholder=EXAMPLE)
        st.form_submit_button(_("Use these rows"), on_click=_use_text, args=(text,), width="stretch")
    st.caption(_(_RULES))
    st.code(EXAMPLE, language=None, wrap_lines=True)
    st.caption(_(_PRIVACY))


_RULES = N_(
    "Each row has a text and a label; 20 to 5,000 rows, 2 to 10 labels. Put a text with commas in "
    "quotation marks. Equal texts count once; capitals and punctuation do not count."
)
_PRIVACY = N_(
    "Your rows stay in this server's memory for a while and never enter a link. A link to your run holds "
    "only their fingerprint. It opens here while the rows are in memory; elsewhere, add the same rows "
    "first."
)


def _show_reading(task: TaskConfig) -> None:
    """How the learner's rows were read, what of them is cut, and what may be chosen otherwise."""
    brought: Brought | None = kept(_BROUGHT)
    is_theirs = brought is not None and brought.own == task.own
    if task.own:
        show_report((*(brought.report if brought and is_theirs else ()), *own_sentences.read_as(task)))
    if brought is not None and (is_theirs or not brought.own):
        show_choices(brought.report or OFFERED, f"#{brought.own}", brought.reading, _use_otherwise)


def _use_otherwise(version: str) -> None:
    brought: Brought | None = kept(_BROUGHT)
    if brought is not None:
        _use(brought.data, chosen_reading(version, brought.report or OFFERED))


def _understood(data: Dataset, is_own: bool) -> str:
    places = np.concatenate([data.train_y, data.test_y]).astype(np.int64)
    counts = np.bincount(places, minlength=len(data.answer.names))
    told = _("These rows are our examples until you add your own: {count} texts, {kinds} labels: {labels}.")
    if is_own:
        told = _("Your rows: {count} texts, {kinds} labels: {labels}.")
    labels = (f"{plain(name)} {count}" for name, count in zip(data.answer.names, counts, strict=True))
    return told.format(count=len(places), kinds=len(counts), labels=", ".join(labels))


def _use_file(key: str) -> None:
    file = widget_value(key)
    if file is not None:
        _use(file.getvalue())


def _use_text(key: str) -> None:
    _use(widget_value(key))


def _use(data: bytes | str, reading: Reading | None = None) -> None:
    """Learn from these rows from now on; where they cannot be read, the run goes on and says why."""
    config = current_session().config
    if problem(config.task.name).group != "text":  # another problem was chosen meanwhile
        return
    if reading is None:
        keep(_BROUGHT, None)
    with refusals_told(_tell):
        if reading is None:
            source_of(data, Reading(), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
            keep(_BROUGHT, Brought("", data, (), Reading()))  # to be read otherwise, where this fails
        rows = read_rows(data, reading)
        own = own_data.keep(rows.to_bytes())
        keep(_BROUGHT, Brought(own, data, rows.report, reading or Reading()))
        chosen = own_sentences.fitting(edits.with_setting(config, "task.own", own))
        choose(chosen, plays=True)


def _tell(fault: str) -> None:
    set_view_state(own_fault=fault)
