"""Gradients through time: how far back the error reaches, now and all along the training."""

from __future__ import annotations

from playground.charts.answers.words import influence_of_words_figure, with_words
from playground.charts.inside import reach as charts
from playground.i18n import _
from playground.probes.inside import GradientsReading, PartGradients
from playground.tasks.scale import Floats
from playground.views.inside import chosen
from playground.views.parts import Parts, along, columns, figure
from playground.views.scene import Read, Scene


def draw(scene: Scene, read: Read) -> Parts:
    """The norms at this step, their film, and what the answer looks back at."""
    reading = read(chosen.gradients_probe(scene))
    yield columns(_now(scene, reading), _film(scene, reading))


def _now(scene: Scene, reading: GradientsReading) -> Parts:
    cell, data = scene.config.model.cell, scene.data
    norms, backward = _lines(reading)
    words = chosen.words(scene, data)
    reach = charts.reach_figure(norms, cell=cell, backward=backward)
    yield figure(with_words(reach, words), key="reach", height=320)
    if words:
        influence = influence_of_words_figure(reading.inputs, words, cell=cell)
    else:
        influence = charts.influence_figure(reading.inputs, chosen.sequence(scene, data), cell=cell)
    yield figure(influence, key="influence", height=220)


def _lines(reading: GradientsReading) -> tuple[dict[str, Floats], dict[str, bool]]:
    norms: dict[str, Floats] = {}
    backward: dict[str, bool] = {}
    for part in reading.parts:
        name = _name(part, len(reading.parts))
        norms[name], backward[name] = part.h, part.backward
        if part.c is not None:
            only = len(reading.parts) == 1
            norms[_("cell state c") if only else _("{name}, cell state c").format(name=name)] = part.c
    return norms, backward


def _name(part: PartGradients, parts: int) -> str:
    if parts == 1:
        return _("hidden state h")
    way = _("backward") if part.backward else _("forward")
    return _("layer {number}, {way}").format(number=part.layer + 1, way=way)


def _film(scene: Scene, reading: GradientsReading) -> Parts:
    """Of the top layer: the forward direction's norms, a column among those of all steps."""
    norms = [part for part in reading.parts if not part.backward][-1].h
    picture = charts.reach_film_figure(
        norms, scene.step, cell=scene.config.model.cell, total_steps=scene.total_steps
    )
    yield along("columns", figure(picture, key="reach-film", height=420))
