"""The parts of an Excel workbook that say what stands in its cells, read with expat and bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from xml.parsers import expat

MOST_ELEMENTS = 1_500_000
"""Of one part."""
MOST_CELLS = 250_000
"""With values, of all sheets that are looked at: reading them takes a second."""
MOST_PLACES = 3_000_000
"""Cells with the empty ones before them."""

_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
"""The numbers of the formats of dates that every workbook has."""
_CLOCKS = frozenset((18, 19, 20, 21, 45, 47))
_NOT_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)
"""What of a format is not about numbers: texts, signs, colours."""
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_LAST_DAY = 2_958_465
"""31 December 9999."""


class TooMuch(Exception):
    """A part has more in it than is read."""


Begin = Callable[[dict[str, str]], None]
End = Callable[[], None]


class Part:
    """What expat tells while it reads one part; `begins` and `ends` hold what is done at which element."""

    def __init__(self) -> None:
        self.begins: dict[str, Begin] = {}
        self.ends: dict[str, End] = {}
        self.pieces: list[str] | None = None
        """The text since it was made empty; `None` where no text is wanted."""
        self._left = MOST_ELEMENTS

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        self._left -= 1
        if self._left < 0:
            raise TooMuch
        if self._left == MOST_ELEMENTS - 1 and ":" in tag:  # some programs write x:worksheet, x:row, x:c
            prefix = tag.partition(":")[0]
            self.begins = {f"{prefix}:{name}": begin for name, begin in self.begins.items()}
            self.ends = {f"{prefix}:{name}": end for name, end in self.ends.items()}
        if (begin := self.begins.get(tag)) is not None:
            begin(given)

    def end(self, tag: str) -> None:
        """An element ends."""
        if (end := self.ends.get(tag)) is not None:
            end()

    def text(self, text: str) -> None:
        """Text stands in the element."""
        if self.pieces is not None:
            self.pieces.append(text)

    def listen(self, _given: dict[str, str]) -> None:
        """Gather the text from here on."""
        self.pieces = []

    def taken(self) -> str:
        """The text that was gathered."""
        text = "".join(self.pieces or ())
        self.pieces = None
        return text


P = TypeVar("P", bound=Part)


def parsed(part: P, pieces: Iterable[bytes]) -> P:
    """`part` after all pieces."""
    for _piece in parsing(part, pieces):
        pass
    return part


def parsing(part: Part, pieces: Iterable[bytes]) -> Iterator[None]:
    """Feed one piece after the other."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # entities that grow are declared there; workbooks have none
    parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
    parser.CharacterDataHandler = part.text
    begun = False
    for piece in pieces:
        parser.Parse(piece)
        begun = True
        yield
    if begun:
        parser.Parse(b"", True)
        yield


def _refuse(*_declared: object) -> None:
    raise ValueError("entities may be declared here")


class Book(Part):
    """Which sheets there are, where they stand, and in which year their days begin."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.places: dict[str, str] = {}
        self.epoch = datetime(1899, 12, 30)
        self.begins = {"sheet": self._sheet, "workbookPr": self._settings, "Relationship": self._place}

    def _sheet(self, given: dict[str, str]) -> None:
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        self.sheets[given["name"]] = key
        if given.get("state", "visible") != "visible":
            self.hidden.add(given["name"])

    def _settings(self, given: dict[str, str]) -> None:
        if given.get("date1904") in ("1", "true"):
            self.epoch = datetime(1904, 1, 1)

    def _place(self, given: dict[str, str]) -> None:
        if given["Type"].endswith("/worksheet"):
            target = given["Target"]
            self.places[given["Id"]] = target[1:] if target.startswith("/") else f"xl/{target}"


class Strings(Part):
    """The texts that cells share; each may have several runs, and how it is spoken is none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._runs: list[str] = []
        self._kept: list[str] = []
        self.begins = {"si": self._begin, "rPh": self._aid, "t": self.listen}
        self.ends = {"t": lambda: self._runs.append(self.taken()), "rPh": self._back, "si": self._keep}

    def _begin(self, _given: dict[str, str]) -> None:
        self._runs = self._kept = []

    def _aid(self, _given: dict[str, str]) -> None:
        self._runs = []

    def _back(self) -> None:
        self._runs = self._kept

    def _keep(self) -> None:
        self.found.append(_in_one_line("".join(self._kept)))


