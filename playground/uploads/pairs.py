"""Which column of a file holds the texts and which the labels, and whether its first row names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import is_value
from playground.uploads.date_forms import found_in
from playground.uploads.delimited import as_name, short
from playground.uploads.fields import FEWEST_OF_A_KIND, LABEL_NAMES, MOST_KINDS, TEXT_NAMES, Fields
from playground.uploads.numbers import is_missing
from playground.uploads.report import Choice, Line, Reading, Report

_FOUND = N_("The texts are in the column {text}, the labels in {label}.")
_NO_COLUMN = N_("There is no column {name}; there are {names}.")
_TABLE = N_(
    "This is a table of numbers, with the columns {names}: choose the one to forecast, with the problem Your "
    "own series."
)
_ONE_FOR_BOTH = N_("The column {name} cannot hold both the texts and the labels.")
_NO_LABELS = N_(
    "No column holds labels, 2 to {most} different ones; the columns are {names}. Choose one with a name."
)


_LONG = 20
"""Signs of a text; labels are shorter."""


class Pair(NamedTuple):
    """Where texts and labels stand."""

    text_at: int
    label_at: int
    heads: int
    """How many rows name the columns."""
    report: Report = ()


def pair_of(fields: Fields, reading: Reading, most_labels: int) -> Pair:
    """The two columns; raises `ExampleError` where there are none."""
    rows = [record.fields for record in fields.records if len(record.fields) == fields.width]
    _require_texts(rows)
    unasked = int(fields.width > 1 and _is_head(rows)) if fields.heads is None else fields.heads
    heads = unasked if reading.heads == "" else int(reading.heads)
    first = fields.records[heads - 1].fields if 0 < heads <= len(fields.records) else []
    names = [
        as_name(first[n]) if n < len(first) and as_name(first[n]) else f"column {n + 1}"
        for n in range(fields.width)
    ]
    body = rows[heads:]
    if fields.width < 2:
        return Pair(0, 1, heads)
    columns = list(zip(*body, strict=True)) if body else [()] * fields.width
    usual_label = _label_at(names, columns, _chosen(reading.text, names), most_labels)
    label_at = _chosen(reading.label, names)
    label_at = usual_label if label_at is None else label_at
    usual_text = _text_at(names, columns, label_at)
    text_at = _chosen(reading.text, names)
    text_at = usual_text if text_at is None else text_at
    if text_at == label_at:
        raise ExampleError(_ONE_FOR_BOTH, name=short(names[text_at]))
    said = Message(_FOUND, text=short(names[text_at]), label=short(names[label_at]))
    labels = [n for n in range(len(names)) if n != usual_label and _is_of_labels(columns[n], most_labels)]
    choices = (
        Choice("label", tuple(names[n] for n in (usual_label, *labels))),
        Choice("text", (names[usual_text], *(one for n, one in enumerate(names) if n != usual_text))),
        Choice("heads", (str(unasked),)),
    )
    return Pair(text_at, label_at, heads, (Line(said, choices),))


def _text_at(names: Sequence[str], columns: Sequence[Sequence[str]], label_at: int) -> int:
    others = [place for place in range(len(columns)) if place != label_at]
    return max(others, key=lambda place: _worth(names[place], columns[place]))


def _worth(name: str, cells: Sequence[str]) -> tuple[bool, bool, float]:
    long = sum(map(len, cells)) / max(len(cells), 1)
    return (name.casefold() == "text", name.casefold() in TEXT_NAMES and long > 5, long)


def _chosen(name: str, names: Sequence[str]) -> int | None:
    if not name:
        return None
    if name not in names:
        raise ExampleError(_NO_COLUMN, name=short(name), names=", ".join(map(short, names[:10])))
    return names.index(name)


def _label_at(names: Sequence[str], columns: Sequence[Sequence[str]], text_at: int | None, most: int) -> int:
    """The column that is called so, or else one with few different values."""
    places = [place for place in range(len(names)) if place != text_at]
    exact = [place for place in places if names[place].casefold() == "label"]
    if exact:
        return exact[0]
    few = [place for place in places if _is_of_labels(columns[place], most)]
    named = [place for place in few if names[place].casefold() in LABEL_NAMES]
    if named or few:
        last_of_two = len(names) == 2 and places[-1] in few
        return named[0] if named else places[-1] if last_of_two else few[0]
    long = [sum(map(len, column)) > _LONG * len(column) for column in columns]
    if len(names) == 2 and not all(long):
        return places[-1]
    raise ExampleError(_NO_LABELS, most=most, names=", ".join(map(short, names[:10])))


def _is_of_labels(cells: Sequence[str], most: int) -> bool:
    kinds = Counter(cell for cell in cells if cell)
    filled = sum(kinds.values())
    if any(found_in(kind) is not None for kind in list(kinds)[:3]):
        return False
    return 2 <= len(kinds) <= most and 2 * filled > len(cells) and filled > 2 * len(kinds)


def _is_head(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: by known names, or with short ones that never come again."""
    first, body = rows[0], rows[1:]
    names = {field.casefold() for field in first}
    if names & TEXT_NAMES and names & LABEL_NAMES:
        return True
    if not body or any(is_value(field) for field in first):
        return False
    columns = list(zip(*body, strict=True))
    labels = [kinds for column in columns if (kinds := _kinds(column))]
    texts = max(columns, key=lambda column: sum(map(len, column)))
    is_short = 2 * len(first[columns.index(texts)]) * len(texts) < sum(map(len, texts))
    if is_short and labels and not any(kinds & set(first) for kinds in labels):
        return True  # all other rows have one of a few labels, and longer texts
    if any(len(field.split()) > 2 for field in first):
        return False
    if any(field in column for field, column in zip(first, columns, strict=True) if field):
        return False
    words = max(sum(len(cell.split()) for cell in column) / len(column) for column in columns)
    signs = max(sum(map(len, column)) / len(column) for column in columns)
    return words > 2.5 or signs > 3 * max(map(len, first))


def _kinds(cells: Sequence[str]) -> frozenset[str]:
    """The labels in a column that has few, each several times; nothing for another."""
    kinds = Counter(cells)
    are_few = 2 <= len(kinds) <= MOST_KINDS and min(kinds.values()) >= FEWEST_OF_A_KIND
    return frozenset(kinds if are_few else ())


def _require_texts(rows: list[list[str]]) -> None:
    """Refuse a table of numbers and dates as what it is."""
    cells = [cell for row in rows[1:50] for cell in row]
    if len(rows) > 2 and len(rows[0]) > 1 and all(is_value(cell) or is_missing(cell) for cell in cells):
        names = (
            rows[0] if not any(map(is_value, rows[0])) else [f"column {n + 1}" for n in range(len(rows[0]))]
        )
        raise ExampleError(_TABLE, names=", ".join(map(short, names[:10])))
