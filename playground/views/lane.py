"""One lane among several: its own picture, on scales that all lanes share."""

from __future__ import annotations

import numpy as np

from playground.charts.answers.words import with_words
from playground.charts.inside import gates, reach, states
from playground.charts.inside.panels import MOST_CELLS
from playground.charts.picture import Picture
from playground.i18n import _
from playground.models.hold import GATE_NAMES
from playground.probes.inside import GradientsProbe, InsideProbe
from playground.views.answers import views_of
from playground.views.inside import chosen
from playground.views.parts import Parts, figure
from playground.views.scene import Read, Scene

HEIGHTS = {"answers": 240, "states": 300, "gates": 320, "gradients": 260}
USES = ("side", "own_example", "horizon")


def draw(scene: Scene, read: Read) -> Parts:
    """The side of the run that is looked at."""
    side = scene.view_state.side
    picture = _PICTURES[side](scene, read)
    if side != "answers":
        picture = with_words(picture, chosen.words(scene, scene.data))
    yield figure(picture, key=f"multiple-{side}", height=HEIGHTS[side], hover_group="lanes")


def _answers(scene: Scene, read: Read) -> Picture:
    views = views_of(scene.data)
    return views.picture(scene, read(views.probe(scene)))


def _states(scene: Scene, read: Read) -> Picture:
    reading = read(_inside(scene))
    part = reading.parts[-1]
    return states.states_figure(
        part.values["h"],
        name=_("hidden state h"),
        order=np.arange(scene.config.model.hidden_size),
        scale="common",
        layer=part.layer,
        backward=part.backward,
        selected_unit=None,
        inputs=reading.inputs,
        answered=None,
        most_cells=MOST_CELLS // 4,
        untrained=scene.step == 0,
    )


def _gates(scene: Scene, read: Read) -> Picture:
    values, model = read(_inside(scene)).parts[-1].values, scene.config.model
    if names := GATE_NAMES[model.cell]:
        return gates.gates_figure({name: values[name] for name in names}, cell=model.cell, unit=None)
    return gates.flatness_figure(values["h"], cell=model.cell, nonlinearity=model.nonlinearity)


def _gradients(scene: Scene, read: Read) -> Picture:
    example = scene.view_state.own_example
    part = read(GradientsProbe(config=scene.config, step=scene.step, example=example)).parts[-1]
    name = _("hidden state h")
    return reach.reach_figure({name: part.h}, cell=scene.config.model.cell, factors={name: part.factor})


def _inside(scene: Scene) -> InsideProbe:
    return InsideProbe(config=scene.config, step=scene.step, example=scene.view_state.own_example)


_PICTURES = {"answers": _answers, "states": _states, "gates": _gates, "gradients": _gradients}
