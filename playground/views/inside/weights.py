"""Weights: the recurrent matrix, how it stretches a state, and how that moved in training."""

from __future__ import annotations

from playground.charts.inside import weights as charts
from playground.probes.inside import WeightsProbe
from playground.views.inside import chosen
from playground.views.parts import Parts, along, columns, figure
from playground.views.scene import Read, Scene


def draw(scene: Scene, read: Read) -> Parts:
    """Matrix, singular values and spectral radius of the chosen layer's forward direction."""
    layer, decoder = chosen.chosen_layer(scene), chosen.decoder(scene)
    reading = read(WeightsProbe(config=scene.config, step=scene.step, layer=layer, decoder=decoder))
    part, cell = reading.parts[0], scene.config.model.cell
    matrix = charts.recurrent_figure(part.recurrent, part.names)
    singular = charts.singular_figure(part.singular, part.names, part.radius, cell=cell)
    moved = charts.moved_figure(scene.step, part.radius, part.names, cell=cell, total_steps=scene.total_steps)
    yield columns(
        [figure(matrix, key="recurrent", height=460)],
        [
            figure(singular, key="singular", height=220),
            along("points", figure(moved, key="moved", height=220)),
        ],
    )
