"""What the coloured text refuses, and what it sends, before it reaches a browser."""

from __future__ import annotations

import base64
import json
import math

import numpy as np
import pytest

from playground.views.drawings.coloured_text import WORDS, coloured_text

STATES = np.array([[0.5, -0.2, 0.0], [-0.25, 0.1, 0.0]], dtype=np.float32)


def draw(states=STATES, signs=("a", "\n"), unit=0):
    part = coloured_text(signs=signs, states=states, unit=unit, key="text")
    assert (part["is"], part["name"], part["key"]) == ("component", "coloured_text", "text")
    return json.loads(json.dumps(part["data"], allow_nan=False))


def shades(data: dict) -> np.ndarray:
    """(units, characters) as the browser reads them."""
    numbers = np.frombuffer(base64.b64decode(data["shades"]), dtype=np.int8)
    return numbers.reshape(len(data["tops"]), len(data["signs"])) / data["steps"]


def test_the_browser_gets_each_units_states_as_shares_of_its_largest():
    data = draw()
    assert data["tops"] == [0.5, 0.2, 0.0]
    assert data["signs"] == ["a", "\n"]
    assert shades(data) * np.array([[0.5], [0.2], [0.0]]) == pytest.approx(STATES.T, abs=0.5 / 127 * 0.5)


def test_what_is_not_finite_counts_as_nothing():
    data = draw(np.array([[math.nan, 2.0], [math.inf, -1.0]]))
    assert data["tops"] == [0.0, 2.0]
    assert shades(data)[0].tolist() == [0, 0]


def test_states_that_do_not_fit_and_units_that_are_none_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"^States of shape \(2, 3\) for 3 characters\.$"):
        draw(signs=("a", "b", "c"))
    with pytest.raises(ValueError, match=r"^States of shape \(0, 3\) for 0 characters\.$"):
        draw(STATES[:0], signs=())
    with pytest.raises(ValueError, match=r"^There are the units 0 to 2, not 3\.$"):
        draw(unit=3)


def test_every_sentence_goes_through_the_translator(loud):
    assert draw()["words"] == {name: f"»{sentence}" for name, sentence in WORDS.items()}
