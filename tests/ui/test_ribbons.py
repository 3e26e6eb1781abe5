"""What the ribbons refuse, and what they send, before it reaches a browser."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from playground.views.drawings.ribbons import WORDS, ribbons

WEIGHTS = ((0.25, 0.75), (1.0, 0.0), (0.5, 0.5))


def draw(weights=WEIGHTS, source=("a", "b"), target=("x", "y", "z"), **more):
    part = ribbons(weights=weights, source=source, target=target, key="ribbons", cell="gru", **more)
    assert (part["is"], part["name"], part["key"]) == ("component", "ribbons", "ribbons")
    return json.loads(json.dumps(part["data"], allow_nan=False))


def test_the_browser_gets_the_weights_as_they_are():
    data = draw(np.array(WEIGHTS, dtype=np.float32), right=(True, False, True))
    assert data["weights"] == [list(row) for row in WEIGHTS]
    assert (data["source"], data["target"]) == (["a", "b"], ["x", "y", "z"])
    assert data["wrong"] == [False, True, False]


def test_what_is_not_finite_or_not_visible_can_still_be_shown():
    data = draw(((math.nan, 1.0000002), (math.inf, 0), (0, 0)), target=("x", "", " "))
    assert data["weights"] == [[None, 1.0], [None, 0], [0, 0]]
    assert data["target"] == ["x", "␣", "␣"]


def test_there_may_be_no_output_word_yet():
    assert draw((), target=())["weights"] == []
    assert draw(np.zeros((0, 2)), target=(), right=())["weights"] == []


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


def test_every_sentence_goes_through_the_translator(loud):
    assert draw()["words"] == {name: f"»{sentence}" for name, sentence in WORDS.items()}
