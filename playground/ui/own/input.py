"""Try your own: one sequence, typed or drawn, and the network's answer to it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.config.errors import ExampleError
from playground.i18n import _
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.ui.components.sequence_editor import sequence_editor
from playground.ui.components.stage import stage
from playground.ui.error_boundary import show_refusal
from playground.ui.inside.choices import next_example
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled
from playground.views.address import LONGEST_OWN, TYPED, fits
from playground.views.inside import chosen
from playground.views.own_lines import has_lines
from playground.views.scores import series_of


def show_own_input(session: Session, data: Dataset) -> None:
    """One sequence or several, and the answers at the cursor's step; nothing while closed."""
    own = st.expander(_("Try your own"), key="own", icon=":material/edit:", on_change="rerun")
    if own.open:
        with own:
            show_own_sequence(session, data)
            _several(session, data)


def show_own_sequence(session: Session, data: Dataset) -> None:
    """The editor, the text it is the same as, and the answer at the cursor's step."""
    text = chosen.written(session, data)
    example = _parsed(text, session, data)
    if example is not None and example.shape[1] == 1 and not data.has_words:
        _editor(text, session, data)
    hint = problem(session.config.task.name).hint(session.config.task, data)
    controlled("own-text", text, st.text_area, _label(data), _typed, help=hint, height=68)
    st.caption(hint)
    st.button(_("Take another held-out example"), key="own-next", on_click=next_example)
    if isinstance(example, np.ndarray):
        view = view_of("own", session.view_state, session.config)
        stage(view, run_of(session.config), key="view-own", height=120)


def _several(session: Session, data: Dataset) -> None:
    """Many sequences, each with its answer."""
    view_state = session.view_state
    text = view_state.own_lines if view_state.own_task == session.config.task else ""
    label = _("Or several, one a line")
    if has_lines(session.config.task, data):
        label = _("Or several, with an empty line between")
    controlled("own-lines", text, st.text_area, label, _typed_lines, height=100)
    if not fits(text):
        _too_long(text)
    elif text.strip():
        view = view_of("own-lines", view_state, session.config)
        stage(view, run_of(session.config), key="view-own-lines", height=120)


def _label(data: Dataset) -> str:
    if not data.has_words:
        return _("Your sequence")
    return _("Your text") if data.words.is_of_characters else _("Your sentence")


def _parsed(text: str, session: Session, data: Dataset) -> np.ndarray | None:
    task = session.config.task
    if not fits(text):
        _too_long(text)
        return None
    try:
        return problem(task.name).parse(text, task, data)
    except ExampleError as error:
        show_refusal(str(error))
        return None


def _too_long(text: str) -> None:
    told = _("Your input may have at most {most} characters, not {count}.")
    show_refusal(told.format(most=f"{LONGEST_OWN:,}", count=f"{len(text):,}"))


def _editor(text: str, session: Session, data: Dataset) -> None:
    task, series = session.config.task, series_of(session.config.task)
    values = problem(task.name).points(text, task, data)[:, 0]
    known = data.train_x if series is None else series.values[: series.split]
    low, high = min(known.min(), values.min()), max(known.max(), values.max())

    def changed(numbers: tuple[float, ...]) -> None:
        _typed(problem(task.name).write(np.array(numbers)[:, None], task, data))

    sequence_editor(
        values.tolist(),
        low=float(low),
        high=float(high),
        key="own-drawn",
        on_change=changed,
        label=_("Your sequence, drawn"),
        height=150,
    )


def _typed(text: str) -> None:
    _keep(own_text=text)


def _typed_lines(text: str) -> None:
    _keep(own_lines=text)


def _keep(**typed: str) -> None:
    """Keep what was typed for the open problem; what was typed for another one is gone."""
    session = current_session()
    task = session.config.task
    gone = {} if session.view_state.own_task == task else dict.fromkeys(TYPED, "")
    set_view_state(**(gone | typed), own_task=task)
