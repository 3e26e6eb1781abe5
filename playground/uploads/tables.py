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
from playground.uploads.columns import FEWEST_ROWS, Column, with_sign
from playground.uploads.delimited import short
from playground.uploads.layout import MOST_ROWS, laid_out
from playground.uploads.number_columns import Numbers
from playground.uploads.numbers import Floats
from playground.uploads.read_columns import read_column
from playground.uploads.report import WAYS, Line, Reading, Report, asked
from playground.uploads.sideways import turned
from playground.uploads.sources import source_of
from playground.uploads.steps import with_steps
from playground.uploads.times import counted, is_a_code, is_wanted, time_of, time_told

MOST_BYTES = 10_000_000
KEPT_ROWS = 10_000
"""Of a longer table the last rows: as many as a series that we make may have."""
MOST_ALIKE = 2
"""Lines of a report that say the same of different columns."""

_YEARS, _DAYS, _HOURS = N_("Year"), N_("Days since the first row"), N_("Hours since the first row")
_POINT = N_("Point")

_FEW_ROWS = N_("There must be at least {fewest} rows of values, not {count}.")
_MOSTLY_MISSING = N_(
    "More than half of the column {column} is missing: it has {known:,} values in {rows:,} rows."
)
_CONSTANT = N_("The column {column} is constant: every value is {value:g}.")
_SIGN = N_("In the column {column}, {cell} is read with a decimal {sign}.")
_ALIKE = N_("The same goes for further columns: {count:,}.")
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
    time_parts: tuple[str, ...] = ()
    """All columns that they come from."""
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
        times = {self.time_column, *self.time_parts}
        there.sort(key=lambda column: (column.name in times, is_a_code(column), not is_wanted(column)))
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
    chosen = {name: getattr(reading, name) for name in ("decimals", "below", "words")}
    how = Numbers(may_have_comma=layout.may_have_comma, **chosen)
    columns = turned(layout, how, reading, report)
    if columns is None and len(layout.rows) >= FEWEST_ROWS:
        columns = [
            read_column(name, layout.rows, layout.cells(n), how) for n, name in enumerate(layout.names)
        ]
    rows = len(layout.rows) if columns is None else _rows(tuple(columns))
    if columns is None or 0 < rows < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=rows)
    return Grid(_with_one_sign(columns, reading, report), rows, tuple(report), reading)


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
    if rows < FEWEST_ROWS and undecided is None:
        raise ExampleError(_FEW_ROWS, fewest=FEWEST_ROWS, count=rows)
    columns = tuple(repairs.without_codes(column, reading, report) for column in columns)
    if time is not None:
        columns, time = with_steps(columns, time, reading, report)
        times = (*_in_good_units(time.days), time.name)
    else:
        columns, times = _counted(columns, reading, report)
    report += [note for column in columns for note in column.notes]
    whole = (*grid.report, time_told(grid.columns, times[2]), *_shortened(report))
    parts = () if time is None else time.columns
    return _kept(columns, *times, parts=parts, report=whole, reading=reading, undecided=undecided)


def _shortened(report: list[Line]) -> list[Line]:
    """The report without what is said of many columns alike, which is counted."""
    alike = Counter(line.said.template for line in report)
    found, told = [], Counter[str]()
    for line in report:
        template = line.said.template
        told[template] += 1
        if told[template] <= MOST_ALIKE:
            found.append(line)
        if told[template] == MOST_ALIKE < alike[template]:
            found.append(Line(Message(_ALIKE, count=alike[template] - MOST_ALIKE)))
    return found


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
    parts: tuple[str, ...],
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
        time_parts=parts,
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
