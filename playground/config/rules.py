"""The rules a value can break, each with the sentence that says so."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any, get_args

from playground.config.errors import ConfigError
from playground.i18n import N_

LARGEST = sys.float_info.max
MOST_DIGITS = 12
"""Of a whole number in a text: no setting needs more, and thousands would take long to read."""
MAX_SEED = 2**31 - 1
"""The largest seed that torch, numpy and a link all take."""


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
    require_word(name, value, get_args(literal))


def require_word(name: str, value: object, words: Sequence[str]) -> None:
    """One of `words`."""
    if not isinstance(value, str) or value not in words:
        raise ConfigError(
            N_("{name} must be one of {words}, not {value}."),
            name=name,
            words=", ".join(words),
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
            N_("{name} must be a list of at most {count} numbers, not {value}."),
            name=name,
            count=at_most,
            value=shown(values),
        )
    for value in values:
        require_between(name, value, low, high)


# ---- the same from text


def whole_number(name: str, text: str) -> int:
    """The whole number in `text`; raises `ConfigError` where there is none."""
    digits = text[1:] if text[:1] == "-" else text
    if not digits.isascii() or not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise ConfigError(N_("{name} must be a whole number, not {text!r:.60}."), name=name, text=text)
    return int(text)


def number(name: str, text: str) -> float:
    """The finite number in `text`; raises `ConfigError` where there is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ConfigError(N_("{name} must be a finite number, not {text!r:.60}."), name=name, text=text)
    return value


def flag(name: str, text: str) -> bool:
    """True or false; raises `ConfigError` where `text` is neither."""
    if text.lower() not in ("true", "false"):
        raise ConfigError(N_("{name} must be true or false, not {text!r:.60}."), name=name, text=text)
    return text.lower() == "true"
