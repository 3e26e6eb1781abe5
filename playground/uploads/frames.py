"""Where the table begins in a file, and what stands between its columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import is_value
from playground.uploads.delimited import (
    BLANKS,
    CHOICE_OF,
    MOST_COLUMNS,
    SEP_LINE,
    SIGN_NAMES,
    SIGNS,
    lines_of,
    place_of,
    short,
)
from playground.uploads.numbers import is_missing
from playground.uploads.report import WAYS, Line, Reading, asked

_GUESSED = ("\t", ";", "|", ",")
"""The less a sign is used inside of sentences and numbers, the earlier it stands."""

_SAMPLE = 200
"""Lines with something in them that are looked at to find the table."""
_LONGEST = 131_072
"""Signs of a line that are looked at: a field may have no more."""
_COMMENT = re.compile(r"(?m)^[ \t]*(?:#|//|%).*$")
_RULE = re.compile(r"(?m)^[ \t]*[+|]?(?:[ \t]*[-=:]{2,}[ \t]*[+|])+(?:[ \t]*[-=:]{2,})?[ \t]*$")
"""A line that is drawn below names or around a table."""
_NAMING = 5
"""The last comments above a table, one of which may name its columns."""
_CELLS = re.compile(r"""[\s,;|"]+""")
_LOOKED_AT = 200_000
"""Signs at the beginning of a file in which comments are looked for."""

_COMMENTS = N_("Lines that begin as comments are left out, such as {first}.")
_KEPT_COMMENTS = N_("Lines that begin as comments are read as rows, such as {first}.")
_ALL_COMMENTS = N_("All lines begin as comments, such as {first}, so there is no table.")
_PREAMBLE = N_("The table begins in row {row:,}; what stands above it, from {first}, is left out.")
_NO_SUCH_ROW = N_("The table cannot begin in row {row:,}: there is nothing from there on.")
_NO_SUCH_SIGN = N_("No line has {sign} in it, so this does not stand between the columns.")


class Filled(NamedTuple):
    """A line with something in it."""

    row: int
    """How many lines stand before it."""
    text: str


@dataclass(slots=True)
class Frame:
    """The table in a text, before it is split."""

    text: str
    """Without comments; they leave empty lines."""
    delimiter: str = ""
    width: int = 1
    """How many columns most rows have."""
    begin: int = 0
    """The place of its first line."""
    before: int = 0
    """How many lines stand before it."""
    unasked_first: int = 1
    """The row in which it would begin unasked."""
    unasked_sign: str = "none"
    """What would stand between its columns unasked, as the choice has it."""
    comments: list[list[str]] = field(default_factory=list)
    """The fields of the last comments above it."""
    report: list[Line] = field(default_factory=list)


def frame_of(text: str, reading: Reading, *, is_exact: bool) -> Frame:
    """The table in a text.

    Args:
        text: of the file, its lines ended by line feeds.
        reading: what the learner chose.
        is_exact: whether tabs are known to stand between its columns.

    Raises:
        ExampleError: the learner chose a row or a sign that is not there, or there are only comments.
    """
    frame = Frame(text)
    sign = "\t" if is_exact else None
    if not is_exact:
        if sep := SEP_LINE.match(text):
            sign = sep[1]
            frame.text = text[sep.end() :]
        comments = _without_comments(frame, reading)
        if _RULE.search(frame.text[:_LOOKED_AT]):
            frame.text = _RULE.sub("", frame.text)
    lines = _filled_lines(frame.text, reading.number("first") or 1)
    if not lines:
        if reading.first:
            raise ExampleError(_NO_SUCH_ROW, row=int(reading.first))
        return frame
    counts = {one: [_count(line.text, one) for line in lines] for one in (*_GUESSED, BLANKS)}
    sign = _delimiter(lines, counts) if sign is None else sign
    frame.unasked_sign = CHOICE_OF.get(sign, sign)
    frame.delimiter = SIGNS[reading.delimiter] if reading.delimiter and not is_exact else sign
    _place(frame, lines, counts, reading, is_exact=is_exact)
    if not is_exact:
        sign = None if frame.delimiter == BLANKS else frame.delimiter or "\n"
        frame.comments = [[one.strip() for one in comment.split(sign)] for comment in comments]
    return frame


def _place(
    frame: Frame, lines: list[Filled], counts: dict[str, list[int]], reading: Reading, *, is_exact: bool
) -> None:
    """Where the table begins, and how many columns it has."""
    sizes = counts.get(frame.delimiter) or [_count(line.text, frame.delimiter) for line in lines]
    start = 0
    if frame.delimiter:
        frame.width = _usual(sizes)
        if frame.width == 1 and reading.delimiter and not is_exact:
            raise ExampleError(_NO_SUCH_SIGN, sign=SIGN_NAMES[frame.delimiter])
        start = _start(lines, sizes, frame.width, is_exact=is_exact)
    if is_exact:  # the last cells of a row may be missing
        frame.width = max(sizes[start:])
    frame.unasked_first = lines[start].row + 1
    if reading.first:
        frame.before = int(reading.first) - 1
        frame.unasked_first = 0  # it is not known from here
    else:
        frame.before = lines[start].row
        if start:
            said = Message(_PREAMBLE, row=frame.before + 1, first=short(lines[0].text.strip()))
            frame.report.append(Line(said))
    frame.begin = place_of(frame.text, frame.before)


