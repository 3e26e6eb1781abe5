"""What was decided while something was read, and how the learner may have it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message

_UNKNOWN = N_("There is no choice {name}; there are {there}.")
_OTHER = N_("{name} may be {ways}, not {value}.")
_NO_NUMBER = N_("{name} must be a whole number from {low} to {high:,}, not {value}.")
_NO_PAIR = N_("--read needs NAME=VALUE, such as codes=keep, not {text}.")

MOST_WAYS = 8
"""That the command line lists."""


class Choice(NamedTuple):
    """One thing that may be had otherwise."""

    name: str
    """The field of `Reading` that decides it."""
    ways: tuple[str, ...]
    """What may be chosen; the first is what happens unasked. A number alone may be any other."""
    must: bool = False
    """Whether nothing is learned before it is chosen."""


class Line(NamedTuple):
    """One thing that was decided."""

    said: Message
    choices: tuple[Choice, ...] = ()

    def __str__(self) -> str:
        return str(self.said)


Report = tuple[Line, ...]


def asked(said: Message, name: str, ways: Iterable[str] = (), *, must: bool = False) -> Line:
    """A line with one choice; without `ways` it has those that the choice always has."""
    return Line(said, (Choice(name, tuple(ways) or WAYS[name], must),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the learner wants something to be read; empty where it is left to what the file says."""

    encoding: str = ""
    """In which of `encodings.NAMES` the file is written."""
    sheet: str = ""
    """Which sheet of a workbook."""
    comments: str = ""
    """Whether lines that begin as comments are left out (`leave`) or belong to the table (`keep`)."""
    delimiter: str = ""
    """What stands between the columns."""
    quotes: str = ""
    """Whether quotation marks stand around fields (`around`) or are a part of them (`part`)."""
    first: str = ""
    """The row of the file in which the table begins."""
    heads: str = ""
    """How many rows of names it has."""
    last: str = ""
    """The row of the file with its last values."""
    turned: str = ""
    """Whether a table that lies on its side is turned (`turn`) or read as it lies (`as-it-is`)."""
    decimals: str = ""
    """What 1,234 or 1.234 has: a decimal `comma` or a decimal `point`."""
    below: str = ""
    """What <5 is: `half` of it, the `whole` or a `gap`."""
    words: str = ""
    """Whether a word that comes again and again among numbers stands for `gaps` or is a `fault`."""
    time: str = ""
    """Which column holds the time; `none` where the rows are counted."""
    dates: str = ""
    """What is first in 1/2/2024: `day`, `month` or `year`."""
    series: str = ""
    """Which of the series that stand one below the other."""
    order: str = ""
    """By time (`time`) or as the rows come (`file`)."""
    repeats: str = ""
    """What becomes of rows with the same time: the `first` is kept, `each`, their `sum` or their `mean`."""
    codes: str = ""
    """Whether -999 and its like are gaps (`gaps`) or numbers (`keep`)."""
    gaps: str = ""
    """Whether rows that are missing are left out (`leave`) or added as gaps (`fill`)."""
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
            if name not in WAYS:
                raise ExampleError(_UNKNOWN, name=repr(name[:30]), there=", ".join(WAYS))
            ways = WAYS[name]
            if ways and value not in ("", *ways):
                raise ExampleError(_OTHER, name=name, ways=" | ".join(ways), value=repr(value[:30]))
            if name in NUMBERS and value:
                low, high = NUMBERS[name]
                whole = len(value) <= 9 and value.isascii() and value.isdigit()
                if not whole or not low <= int(value) <= high:
                    raise ExampleError(_NO_NUMBER, name=name, low=low, high=high, value=repr(value[:30]))
        values: dict[str, Any] = dict(chosen)
        return replace(self, **values)

    def number(self, name: str) -> int | None:
        """The number that was chosen."""
        value: str = getattr(self, name)
        return int(value) if value else None

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that were made, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def of_the_file(self) -> Reading:
        """The choices that decide how the file becomes columns, without those on the columns."""
        return replace(self, time="", dates="", series="", order="", repeats="", codes="", gaps="")

    def other_than_usual(self, report: Report) -> dict[str, str]:
        """The choices without those that would have been made unasked: the same data has one digest."""
        usual = {one.name: one.ways[0] for line in report for one in line.choices if not one.must}
        return {name: value for name, value in self.chosen.items() if usual.get(name) != value}


def as_told(line: Line) -> str:
    """A line as the command line tells it, with what may be chosen otherwise."""
    told = [choice for choice in line.choices if len(choice.ways) > 1 or choice.name in NUMBERS]
    if not told:
        return str(line)
    if len(told) > 1:
        return f"{line} (--read {', '.join(f'{one.name}={one.ways[0]}'.rstrip('=') for one in told)})"
    name, ways, _must = told[0]
    ways = tuple(filter(None, ways))
    shown = " | ".join(ways[:MOST_WAYS]) + (" | ..." if len(ways) > MOST_WAYS else "")
    return f"{line} (--read {name}={shown})"


NUMBERS = {"first": (1, 999_999), "heads": (0, 20), "last": (1, 999_999)}
"""The choices that are whole numbers: from, to."""

WAYS: dict[str, tuple[str, ...]] = {
    "encoding": (
        *("utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251"),
        *("gb18030", "big5", "shift_jis", "euc_kr"),
    ),
    "sheet": (),
    "comments": ("leave", "keep"),
    "delimiter": ("comma", "semicolon", "tab", "bar", "blanks", "none"),
    "quotes": ("around", "part"),
    "first": (),
    "heads": (),
    "last": (),
    "turned": ("turn", "as-it-is"),
    "decimals": ("point", "comma"),
    "below": ("half", "whole", "gap"),
    "words": ("gaps", "fault"),
    "time": (),
    "dates": ("day", "month", "year"),
    "series": (),
    "order": ("time", "file"),
    "repeats": ("first", "each", "sum", "mean"),
    "codes": ("gaps", "keep"),
    "gaps": ("leave", "fill"),
    "text": (),
    "label": (),
}  # fmt: skip
"""What may be chosen, the usual first; nothing where the file says what there is."""
