"""A page with one cell diagram, chosen in the address, for the browser tests."""

from __future__ import annotations

import math

import streamlit as st

from playground.ui.components.stage import Pick, still
from playground.views.drawings.cell_diagram import QUANTITIES, cell_diagram

state = st.session_state
state.setdefault("gates", [])
cell = st.query_params.get("cell", "lstm")


def sigmoid(number: float) -> float:
    return 1 / (1 + math.exp(-number))


def numbers(shift: float, steps: int = 6) -> dict[str, list[float]]:
    """A cell of one unit with made-up weights, so that its equations hold."""
    lines: dict[str, list[float]] = {name: [] for name in QUANTITIES[cell]}
    h = c = 0.0
    for t in range(steps):
        now = {"x": math.sin(1.3 * t + 0.4 + shift), "h_before": h, "c_before": c}
        joint = now["x"] + 0.7 * h
        now |= {
            name: sigmoid(place + 1.4 * joint)
            for place, name in zip((-0.8, 1.1, 0.6, 0.2), "ifor", strict=True)
        }
        now |= {"g": math.tanh(-1.8 * joint), "z": sigmoid(0.9 * joint - 0.3)}
        now["n"] = math.tanh(now["x"] + 0.1 + now["r"] * (0.6 * h - 0.2))
        c = now["c"] = now["f"] * c + now["i"] * now["g"]
        if cell == "lstm":
            h = now["o"] * math.tanh(c)
        elif cell == "gru":
            h = (1 - now["z"]) * now["n"] + now["z"] * h
        else:
            h = math.tanh(joint)
        now["h"] = h
        for name in lines:
            lines[name].append(now[name])
    return lines


def lit(pick: Pick) -> None:
    state.gates = [*state.gates, pick.value]


st.title("Cell")
longer = st.toggle("Longer")
drawing = cell_diagram(
    cell=cell,
    values=numbers(0.5 * st.toggle("Other numbers"), 9 if longer else 6),
    t=2,
    key="cell",
    who="unit 3",
    sequence="long" if longer else "short",
    weights_note="Layer 1, at step 200.",
)
still([drawing], key="cell", on_pick=lit)
st.text(f"gates {state.gates}")
