"""What a setting's value may be: checked, read from text and kept in the same way everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from playground.config import rules
from playground.errors import ConfigError


class Kind(Protocol):
    """The type of a setting's value, with its range."""

    def check(self, name: str, value: Any) -> None:
        """Raise `ConfigError` where `value` is none of this kind."""

    def read(self, name: str, text: str) -> Any:
        """The value that `text` holds; raises `ConfigError` where it holds none. Ranges are not checked."""

    def kept(self, value: Any) -> Any:
        """`value` as a config keeps it: what is equal has equal digests."""

    def __str__(self) -> str:
        """What is allowed, as the command line lists it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_integer(name, value, self.low, self.high)

    def read(self, name: str, text: str) -> int:
        """See `Kind`."""
        return rules.whole_number(name, text)

    def kept(self, value: int) -> int:
        """See `Kind`."""
        return value

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Real:
    """A finite number from `low` to `high`, both included."""

    low: float
    high: float

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_between(name, value, self.low, self.high)

    def read(self, name: str, text: str) -> float:
        """See `Kind`."""
        return rules.number(name, text)

    def kept(self, value: float) -> float:
        """A whole number becomes a float, and -0.0 becomes 0.0."""
        return float(value) + 0.0

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Reals:
    """At most `at_most` numbers from `low` to `high`, both included."""

    low: float
    high: float
    at_most: int

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_numbers(name, value, self.low, self.high, at_most=self.at_most)

    def read(self, name: str, text: str) -> tuple[float, ...]:
        """Numbers with commas between."""
        return tuple(rules.number(name, part) for part in text.split(",") if part.strip())

    def kept(self, value: tuple[float, ...]) -> tuple[float, ...]:
        """Like `Real.kept`, each."""
        return tuple(float(one) + 0.0 for one in value)

    def __str__(self) -> str:
        return f"up to {self.at_most} of {self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_word(name, value, self.words)

    def read(self, name: str, text: str) -> str:
        """See `Kind`."""
        return text

    def kept(self, value: str) -> str:
        """See `Kind`."""
        return value

    def __str__(self) -> str:
        return ", ".join(self.words)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_flag(name, value)

    def read(self, name: str, text: str) -> bool:
        """See `Kind`."""
        return rules.flag(name, text)

    def kept(self, value: bool) -> bool:
        """See `Kind`."""
        return value

    def __str__(self) -> str:
        return "true, false"


@dataclass(frozen=True, slots=True)
class Name:
    """A text of one form, such as the name of a problem."""

    pattern: str
    rule: str
    """The sentence for any other text, marked for translation, with `{name}` and `{value}`."""
    form: str
    """The form in a few words, as the command line lists it."""

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ConfigError(self.rule, name=name, value=rules.shown(value))

    def read(self, name: str, text: str) -> str:
        """See `Kind`."""
        return text

    def kept(self, value: str) -> str:
        """See `Kind`."""
        return value

    def __str__(self) -> str:
        return self.form
