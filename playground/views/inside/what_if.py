"""The view "What if": hold a gate, silence units, freeze the cell state, and see how the answer changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.i18n import _
from playground.models.hold import GATE_NAMES, Hold
from playground.probes.inside import TEST_EXAMPLES, WhatIfProbe, WhatIfReading
from playground.tasks.base import Dataset
from playground.views.answers import told_of
from playground.views.inside import chosen
from playground.views.parts import Parts, caption, markdown, table
from playground.views.scene import Looked, Read, Scene
from playground.views.words import factor, number


def draw(scene: Scene, read: Read) -> Parts:
    """The answer with and without what is held."""
    data = scene.data
    hold = fitting(scene, data)
    reading = read(WhatIfProbe(config=scene.config, step=scene.step, hold=hold, **chosen.example(scene)))
    yield markdown(_sentence(reading, hold))
    head = [_("At step {step}").format(step=scene.step), _("Untouched"), _("Held")]
    briefly = told_of(data).briefly
    rows = [[_("Answer"), briefly(reading.answer, data), briefly(reading.held_answer, data)]]
    if reading.loss is not None and reading.held_loss is not None:
        rows.append([_("Loss of this example"), number(reading.loss), number(reading.held_loss)])
    loss = _("Loss of {count} test examples").format(count=min(TEST_EXAMPLES, len(data.test_x)))
    rows.append([loss, number(reading.test_loss), number(reading.held_test_loss)])
    yield table(head, rows, "lrr")
    yield caption(_("The trained weights stay the same: only this reading changes."))


def fitting(looked: Looked, data: Dataset) -> Hold:
    """The learner's choice as far as this network has such a gate, layer and unit."""
    model, hold = looked.config.model, looked.view_state.hold
    gate = hold.gate if hold.gate in GATE_NAMES[model.cell] else None
    silenced = tuple(unit for unit in hold.silenced if unit < model.hidden_size)
    freeze = hold.freeze_from if model.cell == "lstm" else None
    if freeze is not None and freeze >= data.train_x.shape[1]:
        freeze = None
    return replace(hold, layer=chosen.chosen_layer(looked), gate=gate, silenced=silenced, freeze_from=freeze)


def _sentence(reading: WhatIfReading, hold: Hold) -> str:
    if hold == Hold(layer=hold.layer):
        return _("Hold a gate, silence units, or freeze the cell state, and see what the answer needs.")
    if np.array_equal(reading.answer, reading.held_answer):
        return _("**No difference:** this answer does not need the held part.")
    ratio = reading.held_test_loss / reading.test_loss if reading.test_loss else float("inf")
    return _("**It matters:** the loss of the test examples becomes {ratio} times as large.").format(
        ratio=factor(ratio)
    )
