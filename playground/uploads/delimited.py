"""A small file of rows and columns that a stranger sent: what it is made of, found out and checked."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_

BLANKS = " "
"""Any number of blanks between the columns."""
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


class Record(NamedTuple):
    """One row as a table program counts and splits it."""

    row: int
    """From 1; empty rows count."""
    fields: list[str]
    """Without the blanks around them."""


def short(text: str) -> str:
    """`text` in quotation marks, cut where it is long."""
    return repr(text if len(text) <= 30 else text[:29] + "…")


def as_name(text: str) -> str:
    """`text` in one line, without signs that turn the direction of what follows; empty if nothing is seen."""
    name = " ".join(_TURNING.sub("", unicodedata.normalize("NFC", text)).split())
    return name if any(unicodedata.category(sign)[0] in "LNPS" for sign in name) else ""


def split(text: str, delimiter: str) -> Iterator[Record]:
    """The rows of `text`, split by `delimiter`, by `BLANKS` or, where it is empty, by nothing.

    Raises:
        ExampleError: a row that cannot be split.
    """
    if delimiter == BLANKS:
        yield from (Record(row, line.split()) for row, line in enumerate(text.splitlines(), start=1))
        return
    reader = _reader(text, delimiter or _NEVER)
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


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cannot_be_split(row: int, error: csv.Error) -> ExampleError:
    told = str(error)
    if "field limit" in told:
        return ExampleError(_LONG_FIELD, row=row, most=csv.field_size_limit())
    if "unexpected end" in told:
        return ExampleError(N_("A quotation mark in row {row:,} is opened and never closed."), row=row)
    return ExampleError(_BEHIND_QUOTATION, row=row)
