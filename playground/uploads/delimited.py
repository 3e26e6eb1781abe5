"""A small file of rows and columns that a stranger sent: what it is made of, found out and checked."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_

MOST_BYTES = 2_000_000
"""Of a list of texts; other kinds of files say how large they may be."""
DELIMITERS = ("\t", ";", ",")
"""The less a sign is used inside of sentences, the earlier it stands."""
SAMPLE_LINES = 30
"""How many lines are looked at to find out what stands between the columns."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""The signs that belong in no text; tabs and line ends do."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows."""

_UTF_16 = N_(
    "The file is written in UTF-16, and only UTF-8 can be read. Save it as CSV with the encoding UTF-8."
)
_NOT_UTF_8 = N_(
    "The file is not written in UTF-8: line {line:,} cannot be read. Save it as CSV with the encoding UTF-8."
)
_CONTROL_CHARACTER = N_("Line {line:,} holds the control character U+{code:04X}, which is no part of a text.")
_LONG_FIELD = N_("Row {row:,} has a field of more than {most:,} characters.")
_BEHIND_QUOTATION = N_(
    "Row {row:,} goes on behind a closing quotation mark; where a text begins with one, it must be "
    'written twice inside of another pair, as in """Stop!"" he cried",statement.'
)


class Record(NamedTuple):
    """One row as a table program counts and splits it."""

    row: int
    """From 1; empty rows count."""
    fields: list[str]
    """Without the blanks around them."""


def text_of(data: bytes | str, most_bytes: int = MOST_BYTES) -> str:
    """The text in a file or a pasted text, checked.

    Raises:
        ExampleError: over `most_bytes`, not UTF-8, or with control characters.
    """
    content = data if isinstance(data, bytes) else data[: most_bytes + 1].encode("utf-8", "surrogatepass")
    if len(content) > most_bytes:
        raise ExampleError(
            N_("The rows may have at most {most} MB, and these have more."), most=most_bytes // 10**6
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:2]:
        raise ExampleError(_UTF_16)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExampleError(_NOT_UTF_8, line=line) from error
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise ExampleError(_CONTROL_CHARACTER, line=line, code=ord(control[0]))
    return text


def short(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    return repr(text if len(text) <= 30 else text[:29] + "…")


def as_name(text: str) -> str:
    """`text` in one line, without signs that turn the direction of what follows; empty if nothing is seen."""
    name = " ".join(_TURNING.sub("", unicodedata.normalize("NFC", text)).split())
    return name if any(unicodedata.category(sign)[0] in "LNPS" for sign in name) else ""


def records(text: str, columns: Sequence[str]) -> Iterator[Record]:
    """The rows of `text`, split by the sign that gives most of the first lines their columns.

    Args:
        text: as `text_of` gives it.
        columns: their names in lower case; a row that has just these, in any order, decides.

    Raises:
        ExampleError: a row that cannot be split.
    """
    return split(text, max(DELIMITERS, key=lambda delimiter: _lines_that_fit(text, delimiter, columns)))


def split(text: str, delimiter: str) -> Iterator[Record]:
    """The rows of `text`, split by `delimiter`; raises `ExampleError` where one cannot be split."""
    reader = _reader(text, delimiter)
    row = 0
    while True:
        row += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _cannot_be_split(row, error) from error
        yield Record(row=row, fields=[field.strip() for field in fields])


def likeliest_delimiter(text: str) -> str:
    """The sign that splits most of the first lines into as many columns as the very first, two or more.

    Where none does, there is one column, and this is not the comma: it may be part of the numbers.
    """
    return max(DELIMITERS, key=lambda delimiter: _lines_alike(text, delimiter))


def _lines_alike(text: str, delimiter: str) -> int:
    """How many of the first rows have as many columns as the very first; 0 where that is one."""
    counts = []
    try:
        for _line, fields in zip(range(SAMPLE_LINES), _reader(text, delimiter), strict=False):
            counts.append(len(fields))
    except csv.Error:
        pass  # which row it is, `split` says
    counts = [count for count in counts if count]  # an empty line has none
    return counts.count(counts[0]) if counts and counts[0] > 1 else 0


def _lines_that_fit(text: str, delimiter: str, columns: Sequence[str]) -> int:
    """How many of the first rows have as many columns; one that names them counts more than all others."""
    found = 0
    try:
        for _line, fields in zip(range(SAMPLE_LINES), _reader(text, delimiter), strict=False):
            named = sorted(field.strip().casefold() for field in fields) == sorted(columns)
            found += SAMPLE_LINES if named else len(fields) == len(columns)
    except csv.Error:
        return found  # which row it is, `records` says
    return found


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cannot_be_split(row: int, error: csv.Error) -> ExampleError:
    told = str(error)
    if "field limit" in told:
        return ExampleError(_LONG_FIELD, row=row, most=csv.field_size_limit())
    if "unexpected end" in told:
        return ExampleError(N_("A quotation mark in row {row:,} is opened and never closed."), row=row)
    return ExampleError(_BEHIND_QUOTATION, row=row)
