"""One column of a table that a stranger sent, as it was understood: numbers, dates, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ExampleError
from playground.uploads import numbers
from playground.uploads.date_forms import clock_in, found_in
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats
from playground.uploads.report import Line

Mask = NDArray[np.bool_]

_DIGIT = re.compile("[0-9]")
FEWEST_ROWS = 30
"""Fewer leave no windows to learn from."""


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
    notes: tuple[Line, ...] = ()
    """How its values were read, where this is not plain."""
    order: str = ""
    """What is first in its dates, where their steps decided it."""
    is_of_texts: bool = False
    """Whether most of its first values are neither numbers nor dates."""
    is_of_broken_dates: bool = False
    """Whether it holds dates, but not only such as can be read."""

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


def is_value(cell: str) -> bool:
    """Whether a cell holds a number or a date, and not the name of a column."""
    return numbers.written(cell) is not None or found_in(cell) is not None or clock_in(cell) is not None


def with_sign(column: Column, comma: bool) -> Column:
    """A column whose sign was unclear, read with a decimal comma or a decimal point."""
    if column.signs.either is None:
        return column
    return replace(column, numbers=column.signs.either[comma], fault=None, signs=Signs())


def first_cell(rows: Sequence[int], cells: Sequence[str], there: Sequence[bool] | Mask) -> Cell | None:
    """The first cell that is marked."""
    place = next((place for place, one in enumerate(there) if one), None)
    return None if place is None else Cell(rows[place], cells[place])
