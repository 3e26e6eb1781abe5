"""The questions to the decoder as the learner left them, as far as this source and network can have them."""

from __future__ import annotations

from typing import Any

from playground.config.errors import ExampleError
from playground.probes.decoded import DecodedProbe
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.views.attention.answer import source_of, target_ids
from playground.views.inside import chosen
from playground.views.scene import Looked, Scene


def probe(scene: Scene, **changes: Any) -> DecodedProbe:
    """The probe of the decoder at the scene's step."""
    return DecodedProbe(
        config=scene.config,
        step=scene.step,
        prefix=prefix(scene, scene.data),
        beam=scene.view_state.beam,
        **chosen.example(scene),
        **changes,
    )


def moved(looked: Looked, data: Dataset) -> dict[str, Any]:
    """How attention is moved, as far as this source and this network can have it."""
    if looked.config.model.attention == "none":
        return {}
    places = len(source_of(looked, data))
    forced = tuple((step, place) for step, place in looked.view_state.forced if place < places)
    moves = {"uniform": looked.view_state.uniform, "forced": forced}
    return {name: value for name, value in moves.items() if value}


def refusal(looked: Looked, data: Dataset) -> str:
    """Why the learner's own source or beginning cannot be read; empty where it can."""
    task = looked.config.task
    try:
        problem(task.name).parse(chosen.written(looked, data), task, data)
        target_ids(looked.view_state.prefix, data)
    except ExampleError as error:
        return str(error)
    return ""


def prefix(looked: Looked, data: Dataset) -> tuple[int, ...]:
    """The numbers of the tokens that the learner has it say first; none where they cannot be read."""
    try:
        return target_ids(looked.view_state.prefix, data)
    except ExampleError:
        return ()
