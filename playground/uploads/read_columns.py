"""Reading one column of a table: most of its first values say what it holds.

A value that does not fit is the column's fault, told with its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.uploads import dates
from playground.uploads.columns import Column
from playground.uploads.date_columns import clock_of, dates_of
from playground.uploads.delimited import short
from playground.uploads.number_columns import Numbers, numbers_of
from playground.uploads.numbers import is_missing

MOST_KINDS = 1000
"""A column of texts with more different ones tells no series apart."""
_LOOKED_AT = 20
"""Values that say what a column holds."""


def read_column(name: str, rows: Sequence[int], cells: Sequence[str], how: Numbers) -> Column:
    """Read one column.

    Args:
        name: what it is called.
        rows: which rows of the file its cells stand in.
        cells: its texts, without blanks around them.
        how: numbers are to be read.
    """
    first = [*islice((cell for cell in cells if not is_missing(cell)), _LOOKED_AT)]
    if not first:
        return Column(
            name=name, fault=ExampleError(N_("The column {column} has no values."), column=short(name))
        )
    if 2 * sum(dates.found_in(cell) is not None for cell in first) > len(first):
        return dates_of(name, rows, cells)
    if all(dates.clock_in(cell) is not None for cell in first):
        return clock_of(name, rows, cells)
    column = numbers_of(name, rows, cells, how)
    return _as_texts(column, cells) if column.numbers is None and column.signs.either is None else column


def _as_texts(column: Column, cells: Sequence[str]) -> Column:
    texts = sorted(set(cells))
    if len(texts) > MOST_KINDS:
        return column
    places = {text: place for place, text in enumerate(texts)}
    kinds = np.array([places[cell] for cell in cells], dtype=np.int64)
    return replace(column, kinds=kinds, texts=tuple(texts))
