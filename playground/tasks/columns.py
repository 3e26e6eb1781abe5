"""One column of a table that a stranger sent: numbers, dates, or what stands in the way of reading them.

It is read piece by piece, so that a large file never stands in memory as single texts. The first value
says what the column is; what does not fit it is the column's fault, told with its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.errors import ExampleError
from playground.i18n import N_

Floats = NDArray[np.float64]

MISSING = frozenset({"", "-", "?", "na", "n/a", "#n/a", "nan", "null", "none"})
"""What stands for a gap, in lower case."""
MOST_NUMBER = 1e12
"""The largest number there may be, on both sides of zero."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ONLY_NUMBERS = re.compile(r"[0-9.+\-eE\n]*")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:([ .,'’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]*)?")
_ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""What may be thousands, or a number with three decimals."""
_ISO = re.compile(
    r"[0-9]{4}([-/])[0-9]{2}(?:\1[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?"
)
_DAY_MONTH = re.compile(
    r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


class Cell(NamedTuple):
    """Where something was seen, and what."""

    row: int
    text: str


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


class ColumnReader:
    """Reads one column; the first value that is there decides whether it holds dates or numbers."""

    def __init__(self, name: str, *, decimal_comma: bool) -> None:
        """For a column called `name`; `decimal_comma` is whether a comma may be part of a number."""
        self.name = name
        self._decimal_comma = decimal_comma
        self._reader: _NumberReader | _DateReader | None = None
        self._fault: ExampleError | None = None
        self._empty = 0

    def add(self, rows: Sequence[int], cells: Sequence[str]) -> None:
        """Read on: the next rows' numbers, and their cells without blanks around."""
        if self._fault:
            return
        if self._reader is None:
            first = next((cell for cell in cells if not is_missing(cell)), None)
            if first is None:
                self._empty += len(cells)
                return
            gap = np.full(self._empty, np.nan)
            self._reader = (
                _DateReader(self.name, gap)
                if _days(first)
                else _NumberReader(self.name, gap, decimal_comma=self._decimal_comma)
            )
        try:
            self._reader.add(rows, cells)
        except ExampleError as fault:
            self._fault = fault
            self._reader = None

    def column(self) -> Column:
        """What has been read; raises `ExampleError` for dates that may be read in two ways."""
        if self._reader is not None:
            return self._reader.column()
        empty = ExampleError(N_("The column {column} has no values."), column=short(self.name))
        return Column(name=self.name, fault=self._fault or empty)


@dataclass(slots=True)
class _NumberReader:
    """Numbers with a point, or where that is possible with a comma."""

    name: str
    gap: Floats
    decimal_comma: bool = field(kw_only=True)
    pieces: list[Floats] = field(default_factory=list)
    point: Cell | None = None
    comma: Cell | None = None
    whole: bool = False
    """Whether there is a number without a sign for decimals."""
    decimals: bool = False
    """Whether there is one that cannot be thousands."""

    def add(self, rows: Sequence[int], cells: Sequence[str]) -> None:
        if self.decimal_comma:
            self._note_signs(rows, cells)
        values = self._at_once(cells)
        self.pieces.append(self._one_by_one(rows, cells) if values is None else values)

    def column(self) -> Column:
        grouped = self.comma or self.point
        if grouped and self.whole and not self.decimals:
            fault = ExampleError(
                N_(
                    "In the column {column}, row {row:,} has {text}, with decimals or with thousands: "
                    "write thousands without."
                ),
                column=short(self.name),
                row=grouped.row,
                text=short(grouped.text),
            )
            return Column(name=self.name, fault=fault)
        numbers = np.concatenate([self.gap, *self.pieces])
        return Column(name=self.name, numbers=numbers, point=self.point, comma=self.comma)

    def _at_once(self, cells: Sequence[str]) -> Floats | None:
        """The values of ordinary numbers, as nearly all are; `None` where something else is there."""
        if self.decimal_comma and self.point is None:
            cells = [cell.replace(",", ".") for cell in cells]
        if not _ONLY_NUMBERS.fullmatch("\n".join(cells)):
            return None
        try:
            values = np.array([float(cell) if cell else np.nan for cell in cells], dtype=np.float64)
        except ValueError:
            return None
        return None if (np.abs(values) > MOST_NUMBER).any() else values

    def _one_by_one(self, rows: Sequence[int], cells: Sequence[str]) -> Floats:
        values = np.full(len(cells), np.nan)
        for place, cell in enumerate(cells):
            if is_missing(cell):
                continue
            value = _number(cell, self.decimal_comma)
            if value is None or abs(value) > MOST_NUMBER:
                raise _no_number(self.name, Cell(rows[place], cell), value)
            values[place] = value
        return values

    def _note_signs(self, rows: Sequence[int], cells: Sequence[str]) -> None:
        """What stands before the decimals, and whether it could stand between thousands as well."""
        for row, cell in zip(rows, cells, strict=True):
            comma, point = "," in cell, "." in cell
            if comma and not point:
                self.comma = self.comma or Cell(row, cell)
            elif point and not comma:
                self.point = self.point or Cell(row, cell)
            else:  # both are no number, as will be told; neither is a whole one
                self.whole |= not is_missing(cell)
                continue
            self.decimals = self.decimals or not _ONE_GROUP.fullmatch(cell)
        if self.point and self.comma:
            raise ExampleError(
                N_(
                    "In the column {column}, row {row:,} has {text} and row {other_row:,} has {other_text}: "
                    "write all decimals with the same sign, and thousands without any."
                ),
                column=short(self.name),
                row=self.point.row,
                text=short(self.point.text),
                other_row=self.comma.row,
                other_text=short(self.comma.text),
            )


