"""The rows of a file of texts: what stands between their columns, or what is in its JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.delimited import SEP_LINE, Record, short, split
from playground.uploads.report import Line, Report

DELIMITERS = ("\t", ";", "|", ",")
"""The less a sign is used inside of sentences, the earlier it stands."""
_SAMPLE = 30
"""Rows that are looked at to find out what stands between the columns."""

_TEXTS = (
    "text texts review reviews sentence message sms body content comment tweet title headline question "
    "utterance description document v2 文本 内容 评论 句子 satz texte phrase frase texto"
)
_LABELS = (
    "label labels class category sentiment target tag type intent polarity rating stars score emotion topic "
    "v1 标签 类别 情感 klasse étiquette etiqueta"
)
TEXT_NAMES, LABEL_NAMES = frozenset(_TEXTS.split()), frozenset(_LABELS.split())
"""What the two columns are mostly called, in lower case."""

MOST_ABOVE = 5
"""Lines above the rows that are no part of them."""
MOST_KINDS, FEWEST_OF_A_KIND = 10, 5
"""Of what is taken for labels, where commas stand in the texts without quotation marks."""

_ABOVE = N_("The rows begin in row {row:,}; what stands above them, from {first}, is left out.")
_JOINED = N_("Texts with commas have no quotation marks, as in row {row:,}; all but the label is the text.")
_NO_JSON = N_("Line {line:,} begins as JSON and is none that can be read.")
_UNQUOTED = N_("Quotation marks are read as parts of the texts, as some are never closed.")


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of fields, each as many as most have or with a fault of its own."""

    records: tuple[Record, ...]
    width: int
    names: tuple[str, ...] = ()
    """Where the file itself says them, as JSON does."""
    report: Report = ()


def fields_of(text: str, most: int) -> Fields:
    """The first `most` rows that have something in them.

    Raises:
        ExampleError: a row that cannot be split.
    """
    if text.lstrip()[:1] == "{" or text.lstrip()[:2] == "[{":
        return _of_json(text, most)
    if sep := SEP_LINE.match(text):
        text = text[sep.end() :]
    sign = max(DELIMITERS, key=lambda delimiter: _agreeing(text, delimiter))
    try:
        records = _some(split(text, sign), most)
    except ExampleError:
        if sign != "\t":
            raise
        return _unquoted(text, most)
    width = _usual([len(record.fields) for record in records[:_SAMPLE]])
    odd = [one for one in records if len(one.fields) != width or "\n" in "".join(one.fields)]
    if sign == "\t" and odd:
        bare = _unquoted(text, most)
        if _says_more(bare, records, width):
            return bare
    return _without_title(_with_commas_joined(records, width, sign), width)


def _without_title(fields: Fields, width: int) -> Fields:
    """The rows without the few lines of one field above them."""
    begin = next((n for n, one in enumerate(fields.records[:MOST_ABOVE]) if len(one.fields) > 1), 0)
    if not begin:
        return fields
    first = fields.records[0].fields[0]
    said = Line(Message(_ABOVE, row=fields.records[begin].row, first=short(first)))
    return replace(fields, records=fields.records[begin:], report=(*fields.report, said))


def _with_commas_joined(records: tuple[Record, ...], width: int, sign: str) -> Fields:
    """Rows of a text with commas, without quotation marks, and a label at one end."""
    odd = [one for one in records if len(one.fields) != width]
    if sign != "," or not odd or width < 2 or len(records[0].fields) != 2:
        return Fields(records, width)
    for at, behind in ((-1, slice(None, -1)), (0, slice(1, None))):
        kinds = Counter(one.fields[at] for one in records[1:])
        if 2 <= len(kinds) <= MOST_KINDS and min(kinds.values()) >= FEWEST_OF_A_KIND:
            rows = (
                Record(one.row, [", ".join(one.fields[behind]), one.fields[at]][:: -1 if at == 0 else 1])
                for one in records
            )
            return Fields(tuple(rows), 2, report=(Line(Message(_JOINED, row=odd[0].row)),))
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
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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


def _unquoted(text: str, most: int) -> Fields:
    rows = (
        Record(row, [field.strip() for field in line.split("\t")])
        for row, line in enumerate(text.splitlines(), start=1)
    )
    records = _some(rows, most)
    return Fields(records, _usual([len(one.fields) for one in records]), report=(Line(Message(_UNQUOTED)),))


def _of_json(text: str, most: int) -> Fields:
    """Objects, one a line or all in one list; the keys of the first are the columns."""
    lines = text.splitlines()
    found: list[tuple[int, object]] = []
    if text.lstrip()[0] == "[":
        found = [(number, one) for number, one in enumerate(_loaded(text, 1, list), start=1)]
    else:
        for number, line in enumerate(lines, start=1):
            if line.strip() and len(found) < most:
                found.append((number, _loaded(line, number, dict)))
    objects = [(number, one) for number, one in found[:most] if isinstance(one, dict)]
    names = tuple(str(name) for name in (objects[0][1] if objects else {}))
    records = tuple(
        Record(number, [_shown(one.get(name)) for name in names]) for number, one in objects if names
    )
    return Fields(records, len(names), names)


def _loaded(text: str, line: int, kind: type) -> list[object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, kind):
        raise ExampleError(_NO_JSON, line=line)
    return value  # type: ignore[return-value]


def _shown(value: object) -> str:
    return "" if value is None else " ".join(str(value).split("\0")).strip()
