"""A small file of rows and columns that a stranger sent: what it is made of, found out and checked."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message

BLANKS = " "
"""Any number of blanks between the columns."""
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "blanks": BLANKS, "none": ""}
"""What may stand between columns, by the name of the choice."""
CHOICE_OF = {sign: name for name, sign in SIGNS.items()}
SIGN_NAMES = {
    ",": Message(N_("a comma")),
    "\t": Message(N_("a tab")),
    ";": Message(N_("a semicolon")),
    "|": Message(N_("a bar")),
    BLANKS: Message(N_("a blank")),
}
_NEVER = "\x1f"
"""Stands in no text: `decoded` refuses it."""
SEP_LINE = re.compile(r'\s*"?sep=(.)"?[ \t]*(?=\r?\n)', re.I)
"""The first line that Excel writes and reads, with the sign between the columns."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows."""

_LONG_FIELD = N_("Row {row:,} has a field of more than {most:,} characters.")
_BEHIND_QUOTATION = N_(
    "Row {row:,} goes on behind a closing quotation mark; where a text begins with one, it must be "
    'written twice inside of another pair, as in """Stop!"" he cried",statement.'
)


MOST_COLUMNS = 200
_MANY_COLUMNS = N_("There may be at most {most} columns, not {count:,}.")


class Record(NamedTuple):
    """One row as a table program counts and splits it."""

    row: int
    """From 1; empty rows count."""
    fields: list[str]
    """Without the blanks around them."""


def require_columns(count: int, most: int = MOST_COLUMNS, told: int = MOST_COLUMNS) -> None:
    """Refuse more columns than `most`, saying how many there usually may be."""
    if count > most:
        raise ExampleError(_MANY_COLUMNS, most=told, count=count)


def short(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    return repr(text if len(text) <= 30 else text[:29] + "…")


def as_name(text: str) -> str:
    """`text` in one line, without signs that turn the direction of what follows; empty if nothing is seen."""
    name = " ".join(_TURNING.sub("", unicodedata.normalize("NFC", text)).split())
    return name if any(unicodedata.category(sign)[0] in "LNPS" for sign in name) else ""


def lines_of(text: str, begin: int = 0) -> Iterator[str]:
    """The lines of a text from a place on, with their ends: a copy of a file as large as it is not made."""
    while (end := text.find("\n", begin)) >= 0:
        yield text[begin : end + 1]
        begin = end + 1
    if begin < len(text):
        yield text[begin:]


def place_of(text: str, lines: int) -> int:
    """The place behind so many lines; -1 where there are not as many."""
    place = 0
    for _n in range(lines):
        place = text.find("\n", place) + 1
        if not place:
            return -1
    return place


def without_empty_end(text: str) -> str:
    """`text` without the rows at its end that have nothing but signs between columns: programs write many."""
    filled = len(text.rstrip(" \t\n;,|"))
    end = text.find("\n", filled)
    return text if end < 0 else text[:end]


def split(
    text: str,
    delimiter: str,
    *,
    begin: int = 0,
    before: int = 0,
    quoted: bool = True,
    escaped: bool = False,
) -> Iterator[Record]:
    """The rows of `text`.

    Args:
        text: with lines that end in a line feed.
        delimiter: what stands between the columns, or `BLANKS`; where it is empty, nothing.
        begin: the place from which it is split.
        before: how many rows stand before that place.
        quoted: whether quotation marks stand around fields.
        escaped: whether a backslash stands before those inside of fields.

    Raises:
        ExampleError: a row that cannot be split.
    """
    lines = lines_of(text, begin)
    if delimiter == BLANKS:
        yield from (Record(row, line.split()) for row, line in enumerate(lines, start=before + 1))
        return
    how: dict[str, Any] = {"delimiter": delimiter or _NEVER, "strict": True}
    if not quoted:
        how["quoting"] = csv.QUOTE_NONE
    elif escaped:
        how["escapechar"] = "\\"
    reader = csv.reader(lines, **how)
    row = before
    while True:
        row += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _cannot_be_split(row, error) from error
        yield Record(row, [field.strip() for field in fields])


def padded(records: Iterable[Record], width: int) -> Iterator[Record]:
    """Rows with the last cells that workbooks leave out where they are empty."""
    for record in records:
        yield Record(record.row, [*record.fields, *[""] * (width - len(record.fields))])


def _cannot_be_split(row: int, error: csv.Error) -> ExampleError:
    told = str(error)
    if "field limit" in told:
        return ExampleError(_LONG_FIELD, row=row, most=csv.field_size_limit())
    if "unexpected end" in told:
        return ExampleError(N_("A quotation mark in row {row:,} is opened and never closed."), row=row)
    return ExampleError(_BEHIND_QUOTATION, row=row)
