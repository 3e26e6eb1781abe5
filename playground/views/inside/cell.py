"""The cell: one time step of one layer as a diagram, with its real values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.charts.answers.words import with_words
from playground.charts.inside import cell_rows
from playground.charts.picture import sentences
from playground.i18n import _
from playground.probes.inside import InsideReading, PartReading
from playground.views.drawings import CLICKABLE, cell_diagram
from playground.views.inside import chosen
from playground.views.parts import Parts, figure
from playground.views.scene import Read, Scene

Values = NDArray[np.float32]


def draw(scene: Scene, read: Read) -> Parts:
    """The diagram of the chosen layer, for one unit."""
    reading = read(chosen.inside_probe(scene))
    model, unit, below = scene.config.model, chosen.one_unit(scene), _below(scene, reading)
    who = _("unit {number}").format(number=unit)
    for part in chosen.parts(scene, reading.parts):
        way = "backward" if part.backward else "forward"
        values = _values(part, below, unit)
        yield cell_diagram(
            cell=model.cell,
            values=values,
            t=_liveliest(values),
            key=f"cell-{way}-{model.cell}",
            who=who,
            sequence=f"{chosen.example(scene)} {part.layer} {unit}",
            nonlinearity=model.nonlinearity,
            weights_note=_note(scene, part, below.shape[1]),
            lit=scene.view_state.gate,
        )
        rows = {name: line for name, line in values.items() if name in CLICKABLE[model.cell]}
        picture = cell_rows.rows_figure(rows, cell=model.cell, lit=scene.view_state.gate, who=who)
        picture = with_words(picture, chosen.words(scene, scene.data, reading))
        yield figure(picture, key=f"rows-{way}-{model.cell}", height=60 + 34 * len(rows))


def _note(scene: Scene, part: PartReading, inputs: int) -> str:
    told = _("Layer {number}, {way}, at step {step}. It opens where this unit's hidden state changes most.")
    where = told.format(
        number=part.layer + 1,
        way=_("backward") if part.backward else _("forward"),
        step=scene.step,
    )
    mean = _("The layer reads {count} numbers at each time step; x is their mean.").format(count=inputs)
    return where if inputs == 1 else sentences([where, mean])


def _below(scene: Scene, reading: InsideReading) -> Values:
    """(time steps, inputs) what the chosen layer reads: the network's input, or the states below."""
    layer = chosen.chosen_layer(scene)
    if layer == 0:
        return reading.inputs
    below = [part.values["h"] for part in reading.parts if part.layer == layer - 1]
    return np.asarray(np.concatenate(below, axis=1))


def _values(part: PartReading, below: Values, unit: int) -> dict[str, list[float]]:
    """One number for each quantity and time step; the mean of what the layer reads."""
    lines = {name: line[:, unit] for name, line in part.values.items()}
    starts = {
        name: float(part.start[name][unit]) if part.start else 0.0 for name in ("h", "c") if name in lines
    }
    before = {f"{name}_before": _before(lines[name], part.backward, start) for name, start in starts.items()}
    found = {"x": below.mean(axis=1)} | before | lines
    return {name: [float(one) for one in line] for name, line in found.items()}


def _liveliest(values: dict[str, list[float]]) -> int:
    """The time step, from 0, at which the hidden state changes most."""
    change = np.abs(np.array(values["h"]) - np.array(values["h_before"]))
    return int(np.nan_to_num(change).argmax())


def _before(line: Values, backward: bool, start: float) -> Values:
    """The state a time step begins with."""
    first = np.full(1, start, dtype=line.dtype)
    return np.concatenate([line[1:], first] if backward else [first, line[:-1]])
