"""One column of a table that a stranger sent: numbers, dates, or why it cannot be read.

Most of the first values say what the column holds. A value that does not fit is the column's fault, told
with its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads import dates, numbers
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats, is_missing

Mask = NDArray[np.bool_]

MOST_NUMBER = 1e12
"""The largest number there may be, on both sides of zero."""
MOST_KINDS = 1000
"""A column of texts with more different ones tells no series apart."""
_LOOKED_AT = 20
"""Values that say what a column holds."""

_TWO_SIGNS = N_(
    "In the column {column}, row {point.row:,} has {point.shown} and row {comma.row:,} has "
    "{comma.shown}: write all decimals with the same sign."
)
_UNCLEAR_SIGN = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, with decimals or with thousands: write "
    "thousands without, or choose the decimal sign."
)
_NO_DATE = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no date.")
_TWO_ORDERS = N_("In the column {column}, the day is first in one row, the month in another.")
_TOO_LARGE = N_("In the column {column}, row {cell.row:,} has {cell.shown}; numbers may go to {most:,.0f}.")
_OTHER_SIGN = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, but other decimals follow a {sign}."
)
_NO_NUMBER = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no number.")
_BELOW = N_("In the column {column}, {cell} is read as half of it, {value:g}.")
_PERCENT = N_("In the column {column}, {cell} is read as {value:g}.")
_SIGN_NAMES = {".": Message(N_("point")), ",": Message(N_("comma"))}


class Cell(NamedTuple):
    """The text of one cell, and its row in the file."""

    row: int
    text: str

    @property
    def shown(self) -> str:
        """The text as a sentence shows it."""
        return short(self.text)


class Signs(NamedTuple):
    """What the numbers of a column say of the sign before decimals."""

    point: Cell | None = None
    """The first number that surely has a decimal point, where a comma could stand as well."""
    comma: Cell | None = None
    """The first number that surely has a decimal comma."""
    unclear: Cell | None = None
    """The first that may have thousands, where no number of the column says more."""
    either: tuple[Floats, Floats] | None = None
    """The numbers with a decimal point and with a decimal comma, where it is unclear."""


_NO_SIGNS = Signs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as it was understood."""

    name: str
    numbers: Floats | None = None
    """(rows,) with NaN for gaps; `None` where it holds no numbers."""
    days: Floats | None = None
    """(rows,) days since 1970 where it holds dates, with NaN for gaps."""
    ways: dict[str, Floats] = field(default_factory=dict)
    """Its days by what is first in its dates, where more than one order is possible."""
    clock: Floats | None = None
    """(rows,) shares of a day where it holds times of the day."""
    kinds: NDArray[np.int64] | None = None
    """(rows,) which of `texts` stands in each, where it holds few different ones."""
    texts: tuple[str, ...] = ()
    fault: ExampleError | None = None
    """Why it holds no numbers, with the row."""
    signs: Signs = _NO_SIGNS
    notes: tuple[Message, ...] = ()
    """How its values were read, where this is not plain."""
    order: str = ""
    """What is first in its dates, where their steps decided it."""

    @property
    def is_of_broken_dates(self) -> bool:
        """Whether it holds dates, but not only such as can be read."""
        return self.fault is not None and self.fault.template in (_NO_DATE, _TWO_ORDERS)

    def part(self, rows: slice | Mask | NDArray[np.int64]) -> Column:
        """The column with these rows alone."""

        def cut(values: Floats | None) -> Floats | None:
            return None if values is None else values[rows].copy()

        return replace(
            self,
            numbers=cut(self.numbers),
            days=cut(self.days),
            clock=cut(self.clock),
            ways={},
            kinds=None if self.kinds is None else self.kinds[rows].copy(),
        )


