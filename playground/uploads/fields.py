"""The rows of a file of texts: what stands between their columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.delimited import (
    CHOICE_OF,
    SEP_LINE,
    SIGNS,
    Record,
    lines_of,
    padded,
    place_of,
    require_columns,
    short,
    split,
    without_empty_end,
)
from playground.uploads.report import WAYS, Choice, Line, Reading, Report
from playground.uploads.sources import Source, split_told

_GUESSED = ("\t", ";", "|", ",", "，")
"""The less a sign is used inside of sentences, the earlier it stands."""
_SAMPLE = 30
"""Rows that are looked at to find out what stands between the columns."""

_TEXTS = (
    "text texts review reviews sentence message sms body content comment tweet title headline question "
    "utterance description document name names word v2 文本 内容 评论 句子 satz texte phrase frase texto"
)
_LABELS = (
    "label labels class category sentiment target tag type intent polarity rating stars score emotion topic "
    "country language lang intent genre v1 标签 类别 情感 klasse étiquette etiqueta"
)
TEXT_NAMES, LABEL_NAMES = frozenset(_TEXTS.split()), frozenset(_LABELS.split())
"""What the two columns are mostly called, in lower case."""

MOST_ABOVE = 5
"""Lines above the rows that are no part of them."""
FEWEST_OPEN = 3
"""Rows with a quotation mark that is never closed: of fewer, each is a fault of its own."""
MOST_KINDS, FEWEST_OF_A_KIND = 10, 5
"""Of what is taken for labels, where commas stand in the texts without quotation marks."""

_ABOVE = N_("The rows begin in row {row:,}; what stands above them, from {first}, is left out.")
_JOINED = N_("Texts with commas have no quotation marks, as in row {row:,}; all but the label is the text.")
_UNQUOTED = N_("Quotation marks are read as parts of the texts, as some are never closed.")
_NOT_QUOTED = N_("Quotation marks are read as parts of the texts.")
_LABELLED_LINES = N_("Each line begins with its label, as fastText writes them.")
_FASTTEXT = re.compile(r"\s*__label__\S+ ")
_NO_SUCH_ROW = N_("The rows cannot begin in row {row:,}: there is nothing from there on.")


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of fields, each as many as most have or with a fault of its own."""

    records: tuple[Record, ...]
    width: int
    report: Report = ()
    quotes: tuple[str, ...] = WAYS["quotes"]
    """What quotation marks are unasked, then otherwise."""
    first: int = 1
    """The row that would be the first unasked."""
    heads: int | None = None
    """How many rows of names it has, where this is known."""


def fields_of(source: Source, reading: Reading, most: int) -> Fields:
    """The first `most` rows that have something in them.

    Raises:
        ExampleError: a row that cannot be split, or the learner's choice does not fit.
    """
    text = without_empty_end(source.text)
    sep = SEP_LINE.match(text)
    if sep:
        text = text[sep.end() :]
    if _FASTTEXT.match(text):
        return _of_fasttext(text, most)
    unasked = sep[1] if sep else max(_GUESSED, key=lambda sign: _agreeing(text, sign))
    unasked = "\t" if source.is_exact else unasked
    sign = SIGNS[reading.delimiter] if reading.delimiter and not source.is_exact else unasked
    before = (reading.number("first") or 1) - 1
    begin = place_of(text, before)
    if reading.first and (begin < 0 or not text[begin:].strip()):
        raise ExampleError(_NO_SUCH_ROW, row=before + 1)
    found = _split(text, sign, most, _From(begin, before), reading)
    require_columns(found.width)
    if source.is_exact:
        return replace(found, records=tuple(padded(found.records, found.width)), heads=source.heads)
    told = split_told(source, sign, CHOICE_OF.get(unasked, unasked), found.quotes)
    first = Choice("first", (str(found.first) if not reading.first else "",))
    return replace(found, report=(told._replace(choices=(*told.choices, first)), *found.report))


def _of_fasttext(text: str, most: int) -> Fields:
    """Lines that begin with their label, as fastText reads them."""
    parts = ((row, line.partition(" ")) for row, line in enumerate(text.split("\n"), start=1))
    rows = (Record(row, [label.removeprefix("__label__"), rest.strip()]) for row, (label, _b, rest) in parts)
    records = _some((row for row in rows if row.fields[0]), most)
    return Fields(records, 2, (Line(Message(_LABELLED_LINES)),), heads=0)


class _From(NamedTuple):
    """Where rows are read from: the place in the text, and how many rows are before it."""

    begin: int
    before: int


