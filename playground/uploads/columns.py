"""One column of a table that a stranger sent: numbers, dates, or why it cannot be read.

The first value says what the column holds. A value that does not fit is the column's fault, told with its
row. Patterns say how numbers and dates are written: Python and pandas would also take "inf", "1_0" and
"20240131".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.uploads.delimited import short

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MISSING = frozenset({"", "-", "?", "na", "n/a", "#n/a", "nan", "null", "none"})
"""The words that stand for a gap, in lower case."""
MOST_NUMBER = 1e12
"""The largest number there may be, on both sides of zero."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:([ .,'’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]*)?")
_ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""A number that may be thousands, or may have three decimals."""
_YEAR_FIRST = re.compile(
    r"(?!0000)[0-9]{4}([-/])[0-9]{2}(?:\1[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?"
)
_YEAR_LAST = re.compile(
    r"([0-9]{1,2})([./])([0-9]{1,2})\2((?!0000)[0-9]{4})(?:[T ]([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?))?"
)

_CHINESE = re.compile(
    r"(?!0000)([0-9]{4})\s*年(?:\s*([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})\s*[日号號])?)?"
    r"(?:\s*([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?))?"
)
"""2024年3月5日, perhaps with a time; without a day or a month it is the first."""

_TWO_SIGNS = N_(
    "In the column {column}, row {point.row:,} has {point.shown} and row {comma.row:,} has "
    "{comma.shown}: write all decimals with the same sign, and thousands without any."
)
_UNCLEAR_SIGN = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, with decimals or with thousands: write "
    "thousands without."
)
_NO_DATE = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no date.")
_UNCLEAR_DATE = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}: is the day or the month first? Write "
    "dates as 2024-01-31."
)
_TWO_ORDERS = N_("In the column {column}, the day is first in one row, the month in another.")
_TOO_LARGE = N_("In the column {column}, row {cell.row:,} has {cell.shown}; numbers may go to {most:,.0f}.")
_THOUSANDS = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, with a separator of thousands: write "
    "numbers without."
)
_DECIMAL_COMMA = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}: with commas between the columns, "
    "decimals need a point."
)
_NO_NUMBER = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no number.")


class Cell(NamedTuple):
    """The text of one cell, and its row in the file."""

    row: int
    text: str

    @property
    def shown(self) -> str:
        """The text as a sentence shows it."""
        return short(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as it was understood."""

    name: str
    numbers: Floats | None = None
    """(rows,) with NaN for gaps; `None` where it holds no numbers."""
    days: Floats | None = None
    """(rows,) days since 1970 where it holds dates, with NaN for gaps."""
    fault: ExampleError | None = None
    """Why it holds no numbers, with the row."""
    point: Cell | None = None
    """The first number with a decimal point, where a comma could stand as well."""
    comma: Cell | None = None
    """The first number with a decimal comma."""


def read_column(name: str, rows: Sequence[int], cells: Sequence[str], *, decimal_comma: bool) -> Column:
    """Read one column.

    Args:
        name: what it is called.
        rows: which rows of the file its cells stand in.
        cells: its texts, without blanks around them.
        decimal_comma: whether a comma may be part of a number.

    Raises:
        ExampleError: it holds dates that may be read in two ways.
    """
    first = next((cell for cell in cells if not is_missing(cell)), None)
    if first is None:
        return _faulty(name, ExampleError(N_("The column {column} has no values."), column=short(name)))
    if _are_dates([first]):
        return _dates(name, rows, cells)
    return _numbers(name, rows, cells, decimal_comma=decimal_comma)


def is_missing(cell: str) -> bool:
    """Whether `cell` stands for a gap."""
    return not cell or (len(cell) <= 4 and cell.casefold() in MISSING)


def are_values(cells: Sequence[str], *, decimal_comma: bool) -> bool:
    """Whether all cells hold numbers, dates or gaps, and none the name of a column."""
    numbers = _floats(cells, decimal_comma=decimal_comma)
    others = [c for c, number in zip(cells, numbers, strict=True) if np.isnan(number) and not is_missing(c)]
    return not others or _are_dates(others)


def _faulty(name: str, fault: ExampleError) -> Column:
    return Column(name=name, fault=fault)


def _numbers(name: str, rows: Sequence[int], cells: Sequence[str], *, decimal_comma: bool) -> Column:
    point = comma = None
    if decimal_comma:
        has_point, has_comma = (np.array([sign in cell for cell in cells]) for sign in ".,")
        point = _first(rows, cells, has_point & ~has_comma)
        comma = _first(rows, cells, has_comma & ~has_point)
        if point and comma:
            return _faulty(name, ExampleError(_TWO_SIGNS, column=short(name), point=point, comma=comma))
    values = _floats(cells, decimal_comma=decimal_comma)
    odd = ~(np.abs(values) <= MOST_NUMBER)
    odd[odd] = [not is_missing(cells[place]) for place in _places(odd)]
    if wrong := _first(rows, cells, odd):
        return _faulty(name, _no_number(name, wrong, values[odd.argmax()]))
    sign = comma or point
    if sign and _may_be_thousands(cells, ~np.isnan(values), has_point | has_comma):
        return _faulty(name, ExampleError(_UNCLEAR_SIGN, column=short(name), cell=sign))
    return Column(name=name, numbers=values, point=point, comma=comma)


