"""How far back the error reaches: gradients through time, and what the answer looks back at."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from playground.charts.inside.panels import (
    DASHES,
    MOST_CELLS,
    bars,
    bin_sizes,
    finite_mean,
    input_traces,
    line,
    neighbour_means,
    panels,
    shown,
    time_axis,
    time_steps,
)
from playground.charts.inside.units import Floats, Numbers, finite
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    colour_bar,
    cursor_line,
    heatmap,
    logarithmic,
    scatter,
    sentences,
    short,
)
from playground.charts.step_lines import words_trace
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _, n_

_VANISHED, _EXPLODED = 1e-6, 1e3
_LOWEST = 1e-12
"""Times the largest norm under which nothing is drawn."""
_MOST_COLUMNS = 60
"""Steps that the browser puts side by side."""
_FILM_ENDS = -8, 1
"""Powers of ten of the film's colours; the same at every step, so that colours can be compared."""


def reach_figure(norms: Mapping[str, Numbers], *, cell: Cell, backward: Mapping[str, bool]) -> Picture:
    """Norm of dL/dh_t or dL/dc_t, (time steps,) for each part, and how much is left at the far end.

    Args:
        norms: by the name of the part.
        backward: of the hidden states, in torch's order: whether the part reads from the end.
    """
    steps = max((len(values) for values in norms.values()), default=1)
    layout = base_layout(_("Time step"), _("Gradient norm"))
    layout["xaxis"] |= time_axis(steps)
    layout["yaxis"] = logarithmic(layout["yaxis"], tickformat="~g", nticks=6, exponentformat="power")
    positive = {name: _positive(values) for name, values in norms.items()}
    traces = []
    for place, (name, values) in enumerate(positive.items()):
        style = {"color": CELL_COLOURS[cell], "width": 2, "dash": DASHES[place % len(DASHES)]}
        traces.append(line(time_steps(len(values)), values, name, style))
    known = [values[np.isfinite(values)] for values in positive.values()]
    drawn = np.concatenate([*known, np.zeros(0)])
    if len(drawn):
        top, start = drawn.max(), max(values[-1] for values in known if len(values))
        levels = (_VANISHED * top, _EXPLODED * start)
        traces += _level(levels[0], steps, _("Vanished: a millionth of the largest"))
        traces += _level(levels[1], steps, _("Exploded: 1000 times the last"))
        ends = max(drawn.min(), _LOWEST * top), max(levels[1], top)
        low, high = math.log10(min(ends[0], levels[0])), math.log10(ends[1])
        layout["yaxis"]["range"] = [math.floor(2 * low - 0.5) / 2, math.ceil(2 * high + 1.5) / 2]
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}.", *(_norm_words(n, v) for n, v in norms.items())]),
        title=_("How far back the error reaches"),
        look_for=_words(norms, backward),
    )


def _words(norms: Mapping[str, Numbers], backward: Mapping[str, bool]) -> str:
    """The sentence of the last part in which a gradient goes anywhere: the top layer's."""
    known = [name for name, back in backward.items() if len(_ends(norms[name], back)) == 2]
    if not known:
        return _("There is no gradient to follow.")
    text = reach_in_words(norms[known[-1]], backward=backward[known[-1]])
    return text if len(norms) == 1 else _("{part}: {sentence}").format(part=known[-1], sentence=text)


def _positive(values: Numbers) -> Floats:
    """The values that a logarithmic axis can show; a norm of 0 is a gap."""
    known = finite(values)
    return np.where(known > 0, known, np.nan)


def _level(value: float, steps: int, text: str) -> list[Spec]:
    """A dotted line, named above its right end: there the gradient is neither."""
    line = {"line": {"dash": "dot", "width": 1}, "opacity": 0.7, "showlegend": False}
    words = words_trace(text, [steps + 0.5], [value], "top left", showlegend=False)
    return [scatter("lines", [0.5, steps + 0.5], [value, value]) | line, words]


def _norm_words(name: str, values: Numbers) -> str:
    known = finite(values)
    found = np.flatnonzero(np.isfinite(known))
    if not len(found):
        return _("{part}: there is no finite gradient.").format(part=name)
    first, last = found[0], found[-1]
    return _("{part}: norm {first} at time step {start}, {last} at time step {end}.").format(
        part=name, first=short(known[first]), start=first + 1, last=short(known[last]), end=last + 1
    )


def _ends(norms: Numbers, backward: bool) -> list[int]:
    """The time steps, from 0, between which the gradient can be followed back: the first and the last norm
    over 0 in the order in which it goes; one or none where it goes nowhere."""
    found = np.flatnonzero(np.isfinite(_positive(norms)))
    ends = found if backward else found[::-1]
    return [int(place) for place in ends[[0, -1]]] if len(ends) > 1 else [int(place) for place in ends]


