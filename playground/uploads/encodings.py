"""The text in a file: in which encoding it is written, and what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.report import WAYS

MOST_BYTES = 2_000_000
"""Of a list of texts; other kinds of files say how large they may be."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""The signs that belong in no text; tabs and line ends do."""
_CONTROL_CHARACTER = N_("Line {line:,} holds the control character U+{code:04X}, which is no part of a text.")
_HALF_A_PAIR = N_("Line {line:,} holds half of a character, which is no part of a text.")
_WEB_PAGE = N_(
    "This file is a saved web page, not the table shown on it: download the table itself (on GitHub with "
    "the button Raw), or copy it from the page."
)
_OLD_EXCEL = N_(
    "This file is an old Excel workbook: open it, choose Save as, and save its sheet as CSV UTF-8."
)
_NO_TEXT = N_("This file is {kind}, not a text: save the table as CSV.")
_PACKED = N_("This file is packed: unpack it, and bring the table that is in it.")
_UNREADABLE = N_("Line {line:,} cannot be read in {encoding}: choose another encoding.")
_MARKED = N_("Line {line:,} cannot be read in {encoding}, as which the file is marked.")
_DAMAGED = N_(
    "Some bytes are no text in {encoding}: {count:,}, the first in line {line:,}. They are shown as \ufffd."
)
_KINDS: dict[bytes, ExampleError] = {
    b"\xd0\xcf\x11\xe0": ExampleError(_OLD_EXCEL),
    b"\x89PNG": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"\xff\xd8\xff": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"GIF8": ExampleError(_NO_TEXT, kind=Message(N_("a picture"))),
    b"%PDF": ExampleError(_NO_TEXT, kind=Message(N_("a PDF document"))),
    b"{\\rtf": ExampleError(_NO_TEXT, kind=Message(N_("a document with letters and pictures"))),
    b"\x1f\x8b": ExampleError(_PACKED),
    b"7z\xbc\xaf": ExampleError(_PACKED),
    b"Rar!": ExampleError(_PACKED),
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
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "gb18030": "GB18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_kr": "EUC-KR",
}
"""The encodings, as their names are usually written."""
_SAMPLE = 60_000
"""Bytes that say which encoding makes sense."""
_FEW = 1000
"""One sign of so many may be no text in the encoding of which a file has the mark."""
_FREQUENT = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過家学學对對"
    "可里裡后後小么多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三"
    "已老从從动動两兩长長知民样樣现現分将將外但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工话話情部名定女问問力"
    "机機给給等几很业業最间間新什打便位因重被走电電四第门門相次东東海口再真听信北少关關并内內加化今书書物吃值量数數据期价價"
    "文本标標签籤评評论論客服房"
)
"""Characters that every Chinese text has some of."""

_LETTERS: dict[str, tuple[Callable[[str], bool], float]] = {
    "gb18030": (_FREQUENT.__contains__, 0.1),
    "big5": (_FREQUENT.__contains__, 0.1),
    "shift_jis": (lambda sign: "\u3041" <= sign <= "\u30fc", 0.25),
    "euc_kr": (lambda sign: "\uac00" <= sign <= "\ud7a3", 0.6),
    "cp1251": (frozenset("оеаинтсрвл").__contains__, 0.5),
}
"""How the letters that a language needs are known, and their least share of all that are not Latin."""


class Decoded(NamedTuple):
    """The text in a file."""

    text: str
    """Its lines end with a line feed alone."""
    encodings: tuple[str, ...] = ()
    """In which it was read, then the others that may be chosen; nothing for a pasted text."""
    said: tuple[Message, ...] = ()
    """What is odd about it."""


def decoded(data: bytes | str, most_bytes: int = MOST_BYTES, encoding: str = "") -> Decoded:
    """The text in a file or a pasted text, checked.

    Args:
        data: what was brought.
        most_bytes: how large it may be.
        encoding: the one that the learner chose; where it is empty, the likeliest.

    Raises:
        ExampleError: a file that is too large, of another kind, or has control characters.
    """
    size = (
        len(data) if isinstance(data, bytes) else len(data[: most_bytes + 1].encode("utf-8", "surrogatepass"))
    )
    if size > most_bytes:
        raise ExampleError(
            N_("The rows may have at most {most} MB, and these have more."), most=most_bytes // 10**6
        )
    if isinstance(data, str):
        return Decoded(_checked(data))
    found, text, said = _decoded(data)
    if encoding and encoding != found:
        text, said = _as_chosen(data, encoding), ()
    elif text is None:
        text = _as_chosen(data, found)
    ways = (found, *(way for way in WAYS["encoding"] if way != found))
    return Decoded(_checked(text), ways, said)


