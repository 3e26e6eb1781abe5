"""The knobs that several problems share, so that they read and act the same everywhere."""

from __future__ import annotations

from playground.i18n import N_
from playground.tasks.base import Knob

TRAIN_SHARE = Knob(
    field="train_share",
    label=N_("Share used for training"),
    low=0.5,
    high=0.95,
    step=0.05,
    help=N_("How much of the data the network may learn from; it is tested on the rest."),
)

NOISE = Knob(
    field="noise",
    label=N_("Noise"),
    low=0.0,
    high=1.0,
    step=0.05,
    help=N_("How far each point is pushed up or down at random; nobody can predict this part."),
)

NOISE_SEED = Knob(
    field="data_seed",
    label=N_("Seed of the noise"),
    low=0,
    high=9999,
    step=1,
    help=N_("Another number draws other noise; without noise it changes nothing."),
)

DATA_SEED = Knob(
    field="data_seed",
    label=N_("Seed of the data"),
    low=0,
    high=9999,
    step=1,
    help=N_("Another number draws other data of the same kind."),
)


def window(high: int) -> Knob:
    """How many points a forecast looks back, 1 to `high`."""
    return Knob(
        field="length",
        label=N_("Window"),
        low=1,
        high=high,
        step=1,
        help=N_("How many points the network reads before it says the next one."),
    )


def points(low: int, high: int) -> Knob:
    """How many points a generated series has."""
    return Knob(
        field="examples",
        label=N_("Points"),
        low=low,
        high=high,
        step=50,
        help=N_("How long the whole series is; a longer one gives more to learn from."),
    )


def sequences(high: int) -> Knob:
    """How many sequences are drawn, 50 to `high`."""
    return Knob(
        field="examples",
        label=N_("Sequences"),
        low=50,
        high=high,
        step=50,
        help=N_("How many sequences are drawn, for training and test together."),
    )


def length(low: int, high: int) -> Knob:
    """How many time steps a sequence has."""
    return Knob(
        field="length",
        label=N_("Time steps"),
        low=low,
        high=high,
        step=1,
        help=N_("How long each sequence is; the longer, the more there is to remember."),
    )


def most_words(high: int) -> Knob:
    """Words of a text that are read, 4 to `high`."""
    return Knob(
        field="length",
        label=N_("Most words"),
        low=4,
        high=high,
        step=1,
        help=N_("Longer sentences are cut here, and shorter ones are filled up with padding."),
    )
