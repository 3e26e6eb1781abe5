"""A whole sequence from a decoder: where it looks, what it says, and how often that is right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.charts.attention.lengths import lengths_figure
from playground.charts.picture import Picture
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig
from playground.i18n import _
from playground.probes.decoded import TranslationProbe, TranslationReading
from playground.probes.requests import Probe
from playground.tasks import problem
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.tasks.pairs.base import said
from playground.views.answers.views import AnswerViews
from playground.views.attention import maps, scores
from playground.views.parts import Part, table
from playground.views.scene import Scene

PAIRS = 6
"""How many pairs are shown."""


def _probe(scene: Scene) -> Probe:
    return TranslationProbe(config=scene.config, step=scene.step)


def _picture(scene: Scene, reading: TranslationReading) -> Picture:
    cell = scene.config.model.cell
    return lengths_figure([scores.lengths_of(CELL_NAMES[cell], reading)], cell=cell)


def _amount(data: Dataset) -> str:
    told = _("{train} training and {test} test pairs; no source is in both.")
    return told.format(train=len(data.train_x), test=len(data.test_x))


def _problem(config: RunConfig, data: Dataset) -> Iterator[Part]:
    write, target = problem(config.task.name).write, data.answer_as(Pairs).target
    rows = [
        [
            f"`{write(data.train_x[index], config.task, data)}`",
            f"`{said(target.decode(np.asarray(data.train_y[index], dtype=np.int64)))}`",
        ]
        for index in range(PAIRS)
    ]
    yield table([_("Source"), _("True output")], rows, "ll")


VIEWS = AnswerViews(
    learning=maps.attention_map,
    uses=maps.USES,
    comes_first=True,  # here the map matters most
    probe=_probe,
    picture=_picture,
    told=None,
    amount=_amount,
    problem=_problem,
)
