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
  const now = { ...moment, ...derived(moment, "tanh") };
  const groups = [...equations("tanh").filter(({ by }) => by).map((one) => [one]), ...products];
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


def moments(cell: str, count: int = 300) -> list[dict[str, float]]:
    """Time steps of a cell, with gates near both ends and states of all sizes, small ones too."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        i, f, o, r, z = sigmoid(rng.normal(0, 4, 5)).tolist()
        g, n = np.tanh(rng.normal(0, 1, 2)).tolist()
        c_before = float(rng.normal() * 10 ** rng.uniform(-3, 1))
        h_before = math.tanh(float(rng.normal() * 10 ** rng.uniform(-3, 0)))
        c = f * c_before + i * g
        h = o * math.tanh(c) if cell == "lstm" else (1 - z) * n + z * h_before
        lstm = {"i": i, "f": f, "g": g, "o": o, "c_before": c_before, "c": c}
        found.append(
            {"x": 0.3, "h_before": h_before, "h": h} | (lstm if cell == "lstm" else {"r": r, "z": z, "n": n})
        )
    return found


RULES: dict[str, dict[tuple[str, ...], Any]] = {
    "lstm": {
        ("c", "f", "c_before", "i", "g"): lambda v: v["f"] * v["c_before"] + v["i"] * v["g"],
        ("h", "o", "c"): lambda v: v["o"] * math.tanh(v["c"]),
        ("kept", "f", "c_before"): lambda v: v["f"] * v["c_before"],
        ("added", "i", "g"): lambda v: v["i"] * v["g"],
        ("h", "o", "squashed"): lambda v: v["o"] * v["squashed"],
    },
    "gru": {
        ("h", "z", "n", "h_before"): lambda v: (1 - v["z"]) * v["n"] + v["z"] * v["h_before"],
        ("one_less", "z"): lambda v: 1 - v["z"],
        ("kept", "z", "h_before"): lambda v: v["z"] * v["h_before"],
        ("added", "one_less", "n"): lambda v: v["one_less"] * v["n"],
    },
}


@pytest.mark.parametrize("cell", RULES)
def test_what_is_printed_is_what_the_printed_numbers_give(cell: str):
    told = run_module(PRINT, {"cell": cell, "moments": moments(cell)})
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
