"""The rules a setting can break, each with the sentence that says so."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Any, get_args

from playground.errors import ConfigError
from playground.i18n import N_

LARGEST = sys.float_info.max


def shown(value: object) -> str:
    """`value` as a sentence quotes it: short, and never an error of its own."""
    try:
        return f"{value!r:.60}"
    except (ValueError, RecursionError):  # thousands of digits, or a list in a list in a list ...
        return f"this {type(value).__name__}"


def require_number(name: str, value: object) -> float:
    """`value` as a finite number; a truth value or a text is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -LARGEST <= value <= LARGEST:
        raise ConfigError(N_("{name} must be a finite number, not {value}."), name=name, value=shown(value))
    return float(value)


def require_between(name: str, value: object, low: float, high: float) -> None:
    """A finite number from `low` to `high`, both included."""
    if not low <= require_number(name, value) <= high:
        raise ConfigError(
            N_("{name} must be from {low:g} to {high:g}, not {value}."),
            name=name,
            low=low,
            high=high,
            value=shown(value),
        )


def require_integer(name: str, value: object, low: int, high: int) -> None:
    """A whole number from `low` to `high`, both included."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(
            N_("{name} must be a whole number from {low} to {high}, not {value}."),
            name=name,
            low=low,
            high=high,
            value=shown(value),
        )


def require_choice(name: str, value: object, literal: Any) -> None:
    """One of the values of a `Literal`."""
    choices = get_args(literal)
    if not isinstance(value, str) or value not in choices:
        raise ConfigError(
            N_("{name} must be one of {choices}, not {value}."),
            name=name,
            choices=", ".join(choices),
            value=shown(value),
        )


def require_flag(name: str, value: object) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise ConfigError(N_("{name} must be true or false, not {value}."), name=name, value=shown(value))


def require_numbers(name: str, values: object, low: float, high: float, *, at_most: int) -> None:
    """A tuple of at most `at_most` finite numbers from `low` to `high`."""
    if not isinstance(values, tuple) or len(values) > at_most:
        raise ConfigError(
            N_("{name} must be a list of at most {at_most} numbers, not {values}."),
            name=name,
            at_most=at_most,
            values=shown(values),
        )
    for value in values:
        require_between(name, value, low, high)


def store_floats(config: Any) -> None:
    """Whole numbers become floats and -0.0 becomes 0.0: equal experiments have equal digests."""
    for known in fields(config):
        value = getattr(config, known.name)
        if value is None or "float" not in str(known.type):
            continue
        floats = tuple(float(one) + 0.0 for one in value) if isinstance(value, tuple) else float(value) + 0.0
        object.__setattr__(config, known.name, floats)
