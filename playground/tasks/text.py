"""Reading and writing the numbers a learner types; every refusal says what, the rule, and what was given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playground.config import typed
from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.uploads.delimited import short

MAX_CHARACTERS = 20_000
MAX_NUMBER = 1e6

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

_LONG_TEXT = N_("A text may have at most {most} characters, not {count}.")
_TOO_LARGE = N_("Every number must be from -{most:.10g} to {most:.10g}, not {word}.")


def require_short(text: str) -> str:
    """`text` without blanks around it; a very long or an empty one is refused."""
    require_length(text)
    if not text.strip():
        raise ExampleError(N_("The text is empty: please type a sequence."))
    return text.strip()


def require_length(text: str) -> None:
    """Refuse a very long text."""
    if len(text) > MAX_CHARACTERS:
        raise ExampleError(_LONG_TEXT, most=MAX_CHARACTERS, count=len(text))


def words(text: str) -> list[str]:
    """The pieces of `text`, as `playground.config.typed.several` tells them apart."""
    return typed.several(require_short(text))


def number(word: str, most: float = MAX_NUMBER) -> float:
    """One number, such as `-0.5` or `1e3`, from minus `most` to `most`."""
    if not _NUMBER.fullmatch(word):
        raise ExampleError(N_("Every entry must be a number such as 0.5, not {word}."), word=short(word))
    value = float(word)
    if abs(value) > most:
        raise ExampleError(_TOO_LARGE, most=most, word=short(word))
    return value


def numbers(text: str, most: float = MAX_NUMBER) -> list[float]:
    """All numbers in `text`, each from minus `most` to `most`."""
    return [number(word, most) for word in words(text)]


def written(values: Iterable[float], decimals: int = 4) -> str:
    """Numbers rounded to `decimals`, with blanks between."""
    rounded = (round(float(value), decimals) + 0.0 for value in values)  # + 0.0: no minus before zero
    return " ".join(f"{value:.15g}" for value in rounded)