class Styles(Part):
    """For each style of cells, whether it shows numbers as a `date` or a `clock`, or as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []
        self._formats: dict[str, str] = {}
        self._is_of_cells = False
        self.begins = {"numFmt": self._format, "cellXfs": self._cells, "xf": self._style}
        self.ends = {"cellXfs": self._others}

    def _format(self, given: dict[str, str]) -> None:
        self._formats[given["numFmtId"]] = given.get("formatCode", "")

    def _cells(self, _given: dict[str, str]) -> None:
        self._is_of_cells = True

    def _others(self) -> None:
        self._is_of_cells = False

    def _style(self, given: dict[str, str]) -> None:
        if self._is_of_cells:
            number = given.get("numFmtId", "0")
            self.kinds.append(_kind(int(number), self._formats.get(number)))


def _kind(number: int, code: str | None) -> str:
    if code is None:
        return "clock" if number in _CLOCKS else "date" if number in _DATES else ""
    plain = _NOT_A_FORMAT.sub("", code.partition(";")[0]).lower()
    if _ELAPSED.search(plain) or plain in ("general", "standard"):
        return ""
    if set("yd") & set(plain) or ("m" in plain and not set("hs") & set(plain)):
        return "date"
    return "clock" if set("hs") & set(plain) else ""


def _in_one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ")


class Cells(Part):
    """The rows of a sheet; whoever takes `rows` empties them."""

    def __init__(self, strings: Sequence[str], kinds: Sequence[str], epoch: datetime, most: int) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[str]]] = []
        self.uncomputed = 0
        self.left = most
        self._strings, self._kinds, self._epoch = strings, kinds, epoch
        self._row, self._column, self._cells = 0, 0, [""][:0]
        self._cell: dict[str, str] = {}
        self._value = ""
        self._has_formula = self._is_reading_aid = False
        self._places_left = MOST_PLACES
        self._numbers: dict[str, int] = {}
        self.begins = {
            "row": self._begin_row, "c": self._begin_cell, "v": self.listen, "t": self.listen,
            "f": self._formula, "rPh": self._aid,
        }  # fmt: skip
        self.ends = {
            "v": self._take,
            "t": self._take,
            "c": self._end_cell,
            "row": self._end_row,
            "rPh": self._back,
        }

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row = int(given.get("r", self._row + 1))
        self._cells, self._column = [], 0

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._cell, self._value, self._has_formula = given, "", False

    def _formula(self, _given: dict[str, str]) -> None:
        self._has_formula = True

    def _aid(self, _given: dict[str, str]) -> None:
        self._is_reading_aid = True

    def _back(self) -> None:
        self._is_reading_aid = False

    def _take(self) -> None:
        text = self.taken()
        if not self._is_reading_aid:
            self._value += text

    def _end_cell(self) -> None:
        place = self._cell.get("r")
        self._column = self._number(place.rstrip("0123456789")) if place else self._column + 1
        if not self._value:
            self.uncomputed += self._has_formula
            return
        missing = self._column - len(self._cells) - 1
        self.left -= 1
        self._places_left -= max(missing, 0)
        if self.left < 0 or self._places_left < 0:
            raise TooMuch
        if missing > 0:
            self._cells += [""] * missing
        if missing < 0:
            self._cells[self._column - 1] = self._shown()
        else:
            self._cells.append(self._shown())

    def _end_row(self) -> None:
        if self._cells:
            self.rows.append((self._row, self._cells))

    def _number(self, letters: str) -> int:
        number = self._numbers.get(letters)
        if number is None:
            number = 0
            for letter in letters[:4].upper():
                number = 26 * number + ord(letter) - 64
            self._numbers[letters] = number
        return number

    def _shown(self) -> str:
        """The value as a table has it that is written with ISO 8601 and decimal points."""
        value, kind = self._value, self._cell.get("t", "n")
        if kind == "s":
            return self._strings[int(value)]
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return _in_one_line(value)
        style = self._cell.get("s")
        if style and (shown_as := self._kinds[int(style)]):
            return self._moment(float(value), shown_as) or value
        return value if len(value) < 16 else f"{float(value)!r}".removesuffix(".0")

    def _moment(self, days: float, kind: str) -> str:
        if not 0 <= days <= _LAST_DAY:
            return ""
        if days < 1 and kind == "clock":
            return f"{datetime(2000, 1, 1) + timedelta(seconds=round(days * 86400)):%H:%M:%S}"
        if days < 60 and self._epoch.year == 1899:  # Excel has a 29 February 1900
            days += 1
        moment = self._epoch + timedelta(milliseconds=round(days * 86_400_000))
        if moment.time() == moment.time().min:
            return f"{moment:%Y-%m-%d}" if kind == "date" else f"{moment:%Y-%m-%d} 00:00"
        return moment.isoformat(" ", "milliseconds").removesuffix(".000")
