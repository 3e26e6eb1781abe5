"""The values a setting may have: checked, read from text and kept in the same way everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playground.config import rules
from playground.config.errors import ConfigError
from playground.i18n import N_, Message

_NO_NAME = N_("{name} cannot be {value}. {rule}")


class Kind:
    """The type of a setting's value, with its range; `str` says what is allowed."""

    def check(self, name: str, value: Any) -> None:
        """Raise `ConfigError`, which calls the setting `name`, where `value` is none of this kind."""
        raise NotImplementedError

    def read(self, name: str, text: str) -> Any:
        """The value that `text` holds; raises `ConfigError` where it holds none. Ranges are not checked."""
        return text

    def kept(self, value: Any) -> Any:
        """`value` as a config keeps it: equal values have equal digests, so -0.0 becomes 0.0."""
        return value


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_integer(name, value, self.low, self.high)

    def read(self, name: str, text: str) -> Any:
        """See `Kind`."""
        return rules.whole_number(name, text)


@dataclass(frozen=True, slots=True)
class Real(Kind):
    """A finite number from `low` to `high`, both included."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_between(name, value, self.low, self.high)

    def read(self, name: str, text: str) -> Any:
        """See `Kind`."""
        return rules.number(name, text)

    def kept(self, value: Any) -> Any:
        """See `Kind`."""
        return float(value) + 0.0


@dataclass(frozen=True, slots=True)
class Reals(Kind):
    """At most `at_most` numbers from `low` to `high`, both included; in a text with commas between."""

    low: float
    high: float
    at_most: int

    def __str__(self) -> str:
        return f"up to {self.at_most} of {self.low:g} to {self.high:g}"

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_numbers(name, value, self.low, self.high, at_most=self.at_most)

    def read(self, name: str, text: str) -> Any:
        """See `Kind`."""
        return tuple(rules.number(name, part) for part in text.split(",") if part.strip())

    def kept(self, value: Any) -> Any:
        """See `Kind`."""
        return tuple(float(one) + 0.0 for one in value)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(self.words)

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_word(name, value, self.words)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """True or false."""

    def __str__(self) -> str:
        return "true, false"

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        rules.require_flag(name, value)

    def read(self, name: str, text: str) -> Any:
        """See `Kind`."""
        return rules.flag(name, text)


@dataclass(frozen=True, slots=True)
class Name(Kind):
    """A text of one form, such as the name of a problem."""

    pattern: str
    rule: Message
    """The sentence that says what such a text is."""
    form: str
    """The same in a few words, as the command line lists it."""

    def __str__(self) -> str:
        return self.form

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ConfigError(_NO_NAME, name=name, value=rules.shown(value), rule=self.rule)
