"""A table that a learner brought, each fault told in one sentence; nothing in it is ever run.

Size and encoding are looked at before anything is parsed, then where the table is in the file, then every
row. A column that holds no numbers is not the table's fault, but says why. Last, what the learner may
choose otherwise is decided, and told: see `repairs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from playground.config.errors import ExampleError
from playground.config.typed import plain
from playground.i18n import N_, Message
from playground.uploads import repairs
from playground.uploads.columns import Column, with_sign
from playground.uploads.delimited import short
from playground.uploads.layout import MOST_ROWS, Layout, is_a_date, is_sideways, laid_out
from playground.uploads.number_columns import Numbers
from playground.uploads.numbers import Floats, written
from playground.uploads.read_columns import read_column
from playground.uploads.report import WAYS, Line, Reading, Report, asked
from playground.uploads.sources import source_of
from playground.uploads.steps import with_steps
from playground.uploads.times import counted, is_a_code, time_of, time_told

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
_UPRIGHT = N_("The table has dates as columns, and is read as it lies: each column is a series.")
_SIGN = N_("In the column {column}, {cell} is read with a decimal {sign}.")
_CHOSEN_SIGN = N_("Numbers are read with a decimal {sign}, as you chose.")
_COMMA = N_("Decimals follow a comma, as in {cell}.")
_SIGNS = {"point": Message(N_("point")), "comma": Message(N_("comma"))}


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns of a table, in the order of the file."""

    columns: tuple[Column, ...]
    rows: int
    report: Report
    """How the file was read."""
    reading: Reading
    """What the learner chose about the file."""


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
    chosen: dict[str, str]
    """What the learner chose other than it would be unasked."""
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
    reading = reading or Reading()
    table = table_of(read_grid(data, reading), reading)
    if table.undecided is not None:
        raise table.undecided
    return table


def read_grid(data: bytes | str, reading: Reading | None = None) -> Grid:
    """The columns of a table in a file or a pasted text.

    Full-width signs and Chinese commas are read as the plain ones. The first row names the columns, unless it
    is like the others.

    Args:
        data: what was brought.
        reading: what the learner chose about the file.

    Raises:
        ExampleError: the first fault of the file, with the row or the column.
    """
    reading = (reading or Reading()).of_the_file
    source = source_of(data, reading, most_bytes=MOST_BYTES, most_rows=MOST_ROWS + 1)
    layout = laid_out(replace(source, text=plain(source.text)), reading)
    report = list(layout.report)
    how = Numbers(may_have_comma=layout.may_have_comma, decimals=reading.decimals, below=reading.below)
    columns: list[Column] = []
    rows = len(layout.rows)
    if is_sideways(layout.names):
        is_turned = reading.turned != "as-it-is"
        said = Message(_UPRIGHT)
        if is_turned:
            columns, rows = _turned(layout, how)
            said = Message(_SIDEWAYS, name=short(columns[1].name))
        report.append(asked(said, "turned"))
    if rows < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=rows)
    columns = columns or [
        read_column(name, layout.rows, layout.cells(place), how) for place, name in enumerate(layout.names)
    ]
    return Grid(_with_one_sign(columns, reading, report), rows, tuple(report), reading)


def _turned(layout: Layout, how: Numbers) -> tuple[list[Column], int]:
    """The columns of a table whose columns are dates: its rows; and how many dates there are."""
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
    columns = [read_column(_free("date", names), rows, dates, how)]
    cells = zip(*(layout.cells(place) for place in dated), strict=True)
    columns += [read_column(name, rows, one, how) for name, one in zip(names, cells, strict=True)]
    return columns, len(dates)


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
    report: list[Line] = []
    columns = grid.columns
    time, undecided = time_of(columns, reading, report)
    if time is not None:
        places, which = repairs.one_series(columns, time, reading, report)
        undecided = undecided or which
        if places is not None:
            columns, time = repairs.parts(columns, time, places)
        columns, time = repairs.in_order(columns, time, reading, report)
    rows = _rows(columns)
    if rows and rows < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=rows)
    columns = tuple(repairs.without_codes(column, reading, report) for column in columns)
    if time is not None:
        columns, time = with_steps(columns, time, reading, report)
        times = (*_in_good_units(time.days), time.name)
    else:
        columns, times = _counted(columns, reading, report)
    report += [note for column in columns for note in column.notes]
    whole = (*grid.report, time_told(grid.columns, times[2]), *report)
    return _kept(columns, *times, report=whole, reading=reading, undecided=undecided)


def _with_one_sign(columns: Sequence[Column], reading: Reading, report: list[Line]) -> tuple[Column, ...]:
    """Columns with thousands or decimals, read as the learner says or as those that are sure."""
    known = [column for column in columns if column.signs.comma or column.signs.point]
    sure = {bool(column.signs.comma) for column in known}
    comma = sure.pop() if len(sure) == 1 else None
    usual = WAYS["decimals"][:: -1 if comma else 1]
    if reading.decimals:
        said = Message(_CHOSEN_SIGN, sign=_SIGNS[reading.decimals])
        report.append(asked(said, "decimals", ("", *WAYS["decimals"])))
    elif comma and (cell := known[0].signs.comma):
        report.append(asked(Message(_COMMA, cell=cell.shown), "decimals", usual))
    found = []
    for column in columns:
        if column.signs.unclear is None or column.days is not None:
            found.append(column)
            continue
        sign, name, wants = column.signs.unclear, short(column.name), comma
        if wants is None and column.fault is None:  # as the sign stands: all have three decimals
            wants = "," in sign.text
        ways = WAYS["decimals"][:: -1 if wants else 1]
        if wants is not None:
            said = Message(_SIGN, column=name, cell=sign.shown, sign=_SIGNS[ways[0]])
            report.append(asked(said, "decimals", ways))
            column = with_sign(column, wants)
        elif column.fault is not None:
            report.append(asked(column.fault.message, "decimals", ("", *ways)))
        found.append(column)
    return tuple(found)


def _counted(
    columns: tuple[Column, ...], reading: Reading, report: list[Line]
) -> tuple[tuple[Column, ...], tuple[Floats, str, str]]:
    """Columns without dates, and their times: a column that only counts, or the rows'."""
    column = counted(columns, reading.time) if reading.order != "file" else None
    if column is not None and column.numbers is not None:
        if column.numbers[0] > column.numbers[-1]:
            columns = tuple(one.part(slice(None, None, -1)) for one in columns)
            report.append(asked(repairs.TURNED, "order"))
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
        chosen=reading.other_than_usual(report),
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
