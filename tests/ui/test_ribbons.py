"""What the ribbons refuse, and what they send, before it reaches a browser."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from playground.ui.components.ribbons import WORDS, ribbons

from playground.ui.components import ribbons as module

WEIGHTS = ((0.25, 0.75), (1.0, 0.0), (0.5, 0.5))


@pytest.fixture
def sent(mounted):
    return mounted(module, "on_target_change")


def draw(weights=WEIGHTS, source=("a", "b"), target=("x", "y", "z"), **more):
    ribbons(weights=weights, source=source, target=target, key="ribbons", cell="gru", **more)


def test_the_browser_gets_the_weights_as_they_are(sent):
    draw(np.array(WEIGHTS, dtype=np.float32), right=(True, False, True))
    data = json.loads(json.dumps(sent["data"], allow_nan=False))
    assert data["weights"] == [list(row) for row in WEIGHTS]
    assert (data["source"], data["target"]) == (["a", "b"], ["x", "y", "z"])
    assert data["wrong"] == [False, True, False]


def test_what_is_not_finite_or_not_visible_can_still_be_shown(sent):
    draw(((math.nan, 1.0000002), (math.inf, 0), (0, 0)), target=("x", "", " "))
    assert sent["data"]["weights"] == [[None, 1.0], [None, 0], [0, 0]]
    assert sent["data"]["target"] == ["x", "␣", "␣"]


def test_there_may_be_no_output_word_yet(sent):
    draw((), target=())
    draw(np.zeros((0, 2)), target=(), right=())
    assert sent["data"]["weights"] == []


def test_weights_that_do_not_fit_the_words_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"^2 rows of weights for 3 output words\.$"):
        draw(WEIGHTS[:2])
    with pytest.raises(ValueError, match=r"^Row 1 has 1 weights for 2 source words\.$"):
        draw(((0.5, 0.5), (1,), (0, 1)))
    with pytest.raises(ValueError, match=r"^right has 1 values for 3 output words\.$"):
        draw(right=(True,))


@pytest.mark.parametrize("weight", [-0.25, 1.25])
def test_a_weight_outside_zero_and_one_is_refused(weight):
    with pytest.raises(ValueError, match=rf"^A weight must be from 0 to 1, not {weight}\.$"):
        draw(((weight, 0.5), (1, 0), (0, 1)))


def test_only_places_of_output_words_are_handed_on(sent):
    chosen = []
    draw(on_target=chosen.append)
    for what in (0, 2, 3, -1, 1.0, "1", True, None):
        sent["click"](what)
    assert chosen == [0, 2]


def test_a_click_that_nobody_waits_for_changes_nothing(sent):
    draw()
    sent["click"](1)


def test_every_sentence_goes_through_the_translator(loud, sent):
    draw()
    assert sent["data"]["words"] == {name: f"»{sentence}" for name, sentence in WORDS.items()}
