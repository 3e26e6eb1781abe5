"""The cells of a table in a file: its rows down to the last, its columns and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import is_value
from playground.uploads.date_forms import found_in
from playground.uploads.delimited import (
    MOST_COLUMNS,
    Record,
    as_name,
    padded,
    require_columns,
    short,
    split,
    without_empty_end,
)
from playground.uploads.frames import Frame, frame_of
from playground.uploads.heads import names_above
from playground.uploads.report import Choice, Line, Reading
from playground.uploads.sources import Source, split_told

MOST_ROWS = 100_000
MOST_SIDEWAYS = 5_000
"""Columns of a table whose columns are dates."""
MOST_CELLS = 3_000_000
"""Of a table, empty ones counted."""
MOST_CHARACTERS = 60
"""Of a column's name; a longer one is cut."""
MOST_FOOTER = 20
"""Rows below a table that are no part of it."""

_SAMPLE = 200
"""Rows that are looked at for the names of the columns."""
_AT_ONCE = 1000
"""Rows that stand in memory as many texts."""
_BETWEEN = "\x1f"
"""Stands between the cells of a column, and in none: `decoded` refuses it."""
_BEGINS_A_NOTE = re.compile(r"[^\W\d_]|[*†‡©]")

_ONE_FIELD = N_("Row {row:,} has one field, but the table has {needed:,} columns{hint}")
_ONE_COLUMN = N_("Row {row:,} has {found:,} fields, but the table has one column{hint}")
_OTHER_FIELDS = N_("Row {row:,} has {found:,} fields, but the table has {needed:,} columns{hint}")
_HINT = N_("; text with the sign that separates the columns must stand in quotation marks.")
_UNNAMED = N_("It has no names; the values are in the rows {first:,} to {last:,}.")
_NAMED = N_("The names are in row {row:,}, the values in the rows {first:,} to {last:,}.")
_NAMES_ABOVE = N_(
    "The names are in the rows {row:,} to {end:,}, the values in the rows {first:,} to {last:,}."
)
_FOOTER = N_("The rows below the table, from row {row:,} {first}, are left out.")
_EMPTY = N_("Columns without a name and without values are left out: {count}.")
_RENAMED = N_("Columns of the same name are numbered, such as {name}.")
_NOTHING = N_("There is nothing in the table.")
_MANY_ROWS = N_("There may be at most {most:,} rows, and there are more.")
_MANY_CELLS = N_("There may be at most {most:,} cells, and {rows:,} rows of {columns:,} columns have more.")


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a table."""

    names: tuple[str, ...]
    rows: list[int]
    """Which rows of the file they stand in."""
    columns: list[str]
    """One text a column, see `cells`."""
    may_have_comma: bool = False
    """Whether a comma in a number may stand before its decimals."""
    report: tuple[Line, ...] = ()

    def cells(self, place: int) -> list[str]:
        """The texts of one column."""
        return self.columns[place].split(_BETWEEN)[: len(self.rows)] if self.rows else []


def laid_out(source: Source, reading: Reading) -> Layout:
    """The table in a text.

    Raises:
        ExampleError: there is none, or one of its rows does not fit; with the row and what was found.
    """
    frame = frame_of(without_empty_end(source.text), reading, is_exact=source.is_exact)
    require_columns(frame.width, MOST_SIDEWAYS, MOST_COLUMNS)
    last = reading.number("last")
    whole = split(
        frame.text, frame.delimiter, begin=frame.begin, before=frame.before, quoted=reading.quotes != "part"
    )
    records = (record for record in takewhile(lambda one: not last or one.row <= last, whole))
    top = list(islice(_filled(records), _SAMPLE))
    if not top:
        raise ExampleError(_NOTHING)
    if source.is_exact:
        top = [*padded(top, frame.width)]
    said: list[Message] = []
    asked = reading.number("heads")
    asked = source.heads if asked is None else asked
    names, heads, unasked = names_above(
        top, frame.width if frame.delimiter else 1, frame.comments, said, asked=asked
    )
    most = MOST_SIDEWAYS if is_sideways(names) else MOST_COLUMNS
    require_columns(len(names), most, most)
    rest = chain(top[heads:], _filled(records))
    rows, columns = _read(padded(rest, len(names)) if source.is_exact else rest, names, said)
    layout = Layout(tuple(names), rows, columns, not source.is_exact and frame.delimiter != ",")
    if not last:
        layout = _without_footer(layout, said)
    lines = [split_told(source, frame.delimiter, frame.unasked_sign)] if not source.is_exact else []
    lines.append(_rows_as(layout, top, heads, unasked, frame, last))
    layout = _named(layout, said)
    report = (*lines, *frame.report, *map(Line, dict.fromkeys(said)))
    return replace(layout, report=(*source.report, *report))


def _filled(records: Iterator[Record]) -> Iterator[Record]:
    """Records without those of empty lines, of which there may be a few for each row."""
    empty = 0
    for record in records:
        if record.fields:
            yield record
        elif (empty := empty + 1) > 3 * MOST_ROWS:
            raise ExampleError(_MANY_ROWS, most=MOST_ROWS)


def _rows_as(
    layout: Layout, top: list[Record], heads: int, unasked: int | None, frame: Frame, last: int | None
) -> Line:
    """Which rows hold the names and the values."""
    begin, end = (layout.rows[0], layout.rows[-1]) if layout.rows else (top[-1].row, top[-1].row)
    if heads == 0:
        said = Message(_UNNAMED, first=begin, last=end)
    elif heads == 1:
        said = Message(_NAMED, row=top[0].row, first=begin, last=end)
    else:
        said = Message(_NAMES_ABOVE, row=top[0].row, end=top[heads - 1].row, first=begin, last=end)
    first = str(frame.unasked_first) if frame.unasked_first else ""
    choices = (
        Choice("first", (first,)),
        Choice("heads", ("" if unasked is None else str(unasked),)),
        Choice("last", ("" if last else str(end),)),
    )
    return Line(said, choices)


def is_sideways(names: Sequence[str]) -> bool:
    """Whether most columns are called by dates."""
    return 2 * sum(map(is_a_date, names)) > len(names) > 2


def is_a_date(name: str) -> bool:
    """Whether a column is called by a date or a year."""
    return found_in(name) is not None or re.fullmatch("1[5-9][0-9]{2}|20[0-9]{2}", name) is not None


def _read(records: Iterator[Record], names: list[str], said: list[Message]) -> tuple[list[int], list[str]]:
    """The numbers of the rows, and the cells of each column.

    Rows at the end with nothing in them do not count, nor those below the table, which have fewer fields.
    Until its turn a column is one text, in a tenth of the memory.
    """
    rows: list[int] = []
    width = len(names)
    pieces: list[list[str]] = [[] for _ in range(width)]
    count = 0
    below: list[Record] = []
    while piece := list(islice(_fitting(records, names, below), _AT_ONCE)):
        for place, record in enumerate(piece, start=len(rows) + 1):
            count = place if any(record.fields) else count
        rows += [record.row for record in piece]
        if len(rows) > MOST_ROWS:
            raise ExampleError(_MANY_ROWS, most=MOST_ROWS)
        if len(rows) * width > MOST_CELLS:
            raise ExampleError(_MANY_CELLS, most=MOST_CELLS, rows=len(rows), columns=width)
        for column, cells in zip(pieces, zip(*(record.fields for record in piece), strict=True), strict=True):
            column.append(_BETWEEN.join(cells))
    if len(below) > MOST_FOOTER or (below and count == 0):
        raise _misfit(below[0], width)
    if below:
        said.append(Message(_FOOTER, row=below[0].row, first=short(" ".join(below[0].fields).strip())))
    return rows[:count], [_BETWEEN.join(column) for column in pieces]


def _fitting(records: Iterator[Record], names: list[str], below: list[Record]) -> Iterator[Record]:
    """The records as wide as the names, without those that repeat them.

    Those behind the last of them are gathered in `below`: a note, and what follows it.
    """
    width = len(names)
    for record in records:
        fields = record.fields
        if len(fields) > width and not any(fields[width:]):
            fields = fields[:width]
        if len(fields) == width and not (below and (_is_note(fields) or _is_note(below[0].fields))):
            if below:
                raise _misfit(below[0], width)
            if fields != names:
                yield Record(record.row, fields)
        elif any(fields):
            below.append(record)
            if len(fields) > width or len(below) > MOST_FOOTER:
                raise _misfit(below[0] if len(fields) < width else record, width)


def _without_footer(layout: Layout, said: list[Message]) -> Layout:
    """The layout without last rows that begin with a text, where all others begin with a number or a date."""
    cells = layout.cells(0)
    kept = len(cells)
    while len(cells) - kept < MOST_FOOTER and kept > 1 and _begins_a_note(cells[kept - 1]):
        kept -= 1
    others = cells[max(0, kept - 30) : kept]
    if len(layout.names) == 1 or kept == len(cells) or not all(map(is_value, others)):
        return layout
    said.append(Message(_FOOTER, row=layout.rows[kept], first=short(cells[kept])))
    return replace(layout, rows=layout.rows[:kept])


def _begins_a_note(cell: str) -> bool:
    return _BEGINS_A_NOTE.match(cell) is not None and not is_value(cell)


def _is_note(fields: Sequence[str]) -> bool:
    return not any(fields[1:]) and _begins_a_note(fields[0])


def _misfit(record: Record, needed: int) -> ExampleError:
    found = len(record.fields)
    hint = Message(_HINT)
    if found == 1:
        return ExampleError(_ONE_FIELD, row=record.row, needed=needed, hint=hint)
    if needed == 1:
        return ExampleError(_ONE_COLUMN, row=record.row, found=found, hint=hint)
    return ExampleError(_OTHER_FIELDS, row=record.row, found=found, needed=needed, hint=hint)


def _named(layout: Layout, said: list[Message]) -> Layout:
    """The layout with a name of its own for each column that has something in it."""
    names, columns = [], []
    left_out = 0
    taken: Counter[str] = Counter()
    for place, (written, column) in enumerate(zip(layout.names, layout.columns, strict=True), start=1):
        name = as_name(written)
        if not name and not column.replace(_BETWEEN, ""):
            left_out += 1
            continue
        name = name or ("row" if place == 1 else f"column {place}")
        name = name if len(name) <= MOST_CHARACTERS else name[: MOST_CHARACTERS - 1] + "…"
        taken[name] += 1
        if taken[name] > 1:
            name = f"{name} {taken[name]}"
            said.append(Message(_RENAMED, name=short(name)))
        names.append(name)
        columns.append(column)
    if left_out:
        said.append(Message(_EMPTY, count=left_out))
    return replace(layout, names=tuple(names), columns=columns)