@dataclass(slots=True)
class _DateReader:
    """Dates as 2024-01-31, 31.1.2024, or with slashes, where only one way to read all of them is possible."""

    name: str
    gap: Floats
    by_day: list[Floats] = field(default_factory=list)
    by_month: list[Floats] = field(default_factory=list)
    slash: Cell | None = None
    """The first date that can be read in two ways."""

    def add(self, rows: Sequence[int], cells: Sequence[str]) -> None:
        both = np.full((2, len(cells)), np.nan)
        for place, cell in enumerate(cells):
            if is_missing(cell):
                continue
            days = _days(cell)
            if days is None:
                raise ExampleError(
                    N_("In the column {column}, row {row:,} has {text}, which is no date."),
                    column=short(self.name),
                    row=rows[place],
                    text=short(cell),
                )
            both[:, place] = [np.inf if day is None else day for day in days]
            if None not in days and days[0] != days[1]:
                self.slash = self.slash or Cell(rows[place], cell)
        self.by_day.append(both[0])
        self.by_month.append(both[1])

    def column(self) -> Column:
        found = [np.concatenate([self.gap, *pieces]) for pieces in (self.by_day, self.by_month)]
        possible = [days for days in found if not np.isinf(days).any()]
        if len(possible) == 2 and self.slash:
            raise ExampleError(
                N_(
                    "In the column {column}, row {row:,} has {text}: is the day or the month first? "
                    "Write dates as 2024-01-31."
                ),
                column=short(self.name),
                row=self.slash.row,
                text=short(self.slash.text),
            )
        if not possible:
            fault = ExampleError(
                N_("In {column}, the day is first in one row, the month in another."), column=short(self.name)
            )
            return Column(name=self.name, fault=fault)
        fault = ExampleError(N_("The column {column} holds dates."), column=short(self.name))
        return Column(name=self.name, days=possible[0], fault=fault)


def is_missing(cell: str) -> bool:
    """Whether `cell` stands for a gap."""
    return not cell or (len(cell) <= 4 and cell.casefold() in MISSING)


def is_value(cell: str, *, decimal_comma: bool) -> bool:
    """Whether `cell` holds a number, a date or a gap, and not the name of a column."""
    return is_missing(cell) or _number(cell, decimal_comma) is not None or _days(cell) is not None


def short(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    return repr(text if len(text) <= 30 else text[:29] + "…")


def _number(cell: str, decimal_comma: bool) -> float | None:
    plain = cell.replace("\N{MINUS SIGN}", "-")
    if decimal_comma and "." not in plain:
        plain = plain.replace(",", ".")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _no_number(name: str, cell: Cell, value: float | None) -> ExampleError:
    """Why a cell holds no number, or one that is too large."""
    column, row, text = short(name), cell.row, short(cell.text)
    if value is not None:
        return ExampleError(
            N_("In the column {column}, row {row:,} has {text}; numbers may go to {most:,.0f}."),
            column=column,
            row=row,
            text=text,
            most=MOST_NUMBER,
        )
    if _GROUPS.fullmatch(cell.text):
        return ExampleError(
            N_(
                "In the column {column}, row {row:,} has {text}, with a separator of thousands: "
                "write numbers without."
            ),
            column=column,
            row=row,
            text=text,
        )
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell.text):
        return ExampleError(
            N_(
                "In the column {column}, row {row:,} has {text}: with commas between the columns, "
                "decimals need a point."
            ),
            column=column,
            row=row,
            text=text,
        )
    return ExampleError(
        N_("In the column {column}, row {row:,} has {text}, which is no number."),
        column=column,
        row=row,
        text=text,
    )


def _days(cell: str) -> tuple[float | None, float | None] | None:
    """A date as days since 1970, with the day before the month and the other way round.

    The two differ only where slashes stand between them; what is in no calendar is `None`.
    """
    if _ISO.fullmatch(cell):
        plain = cell.replace("/", "-")
        day = _since(plain if len(plain) > 7 else f"{plain}-01")
        return None if day is None else (day, day)
    found = _DAY_MONTH.fullmatch(cell)
    if found is None:
        return None
    one, sign, other, year, hour, minute, second = (part or "0" for part in found.groups())
    clock = f"{int(hour):02}:{minute:0>2}:{second:0>2}"
    by_day = _since(f"{year}-{other:0>2}-{one:0>2}T{clock}")
    by_month = by_day if sign == "." else _since(f"{year}-{one:0>2}-{other:0>2}T{clock}")
    return None if by_day is None and by_month is None else (by_day, by_month)


def _since(date: str) -> float | None:
    try:
        when = datetime.fromisoformat(date)
    except ValueError:
        return None
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - _BEGIN).total_seconds() / 86400
