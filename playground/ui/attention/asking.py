"""The questions to the decoder: a source of one's own or a held-out one, and how the decoder may look."""

from __future__ import annotations

import streamlit as st

from playground.i18n import _
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.ui.error_boundary import show_refusal
from playground.ui.inside.choices import next_example
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled, view_control
from playground.views.attention.answer import LONGEST_BEGINNING, pairs_of, source_of
from playground.views.attention.asked import refusal
from playground.views.inside import chosen
from playground.views.words import plain

BEAMS = (1, 2, 3, 5, 10)


def show_decoder_options(session: Session, data: Dataset) -> None:
    """The text that is read, examples to click on, and what is wrong with the learner's own."""
    hint = problem(session.config.task.name).hint(session.config.task, data)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="asking"):
        controlled("source", chosen.written(session, data), st.text_input, _("Read this"), ask, help=hint)
        st.button(_("Another"), key="another", icon=":material/shuffle:", on_click=_another)
    with st.container(horizontal=True, gap="small", key="accepted"):
        for place, example in enumerate(pairs_of(data).problem.examples):
            st.button(plain(example), key=f"accepted-{place}", type="tertiary", on_click=ask, args=(example,))
    show_refusal(refusal(session, data))


def switches(session: Session, has_attention: bool) -> None:
    """How it may look, and how it chooses its words."""
    if has_attention:
        ways, even = {False: _("as learned"), True: _("evenly")}, session.view_state.uniform
        controlled("uniform", even, st.segmented_control, _("Attention"), look_evenly, names=ways)
    beams = {width: _("greedy") if width == 1 else _("beam search, {n}").format(n=width) for width in BEAMS}
    help_ = _(
        "Greedy decoding takes the most probable token each time. Beam search keeps several answers and "
        "takes the one that is most probable as a whole."
    )
    view_control("beam", st.selectbox, _("Decoding"), names=beams, help=help_, width=150)
    help_ = _("The decoder outputs this first and continues from it.")
    view_control("prefix", st.text_input, _("First tokens"), help=help_, width=124)


def mover(session: Session, data: Dataset) -> None:
    """The keyboard's way to the same as a click on the map."""
    source = source_of(session, data)
    outputs = len(pairs_of(data).problem.answer(source))
    with st.popover(_("Move the attention"), key="mover"):
        row = st.selectbox(
            _("At output"), range(outputs), format_func=lambda at: str(at + 1), key="mover-row"
        )
        place = st.selectbox(
            _("to source token"),
            range(len(source)),
            format_func=lambda at: f"{at + 1}: {source[at] if at < len(source) else ''}",
            key="mover-place",
        )
        st.button(_("Continue from there"), key="mover-go", on_click=look_at, args=(row, place))
    if session.view_state.uniform or session.view_state.forced:
        st.button(_("Restore attention"), key="look-freely", on_click=look_evenly, args=(False,))


def look_evenly(even: bool) -> None:
    """From now on the decoder looks everywhere alike, or as it has learned."""
    set_view_state(uniform=even, forced=())


def look_at(row: int, place: int) -> None:
    """From now on the decoder looks at this place when it says its token number `row`."""
    set_view_state(forced=((row, place),), uniform=False)


def look_from(row: int, place: int, session: Session, data: Dataset) -> None:
    """The same for a clicked cell of the map; a click beside it does nothing."""
    if 0 <= row < LONGEST_BEGINNING and 0 <= place < len(source_of(session, data)):
        look_at(row, place)


def ask(text: str) -> None:
    """Read the learner's own source from now on; an empty one means a held-out example."""
    set_view_state(own_text=text, own_task=current_session().config.task, forced=(), prefix="")


def _another() -> None:
    next_example(forced=(), prefix="")
