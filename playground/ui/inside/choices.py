"""The widgets that choose an example, a layer and a unit; the same in every tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.i18n import _
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled, view_control
from playground.views.inside.chosen import chosen_layer, has_decoder, one_unit, unit

ALL = -1
"""The number for all units where a unit is chosen; a list with nothing chosen would read as unset."""


def choices(
    session: Session,
    *own: Callable[[], None],
    layers: bool = True,
    units: bool = True,
    all_units: bool = True,
) -> None:
    """The example, the layer and the unit in one row, and in the same row what a view has of its own.

    `all_units` says whether all units may be looked at together.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="inside-choices"):
        _choices(session, layers)
        if units:
            _unit(session, all_units)
        for show in own:
            show()


def _choices(session: Session, layers: bool) -> None:
    model = session.config.model
    if has_decoder(session):
        sides = {False: _("Encoder"), True: _("Decoder")}
        side = session.view_state.decoder
        controlled("side", side, st.segmented_control, _("Look into"), _look_into, names=sides)
    example_button("inside-next")
    if layers and model.num_layers > 1:
        numbers = {index: str(index + 1) for index in range(model.num_layers)}
        view_control("layer", st.segmented_control, _("Layer"), chosen_layer(session), names=numbers)


def _unit(session: Session, all_units: bool) -> None:
    names = {index: str(index) for index in range(session.config.model.hidden_size)}
    shown = one_unit(session)
    if all_units:
        names = {ALL: _("all of them")} | names
        shown = ALL if unit(session) is None else shown
    controlled("unit", shown, st.selectbox, _("Unit"), _look_at_unit, names=names, width=160)


def _look_into(decoder: bool) -> None:
    set_view_state(decoder=decoder, backward=False)


def _look_at_unit(number: int) -> None:
    set_view_state(unit=None if number == ALL else number)


def example_button(key: str) -> None:
    """Goes on to the next held-out example."""
    st.button(_("Another example"), key=key, icon=":material/shuffle:", on_click=next_example)


def next_example(**changes: Any) -> None:
    """Look at the held-out example that comes next."""
    set_view_state(own_text="", own_example=current_session().view_state.own_example + 1, **changes)