def _without_comments(frame: Frame, reading: Reading) -> list[str]:
    """Leave the comments out, where this was not chosen otherwise; the last of those at the beginning."""
    comments = _COMMENT.findall(frame.text[:_LOOKED_AT])
    if not comments:
        return []
    first = short(comments[0].strip())
    are_rows = _are_rows(comments, frame.text[:_LOOKED_AT])
    ways = WAYS["comments"][:: -1 if are_rows else 1]
    if (reading.comments or ways[0]) == "keep":
        frame.report.append(asked(Message(_KEPT_COMMENTS, first=first), "comments", ways))
        return []
    frame.report.append(asked(Message(_COMMENTS, first=first), "comments", ways))
    frame.text = _COMMENT.sub("", frame.text)
    if not frame.text.strip():
        raise ExampleError(_ALL_COMMENTS, first=first)
    return [comment.strip().lstrip("#/% ").strip() for comment in comments[-_NAMING:]]


def _are_rows(comments: list[str], text: str) -> bool:
    """Whether most lines begin so, and have equally many fields: rows of a table that begin with #1."""
    if 2 * len(comments) <= sum(map(bool, map(str.strip, lines_of(text)))):
        return False
    sizes = [max(line.count(sign) for sign in _GUESSED) for line in comments]
    return Counter(sizes).most_common(1)[0][1] > 0.9 * len(sizes) and max(sizes) > 0


def _filled_lines(text: str, first: int) -> list[Filled]:
    """The first lines with something in them, from the row `first` on."""
    found: list[Filled] = []
    row, place = first - 1, place_of(text, first - 1)
    while place >= 0 and len(found) < _SAMPLE and (sign := re.compile(r"\S").search(text, place)):
        begin = text.rfind("\n", 0, sign.start()) + 1
        row += text.count("\n", place, begin)
        end = text.find("\n", begin)
        line = text[begin:] if end < 0 else text[begin:end]
        found.append(Filled(row, line))
        row, place = row + 1, end + 1 if end >= 0 else -1
    return found


def _count(line: str, sign: str) -> int:
    """How many fields a line has."""
    if not sign:
        return 1
    if sign == BLANKS:
        return len(line[:_LONGEST].split())
    if '"' not in line:
        return line.count(sign) + 1
    try:
        return len(next(csv.reader([line[:_LONGEST]], delimiter=sign), [""]))
    except csv.Error:
        return 1


def _usual(counts: Sequence[int]) -> int:
    found = Counter(count for count in counts if count > 1).most_common(1)
    return found[0][0] if found else 1


def _delimiter(lines: Sequence[Filled], counts: dict[str, list[int]]) -> str:
    """The sign under which most lines have as many fields, two or more; empty where there is one column."""
    agree = {
        sign: counts[sign].count(_usual(counts[sign])) if _usual(counts[sign]) > 1 else 0 for sign in counts
    }
    best = max(_GUESSED, key=lambda sign: agree[sign])
    if agree[best] == 0 or (best == "," and _is_one_column(lines, counts[","])):
        best = ""
    if (not best or 2 * agree[best] < len(lines)) and _is_of_blanks(lines, counts[BLANKS], agree[BLANKS]):
        return BLANKS
    return best


def _is_one_column(lines: Sequence[Filled], counts: Sequence[int]) -> bool:
    """Whether commas only stand before decimals, under a name without one."""
    cells = [line.text.strip() for line in lines[1:]]
    return (
        len(lines) > 1
        and counts[0] == 1
        and all(is_missing(cell) or re.fullmatch(r"[+-]?[0-9]+(?:,[0-9]+)?", cell) for cell in cells)
    )


def _is_of_blanks(lines: Sequence[Filled], counts: Sequence[int], agree: int) -> bool:
    width = _usual(counts)
    if not 1 < width <= MOST_COLUMNS or 10 * agree < 8 * len(lines):
        return False
    rows = [line.text.split() for line, count in zip(lines, counts, strict=True) if count == width]
    values = sum(is_value(cell) or is_missing(cell) for row in rows for cell in row)
    single = sum(is_value(line.text.strip()) for line in lines)
    return 2 * values > agree * width and 2 * single < len(lines)


def _start(lines: Sequence[Filled], counts: Sequence[int], width: int, *, is_exact: bool) -> int:
    """The first line with the usual number of fields that a line like it follows."""
    for place, (count, following) in enumerate(pairwise(counts)):
        if is_exact and min(count, following) >= width:
            return place
        if count == width == following:
            return place - _heads_above(lines, counts, place)
    return 0


def _heads_above(lines: Sequence[Filled], counts: Sequence[int], place: int) -> int:
    """How many lines directly above the first rows name their columns: one, or one and one with units."""

    def is_near(back: int) -> bool:
        return place >= back and lines[place - back].row == lines[place].row - back

    if not is_near(1) or not 1 < counts[place - 1] != counts[place]:
        return 0
    if not any(map(is_value, _CELLS.split(lines[place].text))):  # this is the row of names itself
        return 0
    are_two = is_near(2) and counts[place - 2] == counts[place]
    return 2 if are_two and not any(map(is_value, lines[place - 1].text.split())) else 1
