"""A learner's own labelled texts: rows of `text,label`, each fault told in one sentence.

Size, encoding and control characters are looked at before anything is parsed; then the columns,
every row, and last how the labels are shared out. Nothing that was sent is ever run.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from playground.config.errors import ExampleError, OwnDataMissing
from playground.data.words import words_of
from playground.i18n import N_, Message
from playground.uploads.delimited import Record, as_name, short
from playground.uploads.encodings import MOST_BYTES
from playground.uploads.fields import fields_of
from playground.uploads.pairs import Pair, pair_of
from playground.uploads.report import Line, Reading, Report
from playground.uploads.sources import source_of

FEWEST_ROWS, MOST_ROWS = 20, 5000
MOST_CHARACTERS, MOST_LABEL_CHARACTERS = 2000, 40
FEWEST_LABELS, MOST_LABELS = 2, 10
FEWEST_OF_A_LABEL = 5
LARGEST_SHARE = 0.9
"""Of the most frequent label: beyond it, always saying this one would look like knowledge."""

_KIND = "labelled texts"
"""Written in front of the rows, so that other data under the same setting is not taken for them."""

_WHOLE = re.compile(r"^([0-9]+)\.0+$")
"""A whole number as programs write those of a column with gaps."""

_ONE_COLUMN = N_(
    "Row {row} has 1 column, but every row needs two, text and label; a text with commas must stand in "
    "quotation marks."
)
_SOME_COLUMNS = N_(
    "Row {row} has {count} columns, but every row needs two, text and label; a text with commas must "
    "stand in quotation marks."
)
_OTHER_COLUMNS = N_(
    "Row {row} has {count} columns, but most have {needed}; a text with commas must stand in quotation marks."
)
_TWICE = N_("Rows with the words of an earlier one and another label are left out: {count:,}. {fault}")
_LEFT_OUT = N_("Rows without a text or a label are left out: {count:,}, the first is row {row:,}.")
_CUT = N_("Texts of more than {most:,} characters are cut there: {count:,}.")
_LONG_LABEL = N_("A label may have at most {most} characters; in row {row} it has {count:,}: {plain}.")
_TWO_LABELS = N_(
    "Rows {first} and {number} have the same words, {text}, but two labels, {label} and {other}; "
    "capitals and punctuation do not count."
)
_FEW_TEXTS = N_("There must be at least {fewest} different texts, not {count}.")
_ONE_LABEL = N_("All {count:,} rows have the label {label}; there must be two or more.")
_MANY_LABELS = N_(
    "There may be at most {most} labels, not {count:,}, such as {label} and {other}; is the label in "
    "the second column?"
)
_RARE_LABEL = N_("Every label needs at least {fewest} different texts; {label} has {count}.")
_FREQUENT_LABEL = N_(
    "One label may have at most {most:.0%} of the rows; {label} has {count:,} of {rows:,}, so that "
    "always predicting it would already look good."
)


class LabelledText(NamedTuple):
    """One row."""

    text: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRows:
    """Texts that differ in their words, each with one of 2 to 10 labels, in the order they came."""

    rows: tuple[LabelledText, ...]
    report: Report = field(default=(), compare=False)
    """How the file was read."""
    chosen: dict[str, str] = field(default_factory=dict, compare=False)
    """Which columns the learner chose."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The different labels, sorted."""
        return tuple(sorted({row.label for row in self.rows}))

    def to_bytes(self) -> bytes:
        """Canonical: the same rows give the same bytes, whatever file they came in."""
        chosen = [self.chosen] if self.chosen else []
        return json.dumps([_KIND, self.rows, *chosen], ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> LabelledRows:
        """The rows in what `to_bytes` gave.

        Raises:
            OwnDataMissing: `data` is somebody's, but of another kind.
        """
        if not data.startswith(f'["{_KIND}",'.encode()):
            raise OwnDataMissing(N_("This experiment needs texts with labels: add some."))
        _kind, rows, *chosen = json.loads(data)
        return cls(rows=tuple(LabelledText(*row) for row in rows), chosen=chosen[0] if chosen else {})


def read_rows(data: bytes | str, reading: Reading | None = None) -> LabelledRows:
    """The rows of a file or of a pasted text.

    A text and a label in each, among other columns or alone, between tabs, semicolons, bars or commas, or as
    JSON; a first row may name the columns. Rows that repeat another count once.

    Args:
        data: what was brought.
        reading: which columns the learner chose.

    Raises:
        ExampleError: the first fault, in one sentence with the row's number and what was found.
    """
    reading = reading or Reading()
    source = source_of(data, reading, most_bytes=MOST_BYTES, most_rows=MOST_ROWS + 2)
    fields = fields_of(source, reading, MOST_ROWS + 2)
    if not fields.records:
        raise ExampleError(
            N_("There are no rows: each needs a text and a label, such as: how are you,question")
        )
    pair = pair_of(fields, reading, MOST_LABELS)
    found = fields.records[pair.heads :]
    if len(found) > MOST_ROWS:
        raise ExampleError(N_("There may be at most {most:,} rows, and there are more."), most=MOST_ROWS)
    said = [*source.report, *fields.report, *pair.report]
    rows = tuple(_distinct(_whole(found, fields.width, pair, said), said))
    _require_enough(rows)
    report = tuple(said)
    return LabelledRows(rows=rows, report=report, chosen=reading.other_than_usual(report))


def _whole(
    found: Sequence[Record], width: int, pair: Pair, said: list[Line]
) -> list[tuple[int, LabelledText]]:
    """The rows that have a text and a label; a few that have not are left out, and told."""
    rows: list[tuple[int, LabelledText]] = []
    faults: list[tuple[int, ExampleError]] = []
    cut = 0
    for record in found:
        try:
            row = _row(record, width, pair)
        except _Incomplete as error:
            faults.append((record.row, error))
            continue
        cut += len(row.text) > MOST_CHARACTERS
        rows.append((record.row, row._replace(text=row.text[:MOST_CHARACTERS])))
    if faults and (len(rows) < FEWEST_ROWS or 10 * len(faults) > len(found)):
        raise faults[0][1]
    if faults:
        said.append(Line(Message(_LEFT_OUT, count=len(faults), row=faults[0][0])))
    if cut:
        said.append(Line(Message(_CUT, most=MOST_CHARACTERS, count=cut)))
    return rows


class _Incomplete(ExampleError):
    """A row without a text or a label."""


def _row(record: Record, width: int, pair: Pair) -> LabelledText:
    count = len(record.fields)
    if width < 2 or (count != width and any(record.fields[width:])) or count < width:
        if count == 1:
            raise ExampleError(_ONE_COLUMN, row=record.row)
        if width == 2:
            raise ExampleError(_SOME_COLUMNS, row=record.row, count=count)
        raise ExampleError(_OTHER_COLUMNS, row=record.row, count=count, needed=width)
    text, label = record.fields[pair.text_at], record.fields[pair.label_at]
    if not words_of(text):
        raise _Incomplete(
            N_("Row {row} has no word in its text, which is {text}."), row=record.row, text=short(text)
        )
    return LabelledText(text=text, label=_label(record.row, label))


def _label(row: int, label: str) -> str:
    name = as_name(_WHOLE.sub(r"\1", label))
    if len(name) > MOST_LABEL_CHARACTERS:
        raise ExampleError(
            _LONG_LABEL, most=MOST_LABEL_CHARACTERS, row=row, count=len(name), plain=short(name)
        )
    if not name:
        raise _Incomplete(N_("Row {row} has no label."), row=row)
    return name


def _distinct(rows: Sequence[tuple[int, LabelledText]], said: list[Line]) -> Sequence[LabelledText]:
    """Each text once: a network reads only the words, so it takes texts with the same words for one."""
    found: list[LabelledText] = []
    faults: list[ExampleError] = []
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for number, row in rows:
        first, label = seen.setdefault(words_of(row.text), (number, row.label))
        if label != row.label:
            fault = ExampleError(
                _TWO_LABELS,
                first=first,
                number=number,
                text=short(row.text),
                label=short(label),
                other=short(row.label),
            )
            faults.append(fault)
        if first == number:
            found.append(row)
    if faults and (len(found) < FEWEST_ROWS or 10 * len(faults) > len(rows)):
        raise faults[0]
    said += [Line(Message(_TWICE, count=len(faults), fault=faults[0]))] if faults else []
    return found


def _require_enough(rows: tuple[LabelledText, ...]) -> None:
    counts = Counter(row.label for row in rows).most_common()
    if len(rows) < FEWEST_ROWS:
        raise ExampleError(_FEW_TEXTS, fewest=FEWEST_ROWS, count=len(rows))
    if len(counts) < FEWEST_LABELS:
        raise ExampleError(_ONE_LABEL, count=len(rows), label=short(counts[0][0]))
    if len(counts) > MOST_LABELS:
        raise ExampleError(
            _MANY_LABELS,
            most=MOST_LABELS,
            count=len(counts),
            label=short(counts[0][0]),
            other=short(counts[1][0]),
        )
    _require_enough_of_each(rows, counts)


def _require_enough_of_each(rows: tuple[LabelledText, ...], counts: list[tuple[str, int]]) -> None:
    if counts[-1][1] < FEWEST_OF_A_LABEL:
        label, count = counts[-1]
        raise ExampleError(_RARE_LABEL, fewest=FEWEST_OF_A_LABEL, label=short(label), count=count)
    if counts[0][1] > LARGEST_SHARE * len(rows):
        label, count = counts[0]
        raise ExampleError(
            _FREQUENT_LABEL, most=LARGEST_SHARE, label=short(label), count=count, rows=len(rows)
        )
