"""Which column of a table is its time, and the days in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import Column
from playground.uploads.dates import MONTHS, days_of, evenness
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats
from playground.uploads.report import Choice, Line, Reading, asked

_UNCLEAR_DATE = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}: is the day or the month first? Write "
    "dates as 2024-01-31, or choose."
)
_ORDER = N_("In the dates of {column}, the {first} is first.")
_BY_STEPS = N_("In the dates of {column}, the {first} is first: only so do they go on evenly.")
_FIRST = {"day": Message(N_("day")), "month": Message(N_("month")), "year": Message(N_("year"))}
_NO_DATE = N_("The dates in {column} do not give the time: the one in row {row:,} of the values is missing.")

_TIME = N_("The time is in the column {name}.")
_COUNTED = N_("No column gives the time, so the rows are counted.")
_NO_TIME = N_("The column {name} cannot give the time; there are {names}.")
NO_TIME = "none"
"""The choice to count the rows."""

_PARTS = {
    "year": re.compile(r"years?|yr|yyyy|jahr|ann[ée]e|a[ñn]o|anno|年份?", re.I),
    "month": re.compile(r"months?|mm|mon|monat|mois|mes|mese|月份?", re.I),
    "day": re.compile(r"days?|dd|tag|jour|d[íi]a|giorno|日", re.I),
    "hour": re.compile(r"hours?|hh|hr|stunde|heure|hora|ora|时|時", re.I),
}
_CODE = re.compile(
    r"#|row|index|idx|n[or]\.?|nr|unnamed.*|(?:.*[_ ])?(?:ids?|code|zip|plz|flag|fips)"
    r"|quality|qn_\d+|lat(?:itude)?|lon(?:g(?:itude)?)?|decimal date",
    re.I,
)


class Time(NamedTuple):
    """Where the time of the rows comes from."""

    name: str
    days: Floats
    columns: tuple[str, ...]
    """All columns that it was made of."""


def time_of(
    columns: Sequence[Column], reading: Reading, report: list[Line]
) -> tuple[Time | None, ExampleError | None]:
    """The time of the rows, and what must be chosen before it is sure.

    Args:
        columns: of the table.
        reading: what the learner chose.
        report: where it is told how dates were read.
    """
    if reading.time and reading.time not in (names := _can_give_time(columns)):
        raise ExampleError(_NO_TIME, name=short(reading.time), names=", ".join(map(short, names[:10])))
    undecided = None
    found: list[Time] = []
    for column in columns:
        if column.is_of_broken_dates and column.fault is not None:
            report.append(Line(column.fault.message))
        if column.days is None:
            continue
        days, fault = _days(column, reading, report)
        undecided = undecided or fault
        missing = np.flatnonzero(np.isnan(days))
        if len(missing):
            report.append(Line(Message(_NO_DATE, column=short(column.name), row=int(missing[0]) + 1)))
            continue
        found.append(Time(column.name, days, (column.name,)))
    found = [_with_clock(time, columns) for time in found]
    if not found and (parts := _of_parts(columns)) is not None:
        found.append(parts)
    if reading.time:
        return next((time for time in found if time.name == reading.time), None), undecided
    unique = (time for time in found if len(np.unique(time.days)) == len(time.days))
    return next(unique, found[0] if found else None), undecided


def _can_give_time(columns: Sequence[Column]) -> list[str]:
    """The names of what may be the time, and of doing without."""
    names = [one.name for one in columns if one.days is not None and not np.isnan(one.days).any()]
    if not names and (parts := _of_parts(columns)) is not None:
        names.append(parts.name)
    names += [one.name for one in columns if one.numbers is not None and _goes_one_way(one.numbers)]
    return [*dict.fromkeys(names), NO_TIME]


def time_told(columns: Sequence[Column], name: str) -> Line:
    """Where the time comes from, by the column of that name; with none the rows are counted."""
    said = Message(_TIME, name=short(name)) if name else Message(_COUNTED)
    return Line(said, (Choice("time", tuple(dict.fromkeys([name or NO_TIME, *_can_give_time(columns)]))),))


def _days(column: Column, reading: Reading, report: list[Line]) -> tuple[Floats, ExampleError | None]:
    assert column.days is not None
    if not column.ways:
        return column.days, None
    ways = tuple(sorted(column.ways, key=lambda way: way != column.order))
    name = short(column.name)
    order = reading.dates if reading.dates in column.ways else column.order
    said = Message(_ORDER, column=name, first=_FIRST[order or ways[0]])
    if not order:
        report.append(asked(said, "dates", ways, must=True))
        return column.days, ExampleError(_UNCLEAR_DATE, column=name, cell=column.signs.unclear)
    if not reading.dates:
        said = Message(_BY_STEPS, column=name, first=_FIRST[order])
    report.append(asked(said, "dates", ways, must=not column.order))
    return column.ways[order], None


def _with_clock(time: Time, columns: Sequence[Column]) -> Time:
    """Dates of whole days and the column of the hours beside them."""
    if len(np.unique(time.days)) == len(time.days) or (time.days % 1).any():
        return time
    for column in columns:
        hours = column.clock
        if hours is None and column.numbers is not None and _PARTS["hour"].fullmatch(column.name):
            hours = column.numbers / 24
        if hours is not None and not np.isnan(hours).any():
            return Time(time.name, time.days + hours, (time.name, column.name))
    return time


def _of_parts(columns: Sequence[Column]) -> Time | None:
    """The time of columns called year and month, and perhaps day and hour."""
    parts: dict[str, Column] = {}
    numbers: dict[str, Floats] = {}
    for column in columns:
        for part, pattern in _PARTS.items():
            found = _months(column) if part == "month" and column.numbers is None else column.numbers
            whole = found is not None and bool((found == np.floor(found)).all())
            if found is not None and whole and part not in parts and pattern.fullmatch(column.name):
                parts[part], numbers[part] = column, found
    if "year" not in parts or "month" not in parts:
        return None
    days = numbers.get("day", np.ones(len(numbers["year"])))
    if not _are_within(numbers["year"], 1000, 2999) or not _are_within(numbers["month"], 1, 12):
        return None
    texts = [
        f"{y:.0f}-{m:02.0f}-{d:02.0f}"
        for y, m, d in zip(numbers["year"], numbers["month"], days, strict=True)
    ]
    moments = days_of(texts)
    if np.isnan(moments).any():
        return None
    if "hour" in numbers and "day" in numbers:
        moments = moments + numbers["hour"] / 24
    used = tuple(column.name for column in parts.values())
    return Time(" + ".join(parts[part].name for part in _PARTS if part in parts), moments, used)


def _months(column: Column) -> Floats | None:
    """The months that a column of texts names; `None` where it holds other texts."""
    if column.kinds is None:
        return None
    named = np.array([MONTHS.get(text.lower().rstrip("."), np.nan) for text in column.texts])
    return named[column.kinds]


def _are_within(numbers: Floats, low: float, high: float) -> bool:
    return bool(((numbers >= low) & (numbers <= high)).all())


def counted(columns: Sequence[Column], chosen: str = "") -> Column | None:
    """A column of numbers that counts the rows or the years, up or down; `None` where there is none."""
    for column in columns:
        if column.numbers is None or len(columns) == 1 or not _goes_one_way(column.numbers):
            continue
        if chosen:
            if column.name == chosen:
                return column
            continue
        if _PARTS["year"].fullmatch(column.name) and _are_within(column.numbers, 1, 2999):
            return column
        if column is columns[0]:
            steps = np.diff(column.numbers)
            even = np.allclose(steps, steps[0], rtol=1e-6, atol=0)
            if even and (steps[0] > 0 or _are_within(column.numbers, 1000, 2200)):
                return column
    return None


def _goes_one_way(numbers: Floats) -> bool:
    steps = np.diff(numbers)  # NaN where there is a gap, which is neither
    return len(steps) > 0 and bool((steps > 0).all() or (steps < 0).all())


def is_a_code(column: Column) -> bool:
    """Whether nobody would forecast a column: it counts the rows, or is called a code or a part of a date."""
    if any(pattern.fullmatch(column.name) for pattern in (_CODE, *_PARTS.values())):
        return True
    if column.numbers is None or len(column.numbers) < 3:
        return False
    return evenness(column.numbers) == 1.0 and abs(column.numbers[1] - column.numbers[0]) == 1
