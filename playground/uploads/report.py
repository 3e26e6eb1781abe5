"""What was decided while something was read, and how the learner may have it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message

_UNKNOWN = N_("There is no choice {name}; there are {there}.")
_OTHER = N_("{name} may be {ways}, not {value}.")
_NO_PAIR = N_("--read needs NAME=VALUE, such as codes=keep, not {text}.")


MOST_WAYS = 8
"""That the command line lists."""


class Line(NamedTuple):
    """One thing that was decided."""

    said: Message
    choice: str = ""
    """The field of `Reading` that decides it; empty where there is nothing to choose."""
    ways: tuple[str, ...] = ()
    """What may be chosen; the first is what happens unasked."""

    def __str__(self) -> str:
        return str(self.said)


Report = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the learner wants a table to be read; empty where it is left to what the table says."""

    codes: str = ""
    """Whether -999 and its like are gaps (`gaps`) or numbers (`keep`)."""
    order: str = ""
    """By time (`time`) or as the rows come (`file`)."""
    gaps: str = ""
    """Whether rows that are missing are left out (`leave`) or added as gaps (`fill`)."""
    dates: str = ""
    """What is first in 1/2/2024: `day`, `month` or `year`."""
    decimals: str = ""
    """What 1,234 or 1.234 has: a decimal `comma` or a decimal `point`."""
    series: str = ""
    """Which of the series that stand one below the other."""
    text: str = ""
    """Which column holds the texts."""
    label: str = ""
    """Which column holds the labels."""

    @classmethod
    def of(cls, pairs: Iterable[str]) -> Reading:
        """The choices in texts like codes=keep; raises `ExampleError` where one is unknown."""
        chosen: dict[str, str] = {}
        for text in pairs:
            name, equals, value = text.partition("=")
            if not equals:
                raise ExampleError(_NO_PAIR, text=repr(text[:60]))
            chosen[name.strip()] = value.strip()
        return cls().with_choices(chosen)

    def with_choices(self, chosen: dict[str, str]) -> Reading:
        """The same with other choices; raises `ExampleError` where one is unknown."""
        for name, value in chosen.items():
            if name not in CHOICES:
                raise ExampleError(_UNKNOWN, name=repr(name[:30]), there=", ".join(CHOICES))
            ways = CHOICES[name]
            if ways and value not in ("", *ways):
                raise ExampleError(_OTHER, name=name, ways=" | ".join(ways), value=repr(value[:30]))
        values: dict[str, Any] = dict(chosen)
        return replace(self, **values)

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that were made, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


def as_told(line: Line) -> str:
    """A line as the command line tells it, with the other ways to choose."""
    if len(line.ways) < 2:
        return str(line)
    ways = " | ".join(line.ways[:MOST_WAYS]) + (" | ..." if len(line.ways) > MOST_WAYS else "")
    return f"{line} (--read {line.choice}={ways})"


CHOICES: dict[str, tuple[str, ...]] = {
    "codes": ("gaps", "keep"),
    "order": ("time", "file"),
    "gaps": ("leave", "fill"),
    "dates": ("day", "month", "year"),
    "decimals": ("point", "comma"),
    "series": (),
    "text": (),
    "label": (),
}
"""What may be chosen, the usual first; nothing where the table says what there is."""
