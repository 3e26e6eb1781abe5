"""The text of a file with a table or with texts, whatever its format: text, an Excel workbook, or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads import objects
from playground.uploads.delimited import SIGN_NAMES, short
from playground.uploads.encodings import NAMES, decoded
from playground.uploads.report import WAYS, Choice, Line, Reading, Report

_SHEET = N_("The sheet {name} of the workbook is read.")
_JSON = N_("The JSON is read as a table, with a column for each name in it.")
_FILE = N_("The file is read in {encoding}, with {sign} between the columns.")
_FILE_OF_ONE = N_("The file is read in {encoding}, with one column.")
_PASTED = N_("The table is read with {sign} between the columns.")
_PASTED_OF_ONE = N_("The table is read with one column.")
_SHEETS = N_("This file is {kind}: open it, choose Save as or Export, and save the table as CSV UTF-8.")
_PACKED = N_("This file is packed: unpack it, and bring the table that is in it.")
_ZIPS: dict[bytes, ExampleError] = {
    b"META-INF/manifest.xml": ExampleError(_SHEETS, kind=Message(N_("a sheet of LibreOffice"))),
    b".iwa": ExampleError(_SHEETS, kind=Message(N_("a sheet of Numbers"))),
    b"xl/workbook.bin": ExampleError(_SHEETS, kind=Message(N_("a binary Excel workbook"))),
    b"word/": ExampleError(_SHEETS, kind=Message(N_("a Word document"))),
}
"""What stands in zips of other programs."""


Ways = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A text to be split into columns, and what is known of it."""

    text: str
    is_exact: bool = False
    """Whether it was made here: tabs stand between its columns, and points before its decimals."""
    heads: int | None = None
    """How many rows of names it has, where this is known."""
    encoding: str = ""
    """In which it was read, as it is usually written; empty where there is nothing to choose."""
    encodings: tuple[str, ...] = ()
    """The one that was found, then the others that may be chosen."""
    report: Report = ()


def source_of(data: bytes | str, reading: Reading, *, most_bytes: int, most_rows: int) -> Source:
    """The text in what was brought.

    Args:
        data: a file, or a pasted text.
        reading: the encoding or the sheet that the learner chose.
        most_bytes: how large it may be.
        most_rows: how many rows are of use.

    Raises:
        ExampleError: it is too large, of another kind, damaged, or has no such sheet.
    """
    if isinstance(data, bytes) and data.startswith(b"PK\x03\x04") and len(data) <= most_bytes:
        return _of_zip(data, reading)
    found = decoded(data, most_bytes, reading.encoding)
    said = tuple(map(Line, found.said))
    if objects.BEGINS.match(found.text):
        text, has_names = objects.table_in(found.text, most_rows)
        return Source(text, True, 1 if has_names else None, report=(Line(Message(_JSON)), *said))
    encoding = NAMES[reading.encoding or found.encodings[0]] if found.encodings else ""
    return Source(found.text, False, None, encoding, found.encodings, said)


def _of_zip(data: bytes, reading: Reading) -> Source:
    if b"xl/workbook.xml" not in data:
        raise next((fault for sign, fault in _ZIPS.items() if sign in data), ExampleError(_PACKED))
    from playground.uploads.workbooks import read_sheet  # few files need it

    sheet = read_sheet(data, reading.sheet)
    unasked = ("",) if reading.sheet else (sheet.name,)
    ways = (*unasked, *(name for name in sheet.names if name not in unasked))
    choices = (Choice("sheet", ways),) if len(sheet.names) > 1 else ()
    said = Line(Message(_SHEET, name=short(sheet.name)), choices)
    return Source(sheet.text, True, report=(said, *map(Line, sheet.said)))


def split_told(
    source: Source, delimiter: str, unasked: str, quotes: tuple[str, ...] = WAYS["quotes"]
) -> Line:
    """How the text became columns.

    Args:
        source: the text.
        delimiter: the sign that stands between its columns; empty where there is one column.
        unasked: the name of the sign that would be taken unasked.
        quotes: what quotation marks are unasked, then otherwise.
    """
    sign = SIGN_NAMES.get(delimiter, short(delimiter))
    if source.encoding:
        said = Message(_FILE, encoding=source.encoding, sign=sign)
        said = said if delimiter else Message(_FILE_OF_ONE, encoding=source.encoding)
    else:
        said = Message(_PASTED, sign=sign) if delimiter else Message(_PASTED_OF_ONE)
    signs = (unasked, *(name for name in WAYS["delimiter"] if name != unasked))
    choices = (Choice("delimiter", signs), Choice("quotes", quotes))
    return Line(said, (Choice("encoding", source.encodings), *choices) if source.encodings else choices)
