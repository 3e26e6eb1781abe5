"""Every view by its name, and the fields of the view state that it depends on."""

from __future__ import annotations

from dataclasses import dataclass

from playground.tasks.base import Dataset
from playground.views import baselines, lane, own, own_lines, verdicts
from playground.views.answers import VIEWS as ANSWERS
from playground.views.answers import characters, forecast, views_of
from playground.views.attention import maps, scores
from playground.views.inside import cell, gates, hidden, reach, unrolled, weights, what_if
from playground.views.inside.paths import Path
from playground.views.parts import Draw, Parts
from playground.views.scene import Read, Scene

EXAMPLE = ("own_text", "own_example", "decoder")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one view is drawn, and what it depends on."""

    draw: Draw
    uses: tuple[str, ...]


def _learning(scene: Scene, read: Read) -> Parts:
    yield from views_of(scene.data).learning(scene, read)


def _path(data: Dataset) -> Path:
    return views_of(data).path


_LEARNING = tuple(dict.fromkeys(field for views in ANSWERS.values() for field in views.uses))
_STATES = (*EXAMPLE, "layer", "backward", "unit", "cell_state", "order", "scale")

VIEWS: dict[str, View] = {
    "unrolled": View(draw=unrolled.draw, uses=("own_text", "own_example")),
    "learning": View(draw=_learning, uses=_LEARNING),
    "free-run": View(draw=forecast.free_run, uses=("horizon",)),
    "fires": View(draw=characters.fires, uses=("own_text", "own_example", "unit")),
    "unsure": View(draw=characters.unsure, uses=()),
    "attention-below": View(draw=maps.below, uses=(*maps.USES, "output")),
    "translation": View(draw=scores.draw, uses=()),
    "states": View(draw=hidden.states_of, uses=_STATES),
    "unit": View(draw=hidden.unit_of, uses=_STATES),
    "space": View(draw=hidden.space_of(_path), uses=(*EXAMPLE, "layer", "backward", "horizon")),
    "gates": View(draw=gates.draw, uses=(*EXAMPLE, "layer", "unit")),
    "gradients": View(draw=reach.draw, uses=EXAMPLE),
    "cell": View(draw=cell.draw, uses=(*EXAMPLE, "layer", "unit", "gate")),
    "what-if": View(draw=what_if.draw, uses=(*EXAMPLE, "layer", "hold")),
    "weights": View(draw=weights.draw, uses=("layer", "decoder")),
    "own": View(draw=own.draw, uses=EXAMPLE),
    "own-lines": View(draw=own_lines.draw, uses=("own_lines",)),
    "lane": View(draw=lane.draw, uses=lane.USES),
    "lane-reach": View(draw=lane.reach_of, uses=("own_example",)),
    "simple": View(draw=lane.simple, uses=()),
    "verdict": View(draw=verdicts.draw, uses=()),
    "baselines": View(draw=baselines.right, uses=()),
    "baselines-unsure": View(draw=baselines.unsure, uses=()),
}


def uses(name: str) -> tuple[str, ...] | None:
    """The fields of the view state that a view depends on; `None` where there is no such view."""
    return VIEWS[name].uses if name in VIEWS else None
