"""Small Excel workbooks, written by hand, as programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FORMATS = ("General", "yyyy-mm-dd", "hh:mm", "0.0%", '#,##0.00 "days"', "[h]:mm", "[$-407]d. mmmm yyyy")
"""Which a cell may have, by its number."""
Cell = object
"""A number, a text, a moment, nothing, or XML of a cell as it is."""


class Xml(str):
    """A cell as it stands in the sheet."""


def workbook(*sheets: Sequence[Sequence[Cell]], names: Sequence[str] = (), since: int = 1900) -> bytes:
    """A workbook with these rows in its sheets, the first of which is called Sheet1."""
    names = names or [f"Sheet{n + 1}" for n in range(len(sheets))]
    strings: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{n + 1}.xml": sheet(rows, strings, since) for n, rows in enumerate(sheets)}
    return zipped(parts | frame(names, since) | {"xl/sharedStrings.xml": shared(strings)})


def frame(names: Sequence[str], since: int = 1900) -> dict[str, str]:
    """The parts about the sheets; those that are called so are hidden."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}" state="{_state(name)}"/>'
        for n, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(FORMATS)))
    begins = f'<workbookPr date1904="{int(since == 1904)}"/>'
    return {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_LINKS}">{begins}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": f"<styleSheet {_MAIN}><numFmts>{formats}</numFmts>"
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>',
    }


def _state(name: str) -> str:
    return "hidden" if name == "hidden" else "visible"


def sheet(rows: Sequence[Sequence[Cell]], strings: dict[str, int], since: int = 1900) -> str:
    """The XML of a sheet."""
    lines = []
    for row, cells in enumerate(rows, start=1):
        told = "".join(_cell(f"{letters(n)}{row}", one, strings, since) for n, one in enumerate(cells))
        lines.append(f'<row r="{row}">{told}</row>')
    return f"<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def _cell(place: str, value: Cell, strings: dict[str, int], since: int) -> str:
    if isinstance(value, Xml):
        return value.replace("HERE", f'r="{place}"')
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        begin = datetime(1904, 1, 1) if since == 1904 else datetime(1899, 12, 30)
        return f'<c r="{place}" s="1"><v>{(value - begin).total_seconds() / 86400:.17g}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def letters(column: int) -> str:
    """What a column is called in a sheet."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def shared(strings: dict[str, int]) -> str:
    """The texts of all sheets."""
    return f"<sst {_MAIN}>{''.join(f'<si><t>{escape(one)}</t></si>' for one in strings)}</sst>"


def zipped(parts: dict[str, str]) -> bytes:
    """The parts of a workbook as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()