def _may_be_thousands(cells: Sequence[str], known: Mask, has_sign: Mask) -> bool:
    """Whether there are whole numbers, and all others could be thousands."""
    groups = (_ONE_GROUP.fullmatch(cells[place]) for place in _places(has_sign))
    return bool((known & ~has_sign).any()) and all(groups)


def _dates(name: str, rows: Sequence[int], cells: Sequence[str]) -> Column:
    """Dates as 2024-01-31, 31.1.2024, or with slashes, where only one way to read all of them is possible."""
    both = _days(cells)
    known = np.array([not is_missing(cell) for cell in cells])
    if wrong := _first(rows, cells, known & np.isnan(both).all(axis=0)):
        return _faulty(name, ExampleError(_NO_DATE, column=short(name), cell=wrong))
    possible = [days for days in both if not np.isnan(days[known]).any()]
    slash = _first(rows, cells, known & (both[0] != both[1]))
    if len(possible) == 2 and slash:
        raise ExampleError(_UNCLEAR_DATE, column=short(name), cell=slash)
    if not possible:
        return _faulty(name, ExampleError(_TWO_ORDERS, column=short(name)))
    fault = ExampleError(N_("The column {column} holds dates."), column=short(name))
    return Column(name=name, days=possible[0], fault=fault)


def _places(there: Mask) -> list[int]:
    return [int(place) for place in np.flatnonzero(there)]


def _first(rows: Sequence[int], cells: Sequence[str], there: Mask) -> Cell | None:
    place = int(there.argmax())
    return Cell(rows[place], cells[place]) if there[place] else None


def _floats(cells: Sequence[str], *, decimal_comma: bool) -> Floats:
    plain: Iterable[str] = (cell.replace("\N{MINUS SIGN}", "-") for cell in cells)
    if decimal_comma:  # a number has one sign: 1.234,5 is none, neither before nor after
        plain = (cell.replace(",", ".") for cell in plain)
    return np.array([float(cell) if _NUMBER.fullmatch(cell) else np.nan for cell in plain], dtype=np.float64)


def _are_dates(cells: Sequence[str]) -> bool:
    return all(map(_in_iso, cells)) and not np.isnan(_days(cells)).all(axis=0).any()


def _days(cells: Sequence[str]) -> Floats:
    """(2, cells) days since 1970, read in the two ways of `_in_iso`; NaN for what is in no calendar."""
    import pandas as pd  # here, as no worker reads tables: pandas takes 65 MB

    written = [_in_iso(cell) or ("", "") for cell in cells]
    moments = (
        pd.to_datetime(way, format="ISO8601", errors="coerce", utc=True) for way in zip(*written, strict=True)
    )
    return np.stack([(way - pd.Timestamp("1970-01-01", tz="UTC")).total_seconds() / 86400 for way in moments])


def _in_iso(cell: str) -> tuple[str, str] | None:
    """A date with the year first, where the day stood before the month and the other way round; else `None`.

    The two differ only where slashes stand between them.
    """
    if _YEAR_FIRST.fullmatch(cell):
        return (cell.replace("/", "-"),) * 2
    if chinese := _CHINESE.fullmatch(cell):
        year, month, day, hour, clock = chinese.groups()
        time = f"T{hour:0>2}{clock}" if hour else ""
        return (f"{year}-{month or 1:0>2}-{day or 1:0>2}{time}",) * 2
    found = _YEAR_LAST.fullmatch(cell)
    if found is None:
        return None
    one, sign, other, year, hour, clock = found.groups("")
    time = f"T{hour:0>2}{clock}" if hour else ""
    by_day, by_month = f"{year}-{other:0>2}-{one:0>2}{time}", f"{year}-{one:0>2}-{other:0>2}{time}"
    return by_day, by_day if sign == "." else by_month


def _no_number(name: str, cell: Cell, value: float) -> ExampleError:
    column = short(name)
    if not np.isnan(value):
        return ExampleError(_TOO_LARGE, column=column, cell=cell, most=MOST_NUMBER)
    if _GROUPS.fullmatch(cell.text):
        return ExampleError(_THOUSANDS, column=column, cell=cell)
    if re.fullmatch("[+-]?[0-9]+,[0-9]+", cell.text):
        return ExampleError(_DECIMAL_COMMA, column=column, cell=cell)
    return ExampleError(_NO_NUMBER, column=column, cell=cell)