def _checked(text: str) -> str:
    text = text.removeprefix("\ufeff").removesuffix("\x1a")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        raise ExampleError(_CONTROL_CHARACTER, line=_line(text, control.start()), code=ord(control[0]))
    if half := re.search("[\ud800-\udfff]", text):
        raise ExampleError(_HALF_A_PAIR, line=_line(text, half.start()))
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|svg)\b", text[:2000], re.I):
        raise ExampleError(_WEB_PAGE)
    return text


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _as_chosen(data: bytes, encoding: str) -> str:
    try:
        return data.decode({"utf-8": "utf-8-sig"}.get(encoding, encoding))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExampleError(_UNREADABLE, line=line, encoding=NAMES[encoding]) from error


def _decoded(data: bytes) -> tuple[str, str | None, tuple[Message, ...]]:
    """The encoding that was found, and the text where it was needed for that; what is odd about it."""
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
        return "utf-8", data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(data)


def _with_mark(data: bytes, encoding: str) -> tuple[str, str | None, tuple[Message, ...]]:
    unit = {"8": 1, "6": 2, "2": 4}[encoding.removesuffix("-le").removesuffix("-be")[-1]]
    text = data[: len(data) - len(data) % unit].decode(encoding, "replace")
    name = encoding.removesuffix("-le").removesuffix("-be")
    if wrong := re.search("[\ufffd\ud800-\udfff]", text):
        if unit == 1 and text.count("\ufffd") * _FEW <= len(text):
            return name, text, (_damaged(text, name),)
        raise ExampleError(_MARKED, line=_line(text, wrong.start()), encoding=NAMES[name])
    return name, text, ()


def _damaged(text: str, encoding: str) -> Message:
    line = _line(text, text.index("\ufffd"))
    return Message(_DAMAGED, encoding=NAMES[encoding], count=text.count("\ufffd"), line=line)


def _guessed(data: bytes) -> tuple[str, str | None, tuple[Message, ...]]:
    """UTF-8 where few of its signs are wrong, a Chinese encoding where that makes sense, or Windows'."""
    begin = next(re.finditer(rb"[\x80-\xff]", data)).start()
    sample = data[begin : begin + _SAMPLE]
    if _mostly_right(sample, "utf-8", 0.1):
        text = data.decode("utf-8", "replace")
        return "utf-8", text, (_damaged(text, "utf-8"),)
    if (best := _of_its_letters(sample)) and _mostly_right(sample, best, 0.01):
        text = data.decode(best, "replace")
        return best, text, (_damaged(text, best),) if "\ufffd" in text else ()
    try:
        return "cp1252", data.decode("cp1252"), ()
    except UnicodeDecodeError:
        return "latin-1", None, ()


def _mostly_right(sample: bytes, encoding: str, share: float) -> bool:
    """Whether of the signs that are not Latin no more than this share is wrong; the last may be cut."""
    signs = sample.decode(encoding, "replace")
    wrong = signs.count("\ufffd") - (len(sample) == _SAMPLE)
    return wrong <= share * (len(signs) - len(signs.encode("ascii", "ignore")) - wrong)


def _of_its_letters(sample: bytes) -> str:
    """The encoding in which a sample has letters that texts in its languages have; empty: none."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    if sum(runs) < 1.6 * len(runs):  # in these languages high bytes stand together; those of é stand alone
        return ""
    best, most = "", 1.0
    for encoding, (letters, least) in _LETTERS.items():
        others = [sign for sign in sample.decode(encoding, "ignore") if sign > "\xa0"]
        known = sum(map(letters, others)) / max(len(others), 1)
        if known > least * most:
            best, most = encoding, known / least
    return best
