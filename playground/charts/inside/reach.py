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
    scatter,
    sentences,
    short,
)
from playground.charts.step_lines import words_trace
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _

_VANISHED, _EXPLODED = 1e-6, 1e3
_LOWEST = 1e-12
"""Times the largest norm under which nothing is drawn."""
_MOST_COLUMNS = 60
"""Steps that the browser puts side by side."""
_FILM_ENDS = -8, 1
"""Powers of ten of the film's colours; the same at every step, so that colours can be compared."""


def reach_figure(norms: Mapping[str, Numbers], *, cell: Cell, factors: Mapping[str, float | None]) -> Picture:
    """Norm of dL/dh_t, (time steps,) for each part, and the `factors` left by each step back."""
    steps = max((len(values) for values in norms.values()), default=1)
    layout = base_layout(_("Time step"), _("Gradient norm"))
    layout["xaxis"] |= time_axis(steps)
    layout["yaxis"] |= {"type": "log", "tickformat": "~g", "nticks": 6, "exponentformat": "power"}
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
        traces += _level(levels[0], steps, _("Vanished: a millionth of the largest"), "top right")
        traces += _level(levels[1], steps, _("Exploded: 1000 times the last"), "bottom right")
        ends = max(drawn.min(), _LOWEST * top), max(levels[1], top)
        low, high = math.log10(min(ends[0], levels[0])), math.log10(ends[1])
        layout["yaxis"]["range"] = [math.floor(2 * low - 0.5) / 2, math.ceil(2 * high + 0.5) / 2]
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=sentences([f"{CELL_NAMES[cell]}.", *(_norm_words(n, v) for n, v in norms.items())]),
        title=_("How far back the error reaches"),
        look_for=_factor_words(factors, steps),
    )


def _factor_words(factors: Mapping[str, float | None], steps: int) -> str:
    """The sentence of the last part that has a factor: the top layer's."""
    known = [(name, factor) for name, factor in factors.items() if factor is not None]
    if not known:
        return reach_in_words(None, steps)
    name, factor = known[-1]
    text = reach_in_words(factor, steps)
    return text if len(factors) == 1 else _("{part}: {sentence}").format(part=name, sentence=text)


def _positive(values: Numbers) -> Floats:
    """The values that a logarithmic axis can show; a norm of 0 is a gap."""
    known = finite(values)
    return np.where(known > 0, known, np.nan)


def _level(value: float, steps: int, text: str, place: str) -> list[Spec]:
    line = {"line": {"dash": "dot", "width": 1}, "opacity": 0.7, "showlegend": False}
    words = words_trace(text, [0.5], [value], place, showlegend=False)
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


def reach_in_words(factor: float | None, steps: int) -> str:
    """The gradient left after `steps` if each time step back leaves `factor` of it, in one sentence."""
    if factor is None or not math.isfinite(factor) or factor < 0:
        return _("There is no gradient to follow.")
    power = steps * math.log10(factor) if factor > 0 else -math.inf
    if factor > 1.02:
        text = _(
            "Each time step back the gradient grows {factor}-fold: after {steps} time steps it is {left}."
        )
        left = _("more than a million times as large")
        left = left if power > 6 else _("{times} times as large").format(times=_plain(10**power))
    elif factor >= 0.98:
        text = _("The gradient hardly changes: after {steps} time steps {left} % of it is left.")
        left = _plain(100 * 10**power)
    else:
        text = _(
            "Each time step back leaves {share} % of the gradient: after {steps} time steps {left} is left."
        )
        left = _("practically nothing")
        left = left if power < -8 else _("{share} %").format(share=_plain(100 * 10**power))
    return text.format(factor=short(factor), share=_plain(100 * factor), steps=steps, left=left)


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
