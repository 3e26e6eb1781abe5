"""Hidden states: what every unit of every layer holds, one unit, and the path of all of them together."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from playground.charts.answers.words import PADDING, with_words
from playground.charts.inside import state_space, states, unit, units
from playground.charts.inside.panels import MOST_CELLS
from playground.i18n import _
from playground.probes.inside import InsideReading, PartReading, TargetsProbe
from playground.tasks.base import Dataset
from playground.views.inside import chosen
from playground.views.inside.paths import Path
from playground.views.parts import Draw, Part, Parts, caption, figure
from playground.views.scene import Looked, Read, Scene


def states_of(scene: Scene, read: Read) -> Parts:
    """A heatmap for every layer and direction."""
    reading = read(chosen.inside_probe(scene))
    for part in reading.parts:
        yield _heatmap(scene, reading, part)


def unit_of(scene: Scene, read: Read) -> Parts:
    """The chosen unit, and what it follows."""
    yield _unit(scene, read, read(chosen.inside_probe(scene)))


def space_of(path_of: Callable[[Dataset], Path]) -> Draw:
    """The path of the states; `path_of` says whose, which depends on what a problem asks."""

    def draw(scene: Scene, read: Read) -> Parts:
        states, time_label = path_of(scene.data)(scene, read)
        yield _space(scene, states, time_label)

    return draw


def _state_name(looked: Looked) -> str:
    return "c" if looked.view_state.cell_state and looked.config.model.cell == "lstm" else "h"


def _heatmap(scene: Scene, reading: InsideReading, part: PartReading) -> Part:
    name, data = _state_name(scene), scene.data
    values = part.values[name]
    order = units.order_of(values, scene.view_state.order)
    picture = states.states_figure(
        values,
        name=_("hidden state h") if name == "h" else _("cell state c"),
        order=order,
        scale=scene.view_state.scale,
        layer=part.layer,
        backward=part.backward,
        selected_unit=chosen.unit(scene) if part is chosen.part(scene, reading.parts) else None,
        inputs=reading.inputs,
        answered=_answered(reading, data),
        most_cells=MOST_CELLS // len(reading.parts),
        untrained=scene.step == 0,
    )
    picture = with_words(picture, chosen.words(scene, data, reading))
    key = f"states-{part.layer}-{'backward' if part.backward else 'forward'}"
    return figure(picture, key=key, height=420, revision=str(values.shape), pick=order.tolist())


def _answered(reading: InsideReading, data: Dataset) -> states.Answered | None:
    """The answer where it is given: at every time step, or after the last; a decoder's stands in words."""
    if reading.answer is None:
        return None
    names = tuple(_(name) for name in data.answer.names)
    said, right = np.asarray(reading.answer, dtype=np.float64), reading.target
    if data.answer.output_size > 1:
        said = np.atleast_1d(said.argmax(axis=-1).astype(np.float64))
    return states.Answered(
        said=_at_its_place(said, len(reading.inputs), data),
        right=None if right is None else _at_its_place(right, len(reading.inputs), data),
        names=names,
    )


def _at_its_place(values: np.ndarray, steps: int, data: Dataset) -> np.ndarray:
    """(time steps,) answers belong to the last time steps, those to every word before the padding."""
    none, known = np.full(steps - len(values), np.nan), values.astype(np.float64)
    return np.concatenate([known, none] if data.has_words and data.answer.every_step else [none, known])


def _unit(scene: Scene, read: Read, reading: InsideReading) -> Part:
    number = chosen.unit(scene)
    if number is None:
        return caption(_("Click a row, or choose a unit, to see what it follows."))
    name = _state_name(scene)
    line = chosen.part(scene, reading.parts).values[name][:, number]
    inputs = _most_alike(reading.inputs, line)
    bounded = name == "h" and scene.config.model.nonlinearity == "tanh"
    picture = unit.unit_figure(
        line,
        inputs,
        agreement=_agreement(scene, read, number),
        unit_number=number,
        label=units.described(line, inputs, bounded),
        cell=scene.config.model.cell,
    )
    return figure(with_words(picture, chosen.words(scene, scene.data, reading)), key="unit", height=220)


def _agreement(scene: Scene, read: Read, number: int) -> unit.Agreement | None:
    """The agreement of the chosen unit with the right answers, over test examples."""
    if chosen.has_decoder(scene):
        return None
    reading = read(TargetsProbe(config=scene.config, step=scene.step))
    return unit.Agreement(
        value=float(chosen.part(scene, reading.parts).agreement[_state_name(scene)][number]),
        is_ratio=scene.data.answer.is_unordered,
        examples=reading.examples,
    )


def _most_alike(inputs: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Of several features the one that the unit follows best, at any lag."""
    most = units.label_lags(len(line))
    follows = [np.abs(units.correlation_by_lag(line, feature, most)).max(initial=0.0) for feature in inputs.T]
    return np.asarray(inputs[:, int(np.argmax(follows))])


def _space(scene: Scene, states: np.ndarray, time_label: str) -> Part:
    """The states on the two axes along which they differ most."""
    basis, mean, share = units.principal(states)
    points = (states - mean) @ basis
    cell = scene.config.model.cell
    words = chosen.words(scene, scene.data)
    read = words.index(PADDING) if PADDING in words and len(words) == len(states) else None
    picture = state_space.space_figure(
        points, share, cell=cell, limits=_limits(points), time_label=time_label, read=read
    )
    return figure(picture, key="space", height=320)


def _limits(points: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """A square around the middle that grows and shrinks by doubling, so that the axes rarely change."""
    reach = float(np.nanmax(np.abs(points), initial=1e-3))
    end = 2.0 ** math.ceil(math.log2(1.1 * reach)) if math.isfinite(reach) else 1.0
    return (-end, end), (-end, end)
