"""The run bar: the buttons that move the cursor. It is drawn again only when one of them changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.config.rules import MAX_SEED
from playground.experiments import edits
from playground.films.cursor import Choose, Pause, Seek, Step
from playground.i18n import _
from playground.ui import view_options
from playground.ui.playback import dispatch, play
from playground.ui.session import current_session, widget_value


def show_run_bar() -> None:
    """Play, step, start over; how fast, and how the charts are looked at."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runbar"):
        if current_session().cursor.is_paused:
            _button(_("Play"), "play", "play_arrow", play, type="primary", shortcut="Space")
        else:
            _button(_("Pause"), "play", "pause", dispatch, Pause(), type="primary", shortcut="Space")
        told = _("Train one epoch more: one pass over all training examples.")
        _button(_("Step"), "step", "skip_next", dispatch, Step(to_epoch=True), help=told)
        one_step = _("One optimizer step")
        ways = [one_step, _("One epoch")]
        st.menu_button(_("Step by"), ways, key="step-by", on_click=_step_by, args=(one_step,))
        told = _("Back to step 0 with the same initial weights.")
        _button(_("Reset"), "reset", "restart_alt", dispatch, Seek(0), help=told)
        told = _("The same experiment with the next seed: other initial weights.")
        _button(_("New weights"), "new-weights", "casino", _new_weights, help=told)
        view_options.show_view_options()


def _button(
    label: str, key: str, icon: str, on_click: Callable[..., None], *given: Any, **options: Any
) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=on_click, args=given, **options)


def _step_by(one_step: str) -> None:
    dispatch(Step(to_epoch=widget_value("step-by") != one_step))


def _new_weights() -> None:
    config = current_session().config
    seed = (config.training.seed + 1) % (MAX_SEED + 1)
    dispatch(Choose(edits.edited(config, {"training.seed": seed, "training.changes": ()})))
