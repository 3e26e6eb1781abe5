"""A table that a learner brought, each fault told in one sentence; nothing in it is ever run.

Size and encoding are looked at before anything is parsed, then where the table is in the file, then every
row. A column that holds no numbers is not the table's fault, but says why. Last, what the learner may
choose otherwise is decided, and told: see `repairs`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from playground.config.errors import ExampleError
from playground.config.typed import plain
from playground.i18n import N_, Message
from playground.uploads import repairs
from playground.uploads.columns import Column, read_column, with_sign
from playground.uploads.delimited import short
from playground.uploads.encodings import decoded
from playground.uploads.layout import Layout, is_a_date, is_sideways, laid_out
from playground.uploads.numbers import Floats, written
from playground.uploads.report import Line, Reading, Report
from playground.uploads.times import counted, is_a_code, time_of

MOST_BYTES = 10_000_000
FEWEST_ROWS = 30
"""Fewer leave no windows to learn from."""
KEPT_ROWS = 10_000
"""Of a longer table the last rows: as many as a series that we make may have."""
MOST_PLACES = 1_000
"""Rows of a table that lies on its side, each a series."""

_YEARS, _DAYS, _HOURS = N_("Year"), N_("Days since the first row"), N_("Hours since the first row")
_POINT = N_("Point")

_FEW_ROWS = N_("There must be at least {fewest} rows of values, not {count}.")
_MOSTLY_MISSING = N_(
    "More than half of the column {column} is missing: it has {known:,} values in {rows:,} rows."
)
_CONSTANT = N_("The column {column} is constant: every value is {value:g}.")
_SIDEWAYS = N_("The table lies on its side, with dates as columns: each row is a series, such as {name}.")
_IN_FILE = N_("The rows are counted, in the order of the file.")
_SIGN = N_("In the column {column}, {cell} is read with a decimal {sign}.")
_SIGNS = {"point": Message(N_("point")), "comma": Message(N_("comma"))}


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns of a table, in the order of the file."""

    columns: tuple[Column, ...]
    rows: int
    report: Report
    """How the file was read."""


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
    reading: Reading
    """What the learner chose."""
    report: Report = ()
    """What was decided, and what may be chosen otherwise."""
    undecided: ExampleError | None = None
    """What must be chosen before anything is learned from it."""

    @property
    def rows(self) -> int:
        """How many were kept."""
        return len(self.times)

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of the columns that can be forecast; codes, and what only counts the rows, come last."""
        there = [column for column in self.columns if not column.fault]
        there.sort(key=lambda column: (column.name == self.time_column, is_a_code(column)))
        return tuple(column.name for column in there)


def read_table(data: bytes | str, reading: Reading | None = None) -> Table:
    """The table in a file or a pasted text.

    Args:
        data: what was brought.
        reading: what the learner chose.

    Raises:
        ExampleError: the first fault, in one sentence with the row or the column; or what must be chosen.
    """
    table = table_of(read_grid(data), reading or Reading())
    if table.undecided is not None:
        raise table.undecided
    return table


def read_grid(data: bytes | str) -> Grid:
    """The columns of a table in a file or a pasted text.

    Full-width signs and Chinese commas are read as the plain ones. The first row names the columns, unless it
    is like the others.

    Raises:
        ExampleError: the first fault of the file, with the row or the column.
    """
    text, said = decoded(data, MOST_BYTES)
    layout = laid_out(plain(text))
    said += layout.report
    if is_sideways(layout.names):
        return _turned(layout, said)
    if len(layout.rows) < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=len(layout.rows))
    decimal_comma = layout.delimiter != ","
    columns = tuple(
        read_column(name, layout.rows, layout.cells(place), decimal_comma=decimal_comma)
        for place, name in enumerate(layout.names)
    )
    return Grid(columns, len(layout.rows), said)


def _turned(layout: Layout, said: Report) -> Grid:
    """The columns of a table whose columns are dates: its rows."""
    dated = [place for place, name in enumerate(layout.names) if is_a_date(name)]
    if len(dated) < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=len(dated))
    if len(layout.rows) > MOST_PLACES:
        raise ExampleError(
            N_("A table with dates as columns may have at most {most:,} rows, not {count:,}."),
            most=MOST_PLACES,
            count=len(layout.rows),
        )
    names = _row_names(layout, [place for place in range(len(layout.names)) if place not in set(dated)])
    dates = [layout.names[place] for place in dated]
    rows = range(1, len(dates) + 1)
    cells = zip(*(layout.cells(place) for place in dated), strict=True)
    comma = layout.delimiter != ","
    columns = [read_column(_free("date", names), rows, dates, decimal_comma=comma)]
    columns += [
        read_column(name, rows, one, decimal_comma=comma) for name, one in zip(names, cells, strict=True)
    ]
    return Grid(tuple(columns), len(dates), (*said, Line(Message(_SIDEWAYS, name=short(names[0])))))


def _free(name: str, taken: list[str]) -> str:
    return name if name not in taken else _free(name + "'", taken)


def _row_names(layout: Layout, places: list[int]) -> list[str]:
    """A name for each row: its texts, with a number where they come twice."""
    texts = [
        [c for c in row if c and written(c) is None] for row in zip(*map(layout.cells, places), strict=True)
    ]
    texts = texts or [[] for _row in layout.rows]
    names = [
        " / ".join(dict.fromkeys(row))[:55] or f"row {at}" for row, at in zip(texts, layout.rows, strict=True)
    ]
    counts = Counter(names)
    return [
        name if counts[name] == 1 else f"{name} {at}" for name, at in zip(names, layout.rows, strict=True)
    ]


def table_of(grid: Grid, reading: Reading) -> Table:
    """The table as the learner wants it read."""
    report: list[Line] = list(grid.report)
    columns = _with_one_sign(grid.columns, reading, report)
    time, undecided = time_of(columns, reading, report)
    if time is not None:
        places, which = repairs.one_series(columns, time, reading, report)
        undecided = undecided or which
        if places is not None:
            columns = tuple(column.part(places) for column in columns)
            time = time._replace(days=time.days[places])
        places = repairs.in_order(time, reading, report)
        if places is not None:
            columns = tuple(column.part(places) for column in columns)
            time = time._replace(days=time.days[places])
        else:
            time = None
    rows = _rows(columns)
    if rows and rows < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=rows)
    columns = tuple(repairs.without_codes(column, reading, report) for column in columns)
    if time is not None:
        columns, time = repairs.with_steps(columns, time, reading, report)
        times = (*_in_good_units(time.days), time.name)
    else:
        columns, times = _counted(columns, reading, report)
        if not times[2] and any(one.days is not None or one.is_of_broken_dates for one in columns):
            report.append(Line(Message(_IN_FILE)))
    report += [Line(note) for column in columns for note in column.notes]
    return _kept(columns, *times, report=tuple(report), reading=reading, undecided=undecided)


def _with_one_sign(columns: tuple[Column, ...], reading: Reading, report: list[Line]) -> tuple[Column, ...]:
    """Columns with thousands or decimals, read as the learner says or as those that are sure."""
    sure = {bool(column.signs.comma) for column in columns if column.signs.comma or column.signs.point}
    comma = reading.decimals == "comma" if reading.decimals else sure.pop() if len(sure) == 1 else None
    found = []
    for column in columns:
        if column.signs.unclear is None or column.days is not None:
            found.append(column)
            continue
        sign, name, wants = column.signs.unclear, short(column.name), comma
        if wants is None and column.fault is None:  # as the sign stands: all have three decimals
            wants = "," in sign.text
        ways = ("comma", "point") if wants else ("point", "comma")
        if wants is not None:
            said = Message(_SIGN, column=name, cell=sign.shown, sign=_SIGNS[ways[0]])
            report.append(Line(said, "decimals", ways))
            column = with_sign(column, wants)
        elif column.fault is not None:
            report.append(Line(column.fault.message, "decimals", ways))
        found.append(column)
    return tuple(found)


def _counted(
    columns: tuple[Column, ...], reading: Reading, report: list[Line]
) -> tuple[tuple[Column, ...], tuple[Floats, str, str]]:
    """Columns without dates, and their times: a column that only counts, or the rows'."""
    column = counted(columns)
    if column is not None and column.numbers is not None and reading.order != "file":
        if column.numbers[0] > column.numbers[-1]:
            columns = tuple(one.part(slice(None, None, -1)) for one in columns)
            report.append(Line(repairs.TURNED, "order", ("time", "file")))
            return columns, (column.numbers[::-1].copy(), column.name, column.name)
        return columns, (column.numbers, column.name, column.name)
    return columns, (np.arange(1.0, _rows(columns) + 1), _POINT, "")


