"""The choice that the inside views share: one example, one layer, one unit; the same in every tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground import tasks
from playground.config.errors import ExampleError
from playground.films.film import Film
from playground.i18n import _
from playground.probes.inside import GradientsProbe, InsideProbe, InsideReading, PartReading, PartTargets
from playground.probes.requests import Probe
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.ui.playback import awaited, read_along
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import controlled, view_control

ALL = -1
"""The number for all units where a unit is chosen; a list with nothing chosen would read as unset."""
MARKS = 16
"""At how many places a run is read for a picture of its whole training."""


P = TypeVar("P", PartReading, PartTargets)
"""A reading of one layer and direction."""


def step(session: Session, film: Film) -> int:
    """The optimizer step shown: the cursor's, as far as it is developed."""
    return min(session.cursor.step, film.last_step)


def example(session: Session) -> dict[str, Any]:
    """The chosen example as probes take it: the learner's own, or a held-out one."""
    return {"example": session.view_state.own_example, "text": _own(session)}


def sequence(session: Session, data: Dataset) -> NDArray[np.float32]:
    """The sequence that the network reads: (time steps, features)."""
    task, text = session.config.task, _own(session)
    held_out: NDArray[np.float32] = data.test_x[session.view_state.own_example % len(data.test_x)]
    return tasks.problem(task.name).parse(text, task, data) if text else held_out


def written(session: Session, data: Dataset) -> str:
    """The text in a field: as the learner typed it, or the held-out example."""
    task, view = session.config.task, session.view_state
    if view.own_text and view.own_task == task:
        return view.own_text
    return tasks.problem(task.name).write(data.test_x[view.own_example % len(data.test_x)], task, data)


def words(session: Session, data: Dataset, reading: InsideReading | None = None) -> tuple[str, ...]:
    """The words the network reads, one it does not know with a question mark; none where it reads numbers.

    A decoder's words are in its `reading`.
    """
    if reading is not None and reading.tokens:
        return tuple(_safe(data.answer.names[number]) for number in reading.tokens)
    if not data.symbols:
        return ()
    ids = sequence(session, data)[:, 0].astype(np.int64)
    if session.config.model.packed:
        ids = ids[ids != PAD]
    typed = _typed(session, data)
    return tuple(
        typed[place] if number == UNKNOWN and typed else _safe(data.symbols[number])
        for place, number in enumerate(ids)
    )


def _typed(session: Session, data: Dataset) -> tuple[str, ...]:
    """The learner's own words, as they stand where the network does not know them."""
    text = _own(session)
    if not text or not data.has_words:
        return ()
    mark = "" if data.words.is_of_characters else " ?"  # two signs for one character would not fit under it
    cut = tasks.problem(session.config.task.name).cut
    return tuple(f"{shown(piece)}{mark}" for piece in cut(text))


def _safe(word: str) -> str:
    """A word as it is shown; nothing in it is taken for markup."""
    return shown(word).replace("<", "‹").replace(">", "›")


def _own(session: Session) -> str:
    """The learner's own sequence, where there is one that this problem can read."""
    task, text = session.config.task, session.view_state.own_text
    if not text or session.view_state.own_task != task:
        return ""
    try:
        tasks.problem(task.name).parse(text, task, tasks.dataset(task))
    except ExampleError:
        return ""
    return text


def chosen_layer(session: Session) -> int:
    """The chosen layer, where the network has so many."""
    return min(session.view_state.layer, session.config.model.num_layers - 1)


def unit(session: Session) -> int | None:
    """The chosen unit, where the network has so many; `None` is the mean of all."""
    chosen = session.view_state.unit
    return chosen if chosen is not None and chosen < session.config.model.hidden_size else None


def inside(session: Session, film: Film) -> tuple[InsideReading | None, int]:
    """States and gates of every layer, and the step they belong to; where there are none, why."""
    return awaited("inside", inside_probe(session, step(session, film)), InsideReading, reading_it())


def inside_probe(session: Session, at: int) -> InsideProbe:
    """The reading of states and gates at one step."""
    return InsideProbe(config=session.config, step=at, decoder=decoder(session), **example(session))


def decoder(session: Session) -> bool:
    """Whether the decoder is looked into, where there is one."""
    return session.view_state.decoder and has_decoder(session)


def has_decoder(session: Session) -> bool:
    """Whether there are an encoder and a decoder to look into."""
    return tasks.problem(session.config.task.name).group == "pairs"


def parts(session: Session, read: Sequence[P]) -> list[P]:
    """The readings of the chosen layer, one for each direction."""
    return [part for part in read if part.layer == chosen_layer(session)]


def part(session: Session, read: Sequence[P]) -> P:
    """The reading of the chosen layer in the chosen direction; forward where there is no other."""
    return parts(session, read)[-1 if session.view_state.backward else 0]


def gradients_probe(session: Session, at: int) -> GradientsProbe:
    """The reading of the gradients through time at one step."""
    return GradientsProbe(config=session.config, step=at, **example(session))


def along(
    film: Film, probe_at: Callable[[int], Probe], *, marks: int = MARKS, at_once: int = 8
) -> dict[int, Any]:
    """Readings at a few steps all along the run, by step; they fill in one after the other.

    Args:
        film: the run.
        probe_at: the reading at a step.
        marks: at how many places it is read.
        at_once: readings under way together once the run is over; before, there are at most two.
    """
    apart = -(-film.total_steps // marks)
    known = [*range(0, film.last_step + 1, apart), *([film.last_step] if film.is_over else [])]
    return read_along(
        {at: probe_at(at) for at in known}, at_once=at_once if film.is_over else min(at_once, 2)
    )


def reading_it() -> str:
    """The words in a picture's place until its reading has come."""
    return _("Reading the network…")


def choices(session: Session, *own: Callable[[], None], layers: bool = True, units: bool = True) -> None:
    """The example, the layer and the unit in one row, and in the same row what a view has of its own."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="inside-choices"):
        _choices(session, layers, units)
        for show in own:
            show()


def _choices(session: Session, layers: bool, units: bool) -> None:
    model = session.config.model
    if has_decoder(session):
        sides = {False: _("Encoder"), True: _("Decoder")}
        side = session.view_state.decoder
        controlled("side", side, st.segmented_control, _("Look into"), _look_into, names=sides)
    example_button("inside-next")
    if layers and model.num_layers > 1:
        numbers = {index: str(index + 1) for index in range(model.num_layers)}
        view_control("layer", st.segmented_control, _("Layer"), chosen_layer(session), names=numbers)
    if units:
        names = {ALL: _("all of them")} | {index: str(index) for index in range(model.hidden_size)}
        shown = ALL if unit(session) is None else unit(session)
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
