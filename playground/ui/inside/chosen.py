"""What the inside views look at: one example, one layer, one unit; the same in every tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground import tasks
from playground.config import TaskConfig
from playground.errors import ExampleError
from playground.films.engine import Reply
from playground.films.film import Film
from playground.i18n import _, translated
from playground.probes.inside import GradientsProbe, InsideProbe, InsideReading
from playground.probes.requests import Probe
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.ui import session
from playground.ui.mirror import mirrored
from playground.ui.session import Session

ALL = -1
"""What stands for all units where a unit is chosen; a list with nothing chosen would read as unset."""
MARKS = 16
"""At how many places a run is read for a picture of its whole training."""


class _Part(Protocol):
    """What belongs to one layer and direction."""

    @property
    def layer(self) -> int: ...
    @property
    def backward(self) -> bool: ...


P = TypeVar("P", bound=_Part, covariant=True)


class _Reading(Protocol[P]):
    """A reading of every layer and direction."""

    @property
    def parts(self) -> tuple[P, ...]: ...


def step(now: Session, film: Film) -> int:
    """The optimizer step shown: the cursor's, as far as it is developed."""
    return min(now.cursor.step, film.last_step)


def example(now: Session) -> dict[str, Any]:
    """The chosen example as probes take it: the learner's own, or a held-out one."""
    return {"example": now.view.own_example, "text": _own(now.view.own_text, now.view.own_task, now)}


def sequence(now: Session, data: Dataset) -> NDArray[np.float32]:
    """What the network reads: (time steps, features)."""
    task = now.cursor.config.task
    text = _own(now.view.own_text, now.view.own_task, now)
    held_out: NDArray[np.float32] = data.test_x[now.view.own_example % len(data.test_x)]
    return tasks.problem(task.name).parse(text, task, data) if text else held_out


def words(now: Session, data: Dataset, reading: InsideReading | None = None) -> tuple[str, ...]:
    """The words the network reads, one it does not know with a question mark; none where it reads numbers.

    A decoder's words are in its `reading`.
    """
    if reading is not None and reading.tokens:
        return tuple(_safe(data.answer.names[number]) for number in reading.tokens)
    if not data.symbols:
        return ()
    ids = sequence(now, data)[:, 0].astype(np.int64)
    if now.cursor.config.model.packed:
        ids = ids[ids != PAD]
    typed = _typed(now, data)
    return tuple(
        typed[place] if number == UNKNOWN and typed else _safe(data.symbols[number])
        for place, number in enumerate(ids)
    )


def _typed(now: Session, data: Dataset) -> tuple[str, ...]:
    """The learner's own words, as they stand where the network does not know them."""
    text = _own(now.view.own_text, now.view.own_task, now)
    if not text or not data.has_words:
        return ()
    mark = "" if data.words.is_of_characters else " ?"  # two signs for one character would not fit under it
    cut = tasks.problem(now.cursor.config.task.name).cut
    return tuple(f"{shown(piece)}{mark}" for piece in cut(text))


def _safe(word: str) -> str:
    """A word as it is shown; nothing in it is taken for markup."""
    return shown(word).replace("<", "‹").replace(">", "›")


def _own(text: str, written_for: TaskConfig | None, now: Session) -> str:
    """The learner's own sequence, where there is one that this problem can read."""
    task = now.cursor.config.task
    if not text or written_for != task:
        return ""
    try:
        tasks.problem(task.name).parse(text, task, tasks.dataset(task))
    except ExampleError:
        return ""
    return text


def chosen_layer(now: Session) -> int:
    """The chosen layer, where the network has so many."""
    return min(now.view.layer, now.cursor.config.model.num_layers - 1)


def unit(now: Session) -> int | None:
    """The chosen unit, where the network has so many; `None` is the mean of all."""
    chosen = now.view.unit
    return chosen if chosen is not None and chosen < now.cursor.config.model.hidden_size else None


def inside(now: Session, film: Film) -> tuple[InsideReading | None, int, Reply]:
    """States and gates of every layer, and the step they belong to."""
    reply, shown = session.read("inside", inside_probe(now, step(now, film)))
    return (reply.value if isinstance(reply.value, InsideReading) else None), shown.step, reply


def inside_probe(now: Session, at: int) -> InsideProbe:
    """The reading of states and gates at one step."""
    return InsideProbe(config=now.cursor.config, step=at, decoder=decoder(now), **example(now))


def decoder(now: Session) -> bool:
    """Whether the decoder is looked into, where there is one."""
    return now.view.decoder and has_decoder(now)


def has_decoder(now: Session) -> bool:
    """Whether there are an encoder and a decoder to look into."""
    return tasks.problem(now.cursor.config.task.name).group == "pairs"


def parts(now: Session, reading: _Reading[P]) -> list[P]:
    """What was read of the chosen layer, in each direction."""
    return [part for part in reading.parts if part.layer == chosen_layer(now)]


def part(now: Session, reading: _Reading[P]) -> P:
    """What was read of the chosen layer in the chosen direction; forward where there is no other."""
    return parts(now, reading)[-1 if now.view.backward else 0]


def gradients_probe(now: Session, at: int) -> GradientsProbe:
    """The reading of the gradients through time at one step."""
    return GradientsProbe(config=now.cursor.config, step=at, **example(now))


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
    return session.read_along(
        {at: probe_at(at) for at in known}, at_once=at_once if film.is_over else min(at_once, 2)
    )


def waiting(reply: Reply) -> None:
    """What stands in a picture's place until there is one."""
    with st.container(height=330, border=False, key="inside-waiting"):
        st.caption(translated(reply.sentence) if reply.sentence else _("Reading the network…"))


def choices(now: Session, *, layers: bool = True, units: bool = True) -> None:
    """The example, the layer and the unit, in one row."""
    model = now.cursor.config.model
    if has_decoder(now):
        mirrored(
            "side",
            now.view.decoder,
            st.segmented_control,
            _("Look into"),
            lambda side: session.set_view(decoder=side, backward=False),
            options=[False, True],
            format_func=lambda side: _("Decoder") if side else _("Encoder"),
            required=True,
            width="content",
        )
    st.button(_("Another example"), key="inside-next", icon=":material/shuffle:", on_click=_next_example)
    if layers and model.num_layers > 1:
        mirrored(
            "layer",
            chosen_layer(now),
            st.segmented_control,
            _("Layer"),
            lambda value: session.set_view(layer=value),
            options=list(range(model.num_layers)),
            format_func=lambda index: str(index + 1),
            required=True,
            width="content",
        )
    if units:
        mirrored(
            "unit",
            ALL if unit(now) is None else unit(now),
            st.selectbox,
            _("Unit"),
            lambda value: session.set_view(unit=None if value == ALL else value),
            options=[ALL, *range(model.hidden_size)],
            format_func=lambda index: _("all of them") if index == ALL else str(index),
            width=160,
        )


def _next_example() -> None:
    session.set_view(own_text="", own_example=session.current().view.own_example + 1)
