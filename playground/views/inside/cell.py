"""The cell: one time step of one layer as a diagram, with its real values and all that they are made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from playground.charts.answers.words import with_words
from playground.charts.inside import cell_rows
from playground.charts.picture import sentences
from playground.config import Cell
from playground.i18n import N_, _
from playground.probes.inside import CellNumbers, CellProbe
from playground.views.drawings import CLICKABLE, cell_diagram
from playground.views.inside import chosen
from playground.views.parts import Parts, figure
from playground.views.scene import Read, Scene

WEIGHTS: dict[Cell, str] = {
    "rnn": N_(
        "W x and U h are sums over all that is read and all units; b is the sum of torch's two biases."
    ),
    "lstm": N_(
        "W x and U h are sums over all that is read and all units; each b is the sum of torch's two biases."
    ),
    "gru": N_(
        "W x and U h are sums over all that is read and all units; b of r and of z is the sum of torch's two "
        "biases, b of n is bias_ih, and b′ is bias_hh."
    ),
    "by-hand": N_("In numbers: the columns of W for x times x, those for h times h, and b."),
}
OTHER_GRU = N_(
    "This is torch's GRU. In many courses z and 1 − z change places: there h = (1 − z) h before + z n. And "
    "there r acts on the state before its weights, n = tanh(W x + U (r h) + b); torch's acts after them."
)


def draw(scene: Scene, read: Read) -> Parts:
    """The diagram of the chosen layer, for one unit."""
    model, unit, layer = scene.config.model, chosen.one_unit(scene), chosen.chosen_layer(scene)
    reading = read(
        CellProbe(
            config=scene.config,
            step=scene.step,
            layer=layer,
            unit=unit,
            decoder=chosen.decoder(scene),
            **chosen.example(scene),
        )
    )
    who = _("unit {number}").format(number=unit)
    for part in reading.parts:
        way = "backward" if part.backward else "forward"
        yield cell_diagram(
            cell=model.cell,
            values=part.values,
            biases=part.biases,
            t=_liveliest(part.values),
            key=f"cell-{way}-{model.cell}",
            who=who,
            sequence=f"{chosen.example(scene)} {layer} {unit}",
            nonlinearity=model.nonlinearity,
            weights_note=_note(scene, part, _inputs(scene, reading.inside.inputs, layer)),
            lit=scene.view_state.gate,
        )
        rows = {name: part.values[name].tolist() for name in CLICKABLE[model.cell]}
        picture = cell_rows.rows_figure(rows, cell=model.cell, lit=scene.view_state.gate, who=who)
        picture = with_words(picture, chosen.words(scene, scene.data, reading.inside))
        yield figure(picture, key=f"rows-{way}-{model.cell}", height=60 + 34 * len(rows))


def _note(scene: Scene, part: CellNumbers, inputs: int) -> str:
    cell = scene.config.model.cell
    told = _("Layer {number}, {way}, at step {step}. It opens where this unit's hidden state changes most.")
    where = told.format(
        number=chosen.chosen_layer(scene) + 1,
        way=_("backward") if part.backward else _("forward"),
        step=scene.step,
    )
    mean = _("The layer reads {count} numbers at each time step; the x drawn is their mean.")
    return sentences(
        [
            _(OTHER_GRU) if cell == "gru" else "",
            _(WEIGHTS[cell]),
            mean.format(count=inputs) if inputs > 1 else "",
            where,
        ]
    )


def _inputs(scene: Scene, inputs: NDArray[np.float32], layer: int) -> int:
    """How many numbers the layer reads."""
    model = scene.config.model
    ways = 1 if chosen.decoder(scene) else model.num_directions
    return inputs.shape[1] if layer == 0 else model.hidden_size * ways


def _liveliest(values: Mapping[str, NDArray[np.float64]]) -> int:
    """The time step, from 0, at which the hidden state changes most."""
    return int(np.nan_to_num(np.abs(values["h"] - values["h_before"])).argmax())
