"""What the cell diagram refuses, before it reaches a browser."""

from __future__ import annotations

import pytest
from playground.ui.components.cell_diagram import (
    CLICKABLE,
    NAMES,
    QUANTITIES,
    WORDS,
    cell_diagram,
)

from playground.models.hold import GATE_NAMES
from playground.ui.components import cell_diagram as module


def draw(cell="lstm", t=0, **changed):
    values = {name: [0.5, -0.5, 0.25] for name in QUANTITIES[cell]} | changed
    cell_diagram(cell=cell, values={k: v for k, v in values.items() if v}, t=t, key="cell", who="unit 0")


@pytest.mark.parametrize("cell", QUANTITIES)
def test_all_its_quantities_at_every_time_step_make_a_diagram(cell):
    draw(cell, t=2)


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


def test_every_sentence_goes_through_the_translator(loud, mounted):
    sent = mounted(module, "on_gate_change")
    draw()
    assert sent["data"]["words"] == {name: f"»{sentence}" for name, sentence in WORDS.items()}
    assert sent["data"]["gateNames"]["f"] == f"»{NAMES['f']}"
