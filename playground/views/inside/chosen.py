"""The choice that the inside views share: one example, one layer, one unit; the same in every tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground import tasks
from playground.config.errors import ExampleError
from playground.probes.inside import GradientsProbe, InsideProbe, InsideReading, PartReading, PartTargets
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.views.scene import Looked, Scene

P = TypeVar("P", PartReading, PartTargets)
"""A reading of one layer and direction."""


def example(looked: Looked) -> dict[str, Any]:
    """The chosen example as probes take it: the learner's own, or a held-out one."""
    return {"example": looked.view_state.own_example, "text": _own(looked)}


def sequence(looked: Looked, data: Dataset) -> NDArray[np.float32]:
    """The sequence that the network reads: (time steps, features)."""
    task, text = looked.config.task, _own(looked)
    held_out: NDArray[np.float32] = data.test_x[looked.view_state.own_example % len(data.test_x)]
    return tasks.problem(task.name).parse(text, task, data) if text else held_out


def points(looked: Looked, data: Dataset) -> NDArray[Any]:
    """The same sequence in the unit that people read."""
    task, text = looked.config.task, _own(looked)
    if text:
        return tasks.problem(task.name).points(text, task, data)
    return data.held_out(looked.view_state.own_example)


def written(looked: Looked, data: Dataset) -> str:
    """The text in a field: as the learner typed it, or the held-out example."""
    task, view = looked.config.task, looked.view_state
    if view.own_text and view.own_task == task:
        return view.own_text
    return tasks.problem(task.name).write(data.held_out(view.own_example), task, data)


def words(looked: Looked, data: Dataset, reading: InsideReading | None = None) -> tuple[str, ...]:
    """The words the network reads, one it does not know with a question mark; none where it reads numbers.

    A decoder's words are in its `reading`.
    """
    if reading is not None and reading.tokens:
        return tuple(_safe(data.answer.names[number]) for number in reading.tokens)
    if not data.symbols:
        return ()
    ids = sequence(looked, data)[:, 0].astype(np.int64)
    if looked.config.model.packed:
        ids = ids[ids != PAD]
    typed = _typed(looked, data)
    return tuple(
        typed[place] if number == UNKNOWN and typed else _safe(data.symbols[number])
        for place, number in enumerate(ids)
    )


def _typed(looked: Looked, data: Dataset) -> tuple[str, ...]:
    """The learner's own words, as they stand where the network does not know them."""
    text = _own(looked)
    if not text or not data.has_words:
        return ()
    mark = "" if data.words.is_of_characters else " ?"  # two signs for one character would not fit under it
    task = looked.config.task
    return tuple(f"{shown(piece)}{mark}" for piece in tasks.problem(task.name).cut(text, task))


def _safe(word: str) -> str:
    """A word as it is shown; nothing in it is taken for markup."""
    return shown(word).replace("<", "‹").replace(">", "›")


def _own(looked: Looked) -> str:
    """The learner's own sequence, where there is one that this problem can read."""
    task, text = looked.config.task, looked.view_state.own_text
    if not text or looked.view_state.own_task != task:
        return ""
    try:
        tasks.problem(task.name).parse(text, task, tasks.dataset(task))
    except ExampleError:
        return ""
    return text


def chosen_layer(looked: Looked) -> int:
    """The chosen layer, where the network has so many."""
    return min(looked.view_state.layer, looked.config.model.num_layers - 1)


def unit(looked: Looked) -> int | None:
    """The chosen unit, where the network has so many; `None` is all of them."""
    chosen = looked.view_state.unit
    return chosen if chosen is not None and chosen < looked.config.model.hidden_size else None


def one_unit(looked: Looked) -> int:
    """The chosen unit where one is looked at and never all of them: the first one before any is chosen."""
    return unit(looked) or 0


def inside_probe(scene: Scene) -> InsideProbe:
    """The reading of states and gates of every layer."""
    return InsideProbe(config=scene.config, step=scene.step, decoder=decoder(scene), **example(scene))


def decoder(looked: Looked) -> bool:
    """Whether the decoder is looked into, where there is one."""
    return looked.view_state.decoder and has_decoder(looked)


def has_decoder(looked: Looked) -> bool:
    """Whether there are an encoder and a decoder to look into."""
    return tasks.problem(looked.config.task.name).group == "pairs"


def parts(looked: Looked, read: Sequence[P]) -> list[P]:
    """The readings of the chosen layer, one for each direction."""
    return [part for part in read if part.layer == chosen_layer(looked)]


def part(looked: Looked, read: Sequence[P]) -> P:
    """The reading of the chosen layer in the chosen direction; forward where there is no other."""
    return parts(looked, read)[-1 if looked.view_state.backward else 0]


def gradients_probe(scene: Scene) -> GradientsProbe:
    """The reading of the gradients through time."""
    return GradientsProbe(config=scene.config, step=scene.step, **example(scene))
