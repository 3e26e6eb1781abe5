"""The text in a file: in which encoding it is written, and what is no text at all."""

from __future__ import annotations

import re

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.report import Line, Report

MOST_BYTES = 2_000_000
"""Of a list of texts; other kinds of files say how large they may be."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""The signs that belong in no text; tabs and line ends do."""
_CONTROL_CHARACTER = N_("Line {line:,} holds the control character U+{code:04X}, which is no part of a text.")
_HALF_A_PAIR = N_("Line {line:,} holds half of a character, which is no part of a text.")
_ENCODING = N_("The file is read as {encoding}, as it is not written in UTF-8.")
_WEB_PAGE = N_(
    "This file is a saved web page, not the table shown on it: download the table itself (on GitHub with "
    "the button Raw), or copy it from the page."
)
_EXCEL = N_("This file is an Excel workbook: open it, choose Save as, and save its sheet as CSV UTF-8.")
_NO_TEXT = N_("This file is {kind}, not a text: save the table as CSV.")
_KINDS: dict[bytes, ExampleError] = {
    b"PK\x03\x04": ExampleError(_EXCEL),
    b"\xd0\xcf\x11\xe0": ExampleError(_EXCEL),
    b"\x89PNG": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"\xff\xd8\xff": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"GIF8": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"%PDF": ExampleError(_NO_TEXT, kind=Message(N_("a PDF document"))),
    b"\x1f\x8b": ExampleError(_NO_TEXT, kind=Message(N_("packed"))),
    b"PAR1": ExampleError(_NO_TEXT, kind=Message(N_("a Parquet file"))),
    b"SQLite": ExampleError(_NO_TEXT, kind=Message(N_("a database"))),
}
"""How files of other kinds begin."""

_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_NAMES = {"gb18030": "GB18030", "big5": "Big5", "cp1252": "Windows-1252", "latin-1": "Latin-1"}
_FREQUENT = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過家学學对對"
    "可里裡后後小么多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三"
    "已老从從动動两兩长長知民样樣现現分将將外但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工话話情部名定女问問力"
    "机機给給等几很业業最间間新什打便位因重被走电電四第门門相次东東海口再真听信北少关關并内內加化今书書物吃值量数數据期价價"
    "文本标標签籤评評论論客服房"
)
"""Characters that every Chinese text has some of."""


def decoded(data: bytes | str, most_bytes: int = MOST_BYTES) -> tuple[str, Report]:
    """The text in a file or a pasted text, checked, and how it was read.

    Raises:
        ExampleError: over `most_bytes`, a file of another kind, or with control characters.
    """
    size = (
        len(data) if isinstance(data, bytes) else len(data[: most_bytes + 1].encode("utf-8", "surrogatepass"))
    )
    if size > most_bytes:
        raise ExampleError(
            N_("The rows may have at most {most} MB, and these have more."), most=most_bytes // 10**6
        )
    text, encoding = (data, "") if isinstance(data, str) else _decoded(data)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise ExampleError(_CONTROL_CHARACTER, line=line, code=ord(control[0]))
    if half := re.search("[\ud800-\udfff]", text):
        raise ExampleError(_HALF_A_PAIR, line=text.count("\n", 0, half.start()) + 1)
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|svg)\b", text[:2000], re.I):
        raise ExampleError(_WEB_PAGE)
    return text, (Line(Message(_ENCODING, encoding=encoding)),) if encoding else ()


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding where it is not UTF-8."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    for begin, fault in _KINDS.items():
        if data.startswith(begin):
            raise fault
    if zeros := data[:1000].count(0):
        even = data[:1000:2].count(0)
        if 10 * max(even, zeros - even) > 4 * len(data[:1000]):
            return _with_mark(data, "utf-16-be" if 2 * even > zeros else "utf-16-le")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        encoding = _guessed(data)
        return data.decode(encoding), _NAMES[encoding]


def _with_mark(data: bytes, encoding: str) -> tuple[str, str]:
    unit = {"8": 1, "6": 2, "2": 4}[encoding.removesuffix("-le").removesuffix("-be")[-1]]
    text = data[: len(data) - len(data) % unit].decode(encoding, "replace")
    if wrong := re.search("[\ufffd\ud800-\udfff]", text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise ExampleError(
            N_("Line {line:,} cannot be read in {encoding}, as which the file is marked."),
            line=line,
            encoding=encoding.upper(),
        )
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return text, "" if unit == 1 else name


def _guessed(data: bytes) -> str:
    """A Chinese encoding where the text then makes sense, else that of Western Windows."""
    best, most = "", 0.1
    for encoding in ("gb18030", "big5"):
        try:
            others = [sign for sign in data.decode(encoding) if "\u3400" <= sign <= "\u9fff"]
        except UnicodeDecodeError:
            continue
        known = sum(sign in _FREQUENT for sign in others) / max(len(others), 1)
        if known > most and _is_in_pairs(data):
            best, most = encoding, known
    if best:
        return best
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _is_in_pairs(data: bytes) -> bool:
    """Whether high bytes stand together, as in Chinese, and not alone between letters, as in é."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", data[:100_000])]
    return sum(runs) >= 1.6 * len(runs)
