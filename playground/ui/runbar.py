"""The run bar: everything that moves the cursor."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import edits, tasks
from playground.films.cursor import Choose, Cursor, Pace, Pause, Play, Reset, Seek, Step, StepEpoch
from playground.films.film import Film
from playground.training import cost
from playground.ui import session
from playground.ui.choices import PACES
from playground.ui.components import timeline
from playground.ui.mirror import mirrored
from playground.ui.words import seconds_in_words


def show(cursor: Cursor, film: Film, _: Callable[[str], str]) -> None:
    """Buttons, then the timeline."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runbar-buttons"):
        _play_button(cursor, _)
        _step_buttons(_)
        _start_over_buttons(_)
        _speed(cursor, _)
    epoch = cursor.step / film.epoch_steps
    epochs = film.total_steps // film.epoch_steps
    timeline(
        step=cursor.step,
        developed=film.last_step,
        total=film.total_steps,
        key="timeline",
        epoch_text=_("Epoch {epoch} of {epochs}").format(epoch=f"{epoch:.4g}", epochs=epochs),
        time_left=_time_left(cursor, film, _),
        status=_status(cursor, film, _),
        label=_("Timeline: go to any step trained so far"),
        step_text=_("Step {step} of {total}"),
        on_seek=lambda step: session.dispatch(Seek(step)),
    )


def _play_button(cursor: Cursor, _: Callable[[str], str]) -> None:
    playing = cursor.playing or cursor.goal is not None
    st.button(
        _("Pause") if playing else _("Play"),
        icon=":material/pause:" if playing else ":material/play_arrow:",
        type="primary",
        key="play",
        shortcut="Space",
        on_click=session.dispatch,
        args=(Pause() if playing else Play(),),
    )


def _step_buttons(_: Callable[[str], str]) -> None:
    st.button(
        _("Step"),
        icon=":material/skip_next:",
        key="step",
        help=_("Train one epoch more: one pass over all training examples."),
        on_click=session.dispatch,
        args=(StepEpoch(),),
    )
    one_step = _("One optimizer step")
    st.menu_button(
        _("Step by"), [one_step, _("One epoch")], key="step-by", on_click=_step_by, args=(one_step,)
    )


def _start_over_buttons(_: Callable[[str], str]) -> None:
    st.button(
        _("Reset"),
        icon=":material/restart_alt:",
        key="reset",
        help=_("Back to step 0 with the same initial weights."),
        on_click=session.dispatch,
        args=(Reset(),),
    )
    st.button(
        _("New weights"),
        icon=":material/casino:",
        key="new-weights",
        help=_("The same experiment with the next seed: other initial weights."),
        on_click=_new_weights,
    )


def _speed(cursor: Cursor, _: Callable[[str], str]) -> None:
    mirrored(
        "pace",
        cursor.pace or 0.0,
        st.selectbox,
        _("Speed"),
        lambda pace: session.dispatch(Pace(pace or None)),
        options=list(PACES),
        format_func=lambda pace: _(PACES[pace]),
        label_visibility="collapsed",
        width=190,
    )


def _step_by(one_step: str) -> None:
    session.dispatch(Step() if st.session_state["step-by"] == one_step else StepEpoch())


def _new_weights() -> None:
    config = session.current().cursor.config
    session.dispatch(
        Choose(
            edits.edited(
                config,
                {
                    "training.seed": (config.training.seed + 1) % 2**31,
                    "training.changes": (),
                },
            )
        )
    )


def _status(cursor: Cursor, film: Film, _: Callable[[str], str]) -> str:
    """One or two words on what is happening."""
    if film.status == "failed":
        return _("Failed")
    if film.status == "diverged" and cursor.step >= film.last_step:
        return _("Diverged")
    if film.is_over and cursor.step >= film.last_step:
        return _("Finished")
    if cursor.goal is not None:
        return _("Training one step further")
    if cursor.playing:
        return _("Training") if not film.is_over else _("Playing")
    return _("Untrained") if cursor.step == 0 else _("Paused")


def _time_left(cursor: Cursor, film: Film, _: Callable[[str], str]) -> str:
    """Measured while it trains; estimated before."""
    if film.is_over:
        return ""
    if film.seconds_left is None:
        whole = cost.seconds(cursor.config, tasks.dataset(cursor.config.task))
        return _("Takes about {time}").format(time=seconds_in_words(whole, _))
    return _("About {time} of training left").format(time=seconds_in_words(film.seconds_left, _))