def _rows(columns: tuple[Column, ...]) -> int:
    return next((len(v) for c in columns for v in (c.numbers, c.days, c.clock, c.kinds) if v is not None), 0)


def _kept(
    columns: tuple[Column, ...],
    times: Floats,
    label: str,
    source: str,
    *,
    report: Report,
    reading: Reading,
    undecided: ExampleError | None,
) -> Table:
    """The last rows, each column checked."""
    left_out = max(len(times) - KEPT_ROWS, 0)
    kept = tuple(_checked(column.part(slice(left_out, None))) for column in columns)
    if all(column.fault for column in kept):
        worst = next((column for column in kept if column.days is None), kept[0])
        raise ExampleError(N_("No column can be forecast. {fault}"), fault=worst.fault)
    return Table(
        columns=kept,
        times=times[left_out:],
        time_label=label,
        time_column=source,
        left_out=left_out,
        report=report,
        reading=reading,
        undecided=undecided,
    )


def fault_of(name: str, numbers: Floats) -> ExampleError | None:
    """Why numbers cannot be learned from; `None` where they can."""
    known = numbers[~np.isnan(numbers)]
    if 2 * len(known) < len(numbers):
        return ExampleError(_MOSTLY_MISSING, column=short(name), known=len(known), rows=len(numbers))
    if known.min() == known.max():
        return ExampleError(_CONSTANT, column=short(name), value=float(known[0]))
    return None


def _checked(column: Column) -> Column:
    return column if column.numbers is None else replace(column, fault=fault_of(column.name, column.numbers))


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