def _split(text: str, sign: str, most: int, where: _From, reading: Reading) -> Fields:
    """The rows, where not chosen otherwise with what repairs them."""
    if reading.quotes == "part":
        bare = _unquoted(text, sign, most, where)
        return replace(bare, report=(Line(Message(_NOT_QUOTED)),), quotes=("", *WAYS["quotes"]))
    try:
        records = _some(split(text, sign, begin=where.begin, before=where.before), most)
    except ExampleError:
        found = None if reading.quotes else _repaired(text, sign, most, where)
        if found is None:
            raise
        return found
    width = _usual([len(record.fields) for record in records[:_SAMPLE]])
    if reading.quotes:
        return Fields(records, width, (), ("", *WAYS["quotes"]))
    odd = [one for one in records if len(one.fields) != width or "\n" in "".join(one.fields)]
    if sign == "\t" and odd:
        bare = _unquoted(text, sign, most, where)
        if _says_more(bare, records, width):
            return bare
    found = _with_commas_joined(records, width, sign)
    return found if reading.first else _without_title(found)


def _repaired(text: str, sign: str, most: int, where: _From) -> Fields | None:
    """Rows whose quotation marks have backslashes, or are parts of texts; `None` where neither fits."""
    if '\\"' in text:
        with suppress(ExampleError):
            records = _some(split(text, sign, begin=where.begin, before=where.before, escaped=True), most)
            return Fields(records, _usual([len(one.fields) for one in records[:_SAMPLE]]))
    bare = _unquoted(text, sign, most, where)
    if sign == "\t":
        return bare
    open_ones = sum("".join(one.fields).count('"') % 2 for one in bare.records)
    fits = all(len(one.fields) == bare.width for one in bare.records)
    return bare if fits and open_ones >= FEWEST_OPEN else None


def _without_title(fields: Fields) -> Fields:
    """The rows without the few lines of one field above them."""
    begin = next((n for n, one in enumerate(fields.records[:MOST_ABOVE]) if len(one.fields) > 1), 0)
    if not begin:
        return fields
    first, row = fields.records[0].fields[0], fields.records[begin].row
    said = Line(Message(_ABOVE, row=row, first=short(first)))
    return replace(fields, records=fields.records[begin:], report=(*fields.report, said), first=row)


def _with_commas_joined(records: tuple[Record, ...], width: int, sign: str) -> Fields:
    """Rows of a text with commas, without quotation marks, and a label at one end."""
    odd = [one for one in records if len(one.fields) != width]
    if sign not in ",，" or not odd or width < 2 or len(records[0].fields) != 2:
        return Fields(records, width)
    for at, behind in ((-1, slice(None, -1)), (0, slice(1, None))):
        kinds = Counter(one.fields[at] for one in records[1:])
        if 2 <= len(kinds) <= MOST_KINDS and min(kinds.values()) >= FEWEST_OF_A_KIND:
            rows = (
                Record(
                    one.row, [f"{sign} ".join(one.fields[behind]), one.fields[at]][:: -1 if at == 0 else 1]
                )
                for one in records
            )
            return Fields(tuple(rows), 2, (Line(Message(_JOINED, row=odd[0].row)),))
    return Fields(records, width)


def _says_more(bare: Fields, records: Sequence[Record], width: int) -> bool:
    """Whether rows without quotation marks all fit, and a column of theirs has the same values."""
    if bare.width != width or any(len(record.fields) != width for record in bare.records):
        return False
    ways = ([one.fields for one in rows if len(one.fields) == width] for rows in (bare.records, records))
    columns, quoted = (list(zip(*rows, strict=True)) for rows in ways)
    return any(set(one) == set(other) for one, other in zip(columns, quoted, strict=False))


def _some(records: Iterable[Record], most: int) -> tuple[Record, ...]:
    found: list[Record] = []
    for record in records:
        if any(record.fields):
            found.append(record)
            if len(found) == most:
                break
    return tuple(found)


def _usual(counts: Sequence[int]) -> int:
    several = Counter(count for count in counts if count > 1).most_common(1)
    return several[0][0] if several else 1


def _agreeing(text: str, delimiter: str) -> int:
    """How many of the first rows have as many fields, two or more; names of both columns count most."""
    counts, named = [], 0
    if delimiter == "\t" and "\t" in text:  # a quotation mark may be left open there
        rows = [line.split("\t") for line in text.split("\n", _SAMPLE)[:_SAMPLE]]
    else:
        rows = []
        reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
        try:
            for _n, row in zip(range(_SAMPLE), reader, strict=False):
                rows.append(row)
        except csv.Error:
            pass  # which row it is, `split` says
    for row in rows:
        fields = {field.strip().strip('"').casefold() for field in row}
        named += bool(fields & TEXT_NAMES and fields & LABEL_NAMES)
        counts.append(len(row))
    usual = _usual(counts)
    return _SAMPLE * named + (counts.count(usual) if usual > 1 else 0)


def _unquoted(text: str, sign: str, most: int, where: _From) -> Fields:
    whole = split(text, sign, begin=where.begin, before=where.before, quoted=False)
    records = _some(whole, most)
    report = (Line(Message(_UNQUOTED)),)
    return Fields(records, _usual([len(one.fields) for one in records]), report, WAYS["quotes"][::-1])
