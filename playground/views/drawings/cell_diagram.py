"""One time step of one layer as the textbook's diagram, with its real values on the lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.theme import CELL_COLOURS, gate_colour
from playground.config import Cell, Nonlinearity
from playground.i18n import N_
from playground.models.hold import GATE_NAMES
from playground.views.parts import Part, component
from playground.views.words import said

Line = Sequence[float] | NDArray[np.float64]
"""One number for each time step."""

CLICKABLE: dict[Cell, tuple[str, ...]] = {cell: gates or ("h",) for cell, gates in GATE_NAMES.items()}
"""The boxes that can be lit; a cell without gates has one, named after the state it makes."""

_LINES: dict[Cell, tuple[str, ...]] = {
    "rnn": ("x", "h_before", "h"),
    "by-hand": ("x", "h_before", "h"),
    "lstm": ("x", "h_before", "c_before", "i", "f", "g", "o", "c", "h"),
    "gru": ("x", "h_before", "r", "z", "n", "h"),
}
QUANTITIES: dict[Cell, tuple[str, ...]] = {
    cell: (*lines, *(f"{product}_{gate}" for gate in CLICKABLE[cell] for product in ("Wx", "Uh")))
    for cell, lines in _LINES.items()
}
"""The numbers that the diagram of a cell needs, one of each at every time step: those on its lines, and for
each box its weights times what is read and times the state before."""

BIASES: dict[Cell, tuple[str, ...]] = {
    cell: (*(f"b_{gate}" for gate in CLICKABLE[cell]), *(("b′_n",) if cell == "gru" else ()))
    for cell in CLICKABLE
}
"""The biases it needs."""

NAMES: dict[str, str] = {
    "i": N_("input gate"),
    "f": N_("forget gate"),
    "g": N_("candidate"),
    "o": N_("output gate"),
    "r": N_("reset gate"),
    "z": N_("update gate"),
    "n": N_("candidate"),
    "h": N_("hidden state"),
}
"""The name of each box."""


WORDS = {
    "title": N_("Inside the cell"),
    "look_for": N_("Thick line: large value. Click a gate to highlight its inputs and outputs."),
    "play": N_("Play the time steps"),
    "pause": N_("Pause"),
    "previous": N_("Previous time step"),
    "next": N_("Next time step"),
    "slider": N_("Time step"),
    "time_step": N_("Time step {t} of {T}"),
    "before": N_("before"),  # a small word beside a state that comes from the time step before
    "equations": N_("The same in numbers"),
    "code": N_("In the code"),
    "unknown": N_("not a number"),
}


def cell_diagram(
    *,
    cell: Cell,
    values: Mapping[str, Line],
    biases: Mapping[str, float],
    t: int,
    key: str,
    who: str,
    nonlinearity: Nonlinearity = "tanh",
    weights_note: str = "",
    sequence: str = "",
    lit: str = "",
) -> Part:
    """One time step of a cell; the learner walks through the time steps in the browser.

    It tells the page, as `gate`, which gate was lit, by its letter; nothing when the light went out.

    Args:
        cell: whose diagram.
        values: the numbers of each of the cell's `QUANTITIES`, one for each time step.
        biases: each of the cell's `BIASES`.
        t: the time step first shown, from 0.
        who: whose numbers these are, translated.
        nonlinearity: the squash of an RNN.
        weights_note: one line about the weights, translated.
        sequence: a name for what is read and by whom; the shown time step goes to `t` only when it changes.
        lit: the letter of the gate that is lit at first; one of another cell is none.

    Raises:
        ValueError: a quantity is missing or has another length, or `t` is no time step.
    """
    data: dict[str, Any] = {"values": _checked(cell, values, t), "cell": cell, "t": t, "who": who}
    data |= {"biases": {name: _finite(biases[name]) for name in BIASES[cell]}, "lines": _LINES[cell]}
    data |= {"gateNames": said(NAMES), "squash": nonlinearity, "colour": CELL_COLOURS[cell]}
    data["colours"] = {letter: gate_colour(letter, cell) for letter in CLICKABLE[cell]}
    data |= {"note": weights_note, "sequence": sequence}
    data |= {"lit": lit if lit in CLICKABLE[cell] else "", "words": said(WORDS)}
    return component("cell_diagram", key, data)


def _checked(cell: Cell, values: Mapping[str, Line], t: int) -> dict[str, list[float | None]]:
    """The cell's quantities as JSON knows numbers; one that is not finite becomes `None`."""
    missing = [name for name in QUANTITIES[cell] if name not in values]
    if missing:
        raise ValueError(f"The diagram of the cell {cell} needs values for {', '.join(missing)}.")
    count = len(values["x"])
    for name in QUANTITIES[cell]:
        if len(values[name]) != count:
            raise ValueError(f"{name} has {len(values[name])} values, but x has {count}.")
    if not 0 <= t < count:
        raise ValueError(f"t must be one of the {count} time steps, from 0, not {t}.")
    return {name: [_finite(value) for value in values[name]] for name in QUANTITIES[cell]}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
