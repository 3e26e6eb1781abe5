"""The run bar: the buttons that move the cursor. It is drawn again only when one of them changes."""

from __future__ import annotations

import streamlit as st

from playground.config.rules import MAX_SEED
from playground.experiments import edits
from playground.films.cursor import Choose, Cursor, Pause, Reset, Step, StepEpoch
from playground.i18n import _
from playground.ui import view_options
from playground.ui.playback import dispatch, play
from playground.ui.session import current_session, widget_value


def show_run_bar() -> None:
    """Play, step, start over; how fast, and how the charts are looked at."""
    cursor = current_session().cursor
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runbar"):
        _play_button(cursor)
        _step_buttons()
        _start_over_buttons()
        view_options.show_view_options()


def plays(cursor: Cursor) -> bool:
    """Whether the first button says "Pause"."""
    return not cursor.is_paused


def _play_button(cursor: Cursor) -> None:
    playing = plays(cursor)
    st.button(
        _("Pause") if playing else _("Play"),
        icon=":material/pause:" if playing else ":material/play_arrow:",
        type="primary",
        key="play",
        shortcut="Space",
        on_click=_pause if playing else play,
    )


def _step_buttons() -> None:
    st.button(
        _("Step"),
        icon=":material/skip_next:",
        key="step",
        help=_("Train one epoch more: one pass over all training examples."),
        on_click=dispatch,
        args=(StepEpoch(),),
    )
    one_step = _("One optimizer step")
    st.menu_button(
        _("Step by"), [one_step, _("One epoch")], key="step-by", on_click=_step_by, args=(one_step,)
    )


def _start_over_buttons() -> None:
    st.button(
        _("Reset"),
        icon=":material/restart_alt:",
        key="reset",
        help=_("Back to step 0 with the same initial weights."),
        on_click=dispatch,
        args=(Reset(),),
    )
    st.button(
        _("New weights"),
        icon=":material/casino:",
        key="new-weights",
        help=_("The same experiment with the next seed: other initial weights."),
        on_click=_new_weights,
    )


def _pause() -> None:
    dispatch(Pause())


def _step_by(one_step: str) -> None:
    dispatch(Step() if widget_value("step-by") == one_step else StepEpoch())


def _new_weights() -> None:
    config = current_session().cursor.config
    dispatch(
        Choose(
            edits.edited(
                config,
                {
                    "training.seed": (config.training.seed + 1) % (MAX_SEED + 1),
                    "training.changes": (),
                },
            )
        )
    )
