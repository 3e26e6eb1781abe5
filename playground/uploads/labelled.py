"""A learner's own labelled texts: rows of `text,label`, each fault told in one sentence.

Size, encoding and control characters are looked at before anything is parsed; then the columns,
every row, and last how the labels are shared out. Nothing that was sent is ever run.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from playground.config.errors import ExampleError, OwnDataMissing
from playground.data.words import words_of
from playground.i18n import N_
from playground.uploads.delimited import Record, as_name, records, short
from playground.uploads.encodings import decoded

COLUMNS = ("text", "label")
FEWEST_ROWS, MOST_ROWS = 20, 5000
MOST_CHARACTERS, MOST_LABEL_CHARACTERS = 500, 40
FEWEST_LABELS, MOST_LABELS = 2, 10
FEWEST_OF_A_LABEL = 5
LARGEST_SHARE = 0.9
"""Of the most frequent label: beyond it, always saying this one would look like knowledge."""

_KIND = "labelled texts"
"""Written in front of the rows, so that other data under the same setting is not taken for them."""

_ONE_COLUMN = N_(
    "Row {row} has 1 column, but every row needs two, text and label; a text with commas must stand in "
    "quotation marks."
)
_SOME_COLUMNS = N_(
    "Row {row} has {count} columns, but every row needs two, text and label; a text with commas must "
    "stand in quotation marks."
)
_LONG_TEXT = N_("A text may have at most {most} characters; in row {row} it has {count:,}.")
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
_RARE_FIRST_LABEL = N_(
    "Every label needs at least {fewest} different texts; {label} has 1; if the first row names the "
    "columns, they must be called text and label."
)
_RARE_LABEL = N_("Every label needs at least {fewest} different texts; {label} has {count}.")
_FREQUENT_LABEL = N_(
    "One label may have at most {most:.0%} of the rows; {label} has {count:,} of {rows:,}, so that "
    "always saying it would already look good."
)


class LabelledText(NamedTuple):
    """One row."""

    text: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRows:
    """Texts that differ in their words, each with one of 2 to 10 labels, in the order they came."""

    rows: tuple[LabelledText, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The different labels, sorted."""
        return tuple(sorted({row.label for row in self.rows}))

    def to_bytes(self) -> bytes:
        """Canonical: the same rows give the same bytes, whatever file they came in."""
        return json.dumps([_KIND, self.rows], ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> LabelledRows:
        """The rows in what `to_bytes` gave.

        Raises:
            OwnDataMissing: `data` is somebody's, but of another kind.
        """
        if not data.startswith(f'["{_KIND}",'.encode()):
            raise OwnDataMissing(
                N_("The data of this experiment is no list of texts with labels: bring some.")
            )
        return cls(rows=tuple(LabelledText(*row) for row in json.loads(data)[1]))


def read_rows(data: bytes | str) -> LabelledRows:
    """The rows of a file or of a pasted text.

    Two columns, text and label, between commas, semicolons or tabs; what holds one of those stands
    in quotation marks. A first row with the words text and label says which column is which. Rows
    that repeat another count once.

    Raises:
        ExampleError: the first fault, in one sentence with the row's number and what was found.
    """
    written = (record for record in records(decoded(data)[0], COLUMNS) if any(record.fields))
    first = next(written, None)
    if first is None:
        raise ExampleError(
            N_("There are no rows: each needs a text and a label, such as: how are you,question")
        )
    names = [name.casefold() for name in first.fields]
    is_head = sorted(names) == sorted(COLUMNS)
    text_at = names.index(COLUMNS[0]) if is_head else 0
    found = list(islice(written if is_head else chain([first], written), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise ExampleError(N_("There may be at most {most:,} rows, and there are more."), most=MOST_ROWS)
    rows = tuple(_distinct((record.row, _row(record, text_at)) for record in found))
    _require_enough(rows)
    return LabelledRows(rows=rows)


def _row(record: Record, text_at: int) -> LabelledText:
    if len(record.fields) != len(COLUMNS):
        if len(record.fields) == 1:
            raise ExampleError(_ONE_COLUMN, row=record.row)
        raise ExampleError(_SOME_COLUMNS, row=record.row, count=len(record.fields))
    text, label = record.fields[text_at], record.fields[1 - text_at]
    if len(text) > MOST_CHARACTERS:
        raise ExampleError(_LONG_TEXT, most=MOST_CHARACTERS, row=record.row, count=len(text))
    if not words_of(text):
        raise ExampleError(
            N_("Row {row} has no word in its text, which is {text}."), row=record.row, text=short(text)
        )
    return LabelledText(text=text, label=_label(record.row, label))


def _label(row: int, label: str) -> str:
    name = as_name(label)
    if len(name) > MOST_LABEL_CHARACTERS:
        raise ExampleError(
            _LONG_LABEL, most=MOST_LABEL_CHARACTERS, row=row, count=len(name), plain=short(name)
        )
    if not name:
        raise ExampleError(N_("Row {row} has no label."), row=row)
    return name


def _distinct(rows: Iterable[tuple[int, LabelledText]]) -> Iterable[LabelledText]:
    """Each text once: a network reads only the words, so it takes texts with the same words for one."""
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for number, row in rows:
        first, label = seen.setdefault(words_of(row.text), (number, row.label))
        if label != row.label:
            raise ExampleError(
                _TWO_LABELS,
                first=first,
                number=number,
                text=short(row.text),
                label=short(label),
                other=short(row.label),
            )
        if first == number:
            yield row


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
        if rows[0].label == label and count == 1:
            raise ExampleError(_RARE_FIRST_LABEL, fewest=FEWEST_OF_A_LABEL, label=short(label))
        raise ExampleError(_RARE_LABEL, fewest=FEWEST_OF_A_LABEL, label=short(label), count=count)
    if counts[0][1] > LARGEST_SHARE * len(rows):
        label, count = counts[0]
        raise ExampleError(
            _FREQUENT_LABEL, most=LARGEST_SHARE, label=short(label), count=count, rows=len(rows)
        )
