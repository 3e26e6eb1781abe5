"""One unit's gates worked out by hand: weights times input, weights times state, bias; runs in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from playground.models.hold import GATE_NAMES
from playground.models.steps import Weights
from playground.models.unroll import weights_of
from playground.probes.inside import CellNumbers, CellProbe, CellReading, InsideProbe, PartReading
from playground.probes.look_inside import inside, recurrent_of
from playground.training.trainer import Trainer

Line = NDArray[np.float64]
"""(time steps,)"""


def cell_by_hand(probe: CellProbe, trainer: Trainer) -> CellReading:
    """The sums that go into every gate of a unit, and all that comes of them."""
    model = probe.config.model
    looked = {known.name: getattr(probe, known.name) for known in fields(InsideProbe)}
    seen = inside(InsideProbe(**looked), trainer)
    below = [part.values["h"] for part in seen.parts if part.layer == probe.layer - 1]
    read = np.concatenate(below, axis=1) if below else seen.inputs
    names = GATE_NAMES[model.cell] or ("h",)
    parts = []
    for part in (part for part in seen.parts if part.layer == probe.layer):
        weights = weights_of(recurrent_of(trainer, probe.decoder), probe.layer, part.backward)
        values, biases = _sums(part, read.astype(np.float64), weights, names, probe.unit)
        values |= _unit(values, biases, model.nonlinearity)
        parts.append(CellNumbers(backward=part.backward, values=values, biases=biases))
    return CellReading(inside=seen, parts=tuple(parts))


def _sums(
    part: PartReading, read: NDArray[np.float64], weights: Weights, names: tuple[str, ...], unit: int
) -> tuple[dict[str, Line], dict[str, float]]:
    """What every gate adds up, and the states that the time steps begin with."""
    size = part.values["h"].shape[1]
    before = {name: _before(part, name) for name in ("h", "c") if name in part.values}
    values = {"x": read.mean(axis=1)}
    values |= {f"{name}_before": states[:, unit] for name, states in before.items()}
    biases: dict[str, float] = {}
    ih, hh, b_ih, b_hh = (one.double().numpy() for one in weights)
    for place, name in enumerate(names):
        row = place * size + unit
        values[f"Wx_{name}"], values[f"Uh_{name}"] = read @ ih[row], before["h"] @ hh[row]
        if name == "n":  # the reset gate comes between the two
            biases |= {"b_n": float(b_ih[row]), "b′_n": float(b_hh[row])}
        else:
            biases[f"b_{name}"] = float(b_ih[row] + b_hh[row])
    return values, biases


def _unit(v: Mapping[str, Line], b: Mapping[str, float], nonlinearity: str) -> dict[str, Line]:
    """The gates and states of the unit, by the cells' own equations (`playground.models.steps`)."""

    def joint(name: str) -> Line:
        return v[f"Wx_{name}"] + v[f"Uh_{name}"] + b[f"b_{name}"]

    if "b_f" in b:
        i, f, o, g = (*(_sigmoid(joint(name)) for name in "ifo"), np.tanh(joint("g")))
        c = f * v["c_before"] + i * g
        return {"i": i, "f": f, "g": g, "o": o, "c": c, "h": o * np.tanh(c)}
    if "b_n" in b:
        r, z = _sigmoid(joint("r")), _sigmoid(joint("z"))
        n = np.tanh(v["Wx_n"] + b["b_n"] + r * (v["Uh_n"] + b["b′_n"]))
        return {"r": r, "z": z, "n": n, "h": (1 - z) * n + z * v["h_before"]}
    return {"h": np.tanh(joint("h")) if nonlinearity == "tanh" else np.maximum(joint("h"), 0.0)}


def _sigmoid(line: Line) -> Line:
    return np.asarray((1 + np.tanh(line / 2)) / 2)


def _before(part: PartReading, name: str) -> NDArray[np.float64]:
    """(time steps, hidden_size) the states that the time steps begin with."""
    states = part.values[name].astype(np.float64)
    first = part.start[name] if part.start else np.zeros(states.shape[1])
    return np.vstack([states[1:], first] if part.backward else [first, states[:-1]])
