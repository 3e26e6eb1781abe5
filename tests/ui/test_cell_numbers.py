"""Every sum that a cell's diagram prints comes out, worked out with the numbers that stand there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.ui.node import run_module

PRINT = """
import { LAYOUTS } from "web/cell_layouts.js";
import { printerFor, short } from "web/cell_numbers.js";
const { derived, equations, products } = LAYOUTS[given.cell];
tell(given.moments.map((moment) => {
  const now = { ...moment, ...derived(moment) };
  const groups = [...equations(given.squash).map(({ sums }) => sums), ...products(given.squash)];
  return groups.flatMap((group) => {
    const long = printerFor(group, now), read = group.flatMap(({ of }) => of);
    const print = (name) => (read.includes(name) ? long : short)(now[name]);
    const printed = (names) => Object.fromEntries(names.map((one) => [one, print(one)]));
    return group.map(({ name, of }) => ({ name, of: printed(of), said: print(name) }));
  });
}));
"""


def sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))


GATES = {"rnn": "h", "by-hand": "h", "lstm": "ifgo", "gru": "rzn"}


def moments(cell: str, squash: str = "tanh", count: int = 300) -> list[dict[str, float]]:
    """Time steps of a cell, with gates near both ends and states of all sizes, small ones too."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        v = {"x": 0.3, "c_before": float(rng.normal() * 10 ** rng.uniform(-3, 1))}
        v["h_before"] = math.tanh(float(rng.normal() * 10 ** rng.uniform(-3, 0)))
        for gate in GATES[cell]:
            sizes = rng.normal(0, 2, 3) * 10 ** rng.uniform(-3, 0.3, 3)
            v |= dict(zip((f"Wx_{gate}", f"Uh_{gate}", f"b_{gate}"), sizes.tolist(), strict=True))
        v["b′_n"] = float(rng.normal())
        found.append(v | of_cell(cell, v, squash))
    return found


def of_cell(cell: str, v: dict[str, float], squash: str) -> dict[str, float]:
    """The gates and states that come of the sums."""
    joint = {gate: v[f"Wx_{gate}"] + v[f"Uh_{gate}"] + v[f"b_{gate}"] for gate in GATES[cell]}
    if cell == "lstm":
        i, f, o = (float(sigmoid(joint[gate])) for gate in "ifo")
        g = math.tanh(joint["g"])
        c = f * v["c_before"] + i * g
        return {"i": i, "f": f, "g": g, "o": o, "c": c, "h": o * math.tanh(c)}
    if cell == "gru":
        r, z = (float(sigmoid(joint[gate])) for gate in "rz")
        n = math.tanh(v["Wx_n"] + v["b_n"] + r * (v["Uh_n"] + v["b′_n"]))
        return {"r": r, "z": z, "n": n, "h": (1 - z) * n + z * v["h_before"]}
    return {"h": math.tanh(joint["h"]) if squash == "tanh" else max(joint["h"], 0.0)}


def sums_of(gates: str, squash: str) -> dict[tuple[str, ...], Any]:
    """How a gate's sum, and the gate itself, are worked out."""
    apply = {"σ": sigmoid, "tanh": math.tanh, "relu": lambda value: max(value, 0.0)}[squash]
    rules: dict[tuple[str, ...], Any] = {}
    for gate in gates:
        rules[f"sum_{gate}", f"Wx_{gate}", f"Uh_{gate}", f"b_{gate}"] = lambda v: sum(v.values())
        rules[gate, f"sum_{gate}"] = lambda v: apply(*v.values())
    return rules


RULES: dict[str, dict[tuple[str, ...], Any]] = {
    "lstm": {
        **sums_of("ifo", "σ"),
        **sums_of("g", "tanh"),
        ("c", "f", "c_before", "i", "g"): lambda v: v["f"] * v["c_before"] + v["i"] * v["g"],
        ("h", "o", "c"): lambda v: v["o"] * math.tanh(v["c"]),
        ("kept", "f", "c_before"): lambda v: v["f"] * v["c_before"],
        ("added", "i", "g"): lambda v: v["i"] * v["g"],
        ("h", "o", "squashed"): lambda v: v["o"] * v["squashed"],
    },
    "gru": {
        **sums_of("rz", "σ"),
        ("sum_n", "Wx_n", "b_n", "r", "Uh_n", "b′_n"): lambda v: (
            v["Wx_n"] + v["b_n"] + v["r"] * (v["Uh_n"] + v["b′_n"])
        ),
        ("n", "sum_n"): lambda v: math.tanh(v["sum_n"]),
        ("h", "z", "n", "h_before"): lambda v: (1 - v["z"]) * v["n"] + v["z"] * v["h_before"],
        ("one_less", "z"): lambda v: 1 - v["z"],
        ("kept", "z", "h_before"): lambda v: v["z"] * v["h_before"],
        ("added", "one_less", "n"): lambda v: v["one_less"] * v["n"],
    },
    "rnn": sums_of("h", "tanh"),
    "by-hand": sums_of("h", "relu"),
}


@pytest.mark.parametrize("cell", RULES)
def test_what_is_printed_is_what_the_printed_numbers_give(cell: str):
    squash = "relu" if cell == "by-hand" else "tanh"
    told = run_module(PRINT, {"cell": cell, "moments": moments(cell, squash), "squash": squash})
    lengths = []
    for moment in told:
        assert {(one["name"], *one["of"]) for one in moment} == set(RULES[cell])
        for one in moment:
            printed = {name: float(text.replace("−", "-")) for name, text in one["of"].items()}
            said = one["said"].replace("−", "-")
            decimals = len(said.partition(".")[2])
            by_hand = RULES[cell][(one["name"], *one["of"])](printed)
            assert abs(by_hand - float(said)) <= 0.5 * 10**-decimals * (1 + 1e-6), one
            lengths.append(max(map(len, one["of"].values())))
    assert np.mean(lengths) < 8  # digits enough, and not more
