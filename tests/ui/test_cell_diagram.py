"""What the cell diagram refuses, and what it sends, before it reaches a browser."""

from __future__ import annotations

import json
import math

import pytest

from playground.models.hold import GATE_NAMES
from playground.views.drawings.cell_diagram import (
    BIASES,
    CLICKABLE,
    NAMES,
    QUANTITIES,
    WORDS,
    cell_diagram,
)


def draw(cell="lstm", t=0, lit="", **changed):
    values = {name: [0.5, -0.5, 0.25] for name in QUANTITIES[cell]} | changed
    known = {name: line for name, line in values.items() if line}
    biases = dict.fromkeys(BIASES[cell], 0.5)
    return cell_diagram(cell=cell, values=known, biases=biases, t=t, key="cell", who="unit 0", lit=lit)


@pytest.mark.parametrize("cell", QUANTITIES)
def test_all_its_quantities_at_every_time_step_make_a_diagram(cell):
    part = draw(cell, t=2)
    assert (part["is"], part["name"], part["key"]) == ("component", "cell_diagram", "cell")
    assert set(part["data"]["values"]) == set(QUANTITIES[cell])


def test_a_value_that_is_no_number_can_still_be_sent():
    part = draw(f=[math.nan, math.inf, 0.5])
    assert json.loads(json.dumps(part, allow_nan=False))["data"]["values"]["f"] == [None, None, 0.5]


def test_a_gate_of_another_cell_is_not_lit():
    assert draw(lit="f")["data"]["lit"] == "f"
    assert draw("gru", lit="f")["data"]["lit"] == ""


def test_missing_quantities_are_named_in_a_sentence():
    with pytest.raises(ValueError, match=r"^The diagram of the cell lstm needs values for f, c\.$"):
        draw(f=None, c=None)
    with pytest.raises(ValueError, match=r"^The diagram of the cell gru needs values for h_before\.$"):
        draw("gru", h_before=None)


def test_a_quantity_of_another_length_is_named_in_a_sentence():
    with pytest.raises(ValueError, match=r"^o has 2 values, but x has 3\.$"):
        draw(o=[0.5, 0.5])


@pytest.mark.parametrize("t", [-1, 3])
def test_a_time_step_that_there_is_not_is_refused(t):
    with pytest.raises(ValueError, match=rf"^t must be one of the 3 time steps, from 0, not {t}\.$"):
        draw(t=t)


def test_the_gates_are_those_of_the_cell_and_each_has_a_name():
    for cell, gates in GATE_NAMES.items():
        assert CLICKABLE[cell] == (gates or ("h",))
        assert set(CLICKABLE[cell]) <= set(NAMES)
        assert set(gates) <= set(QUANTITIES[cell])


def test_every_sentence_goes_through_the_translator(loud):
    data = draw()["data"]
    assert data["words"] == {name: f"»{sentence}" for name, sentence in WORDS.items()}
    assert data["gateNames"]["f"] == f"»{NAMES['f']}"