def read_column(name: str, rows: Sequence[int], cells: Sequence[str], *, decimal_comma: bool) -> Column:
    """Read one column.

    Args:
        name: what it is called.
        rows: which rows of the file its cells stand in.
        cells: its texts, without blanks around them.
        decimal_comma: whether an unclear comma may be a decimal one.
    """
    first = [
        cell for _n, cell in zip(range(_LOOKED_AT), (c for c in cells if not is_missing(c)), strict=False)
    ]
    if not first:
        return Column(
            name=name, fault=ExampleError(N_("The column {column} has no values."), column=short(name))
        )
    if 2 * sum(dates.found_in(cell) is not None for cell in first) > len(first):
        return _dates(name, rows, cells)
    if all(dates.clock_in(cell) is not None for cell in first):
        return _clock(name, rows, cells)
    column = _numbers(name, rows, cells, decimal_comma=decimal_comma)
    return _as_texts(column, cells) if column.numbers is None and column.signs.either is None else column


def is_value(cell: str) -> bool:
    """Whether a cell holds a number or a date, and not the name of a column."""
    return (
        numbers.written(cell) is not None
        or dates.found_in(cell) is not None
        or dates.clock_in(cell) is not None
    )


def with_sign(column: Column, comma: bool) -> Column:
    """A column whose sign was unclear, read with a decimal comma or a decimal point."""
    if column.signs.either is None:
        return column
    return replace(column, numbers=column.signs.either[comma], fault=None, signs=Signs())


def _as_texts(column: Column, cells: Sequence[str]) -> Column:
    texts = sorted(set(cells))
    if len(texts) > MOST_KINDS:
        return column
    places = {text: place for place, text in enumerate(texts)}
    kinds = np.array([places[cell] for cell in cells], dtype=np.int64)
    return replace(column, kinds=kinds, texts=tuple(texts))


def _numbers(name: str, rows: Sequence[int], cells: Sequence[str], *, decimal_comma: bool) -> Column:
    plain = numbers.plain_values(cells)
    if plain is not None and (days := dates.of_digits(plain, name)) is not None:
        fault = ExampleError(N_("The column {column} holds dates."), column=short(name))
        return Column(name=name, days=days, fault=fault)
    if plain is None or not np.all(np.abs(plain[~np.isnan(plain)]) <= MOST_NUMBER):
        return _written_numbers(name, rows, cells, decimal_comma=decimal_comma)
    point = next((place for place, cell in enumerate(cells) if "." in cell), None) if decimal_comma else None
    if point is not None and any(numbers.may_be_thousands(cell) for cell in cells if "." in cell):
        return _written_numbers(name, rows, cells, decimal_comma=decimal_comma)
    sure = None if point is None else Cell(rows[point], cells[point])
    return Column(name=name, numbers=plain, signs=Signs(sure))


def _written_numbers(name: str, rows: Sequence[int], cells: Sequence[str], *, decimal_comma: bool) -> Column:
    """Numbers with signs around them, or with other ones in them than a decimal point."""
    known = [None if is_missing(cell) else numbers.written(cell) for cell in cells]
    if wrong := _first(
        rows, cells, [k is None and not is_missing(c) for k, c in zip(known, cells, strict=True)]
    ):
        return Column(name=name, fault=ExampleError(_NO_NUMBER, column=short(name), cell=wrong))
    found = numbers.convention(known)
    point, comma, unclear = (None if at is None else Cell(rows[at], cells[at]) for at in found[:3])
    if point and comma:
        fault = ExampleError(_TWO_SIGNS, column=short(name), point=point, comma=comma)
        return Column(name=name, fault=fault)
    decimal = "," if comma else "."
    if unclear and not point and not comma and decimal_comma:
        if found.wholes:
            either = (_values(known, "."), _values(known, ","))
            fault = ExampleError(_UNCLEAR_SIGN, column=short(name), cell=unclear)
            return Column(name=name, fault=fault, signs=Signs(unclear=unclear, either=either))
        decimal = "," if "," in unclear.text else "."
        either = (_values(known, "."), _values(known, ","))
        values = either[decimal == ","]
        return Column(name=name, numbers=values, signs=Signs(unclear=unclear, either=either))
    values = _values(known, decimal)
    if wrong := _first(
        rows, cells, [k is not None and not abs(v) <= MOST_NUMBER for k, v in zip(known, values, strict=True)]
    ):
        return Column(name=name, fault=_no_number(name, wrong, decimal, values[rows.index(wrong.row)]))
    notes = tuple(_notes(name, cells, known, values))
    signs = Signs(point if decimal_comma else None, comma)
    return Column(name=name, numbers=values, signs=signs, notes=notes)