def reach_in_words(norms: Numbers, *, backward: bool = False) -> str:
    """The share of the gradient that is left at the far end of the line, in one sentence.

    Args:
        norms: (time steps,) in reading order.
        backward: of the direction that reads from the end, back is towards the last time step.
    """
    ends = _ends(norms, backward)
    if len(ends) < 2:
        return _("There is no gradient to follow.")
    start, end = ends
    steps, power = abs(start - end), float(np.log10(norms[end]) - np.log10(norms[start]))
    told = n_(
        "Back over {steps} time step, from {start} to {end}, the gradient becomes {left} as large.",
        "Back over {steps} time steps, from {start} to {end}, the gradient becomes {left} as large: "
        "on average {share} % at each of them.",
        steps,
    )
    share = _plain(100 * 10 ** (power / steps))
    return told.format(steps=steps, start=start + 1, end=end + 1, left=_as_large(power), share=share)


def _as_large(power: float) -> str:
    """How large something is beside something else, if the power of ten of the ratio is this."""
    if power > 6:
        return _("more than a million times")
    if power > math.log10(2):
        return _("{times} times").format(times=_plain(10**power))
    return _("{share} %").format(share=_plain(100 * 10**power)) if power > -8 else _("less than 0.000001 %")


def _plain(value: float) -> str:
    """`value` with two significant digits, or all before the point; never with an exponent."""
    if value >= 10:
        return f"{value:,.0f}"
    digits = 1 if value == 0 else max(0, 1 - math.floor(math.log10(value)))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def reach_film_figure(norms: Numbers, step: int, *, cell: Cell, total_steps: int) -> Picture:
    """The norms of dL/dh_t at one step, as a column; the browser puts the columns of all steps together.

    Args:
        norms: (time steps,).
        total_steps: how far the step axis reaches.
    """
    known = finite(norms)
    powers = np.log10(np.maximum(known, 10.0 ** (_FILM_ENDS[0] - 4)))
    size, _width = bin_sizes(len(powers), _MOST_COLUMNS, MOST_CELLS // 2)
    cells = neighbour_means(powers[:, None], size, 0)  # (time steps, 1)
    layout = base_layout(_("Optimizer step"), _("Time step"))
    layout["xaxis"] |= {"range": [-0.02 * total_steps, 1.02 * total_steps], "showgrid": False}
    layout["yaxis"] |= time_axis(len(powers))
    layout["shapes"] = [cursor_line(step)]
    return Picture(
        spec={"data": [_film_cells(step, cells, size)], "layout": layout},
        alt=_(
            "{cell}: at step {step} the gradient norm is {first} at the first time step and "
            "{last} at the last."
        ).format(cell=CELL_NAMES[cell], step=step, first=shown(known[0]), last=shown(known[-1])),
        title=_("The reach through training"),
        look_for=sentences(
            [
                _("Look for the step from which the early time steps, at the bottom, get a gradient too."),
                _("Each row is the mean of {count} time steps.").format(count=size) if size > 1 else "",
            ]
        ),
    )


def _film_cells(step: int, cells: Floats, size: int) -> Spec:
    bar = colour_bar(6, title={"text": _("Gradient norm, powers of ten"), "side": "right"})
    hover = _("step {step}, t = {t}: 10 to the power {power}")
    hover = hover.format(step="%{x:.0f}", t="%{y}", power="%{z:.1f}")
    scale = {"zmin": _FILM_ENDS[0], "zmax": _FILM_ENDS[1], "colorbar": bar}
    return heatmap(cells, hover, x=[step], y0=(size + 1) / 2, dy=size, **scale)


def influence_figure(gradient: Numbers, inputs: Numbers, *, cell: Cell) -> Picture:
    """Size of d answer / d x_t, both (time steps, features), at every time step, under the input itself."""
    known = finite(gradient)
    size = np.sqrt(finite_mean(known**2, axis=1) * known.shape[1])  # (time steps,)
    layout = panels([1, 2], [_("Input"), _("Influence")], len(size))
    layout["yaxis2"]["rangemode"] = "tozero"
    hover = "t = %{x}: %{y:.3~g}"
    drawn = bars(time_steps(len(size)), size, _("Influence"), CELL_COLOURS[cell], hover, 1)
    return Picture(
        spec={"data": [*input_traces(inputs, 0), drawn], "layout": layout | {"showlegend": False}},
        alt=_influence_alt(size, cell),
        title=_("What it looks back at"),
        look_for=_("A high bar: a small change of the input at that time step moves the answer most."),
    )


def _influence_alt(size: Floats, cell: Cell) -> str:
    if not np.isfinite(size).any():
        return _("{cell}: there is no finite gradient.").format(cell=CELL_NAMES[cell])
    t = int(np.nanargmax(size))
    total = float(np.nansum(size))
    share = short(100 * float(size[t]) / total) if total > 0 else "0"
    return _(
        "{cell}: the answer depends most on time step {t} of {steps}, with influence {top}, "
        "{share} % of the sum."
    ).format(cell=CELL_NAMES[cell], t=t + 1, steps=len(size), top=short(size[t]), share=share)
