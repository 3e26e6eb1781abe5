"""The cells of one sheet of an Excel workbook (.xlsx), read in bounds: a stranger's zip and XML may be bombs.

A workbook is a zip of XML parts (ECMA-376). Only the parts that say what stands in the cells are opened, one
piece after the other; what is too large, too many, or declares entities is refused before it costs anything.
Formulas are never computed: their last values are read.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.delimited import short
from playground.uploads.workbook_parts import (
    MOST_CELLS,
    Book,
    Cells,
    Strings,
    Styles,
    TooMuch,
    parsed,
    parsing,
)

MOST_PARTS = 2000
"""Of the zip: a workbook has a few for each sheet and picture."""
MOST_UNPACKED = 150_000_000
"""Bytes of one part."""
MOST_CHARACTERS = 12_000_000
"""Of the table that is made of a sheet."""
MOST_SHEETS = 8
"""Sheets that are looked at for a table; any can be chosen."""
ENOUGH_ROWS = 20
"""A sheet with fewer is no table to learn from, such as a title page."""

MOST_EMPTY = 100_000
"""Rows without anything before one with something."""
_ODD = re.compile("[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_DAMAGED = N_(
    "This Excel workbook cannot be opened, as it is damaged or has a password: save the sheet as CSV."
)
_LARGE = N_("The sheet {name} is too large to be read from a workbook: save it as CSV.")
_NO_SHEET = N_("The workbook has no sheet {name}; there are {names}.")
_EMPTY = N_("No sheet of the workbook has cells with values.")
_UNCOMPUTED = N_(
    "Cells whose formulas were never computed are gaps: {count:,}. Open the workbook in Excel and save it "
    "to have them computed."
)


class Sheet(NamedTuple):
    """One sheet as a text with tabs between the columns."""

    text: str
    name: str
    names: tuple[str, ...]
    """Of all sheets."""
    said: tuple[Message, ...] = ()


def read_sheet(data: bytes, chosen: str = "") -> Sheet:
    """The sheet that was chosen, or the first that holds a table.

    Raises:
        ExampleError: the workbook is damaged, too large, or has no such sheet.
    """
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise ExampleError(_DAMAGED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheet(archive, chosen)
    except ExampleError:
        raise
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, EOFError, TooMuch) as error:
        raise ExampleError(_DAMAGED) from error
    except (
        LookupError,
        RuntimeError,
        ValueError,
        OverflowError,
    ) as error:  # what the parts say of each other
        raise ExampleError(_DAMAGED) from error


def _sheet(archive: zipfile.ZipFile, chosen: str) -> Sheet:
    book = parsed(Book(), _part(archive, "xl/workbook.xml"))
    parsed(book, _part(archive, "xl/_rels/workbook.xml.rels"))
    places = {name: book.places[key] for name, key in book.sheets.items() if key in book.places}
    visible = tuple(name for name in places if name not in book.hidden) or tuple(places)
    if chosen and chosen not in places:
        raise ExampleError(_NO_SHEET, name=short(chosen), names=", ".join(map(short, visible[:10])))
    strings = parsed(Strings(), _part(archive, "xl/sharedStrings.xml", or_none=True)).found
    kinds = parsed(Styles(), _part(archive, "xl/styles.xml", or_none=True)).kinds
    best, rows, left = Sheet("", "", visible), 0, MOST_CELLS
    for name in (chosen,) if chosen else visible[:MOST_SHEETS]:
        cells = Cells(strings, kinds, book.epoch, left)
        text, filled = _written(cells, _part(archive, places[name]), name)
        left = cells.left
        if filled > rows:
            said = (Message(_UNCOMPUTED, count=cells.uncomputed),) if cells.uncomputed else ()
            best, rows = Sheet(text, name, visible, said), filled
        if filled >= ENOUGH_ROWS:
            break
    if not rows:
        raise ExampleError(_EMPTY)
    return best


def _part(archive: zipfile.ZipFile, name: str, *, or_none: bool = False) -> Iterator[bytes]:
    if or_none and name not in archive.NameToInfo:
        return
    info = archive.getinfo(name)
    if info.file_size > MOST_UNPACKED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TooMuch
    with archive.open(info) as part:
        while piece := part.read(1 << 16):
            yield piece


def _written(cells: Cells, pieces: Iterator[bytes], name: str) -> tuple[str, int]:
    """The rows of a sheet as text, and how many have something in them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    at = filled = 0
    try:
        for _piece in parsing(cells, pieces):
            for row, texts in cells.rows:
                out.write("\n" * min(row - at - 1, MOST_EMPTY))
                writer.writerow(texts)
                at, filled = row, filled + 1
            cells.rows.clear()
            if out.tell() > MOST_CHARACTERS:
                raise TooMuch
    except TooMuch as fault:
        raise ExampleError(_LARGE, name=short(name)) from fault
    return _ODD.sub(" ", out.getvalue()), filled
