"""The next character: what the network writes, how unsure it is, and where its units fire."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.config import RunConfig
from playground.i18n import _
from playground.probes.requests import OwnProbe
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import SHOWN
from playground.views.answers import characters, names
from playground.views.answers.tags import said_names
from playground.views.answers.views import AnswerViews, Told, Values
from playground.views.parts import Part, code, markdown, table
from playground.views.words import plain

EXCERPT = 600
"""Characters shown of the text."""
CANDIDATES = 5
"""How many of the likeliest next characters are shown."""


def _own(values: Values, probe: OwnProbe, data: Dataset) -> Iterator[Part]:
    likeliest = np.argsort(-values[-1])[:CANDIDATES]
    rows = [[plain(data.answer.names[place]), f"{values[-1][place]:.1%}"] for place in likeliest]
    yield table([_("Next character"), _("Probability")], rows, "lr")
    told = _("The network's answer at step {step}: likely next characters after your text.")
    yield markdown(told.format(step=probe.step))


def _briefly(values: Values, data: Dataset) -> str:
    return plain("".join(said_names(values, data)).replace(SHOWN[" "], " "))


def _amount(data: Dataset) -> str:
    told = _(
        "{train} training and {test} test windows of {steps} characters; {count} known characters. "
        "The test windows are the end of the text."
    )
    train, test, steps = len(data.train_x), len(data.test_x), data.train_x.shape[1]
    return told.format(train=train, test=test, steps=steps, count=len(data.answer.names))


def _problem(_config: RunConfig, data: Dataset) -> Iterator[Part]:
    yield code(characters.excerpt(data, EXCERPT))


VIEWS = AnswerViews(
    learning=characters.sample,
    uses=characters.USES,
    picture=names.picture,
    told=Told(own=_own, briefly=_briefly),
    amount=_amount,
    problem=_problem,
)
