"""The names above the rows of a table: in one row, in several, in a comment, or none at all."""

from __future__ import annotations

from itertools import pairwise

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import is_value
from playground.uploads.date_forms import found_in
from playground.uploads.delimited import Record, short
from playground.uploads.numbers import is_missing

_DECIMAL_COMMAS = N_(
    "Row {row:,} has {found:,} fields, but there are {names:,} names, {first}: commas seem to stand before "
    "decimals ({example}) as well as between the columns. Save the table with semicolons between the columns."
)
_OTHER_NAMES = N_("The rows have {found:,} fields, but there are {names:,} names, {first}.")
_ALL_NAMES = N_("With {heads} rows of names from row {first:,} on, no rows of values are left.")
MOST_ABOVE = 30
"""Rows as wide as the table that stand above its values."""
_ENOUGH, _LOOKED_AT = 10, 40
"""Rows that tell which columns hold values, at least and at most; the first of the columns are looked at."""
_ABOVE = N_("The rows above row {row:,}, from {first}, are left out.")
_HEADS = N_("Rows that name the columns once more are left out, such as {first}.")


def names_above(
    top: list[Record], width: int, comments: list[list[str]], said: list[Message], *, asked: int | None = None
) -> tuple[list[str], int, int | None]:
    """The names of the columns, how many rows they take, and how many they would take unasked.

    Args:
        top: the first rows.
        width: how many fields most rows have.
        comments: the fields of the comments above them.
        said: where it is told what was left out.
        asked: how many rows of names the learner chose.
    """
    if asked is not None:
        return _chosen(top, width, asked), asked, None
    names, heads = _found(top, width, comments, said)
    return names, heads, heads


def _chosen(top: list[Record], width: int, heads: int) -> list[str]:
    if heads >= len(top):
        raise ExampleError(_ALL_NAMES, heads=heads, first=top[0].row)
    if heads == 0:
        return [f"column {n + 1}" for n in range(max(width, len(top[0].fields)))]
    rows = [record.fields for record in top[:heads]]
    count = max(width, *map(len, rows))
    return [" ".join(filter(None, (row[n] for row in rows if n < len(row)))) for n in range(count)]


def _found(
    top: list[Record], width: int, comments: list[list[str]], said: list[Message]
) -> tuple[list[str], int]:
    body = next((n for n, record in enumerate(top) if len(record.fields) == width), 0)
    if body == 1 and len(top[0].fields) != width:
        return _uneven_head(top, width), 1
    values = _first_values(top, width)
    if values > 1 and _all_texts(top[values - 1].fields, width) and (values > 2 or not _is_head(top)):
        said.append(Message(_ABOVE, row=top[values - 1].row, first=short(" ".join(top[0].fields))))
        return list(top[values - 1].fields), values
    if not _is_head(top):
        named = next((one for one in comments if _are_names(one, width)), [])
        return named or [f"column {n + 1}" for n in range(len(top[0].fields))], 0
    names, heads = list(top[0].fields), 1
    while heads < min(len(top) - 1, 5) and _names_again(top[heads].fields, top[heads + 1 :]):
        filled = [place for place, cell in enumerate(top[heads].fields) if cell]
        if filled == [0]:
            names[0] = top[heads].fields[0]
        elif len(set(names)) < len(names):
            names = [f"{one} {cell}".strip() for one, cell in zip(names, top[heads].fields, strict=False)]
        heads += 1
    heads = max(heads, values)
    if heads > 1:
        said.append(Message(_HEADS, first=short(" ".join(top[1].fields))))
    return names, heads


def _first_values(top: list[Record], width: int) -> int:
    """How many of the first rows stand above the values, where they are told by the kinds of the columns."""
    rows = [record.fields for record in top if len(record.fields) == width]
    later = rows[len(rows) // 4 : 3 * len(rows) // 4][-_LOOKED_AT:]
    if len(later) < _ENOUGH:
        return 0
    places = [
        place for place in range(min(width, _LOOKED_AT)) if _is_of_values([row[place] for row in later])
    ]
    for count, record in enumerate(top[:MOST_ABOVE]):
        if len(record.fields) != width or not any(record.fields):
            continue
        cells = [record.fields[place] for place in places]
        if all(is_value(cell) or is_missing(cell) for cell in cells):
            return count
    return 0


def _is_of_values(cells: list[str]) -> bool:
    values = sum(map(is_value, cells))
    return 2 * values > len(cells) and values + sum(map(is_missing, cells)) == len(cells)


def _all_texts(cells: list[str], width: int) -> bool:
    return len(cells) == width and not any(is_value(cell) or is_missing(cell) for cell in cells)


def _uneven_head(top: list[Record], width: int) -> list[str]:
    """Names above rows with another number of fields."""
    names, first = top[0].fields, top[1].fields
    rows = [record.fields for record in top[1:] if len(record.fields) == width]
    if len(names) < width and not any(cell for row in rows for cell in row[len(names) :]):
        return [*names, *[""] * (width - len(names))]
    if len(names) == width - 1 and all(row[0].isdigit() or not is_value(row[0]) for row in rows):
        return ["", *names]  # programs that number or name their rows leave that column without a name
    if len(names) > width and not any(names[width:]):
        return names[:width]
    pair = next((f"{a},{b}" for a, b in pairwise(first) if a.isdigit() and b.isdigit()), "")
    count, shown, row = len(names), short(", ".join(names)), top[1].row
    if count < width and pair:
        raise ExampleError(_DECIMAL_COMMAS, row=row, example=pair, names=count, first=shown, found=width)
    raise ExampleError(_OTHER_NAMES, names=count, first=shown, found=width)


def _is_head(top: list[Record]) -> bool:
    """Whether the first row names the columns: texts, other than where the next rows have texts as well."""
    first = top[0].fields
    if len(first) > 2 and all(map(found_in, first)) and not any(map(found_in, top[-1].fields)):
        return True  # dates above the columns of a table that lies on its side
    if all(is_value(cell) or is_missing(cell) for cell in first):
        return False
    kinds = [_kind(cell) for cell in first]
    if not {"date", "number"} & set(kinds):
        return True
    if _are_years(first):
        return True
    following = [[_kind(cell) for cell in record.fields] for record in top[1:4]]
    return not following or any(kinds != other for other in following)


def _kind(cell: str) -> str:
    if is_missing(cell):
        return "missing"
    if found_in(cell) is not None:
        return "date"
    return "number" if is_value(cell) else "text"


def _are_years(cells: list[str]) -> bool:
    """Whether a row names years, one after the other, as columns."""
    years = [int(cell) for cell in cells if len(cell) == 4 and cell.isdecimal()]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) >= 10 and len(steps) == 1 and years[0] > 999


def _names_again(fields: list[str], below: list[Record]) -> bool:
    """Whether a row under the head has no value where all rows below it have some."""
    if any(is_value(cell) for cell in fields):
        return False
    if below and len(fields) < len(below[0].fields):  # units that do not stand in all columns
        return True
    rows = [record.fields for record in below[:20]]
    for place, cell in enumerate(fields):
        under = [row[place] for row in rows if place < len(row) and not is_missing(row[place])]
        if not is_missing(cell) and len(under) > 1 and all(map(is_value, under)):
            return True
    return False


def _are_names(names: list[str], width: int) -> bool:
    return len(names) == width and all(names) and not any(map(is_value, names))
