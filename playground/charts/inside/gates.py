"""The gates over time, and where a plain RNN's squashing is flat."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from playground.charts.inside.panels import (
    axis_name,
    finite_mean,
    gate_name,
    line,
    panels,
    spread,
    time_steps,
)
from playground.charts.inside.units import Numbers, finite, known
from playground.charts.picture import Picture, Spec, sentences, short
from playground.charts.theme import CELL_COLOURS, CELL_NAMES, gate_colour
from playground.config import Cell, Nonlinearity
from playground.i18n import N_, _

_SHUT, _OPEN = 0.05, 0.95
_FOREVER = 0.9999
_KEEPERS: dict[Cell, str] = {"lstm": "f", "gru": "z"}
"""The gate that multiplies the old state: c_t = f c_{t-1} + i g, h_t = z h_{t-1} + (1 - z) n."""
_KEEPER_NAMES = {"f": N_("The forget gate"), "z": N_("The update gate")}
_NAME_ROOM = 0.2
"""Share of a strip's height for its name."""
_SHADE = "rgba(127,127,127,0.25)"
_BAND = N_("Line: the mean of the units; band: their middle 80 %.")


def gates_figure(gates: Mapping[str, Numbers], *, cell: Cell, unit: int | None) -> Picture:
    """A strip for each of i f g o or r z n, (time steps, hidden_size): mean, a band, and one unit."""
    steps = max((len(values) for values in gates.values()), default=1)
    layout = panels([1] * len(gates), list(gates), steps)
    traces: list[Spec] = []
    layout["annotations"] = []
    for place, (letter, values) in enumerate(gates.items()):
        axis = layout[axis_name("yaxis", place)]
        bottom, top = axis["domain"]
        axis["domain"] = [bottom, top - _NAME_ROOM * (top - bottom)]
        axis |= {"range": [-1.05, 1.05] if _is_signed(letter) else [-0.05, 1.05], "nticks": 3}
        layout["annotations"].append(_panel_name(gate_name(letter), top))
        traces += _strip(values, place, gate_colour(letter, cell), unit)
    words = [_gate_words(letter, values) for letter, values in gates.items()]
    if unit is not None:
        words.append(_unit_words(gates, unit))
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}.", *words]),
        title=_("Gates"),
        look_for=sentences([_shut_words(gates), _(_BAND)]),
    )


def _is_signed(letter: str) -> bool:
    return letter in ("g", "n")


def _panel_name(text: str, top: float) -> Spec:
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left", "yanchor": "top"}
    return place | {"text": text, "showarrow": False, "font": {"size": 12}}


def _strip(values: Numbers, place: int, colour: str, unit: int | None) -> list[Spec]:
    """The band, the mean, and the chosen unit; of the first strip that goes into the legend."""
    t, (mean, low, high) = time_steps(len(values)), spread(values)
    edge = {"showlegend": False, "hoverinfo": "skip", "hovertemplate": None, "mode": "lines"}
    lower, upper = (line(t, end, "", {"width": 0}, place) | edge for end in (low, high))
    named = [line(t, mean, _("Mean of the units"), {"color": colour, "width": 2}, place)]
    if unit is not None:
        name = _("Unit {unit}").format(unit=unit)
        named.append(line(t, np.asarray(values)[:, unit], name, {"width": 1.5, "dash": "dot"}, place))
    band = [lower, upper | {"fill": "tonexty", "fillcolor": _SHADE}]
    return band + [trace | {"showlegend": place == 0 and trace is not named[0]} for trace in named]


def _gate_words(letter: str, values: Numbers) -> str:
    mean = float(finite_mean(finite(values)))
    if math.isnan(mean):
        return _("{gate}: there is no finite value.").format(gate=gate_name(letter))
    shut, opened = _shares(letter, values)
    text = (
        _("{gate}: {mean} on average; {opened} % of the values are beyond 0.95 or -0.95.")
        if _is_signed(letter)
        else _("{gate}: {mean} on average; {shut} % of the values are under 0.05, {opened} % over 0.95.")
    )
    return text.format(
        gate=gate_name(letter), mean=short(mean), shut=short(100 * shut), opened=short(100 * opened)
    )


def _unit_words(gates: Mapping[str, Numbers], unit: int) -> str:
    means = [
        f"{letter} {short(float(finite_mean(finite(values[:, unit]))))}" for letter, values in gates.items()
    ]
    return _("Unit {unit} on average: {means}.").format(unit=unit, means=", ".join(means))


