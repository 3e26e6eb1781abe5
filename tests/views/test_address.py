"""A view as a text: what the page writes is what a worker reads, and a stranger's text is refused."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.experiments.presets import PRESETS
from playground.models.hold import Hold
from playground.views.address import MOST_LETTERS, ViewError, parsed, written
from playground.views.paint import require_view
from playground.views.registry import VIEWS, uses
from playground.views.view_state import ViewState

RUN = RunConfig()
LOOKED: dict[str, Any] = {
    "horizon": 7,
    "compare_free": True,
    "own_text": "1 0 1",
    "own_lines": "1 0 1\n0 1",
    "own_example": 3,
    "layer": 1,
    "backward": True,
    "gate": "f",
    "unit": 5,
    "cell_state": True,
    "order": "peak",
    "scale": "unit",
    "decoder": True,
    "uniform": True,
    "forced": ((1, 2), (3, 4)),
    "beam": 5,
    "prefix": "ab",
    "output": 3,
    "side": "gates",
    "hold": Hold(layer=1, gate="f", value=0.5, silenced=(0, 3), freeze_from=2),
    "temperature": 0.3,
    "sample_seed": 9,
}
"""Each way of looking, otherwise than usual."""


def seen(name: str, view_state: ViewState, config: RunConfig = RUN) -> ViewState:
    """What a worker takes the page's text for."""
    text = written(name, "en", view_state, VIEWS[name].uses, config)
    return parsed(text, uses).view_state(config)


@pytest.mark.parametrize("name", VIEWS)
def test_a_worker_reads_what_the_page_wrote_of_all_that_a_view_depends_on(name):
    state = replace(ViewState(), own_task=RUN.task, **LOOKED)
    found = seen(name, state)
    for field in VIEWS[name].uses:
        assert getattr(found, field) == LOOKED[field]
    others = LOOKED.keys() - set(VIEWS[name].uses)
    assert all(getattr(found, field) == getattr(ViewState(), field) for field in others)


def test_every_way_of_looking_is_used_by_some_view():
    assert {field for view in VIEWS.values() for field in view.uses} == LOOKED.keys()


def test_all_who_look_as_usual_ask_for_the_same_text():
    usual = written("states", "en", ViewState(), VIEWS["states"].uses, RUN)
    assert json.loads(usual)["look"] == {}
    assert written("states", "en", ViewState(log_loss=True), VIEWS["states"].uses, RUN) == usual


def test_a_text_typed_for_another_problem_is_none_here():
    other = PRESETS["sum-sign"].config.task
    assert seen("own", ViewState(own_text="1 1", own_task=other)).own_text == ""


STRANGE = [
    "",
    "{",
    "null",
    "[]",
    "1" * (MOST_LETTERS + 1),
    "[" * 1999,
    '{"name":"no such view","language":"en","look":{}}',
    '{"name":"states","language":"en"}',
    '{"name":"states","language":"en","look":{"horizon":7}}',  # it does not depend on that
    '{"name":"states","language":"en","look":{"layer":-1}}',
    '{"name":"states","language":"en","look":{"layer":true}}',
    '{"name":"states","language":"en","look":{"order":"../../etc"}}',
    '{"name":"states","language":"en","look":{"own_text":7}}',
    '{"name":"free-run","language":"en","look":{"horizon":501}}',
    '{"name":"learning","language":"en","look":{"forced":[[0]]}}',
    '{"name":"learning","language":"en","look":{"beam":1000000}}',
    '{"name":"what-if","language":"en","look":{"hold":{"silenced":[],"__class__":1}}}',
    '{"name":"what-if","language":"en","look":{"hold":[]}}',
]


@pytest.mark.parametrize("text", STRANGE)
def test_a_strangers_text_is_refused_in_a_sentence(text):
    with pytest.raises(PlaygroundError) as refused:
        require_view(text)
    assert str(refused.value).endswith(".")


def test_ten_thousand_texts_that_are_almost_views_are_refused_or_read_and_nothing_else():
    dice = random.Random(12)
    known = [written(name, "en", replace(ViewState(), **LOOKED), VIEWS[name].uses, RUN) for name in VIEWS]
    signs = '{}[]":,0123456789-.eE truefalsnul\\\x00é'
    for _ in range(10_000):
        text = list(dice.choice(known))
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(len(text))
            text[place : place + dice.randint(0, 3)] = dice.choices(signs, k=dice.randint(0, 3))
        try:
            require_view("".join(text))
        except PlaygroundError:
            continue


def test_no_view_is_a_fault_of_its_own():
    with pytest.raises(ViewError):
        require_view("{}")
