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
from playground.probes.inside import GradientsProbe, InsideProbe, InsideReading
from playground.probes.requests import Probe
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD, UNKNOWN, words_of
from playground.ui import session
from playground.ui.mirror import mirrored
from playground.ui.session import Session

Translate = Callable[[str], str]

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


def words(now: Session, data: Dataset) -> tuple[str, ...]:
    """The words the network reads, one it does not know with a question mark; none where it reads numbers."""
    if data.vocabulary is None:
        return ()
    ids = sequence(now, data)[:, 0].astype(np.int64)
    if now.cursor.config.model.packed:
        ids = ids[ids != PAD]
    typed = words_of(_own(now.view.own_text, now.view.own_task, now))
    known = [data.vocabulary.word(int(number)).replace("<", "‹").replace(">", "›") for number in ids]
    return tuple(
        f"{typed[place]} ?" if number == UNKNOWN and typed else known[place]
        for place, number in enumerate(ids)
    )


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
    return InsideProbe(config=now.cursor.config, step=at, **example(now))


def parts(now: Session, reading: _Reading[P]) -> list[P]:
    """What was read of the chosen layer, in each direction."""
    return [part for part in reading.parts if part.layer == chosen_layer(now)]


def part(now: Session, reading: _Reading[P]) -> P:
    """What was read of the chosen layer in the chosen direction; forward where there is no other."""
    return parts(now, reading)[-1 if now.view.backward else 0]


def gradients_probe(now: Session, at: int) -> GradientsProbe:
    """The reading of the gradients through time at one step."""
    return GradientsProbe(config=now.cursor.config, step=at, **example(now))


def along(film: Film, probe_at: Callable[[int], Probe]) -> dict[int, Any]:
    """Readings at a few steps all along the run, by step; they fill in one after the other."""
    apart = -(-film.total_steps // MARKS)
    known = range(0, film.last_step + 1, apart)
    return session.read_along({at: probe_at(at) for at in known}, at_once=8 if film.is_over else 2)


def waiting(reply: Reply, _: Translate) -> None:
    """What stands in a picture's place until there is one."""
    with st.container(height=330, border=False, key="inside-waiting"):
        st.caption(_(reply.sentence) if reply.sentence else _("Reading the network…"))


def choices(now: Session, _: Translate, *, layers: bool = True, units: bool = True) -> None:
    """The example, the layer and the unit, in one row."""
    model = now.cursor.config.model
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
