"""The knobs that several problems share, so that they read and act the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playground.config import SETTINGS, Setting
from playground.i18n import N_

MOST_SHOWN = 9999
"""The largest seed that a control offers; a link may bring any."""


def knob(name: str, *, low: float | None = None, high: float | None = None, **own: Any) -> Setting:
    """A setting of `TaskConfig` as it is turned in one problem: its row of the table, narrowed.

    `low` and `high` narrow its range; `None` is the table's.
    """
    row = SETTINGS[f"task.{name}"]
    ends = {end: own_end for end, own_end in (("low", low), ("high", high)) if own_end is not None}
    kind: Any = row.kind
    return replace(row, kind=replace(kind, **ends), **own)


TRAIN_SHARE = knob("train_share")
NOISE = knob("noise", high=1.0)
SCALING = knob("scaling")
GAPS = knob("gaps")
PIECES = knob("pieces")
TWO_OUTPUTS = knob("two_outputs")
DATA_SEED = knob("data_seed", high=MOST_SHOWN)
NOISE_SEED = knob(
    "data_seed",
    high=MOST_SHOWN,
    label=N_("Seed of the noise"),
    help=N_("Another seed gives other noise; without noise it changes nothing."),
)


def window(high: int) -> Setting:
    """How many points a forecast looks back, 1 to `high`."""
    return knob(
        "length",
        label=N_("Window"),
        low=1,
        high=high,
        help=N_("The number of points the network reads before it predicts the next one."),
    )


def points(low: int, high: int) -> Setting:
    """How many points a generated series has."""
    return knob(
        "examples",
        label=N_("Points"),
        low=low,
        high=high,
        help=N_("The length of the whole series. A longer one gives more examples."),
    )


def sequences(high: int) -> Setting:
    """How many sequences are drawn, 50 to `high`."""
    return knob("examples", low=50, high=high)


def length(low: int, high: int) -> Setting:
    """How many time steps a sequence has."""
    return knob("length", low=low, high=high)


def drawn(low: int, high: int, most: int) -> tuple[Setting, ...]:
    """All knobs of sequences of `low` to `high` time steps, at most `most` of them."""
    return (length(low, high), sequences(most), TRAIN_SHARE, DATA_SEED)


def most_words(high: int) -> Setting:
    """Words of a text that are read, 4 to `high`."""
    return knob(
        "length",
        label=N_("Most words"),
        low=4,
        high=high,
        help=N_("Longer sentences are cut to this length; shorter ones are filled with padding."),
    )
