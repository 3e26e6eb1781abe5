"""A table that a learner brought, each fault told in one sentence; nothing in it is ever run.

Size and encoding are looked at before anything is parsed, then how many columns there are and what they
are called, then every row. A column that holds no numbers is not the table's fault, but says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

import numpy as np

from playground.config.errors import ExampleError
from playground.config.typed import plain
from playground.i18n import N_, Message
from playground.uploads.columns import Column, Floats, are_values, read_column
from playground.uploads.delimited import Record, as_name, likeliest_delimiter, short, split, text_of

MOST_BYTES = 10_000_000
MOST_ROWS, MOST_COLUMNS = 100_000, 200
FEWEST_ROWS = 30
"""Fewer leave no windows to learn from."""
KEPT_ROWS = 10_000
"""Of a longer table the last rows: as many as a series that we make may have."""
MOST_CHARACTERS = 60
"""Of a column's name."""

_AT_ONCE = 1000
"""Rows that stand in memory as many texts."""
_BETWEEN = "\x1f"
"""Stands between the cells of a column, and in none: `text_of` refuses it."""
_YEARS, _DAYS, _HOURS = N_("Year"), N_("Days since the first row"), N_("Hours since the first row")
_POINT = N_("Point")

_MANY_COLUMNS = N_("There may be at most {most} columns, not {count:,}.")
_FEW_ROWS = N_("There must be at least {fewest} rows of values, not {count}.")
_MOSTLY_MISSING = N_(
    "More than half of the column {column} is missing: it has {known:,} values in {rows:,} rows."
)
_CONSTANT = N_("The column {column} is constant: every value is {value:g}.")
_LONG_NAME = N_("A column's name may have at most {most} characters; that of column {place} has {count:,}.")
_ONE_FIELD = N_(
    "Row {row:,} has one field, but the table has {needed:,} columns; text with the sign that separates "
    "the columns must stand in quotation marks."
)
_ONE_COLUMN = N_(
    "Row {row:,} has {found:,} fields, but the table has one column; text with the sign that separates "
    "the columns must stand in quotation marks."
)
_OTHER_FIELDS = N_(
    "Row {row:,} has {found:,} fields, but the table has {needed:,} columns; text with the sign that "
    "separates the columns must stand in quotation marks."
)
_TWO_SIGNS = N_(
    "In the column {column}, row {point.row:,} has {point.shown}, but in {other}, row {comma.row:,} has "
    "{comma.shown}: write all decimals with the same sign, and thousands without any."
)
_NO_DATE = N_(
    "The dates in {column} do not give the time: the one in row {row:,} of the values or the one before "
    "is missing."
)
_NOT_LATER = N_(
    "The dates in {column} do not give the time: the one in row {row:,} of the values is not later than "
    "the one before."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The last `KEPT_ROWS` rows of a table, in the order of its dates where it has some."""

    columns: tuple[Column, ...]
    """A column that cannot be forecast has a `fault`, also where it is constant or mostly missing."""
    times: Floats
    """(rows,) rising: years, days or hours, the numbers of a column that only counts, or the rows'."""
    time_label: str
    """The name of `times`: marked for translation, or the column's name."""
    time_column: str = ""
    """Where they come from; empty where the rows are counted."""
    left_out: int = 0
    """Rows before those that were kept."""
    note: Message | None = None
    """Why dates that are there were not used, or that the rows were turned around; one sentence."""

    @property
    def rows(self) -> int:
        """How many were kept."""
        return len(self.times)

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of the columns that can be forecast; the one that only counts the rows comes last."""
        names = [column.name for column in self.columns if not column.fault]
        return tuple(sorted(names, key=lambda name: name == self.time_column))


def read_table(data: bytes | str) -> Table:
    """The table in a file or a pasted text.

    Commas, semicolons or tabs stand between the columns; except with commas, decimals may have one.
    Full-width signs and Chinese commas are read as the plain ones. The
    first row names the columns, unless it holds nothing but numbers and dates.

    Raises:
        ExampleError: the first fault, in one sentence with the row or the column.
    """
    text = plain(text_of(data, MOST_BYTES))
    delimiter = likeliest_delimiter(text)
    decimal_comma = delimiter != ","
    written = (record for record in split(text, delimiter) if record.fields)
    first = next(written, None)
    if first is None:
        raise ExampleError(N_("There is nothing in the table."))
    if len(first.fields) > MOST_COLUMNS:
        raise ExampleError(_MANY_COLUMNS, most=MOST_COLUMNS, count=len(first.fields))
    has_head = not are_values(first.fields, decimal_comma=decimal_comma)
    names = _names(first.fields) if has_head else [f"column {n + 1}" for n in range(len(first.fields))]
    rows, columns = _read(written if has_head else chain([first], written), len(names))
    count = len(rows)
    if count < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=count)
    read = partial(read_column, rows=rows, decimal_comma=decimal_comma)
    return _table(tuple(read(name, cells=cells) for name, cells in zip(names, columns, strict=True)), count)


def fault_of(name: str, numbers: Floats) -> ExampleError | None:
    """Why numbers cannot be learned from; `None` where they can."""
    known = numbers[~np.isnan(numbers)]
    if 2 * len(known) < len(numbers):
        return ExampleError(_MOSTLY_MISSING, column=short(name), known=len(known), rows=len(numbers))
    if known.min() == known.max():
        return ExampleError(_CONSTANT, column=short(name), value=float(known[0]))
    return None


def _names(fields: list[str]) -> list[str]:
    """The columns' names; programs that number their rows leave the first one without."""
    names = [as_name(field) for field in fields]
    names[0] = names[0] or "row"
    for place, name in enumerate(names, start=1):
        if not name:
            raise ExampleError(N_("Column {place} has no name in the first row."), place=place)
        if len(name) > MOST_CHARACTERS:
            raise ExampleError(_LONG_NAME, most=MOST_CHARACTERS, place=place, count=len(name))
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        places = " and ".join(str(place) for place, other in enumerate(names, start=1) if other == name)
        raise ExampleError(
            N_("Columns {places} have the same name, {name}."), places=places, name=short(name)
        )
    return names


def _read(records: Iterator[Record], width: int) -> tuple[list[int], Iterator[list[str]]]:
    """The numbers of the rows, and one column's cells after the other.

    Rows at the end with nothing in them do not count. Until its turn a column is one text, in a tenth
    of the memory.
    """
    rows: list[int] = []
    columns: list[list[str]] = [[] for _ in range(width)]
    count = 0
    while piece := list(islice(records, _AT_ONCE)):
        for place, record in enumerate(piece, start=len(rows) + 1):
            _require_fields(record, width)
            count = place if any(record.fields) else count
        rows += [record.row for record in piece]
        if len(rows) > MOST_ROWS:
            raise ExampleError(N_("There may be at most {most:,} rows, and there are more."), most=MOST_ROWS)
        for column, cells in zip(
            columns, zip(*(record.fields for record in piece), strict=True), strict=True
        ):
            column.append(_BETWEEN.join(cells))
    return rows[:count], (_BETWEEN.join(column).split(_BETWEEN)[:count] for column in columns)


def _require_fields(record: Record, needed: int) -> None:
    found = len(record.fields)
    if found == needed:
        return
    if found == 1:
        raise ExampleError(_ONE_FIELD, row=record.row, needed=needed)
    if needed == 1:
        raise ExampleError(_ONE_COLUMN, row=record.row, found=found)
    raise ExampleError(_OTHER_FIELDS, row=record.row, found=found, needed=needed)


def _table(columns: tuple[Column, ...], count: int) -> Table:
    """The table of what was read: one sign for decimals, the times found, its last rows kept."""
    _require_one_sign(columns)
    dates, note = _dates(columns)
    if dates is not None and dates.days is not None and dates.days[0] > dates.days[-1]:
        columns = tuple(_part(column, slice(None, None, -1)) for column in columns)
        note = Message(N_("The latest row came first, so the rows were reversed."))
    left_out = max(count - KEPT_ROWS, 0)
    kept = tuple(_checked(_part(column, slice(left_out, None))) for column in columns)
    if all(column.fault for column in kept):
        worst = next((column for column in kept if column.days is None), kept[0])
        raise ExampleError(N_("No column can be forecast. {fault}"), fault=worst.fault)
    times, label, source = _times(kept, dates.name if dates is not None else "", count - left_out)
    return Table(
        columns=kept, times=times, time_label=label, time_column=source, left_out=left_out, note=note
    )


def _require_one_sign(columns: tuple[Column, ...]) -> None:
    """A point in one column and a comma in another: one of the two may stand between thousands."""
    one = next((column for column in columns if column.point), None)
    other = next((column for column in columns if column.comma), None)
    if one and other:
        raise ExampleError(
            _TWO_SIGNS, column=short(one.name), point=one.point, other=short(other.name), comma=other.comma
        )


def _dates(columns: tuple[Column, ...]) -> tuple[Column | None, Message | None]:
    """The first column of dates that all rise, or all fall; where none does, why."""
    note = None
    for column in columns:
        if column.days is None:
            continue
        steps = np.diff(column.days)
        if (steps > 0).all() or (steps < 0).all():
            return column, None
        place = int(np.flatnonzero(~(steps > 0))[0])
        note = note or _no_time(column.name, place + 2, is_missing=bool(np.isnan(steps[place])))
    return None, note


def _no_time(name: str, row: int, *, is_missing: bool) -> Message:
    if is_missing:
        return Message(_NO_DATE, column=short(name), row=row)
    return Message(_NOT_LATER, column=short(name), row=row)


def _part(column: Column, rows: slice) -> Column:
    return replace(
        column,
        numbers=None if column.numbers is None else column.numbers[rows].copy(),
        days=None if column.days is None else column.days[rows].copy(),
    )


def _checked(column: Column) -> Column:
    return column if column.numbers is None else replace(column, fault=fault_of(column.name, column.numbers))


def _times(columns: tuple[Column, ...], dates: str, rows: int) -> tuple[Floats, str, str]:
    for column in columns:
        if column.name == dates and column.days is not None:
            return *_in_good_units(column.days), dates
    first = columns[0]
    if first.numbers is not None and len(columns) > 1:
        steps = np.diff(first.numbers)
        if steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0):
            return first.numbers, first.name, first.name
    return np.arange(1.0, rows + 1), _POINT, ""


def _in_good_units(days: Floats) -> tuple[Floats, str]:
    span = days[-1] - days[0]
    if span < 4:
        return (days - days[0]) * 24, _HOURS
    if span < 730:
        return days - days[0], _DAYS
    moments = (days * 86_400_000).round().astype("datetime64[ms]")
    years = moments.astype("datetime64[Y]")
    begin, end = years.astype("datetime64[ms]"), (years + 1).astype("datetime64[ms]")
    return years.astype(np.int64) + 1970 + (moments - begin) / (end - begin), _YEARS
