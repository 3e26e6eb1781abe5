"""One unit over time: what it follows, and what it has to do with the right answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.charts.inside.panels import bars, ends_of, line, panels, time_steps
from playground.charts.inside.units import MOST_LAGS, Floats, Numbers, correlation_by_lag
from playground.charts.picture import PLAIN, Picture, Spec, sentences, titled
from playground.charts.theme import CELL_COLOURS
from playground.config import Cell
from playground.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How much a unit has to do with the right answers."""

    value: float
    """A correlation, -1 to 1; with more than two classes a correlation ratio, 0 to 1."""
    is_ratio: bool
    examples: int
    """Over how many held-out examples."""

    def in_words(self) -> str:
        """One sentence."""
        text = (
            _("With the right answer: correlation ratio {value} (0: none, 1: separates the classes), ")
            if self.is_ratio
            else _("With the right answer: correlation {value}, ")
        )
        over = _("over {count} held-out examples.").format(count=self.examples)
        return text.format(value=f"{self.value:.2f}") + over


def unit_figure(
    unit: Numbers,
    inputs: Numbers,
    *,
    agreement: Agreement | None = None,
    unit_number: int,
    label: str,
    cell: Cell,
) -> Picture:
    """One unit over time, the input under it, and how well the two agree at each lag.

    Args:
        unit: (time steps,) the unit's values.
        inputs: (time steps,) the feature it is compared with.
        agreement: what the unit has to do with the right answers, where that is known.
        unit_number: the unit, counted from 0.
        label: what the unit does, in a word or two.
    """
    steps, colour = len(unit), CELL_COLOURS[cell]
    t, lags = time_steps(steps), correlation_by_lag(unit, inputs, min(MOST_LAGS, max(steps - 3, 0)))
    layout = panels([2, 1], [_("Unit {unit}").format(unit=unit_number), _("Input")], steps)
    layout |= _lag_axes(len(lags))
    layout["xaxis"]["domain"] = [0, 0.6]
    hover = _("lag {lag}: {value}").format(lag="%{x}", value="%{y:.2f}")
    traces = [
        line(t, unit, _("Unit {unit}").format(unit=unit_number), {"color": colour, "width": 2}),
        line(t, inputs, _("Input"), {"width": 1}, 1, 0.75),
        bars(np.arange(len(lags), dtype=np.int32), lags, _("Correlation"), colour, hover, 2)
        | {"xaxis": "x2"},
    ]
    best = int(np.abs(lags).argmax())
    with_answers = "" if agreement is None else agreement.in_words()
    with_input = _("Its correlation with the input is strongest at lag {lag}: {value}.").format(
        lag=best, value=f"{lags[best]:.2f}"
    )
    return Picture(
        spec={"data": traces, "layout": layout | {"showlegend": False}},
        alt=sentences([_unit_alt(unit, lags, unit_number, label), with_answers]),
        title=_("Unit {unit}: {label}").format(unit=unit_number, label=label),
        look_for=sentences([with_input, with_answers]),
    )


def _unit_alt(unit: Numbers, lags: Floats, number: int, label: str) -> str:
    low, high = ends_of(unit)
    listed = ", ".join(f"{lag}: {value:.2f}" for lag, value in enumerate(lags))
    return _(
        "Unit {unit}: {label}. Values from {low} to {high}. Correlation with the input by lag: {listed}."
    ).format(unit=number, label=label, low=low, high=high, listed=listed)


def _lag_axes(lags: int) -> Spec:
    across = {"domain": [0.72, 1], "anchor": "y3", "range": [-0.5, lags - 0.5], "showgrid": False}
    up = {"domain": [0, 1], "anchor": "x2", "range": [-1, 1], "tickvals": [-1, 0, 1], "zeroline": True}
    return {
        "xaxis2": PLAIN | titled(_("Lag in time steps")) | across | {"tickformat": "d", "nticks": 6},
        "yaxis3": PLAIN | titled(_("Correlation"), 4) | up,
    }
