"""The cell: one time step of one layer as a diagram, with its real values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.charts.answers.words import with_words
from playground.charts.inside import cell_rows
from playground.i18n import _
from playground.probes.inside import InsideReading, PartReading
from playground.views.drawings import CLICKABLE, cell_diagram
from playground.views.inside import chosen
from playground.views.parts import Parts, figure
from playground.views.scene import Read, Scene

Values = NDArray[np.float32]


def draw(scene: Scene, read: Read) -> Parts:
    """The diagram of the chosen layer, for the chosen unit or the mean of all."""
    reading = read(chosen.inside_probe(scene))
    model, unit, below = scene.config.model, chosen.unit(scene), _below(scene, reading)
    who = _("mean of {count} units").format(count=model.hidden_size)
    if unit is not None:
        who = _("unit {number}").format(number=unit)
    for part in chosen.parts(scene, reading.parts):
        way = "backward" if part.backward else "forward"
        values = _values(part, below, unit)
        yield cell_diagram(
            cell=model.cell,
            values=values,
            t=0,
            key=f"cell-{way}-{model.cell}",
            who=who,
            is_mean=unit is None,
            sequence=str(chosen.example(scene)),
            nonlinearity=model.nonlinearity,
            weights_note=_note(scene, part),
            lit=scene.view_state.gate,
        )
        rows = {name: line for name, line in values.items() if name in CLICKABLE[model.cell]}
        picture = cell_rows.rows_figure(rows, cell=model.cell, lit=scene.view_state.gate, who=who)
        picture = with_words(picture, chosen.words(scene, scene.data, reading))
        yield figure(picture, key=f"rows-{way}-{model.cell}", height=60 + 34 * len(rows))


def _note(scene: Scene, part: PartReading) -> str:
    return _("Layer {number}, {way}, at step {step}.").format(
        number=part.layer + 1,
        way=_("backward") if part.backward else _("forward"),
        step=scene.step,
    )


def _below(scene: Scene, reading: InsideReading) -> Values:
    """The input of the chosen layer, as one number a time step: the network's, or the states below."""
    layer = chosen.chosen_layer(scene)
    if layer == 0:
        return np.asarray(reading.inputs.mean(axis=1))
    below = [part.values["h"] for part in reading.parts if part.layer == layer - 1]
    return np.asarray(np.concatenate(below, axis=1).mean(axis=1))


def _values(part: PartReading, below: Values, unit: int | None) -> dict[str, list[float]]:
    """One number for each quantity and time step."""
    lines = {name: line.mean(axis=1) if unit is None else line[:, unit] for name, line in part.values.items()}
    starts = {
        name: _of_unit(part.start[name], unit) if part.start else 0.0 for name in ("h", "c") if name in lines
    }
    before = {f"{name}_before": _before(lines[name], part.backward, start) for name, start in starts.items()}
    return {name: [float(one) for one in line] for name, line in ({"x": below} | before | lines).items()}


def _of_unit(values: Values, unit: int | None) -> float:
    return float(values.mean() if unit is None else values[unit])


def _before(line: Values, backward: bool, start: float) -> Values:
    """The state a time step begins with."""
    first = np.full(1, start, dtype=line.dtype)
    return np.concatenate([line[1:], first] if backward else [first, line[:-1]])
