"""Which column of a table is its time, and the days in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import Column
from playground.uploads.dates import evenness
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats
from playground.uploads.report import Choice, Line, Reading, asked
from playground.uploads.time_parts import PATTERNS, are_within, going_on, hours_in, of_parts, years_of

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

_DECIMAL_YEAR = re.compile(r"(?:dec(?:imal)?[ _.]?)?(?:date|year)(?:[ _.]?(?:dec(?:imal)?|fraction))?", re.I)
_CODE = re.compile(
    r"#|row|index|idx|n[or]\.?|nr|unnamed.*|(?:.*[_ ])?(?:ids?|code|zip|plz|flag|fips)"
    r"|season|holiday|weekday|working[_ ]?day|dow|day[_ ]of[_ ](?:the[_ ])?week|quarter|decade|mnth"
    r"|quality|qn_\d+|lat(?:itude)?|lon(?:g(?:itude)?)?|decimal date",
    re.I,
)


_WANTED = re.compile(
    r"(?:[0-9]+\. )?<?close(?:/last|[ _]price)?>?|schluss(?:kurs)?|收盘价?|value|wert|valeur|valor|值|"
    r"balance|saldo|running bal\.|y|target|cnt|count|sales|umsatz",
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
    found = found or _of_others(columns)
    if reading.time:
        return next((time for time in found if time.name == reading.time), None), undecided
    unique = (time for time in found if len(np.unique(time.days)) == len(time.days))
    return next(unique, found[0] if found else None), undecided


def _can_give_time(columns: Sequence[Column]) -> list[str]:
    """The names of what may be the time, and of doing without."""
    names = [one.name for one in columns if one.days is not None and not np.isnan(one.days).any()]
    names = names or [time.name for time in _of_others(columns)]
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
        if (hours := hours_in(column)) is not None:
            return Time(time.name, (time.days * 86400 + hours * 86400) / 86400, (time.name, column.name))
    return time


def _of_others(columns: Sequence[Column]) -> list[Time]:
    """Times of tables without dates: parts of them, times of the day, or years that stand in several rows."""
    if (parts := of_parts(columns)) is not None:
        return [Time(" + ".join(parts.names), parts.days, parts.names)]
    for column in columns:
        if column.clock is not None and (days := going_on(column.clock)) is not None:
            return [Time(column.name, days, (column.name,))]
    if counted(columns) is None and (years := years_of(columns)) is not None:
        return [Time(years.names[0], years.days, years.names)]
    return []


def counted(columns: Sequence[Column], chosen: str = "") -> Column | None:
    """A column of numbers that counts the rows or the years, up or down; `None` where there is none."""
    for column in columns:
        if column.numbers is None or len(columns) == 1 or not _goes_one_way(column.numbers):
            continue
        if chosen:
            if column.name == chosen:
                return column
            continue
        if PATTERNS["year"].fullmatch(column.name) and are_within(column.numbers, 1, 2999):
            return column
        if _DECIMAL_YEAR.fullmatch(column.name) and are_within(column.numbers, 1000, 2999):
            return column
        if column is columns[0]:
            steps = np.diff(column.numbers)
            are_years = are_within(column.numbers, 1500, 2200) and abs(steps).max() < 1.2 * abs(steps).min()
            even = np.allclose(steps, steps[0], rtol=1e-6, atol=0) or are_years
            if even and (steps[0] > 0 or are_within(column.numbers, 1000, 2200)):
                return column
    return None


def _goes_one_way(numbers: Floats) -> bool:
    steps = np.diff(numbers)  # NaN where there is a gap, which is neither
    return len(steps) > 0 and bool((steps > 0).all() or (steps < 0).all())


def is_wanted(column: Column) -> bool:
    """Whether a column is called as what is mostly forecast: the close of a stock, a value, a balance."""
    return _WANTED.fullmatch(column.name) is not None


def is_a_code(column: Column) -> bool:
    """Whether nobody would forecast a column: it counts the rows, or is called a code or a part of a date."""
    if any(pattern.fullmatch(column.name) for pattern in (_CODE, *PATTERNS.values())):
        return True
    if column.numbers is None or len(column.numbers) < 3:
        return False
    return evenness(column.numbers) == 1.0 and abs(column.numbers[1] - column.numbers[0]) == 1