def _shares(letter: str, values: Numbers) -> tuple[float, float]:
    """Shares of the finite values that are shut and that are wide open; of -1 to 1, only the latter."""
    found = known(values)
    if not len(found):
        return 0.0, 0.0
    if _is_signed(letter):
        return 0.0, float((np.abs(found) > _OPEN).mean())
    return float((found < _SHUT).mean()), float((found > _OPEN).mean())


def _shut_words(gates: Mapping[str, Numbers]) -> str:
    """Which gate stands most at its ends, where hardly any gradient passes."""
    stuck = {letter: sum(_shares(letter, values)) for letter, values in gates.items()}
    most = max(stuck, key=lambda letter: stuck[letter], default="")
    if not most or stuck[most] == 0:
        return _("Look for gates that move with the input; none is fully shut or open now.")
    return _("{gate} is shut or wide open most often: {share} % of its values.").format(
        gate=gate_name(most), share=short(100 * stuck[most])
    )


def gates_in_words(gates: Mapping[str, Numbers], cell: Cell) -> str:
    """How long a unit holds what it has, in one sentence.

    A gate that stays at f leaves f**t after t time steps, which is 1/e at t = -1 / ln f.

    Args:
        gates: (time steps, hidden_size) for each gate.
        cell: says which gate keeps the old state.
    """
    keeper = _KEEPERS.get(cell, "")
    if keeper not in gates:
        return _("There is no gate that keeps the old state: every time step writes the whole state anew.")
    mean = float(finite_mean(finite(gates[keeper])))
    if math.isnan(mean):
        return _("The gates have no finite value.")
    steps = _count(-1 / math.log(mean)) if 0 < mean <= _FOREVER else ""
    if mean > _FOREVER:
        text = _("{gate} is {mean} on average: what a unit holds stays as good as forever.")
    elif mean <= math.exp(-1):
        text = _("{gate} is {mean} on average: what a unit holds fades to a third within one time step.")
    else:
        text = _(
            "{gate} is {mean} on average: what a unit holds fades to a third in about {steps} time steps."
        )
    return text.format(gate=_(_KEEPER_NAMES[keeper]), mean=short(mean), steps=steps)


def _count(steps: float) -> str:
    return f"{steps:.0f}" if steps >= 9.95 else f"{steps:.1f}"


def flatness_figure(h: Numbers, *, cell: Cell, nonlinearity: Nonlinearity = "tanh") -> Picture:
    """How much of a change passes a plain RNN's squashing, at every time step.

    The slope of tanh where its value is h is 1 - h**2; a relu passes all where it is on (h > 0).

    Args:
        h: (time steps, hidden_size) the hidden states.
        nonlinearity: what squashes the state.
    """
    states = finite(h)
    smooth = nonlinearity == "tanh"
    passes = 1 - states**2 if smooth else np.where(np.isnan(states), np.nan, states > 0)
    name = _("Slope of tanh") if smooth else _("Share of units that are on")
    layout = panels([1], [name], len(states))
    layout["yaxis"]["range"] = [-0.05, 1.05]
    traces = _strip(passes, 0, CELL_COLOURS[cell], None)
    if not smooth:
        traces = [
            line(
                time_steps(len(states)),
                finite_mean(passes, 1),
                name,
                {"color": CELL_COLOURS[cell], "width": 2},
            )
        ]
    mean = float(finite_mean(passes))
    flat = float(finite_mean(np.where(np.isnan(passes), np.nan, passes < 0.1)))
    near_zero = _("Near 0 the units sit where tanh is flat and hardly any gradient passes; 1 passes all.")
    off = _("A unit that is off (0) passes no gradient; one that is never on does not learn.")
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_flatness_alt(mean, flat, cell, smooth),
        title=_("Where tanh is flat") if smooth else _("Where relu is on"),
        look_for=sentences([near_zero, _(_BAND)]) if smooth else off,
    )


def _flatness_alt(mean: float, flat: float, cell: Cell, smooth: bool) -> str:
    if math.isnan(mean):
        return _("{cell}: there is no finite hidden state.").format(cell=CELL_NAMES[cell])
    text = (
        _("{cell}: the slope of tanh is {mean} on average; {flat} % of the values have one under 0.1.")
        if smooth
        else _("{cell}: {share} % of the units are on, on average over the time steps.")
    )
    return text.format(
        cell=CELL_NAMES[cell], mean=short(mean), share=short(100 * mean), flat=short(100 * flat)
    )
