"""A text coloured by the state of one unit, and a strip of all units to try."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.panels import SIGNED_SCALE
from playground.charts.inside.units import filled
from playground.i18n import N_
from playground.tasks.texts.characters import SHOWN
from playground.views.parts import Part, component
from playground.views.words import said

_STEPS = 127
"""Shades on either side of zero, so that a state is one byte."""


WORDS = {
    "title": N_("One unit over the text"),
    "look_for": N_(
        "Colour: the unit's hidden state after each character. Point at another unit, or use the arrow "
        "keys; click to keep it."
    ),
    "text": N_("Text, coloured by unit {unit}: {text}"),  # what it is called for readers who do not see it
    "units": N_("Units"),
    "unit": N_("Unit {unit}"),
    "under": N_("All units, at the character you point at or else the last one:"),
    "high": N_("Unit {unit} is highest at {high}"),  # the three characters with the highest mean
    "low": N_("lowest at {low}"),
    "still": N_("Unit {unit} is always 0."),
}


def coloured_text(
    *,
    signs: Sequence[str],
    states: NDArray[np.floating[Any]],
    unit: int,
    key: str,
) -> Part:
    """The characters, the strip of units, and what the shown unit fires at.

    It tells the page, as `unit`, which unit was clicked, from 0.

    Args:
        signs: (characters,) the text, one character each.
        states: (characters, units) what each unit holds after each character; what is not finite counts
            as 0. The colours of a unit run to its own largest size.
        unit: the unit that is shown while none is pointed at, from 0.

    Raises:
        ValueError: the states do not fit the text, or there is no such unit.
    """
    if states.ndim != 2 or len(states) != len(signs) or not len(signs):
        raise ValueError(f"States of shape {states.shape} for {len(signs)} characters.")
    count = states.shape[1]
    if not 0 <= unit < count:
        raise ValueError(f"There are the units 0 to {count - 1}, not {unit}.")
    known = filled(states)
    tops = np.abs(known).max(axis=0)  # (units,)
    shades = np.rint(known / np.where(tops > 0, tops, 1.0) * _STEPS).astype(np.int8)
    data: dict[str, Any] = {"signs": list(signs), "shown": SHOWN, "unit": unit, "scale": SIGNED_SCALE}
    data |= {"shades": base64.b64encode(shades.T.tobytes()).decode("ascii"), "steps": _STEPS}
    data |= {"tops": [float(f"{top:.3g}") for top in tops], "words": said(WORDS)}
    return component("coloured_text", key, data)
