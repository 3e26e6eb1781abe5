"""One lane among several: its own picture, on scales that all lanes share."""

from __future__ import annotations

import numpy as np

from playground.charts.answers.words import with_words
from playground.charts.compare.lanes import BEYOND
from playground.charts.compare.reach import reach_line
from playground.charts.inside import gates, reach, states
from playground.charts.inside.panels import MOST_CELLS
from playground.charts.picture import Picture
from playground.charts.tracks import level
from playground.i18n import _
from playground.models.hold import GATE_NAMES
from playground.probes.inside import GradientsProbe, InsideProbe
from playground.probes.requests import BaselinesProbe
from playground.tasks.baselines.series import Scores
from playground.views import scores, words
from playground.views.answers import views_of
from playground.views.attention import maps
from playground.views.inside import chosen
from playground.views.parts import Parts, figure, traces
from playground.views.scene import Read, Scene

FIGURE = "lanes-loss"
"""The key of the figure of all lanes' losses."""
REACH = "lanes-reach"
"""The key of the figure of how far back the error of each lane reaches."""
HEIGHTS = {"answers": 240, "attention": 300, "network": 130, "states": 300, "gates": 320, "gradients": 260}
USES = ("side", "own_example", "horizon")


def draw(scene: Scene, read: Read) -> Parts:
    """The side of the run that is looked at."""
    side = scene.view_state.side
    if side == "attention":
        yield from maps.of_lane(scene, read)
        return
    picture = _PICTURES[side](scene, read)
    if side != "answers":
        picture = with_words(picture, chosen.words(scene, scene.data))
    yield figure(picture, key=f"multiple-{side}", height=HEIGHTS[side], hover_group="lanes")


def reach_of(scene: Scene, read: Read) -> Parts:
    """The line of one lane in the figure of all lanes: of its top layer, read from the front."""
    reading = read(GradientsProbe(config=scene.config, step=scene.step, example=scene.view_state.own_example))
    part = [one for one in reading.parts if not one.backward][-1]
    yield traces(REACH, [reach_line(part.h, scene.config.model.cell)])


def simple(scene: Scene, read: Read) -> Parts:
    """Forecasts without a network: the rows under the lanes, and the best one's loss as a level."""
    task, heads = scene.config.task, words.heads(scene.data.answer)
    fitted = read(BaselinesProbe(config=scene.config, step=0))
    losses = scores.simple_losses(task, fitted)
    for name, forecast in scores.simple_forecasts(task, fitted).items():
        if forecast is not None:
            yield {
                "is": "row",
                "name": name,
                "loss": losses[name],
                "metrics": _metrics(forecast.scores, heads),
            }
    best = scores.best_simple(task, fitted)
    if best is not None:
        line, label = level(best[1], BEYOND, _("Best simple forecast"))
        yield traces(FIGURE, [line, label | {"x": [0], "textposition": "bottom right", "cliponaxis": True}])


def _metrics(found: Scores, heads: dict[str, str]) -> dict[str, float | None]:
    numbers = {"rmse": found.rmse, "mae": found.mae, "r2": found.r2, "relative": found.relative}
    known = {name: numbers[name] for name in heads if name in numbers}
    return {name: None if value is None else words.rounded(value) for name, value in known.items()}


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
    return reach.reach_figure({name: part.h}, cell=scene.config.model.cell, backward={name: part.backward})


def _inside(scene: Scene) -> InsideProbe:
    return InsideProbe(config=scene.config, step=scene.step, example=scene.view_state.own_example)


_PICTURES = {"answers": _answers, "states": _states, "gates": _gates, "gradients": _gradients}