def _values(cells: Sequence[numbers.Written | None], decimal: str) -> Floats:
    return np.array(
        [np.nan if cell is None else numbers.value(cell, decimal) for cell in cells], dtype=np.float64
    )


def _notes(
    name: str, cells: Sequence[str], known: Sequence[numbers.Written | None], values: Floats
) -> list[Message]:
    """How values with signs around them were read, an example of each."""
    found: dict[str, Message] = {}
    for cell, one, value in zip(cells, known, values, strict=True):
        if one is None or len(found) == 2:
            continue
        if one.below == "<":
            found.setdefault(
                "below", Message(_BELOW, column=short(name), cell=short(cell), value=float(value))
            )
        elif cell[-1] in "%‰" or abs(one.factor) != 1:
            found.setdefault(
                "unit", Message(_PERCENT, column=short(name), cell=short(cell), value=float(value))
            )
    return list(found.values())


def _dates(name: str, rows: Sequence[int], cells: Sequence[str]) -> Column:
    """Dates in the one order that all allow, or that makes their steps even."""
    found = [None if is_missing(cell) else dates.found_in(cell) for cell in cells]
    none = [f is None and not is_missing(cell) for f, cell in zip(found, cells, strict=True)]
    if wrong := _first(rows, cells, none):
        return Column(name=name, fault=ExampleError(_NO_DATE, column=short(name), cell=wrong))
    ways = dates.readings(found)
    if not ways:
        best = np.stack(
            [dates.days_of([getattr(f, order) if f else "" for f in found]) for order in dates.ORDERS]
        )
        none = [f is not None and bool(np.isnan(day).all()) for f, day in zip(found, best.T, strict=True)]
        if wrong := _first(rows, cells, none):
            return Column(name=name, fault=ExampleError(_NO_DATE, column=short(name), cell=wrong))
        return Column(name=name, fault=ExampleError(_TWO_ORDERS, column=short(name)))
    order = next(iter(ways)) if len(ways) == 1 else dates.likeliest(ways)
    differ = np.zeros(len(cells), dtype=bool) if len(ways) == 1 else _differ(list(ways.values()))
    unclear = _first(rows, cells, differ.tolist())
    return Column(
        name=name,
        days=ways[order or next(iter(ways))],
        ways=ways if len(ways) > 1 else {},
        fault=ExampleError(N_("The column {column} holds dates."), column=short(name)),
        signs=Signs(unclear=unclear),
        order=order if len(ways) > 1 else "",
    )


def _differ(ways: Sequence[Floats]) -> Mask:
    there = ~np.isnan(ways[0])
    differ: Mask = np.any([there & (way != ways[0]) for way in ways[1:]], axis=0)
    return differ


def _clock(name: str, rows: Sequence[int], cells: Sequence[str]) -> Column:
    found = [None if is_missing(cell) else dates.clock_in(cell) for cell in cells]
    wrong = _first(
        rows, cells, [f is None and not is_missing(cell) for f, cell in zip(found, cells, strict=True)]
    )
    fault = ExampleError(_NO_NUMBER, column=short(name), cell=wrong or Cell(rows[0], cells[0]))
    values = None if wrong else np.array([np.nan if f is None else f for f in found], dtype=np.float64)
    return Column(name=name, clock=values, fault=fault)


def _first(rows: Sequence[int], cells: Sequence[str], there: Sequence[bool]) -> Cell | None:
    place = next((place for place, one in enumerate(there) if one), None)
    return None if place is None else Cell(rows[place], cells[place])


def _no_number(name: str, cell: Cell, decimal: str, value: float) -> ExampleError:
    column = short(name)
    if not np.isnan(value):
        return ExampleError(_TOO_LARGE, column=column, cell=cell, most=MOST_NUMBER)
    if re.search("[.,]", cell.text):
        return ExampleError(_OTHER_SIGN, column=column, cell=cell, sign=_SIGN_NAMES[decimal])
    return ExampleError(_NO_NUMBER, column=column, cell=cell)
