"""A text coloured by the state of one unit, and a strip of all units to try."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.inside.panels import SIGNED_SCALE
from playground.charts.inside.units import filled
from playground.i18n import N_, _
from playground.tasks.texts.characters import SHOWN
from playground.ui.components.assets import mount, sent_by_browser

_STEPS = 127
"""Shades on either side of zero, so that a state is one byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColouredWords:
    """Every sentence beside the text, in the learner's language."""

    title: str = N_("Where a unit fires")
    look_for: str = N_(
        "Each character has the colour of one unit's hidden state after reading it. Point at another unit, "
        "or walk along with the arrow keys; a click keeps it."
    )
    text: str = N_("Text, coloured by unit {unit}: {text}")
    """What the text is called for readers who do not see it."""
    units: str = N_("Units")
    unit: str = N_("Unit {unit}")
    under: str = N_("All units, at the character you point at or else the last one:")
    high: str = N_("Unit {unit} is highest at {high}")
    low: str = N_("lowest at {low}")
    still: str = N_("Unit {unit} is 0 all along.")
    """`{high}` and `{low}` become the three characters with the highest and lowest mean."""


def coloured_words() -> ColouredWords:
    """The English sentences, each through the translator."""
    return ColouredWords(**{field.name: _(str(field.default)) for field in fields(ColouredWords)})


def coloured_text(
    *,
    signs: Sequence[str],
    states: NDArray[np.floating[Any]],
    unit: int,
    key: str,
    words: ColouredWords | None = None,
    on_unit: Callable[[int], None] | None = None,
) -> None:
    """Draw the characters, the strip of units, and what the shown unit fires at.

    Args:
        signs: (characters,) the text, one character each.
        states: (characters, units) what each unit holds after each character; what is not finite counts
            as 0. The colours of a unit run to its own largest size.
        unit: the unit that is shown while none is pointed at, from 0.
        key: the component's name on the page.
        words: the sentences, translated.
        on_unit: called with the unit that was clicked, from 0, before the page's script runs.

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
    data |= {"tops": [float(f"{top:.3g}") for top in tops], "words": asdict(words or ColouredWords())}
    mount("coloured_text", key=key, data=data, on_unit_change=partial(_chosen, key, count, on_unit))


def _chosen(key: str, count: int, on_unit: Callable[[int], None] | None) -> None:
    """Hand on the unit that the browser sent, if there is one of that number."""
    unit = sent_by_browser(key, "unit")
    if type(unit) is int and 0 <= unit < count and on_unit is not None:
        on_unit(unit)
