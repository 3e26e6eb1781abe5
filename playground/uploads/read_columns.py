"""Reading one column of a table: most of its first values say what it holds.

A value that does not fit is the column's fault, told with its row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.uploads.columns import Column, is_value
from playground.uploads.date_columns import clock_of, dates_of
from playground.uploads.date_forms import clock_in, found_in
from playground.uploads.delimited import short
from playground.uploads.number_columns import Numbers, numbers_of
from playground.uploads.numbers import is_missing
from playground.uploads.time_parts import CLOCKS

MOST_KINDS = 1000
"""A column of texts with more different ones tells no series apart."""
_LOOKED_AT = 20
"""Values that say what a column holds."""
_MONTH_POINT = re.compile(r"(?:0[1-9]|1[0-2])\.(?:1[89]|20)[0-9]{2}")
_CLOCK_POINTS = re.compile(r"[0-2]?[0-9]\.[0-5][0-9](?:\.[0-5][0-9])")
_SEASON = re.compile(r"(1[89][0-9]{2}|20[0-9]{2})[/-](?:1[89]|20)?([0-9]{2})")


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
    cells = _as_dates(name, cells, first)
    first = [*islice((cell for cell in cells if not is_missing(cell)), _LOOKED_AT)]
    if 2 * sum(found_in(cell) is not None for cell in first) > len(first):
        return dates_of(name, rows, cells)
    if all(clock_in(cell) is not None for cell in first):
        return clock_of(name, rows, cells)
    column = numbers_of(name, rows, cells, how)
    if column.numbers is not None or column.days is not None or column.signs.either is not None:
        return column
    return replace(_as_texts(column, cells), is_of_texts=2 * sum(map(is_value, first)) < len(first))


def _as_dates(name: str, cells: Sequence[str], first: Sequence[str]) -> Sequence[str]:
    """Months such as 01.2024, seasons such as 2023/24, times such as 18.00.00, as the column has them."""
    if all(map(_MONTH_POINT.fullmatch, first)) and any(cell.startswith("0") for cell in first):
        return [cell.replace(".", "/") for cell in cells]
    if CLOCKS.fullmatch(name) and all(map(_CLOCK_POINTS.fullmatch, first)):
        return [cell.replace(".", ":") for cell in cells]
    if all(map(_is_season, first)) and all(_is_season(cell) or is_missing(cell) for cell in cells):
        return [f"{cell[:4]}-01" if cell[:4].isdigit() else cell for cell in cells]
    return cells


def _is_season(cell: str) -> bool:
    match = _SEASON.fullmatch(cell)
    return match is not None and int(match[2]) == (int(match[1]) + 1) % 100


def _as_texts(column: Column, cells: Sequence[str]) -> Column:
    texts = sorted(set(cells))
    if len(texts) > MOST_KINDS:
        return column
    places = {text: place for place, text in enumerate(texts)}
    kinds = np.array([places[cell] for cell in cells], dtype=np.int64)
    return replace(column, kinds=kinds, texts=tuple(texts))
