"""Where the table begins and ends in a file, what stands between its columns, and what they are called."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import is_value
from playground.uploads.dates import found_in
from playground.uploads.delimited import BLANKS, SEP_LINE, Record, as_name, short, split
from playground.uploads.heads import names_above
from playground.uploads.numbers import is_missing
from playground.uploads.report import Line

MOST_ROWS, MOST_COLUMNS = 100_000, 200
MOST_SIDEWAYS = 5_000
"""Columns of a table whose columns are dates."""
MOST_CHARACTERS = 60
"""Of a column's name; a longer one is cut."""
MOST_FOOTER = 20
"""Rows below a table that are no part of it."""

_SAMPLE = 200
"""Lines that are looked at to find the table."""
_DELIMITERS = ("\t", ";", "|", ",")
"""The less a sign is used inside of sentences and numbers, the earlier it stands."""
_AT_ONCE = 1000
"""Rows that stand in memory as many texts."""
_BETWEEN = "\x1f"
"""Stands between the cells of a column, and in none: `decoded` refuses it."""
_COMMENT = re.compile(r"(?m)^[ \t]*(?:#|//|%).*$")
_BEGINS_A_NOTE = re.compile(r"[^\W\d_]|[*†‡©]")

_ONE_FIELD = N_("Row {row:,} has one field, but the table has {needed:,} columns{hint}")
_ONE_COLUMN = N_("Row {row:,} has {found:,} fields, but the table has one column{hint}")
_OTHER_FIELDS = N_("Row {row:,} has {found:,} fields, but the table has {needed:,} columns{hint}")
_HINT = N_("; text with the sign that separates the columns must stand in quotation marks.")
_PREAMBLE = N_("The table begins in row {row:,}; what stands above it, from {first}, is left out.")
_COMMENTS = N_("Lines that begin as comments are left out, such as {first}.")
_FOOTER = N_("The rows below the table, from row {row:,} {first}, are left out.")
_EMPTY = N_("Columns without a name and without values are left out: {count}.")
_DELIMITER = N_("The sign between the columns is {sign}.")
_RENAMED = N_("Columns of the same name are numbered, such as {name}.")
_SIGN_NAMES = {
    "\t": Message(N_("a tab")),
    ";": Message(N_("a semicolon")),
    "|": Message(N_("a bar")),
    BLANKS: Message(N_("a blank")),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a table."""

    names: tuple[str, ...]
    rows: list[int]
    """Which rows of the file they stand in."""
    columns: list[str]
    """One text a column, see `cells`."""
    delimiter: str
    report: tuple[Line, ...]

    def cells(self, place: int) -> list[str]:
        """The texts of one column."""
        return self.columns[place].split(_BETWEEN)[: len(self.rows)] if self.rows else []


@dataclass(slots=True)
class _Found:
    """What is known while the table is looked for."""

    text: str
    delimiter: str = ""
    width: int = 1
    start: int = 0
    """The first line of the table, counted from 0."""
    report: list[Message] | None = None
    comments: str = ""
    """The last line that was left out as a comment."""


def laid_out(text: str) -> Layout:
    """The table in a text.

    Raises:
        ExampleError: there is none, or one of its rows does not fit; with the row and what was found.
    """
    if re.match(r"\s*(?:\{|\[\s*[{\[])", text):
        raise ExampleError(N_("This is JSON, not a table: save it as CSV."))
    found = _found(text)
    if found.width > MOST_SIDEWAYS:
        raise ExampleError(
            N_("There may be at most {most} columns, not {count:,}."), most=MOST_COLUMNS, count=found.width
        )
    said: list[Message] = found.report or []
    records = (record for record in _split(found) if record.fields)
    top = list(islice(records, _SAMPLE))
    if not top:
        raise ExampleError(N_("There is nothing in the table."))
    names, heads = names_above(top, found.width if found.delimiter else 1, _last_comment(found), said)
    most = MOST_SIDEWAYS if is_sideways(names) else MOST_COLUMNS
    if len(names) > most:
        raise ExampleError(
            N_("There may be at most {most} columns, not {count:,}."), most=most, count=len(names)
        )
    rows, columns = _read(chain(top[heads:], records), len(names), said)
    layout = Layout(tuple(names), rows, columns, found.delimiter, ())
    return _named(_without_footer(layout, said), said)


def _found(text: str) -> _Found:
    found = _Found(text, report=[])
    said: list[Message] = []
    if sep := SEP_LINE.match(text):
        found.delimiter = sep[1]
        found.text = text[sep.end() :]
    comments = _COMMENT.findall(found.text[:200_000])
    if comments:
        said.append(Message(_COMMENTS, first=short(comments[0].strip())))
        found.comments = comments[-1]
        found.text = _COMMENT.sub("", found.text)
    lines = list(islice(_lines(found.text), _SAMPLE))
    counts = {sign: [_count(line, sign) for line in lines] for sign in (*_DELIMITERS, BLANKS)}
    found.delimiter = found.delimiter or _delimiter(lines, counts)
    if found.delimiter:
        sizes = counts.get(found.delimiter) or [_count(line, found.delimiter) for line in lines]
        found.width = _usual(sizes)
        found.start = _start(sizes, found.width)
        if found.delimiter in _SIGN_NAMES:
            said.append(Message(_DELIMITER, sign=_SIGN_NAMES[found.delimiter]))
    above = [line.strip() for line in lines[: found.start] if line.strip()]
    if above:
        said.append(Message(_PREAMBLE, row=found.start + 1, first=short(above[0])))
    found.report = said
    return found


def _lines(text: str) -> Iterator[str]:
    begin = 0
    for end in re.finditer(r"\r\n|\r|\n", text):
        yield text[begin : end.start()]
        begin = end.end()
    yield text[begin:]


def _count(line: str, sign: str) -> int:
    """How many fields a line has; 0 where it is empty."""
    if not line.strip():
        return 0
    if sign == BLANKS:
        return len(line.split())
    return len(next(csv.reader([line], delimiter=sign), [""])) if '"' in line else line.count(sign) + 1


def _usual(counts: Sequence[int]) -> int:
    found = Counter(count for count in counts if count > 1).most_common(1)
    return found[0][0] if found else 1


def _delimiter(lines: Sequence[str], counts: dict[str, list[int]]) -> str:
    """The sign under which most lines have as many fields, two or more; empty where there is one column."""
    filled = sum(map(bool, counts[","]))
    agree = {
        sign: counts[sign].count(_usual(counts[sign])) if _usual(counts[sign]) > 1 else 0 for sign in counts
    }
    best = max(_DELIMITERS, key=lambda sign: agree[sign])
    if agree[best] == 0 or (best == "," and _is_one_column(lines, counts[","])):
        best = ""
    if (not best or 2 * agree[best] < filled) and _is_of_blanks(lines, counts[BLANKS], agree[BLANKS], filled):
        return BLANKS
    return best


def _is_one_column(lines: Sequence[str], counts: Sequence[int]) -> bool:
    """Whether commas only stand before decimals, under a name without one."""
    filled = [(line.strip(), count) for line, count in zip(lines, counts, strict=True) if count]
    return (
        len(filled) > 1
        and filled[0][1] == 1
        and all(is_missing(line) or re.fullmatch(r"[+-]?[0-9]+(?:,[0-9]+)?", line) for line, _n in filled[1:])
    )


def _is_of_blanks(lines: Sequence[str], counts: Sequence[int], agree: int, filled: int) -> bool:
    width = _usual(counts)
    rows = [line.split() for line, count in zip(lines, counts, strict=True) if count == width]
    values = sum(is_value(cell) or is_missing(cell) for row in rows for cell in row)
    single = sum(is_value(line.strip()) for line in lines)
    return width > 1 and 10 * agree >= 8 * filled and 2 * values > agree * width and 2 * single < filled


def _start(counts: Sequence[int], width: int) -> int:
    """The first line with the usual number of fields that a line like it follows."""
    filled = [(place, count) for place, count in enumerate(counts) if count]
    for (place, count), (_next, following) in pairwise(filled):
        if count == width == following:
            before = [known for known in filled if known[0] < place]
            near = bool(before) and before[-1][0] == place - 1
            return before[-1][0] if near and before[-1][1] > 1 and before[-1][1] != width else place
    return filled[0][0] if filled else 0


def _split(found: _Found) -> Iterator[Record]:
    text = found.text
    for _n in range(found.start):
        text = text[re.search(r"\r\n|\r|\n", text).end() :]  # type: ignore[union-attr]
    for record in split(text, found.delimiter):
        yield Record(record.row + found.start, record.fields)


def is_sideways(names: Sequence[str]) -> bool:
    """Whether most columns are called by dates."""
    return 2 * sum(map(is_a_date, names)) > len(names) > 2


def is_a_date(name: str) -> bool:
    """Whether a column is called by a date or a year."""
    return found_in(name) is not None or re.fullmatch("1[5-9][0-9]{2}|20[0-9]{2}", name) is not None


def _last_comment(found: _Found) -> list[str]:
    line = found.comments.strip().lstrip("#/% ").strip()
    names = line.split() if found.delimiter == BLANKS else line.split(found.delimiter or "\n")
    return [name.strip() for name in names]


def _read(records: Iterator[Record], width: int, said: list[Message]) -> tuple[list[int], list[str]]:
    """The numbers of the rows, and the cells of each column.

    Rows at the end with nothing in them do not count, nor those below the table, which have fewer fields.
    Until its turn a column is one text, in a tenth of the memory.
    """
    rows: list[int] = []
    pieces: list[list[str]] = [[] for _ in range(width)]
    count = 0
    below: list[Record] = []
    while piece := list(islice(_fitting(records, width, below), _AT_ONCE)):
        for place, record in enumerate(piece, start=len(rows) + 1):
            count = place if any(record.fields) else count
        rows += [record.row for record in piece]
        if len(rows) > MOST_ROWS:
            raise ExampleError(N_("There may be at most {most:,} rows, and there are more."), most=MOST_ROWS)
        for column, cells in zip(pieces, zip(*(record.fields for record in piece), strict=True), strict=True):
            column.append(_BETWEEN.join(cells))
    if len(below) > MOST_FOOTER or (below and count == 0):
        raise _misfit(below[0], width)
    if below:
        said.append(Message(_FOOTER, row=below[0].row, first=short(" ".join(below[0].fields).strip())))
    return rows[:count], [_BETWEEN.join(column) for column in pieces]


def _fitting(records: Iterator[Record], width: int, below: list[Record]) -> Iterator[Record]:
    """The records with `width` fields; those behind the last of them are gathered in `below`."""
    for record in records:
        fields = record.fields
        if len(fields) > width and not any(fields[width:]):
            fields = fields[:width]
        if len(fields) == width and not (below and _is_note(fields)):
            if below:
                raise _misfit(below[0], width)
            yield Record(record.row, fields)
        elif any(fields):
            below.append(record)
            if len(fields) > width:
                raise _misfit(record, width)


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
    return Layout(layout.names, layout.rows[:kept], layout.columns, layout.delimiter, ())


def _begins_a_note(cell: str) -> bool:
    return _BEGINS_A_NOTE.match(cell) is not None and not is_value(cell)


def _is_note(fields: Sequence[str]) -> bool:
    return len(fields) > 1 and not any(fields[1:])


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
    report = tuple(Line(message) for message in dict.fromkeys(said))
    return Layout(tuple(names), layout.rows, columns, layout.delimiter, report)
