"""The values the controls offer, and what they are called."""

from __future__ import annotations

from typing import Any

from playground.i18n import N_, _

CELLS = {"rnn": N_("RNN"), "lstm": N_("LSTM"), "gru": N_("GRU"), "by-hand": N_("By hand")}
DIRECTIONS = {False: N_("One way"), True: N_("Both ways")}
ATTENTIONS = {"none": N_("None"), "additive": N_("Additive"), "dot": N_("Dot")}
READOUTS = {
    "last": N_("the last time step"),
    "final": N_("the final state of every direction"),
    "mean": N_("the mean over all time steps"),
}
INITIALISATIONS = {
    "torch": N_("as torch does it"),
    "xavier": N_("Xavier"),
    "orthogonal": N_("orthogonal"),
    "identity": N_("identity (relu only)"),
}
OPTIMIZERS = {"adam": N_("Adam"), "sgd": N_("SGD with momentum"), "rmsprop": N_("RMSprop")}
LEARNING_RATES = [float(f"{one}e{power}") for power in range(-6, 2) for one in (1, 2, 5)] + [100.0]
WEIGHT_DECAYS = [0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0]
NORMS = [None, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0]
TARGET_LOSSES = [None] + [float(f"{one}e{power}") for power in range(-6, 0) for one in (1, 2, 5)]
PATIENCES = [None, 2, 3, 5, 10, 20, 50, 100, 200, 500]
BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, None]
PACES = {0.0: N_("As fast as it goes"), 20.0: N_("20 steps a second"), 4.0: N_("4 steps a second")}


def names(words: dict[Any, str]) -> dict[Any, str]:
    """The same words, translated."""
    return {value: _(word) for value, word in words.items()}


def with_current(values: list[Any], current: Any) -> list[Any]:
    """`values` with `current` in its place; "off" stays at the end where it stands."""
    if current in values:
        return values
    numbers = sorted([value for value in values if value is not None] + [current])
    if None not in values:
        return numbers
    return [None, *numbers] if values[0] is None else [*numbers, None]
