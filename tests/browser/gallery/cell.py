"""A page with one cell diagram, chosen in the address, for the browser tests."""

from __future__ import annotations

import math

import streamlit as st

from playground.ui.components.stage import Pick, still
from playground.views.drawings.cell_diagram import BIASES, QUANTITIES, cell_diagram

state = st.session_state
state.setdefault("gates", [])
cell = st.query_params.get("cell", "lstm")


def sigmoid(number: float) -> float:
    return 1 / (1 + math.exp(-number))


WEIGHTS = {
    "i": (1.4, 0.98, -0.8),
    "f": (1.4, 0.98, 1.1),
    "o": (1.4, 0.98, 0.6),
    "r": (1.4, 0.98, 0.2),
    "g": (-1.8, -1.26, 0.0),
    "z": (0.9, 0.63, -0.3),
    "n": (1.0, 0.6, 0.1),
    "h": (1.0, 0.7, 0.0),
}
"""Of each gate: for x, for the state before, and the bias."""
OTHER_BIAS = -0.2


def numbers(shift: float, steps: int = 6) -> dict[str, list[float]]:
    """A cell of one unit with made-up weights, so that its equations hold."""
    lines: dict[str, list[float]] = {name: [] for name in QUANTITIES[cell]}
    h = c = 0.0
    for t in range(steps):
        now = {"x": math.sin(1.3 * t + 0.4 + shift), "h_before": h, "c_before": c}
        for name, (w, u, _bias) in WEIGHTS.items():
            now |= {f"Wx_{name}": w * now["x"], f"Uh_{name}": u * h}
        joint = {name: w * now["x"] + u * h + bias for name, (w, u, bias) in WEIGHTS.items()}
        now |= {name: sigmoid(joint[name]) for name in "iforz"}
        now["g"] = math.tanh(joint["g"])
        now["n"] = math.tanh(now["Wx_n"] + 0.1 + now["r"] * (now["Uh_n"] + OTHER_BIAS))
        c = now["c"] = now["f"] * c + now["i"] * now["g"]
        if cell == "lstm":
            h = now["o"] * math.tanh(c)
        elif cell == "gru":
            h = (1 - now["z"]) * now["n"] + now["z"] * h
        else:
            h = math.tanh(joint["h"])
        now["h"] = h
        for name in lines:
            lines[name].append(now[name])
    return lines


def biases() -> dict[str, float]:
    known = {f"b_{name}": bias for name, (*_, bias) in WEIGHTS.items()} | {"b′_n": OTHER_BIAS}
    return {name: known[name] for name in BIASES[cell]}


def lit(pick: Pick) -> None:
    state.gates = [*state.gates, pick.value]


st.title("Cell")
longer = st.toggle("Longer")
drawing = cell_diagram(
    cell=cell,
    values=numbers(0.5 * st.toggle("Other numbers"), 9 if longer else 6),
    biases=biases(),
    t=2,
    key="cell",
    who="unit 3",
    sequence="long" if longer else "short",
    weights_note="Layer 1, at step 200.",
)
still([drawing], key="cell", on_pick=lit)
st.text(f"gates {state.gates}")
