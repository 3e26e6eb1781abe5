"""Columns of dates and of times of the day: in the one order that all cells allow, or why in none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.uploads import dates
from playground.uploads.columns import Column, Mask, Signs, first_cell
from playground.uploads.date_forms import clock_in
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats, is_missing

_NO_DATE = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no date.")
_TWO_ORDERS = N_("In the column {column}, the day is first in one row, the month in another.")
_NO_TIME = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no time of the day.")


def dates_of(name: str, rows: Sequence[int], cells: Sequence[str]) -> Column:
    """Dates in the one order that all allow, or that makes their steps even."""
    found = dates.read(cells)
    ways = found.ways()
    if not ways:
        wrong = first_cell(rows, cells, ~found.gaps & np.isnan(found.days).all(axis=0))
        fault = ExampleError(_TWO_ORDERS, column=short(name))
        if wrong:
            fault = ExampleError(_NO_DATE, column=short(name), cell=wrong)
        return Column(name=name, fault=fault, is_of_broken_dates=True)
    order = next(iter(ways)) if len(ways) == 1 else dates.likeliest(ways)
    unclear = first_cell(rows, cells, _differ(list(ways.values()))) if len(ways) > 1 else None
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


def clock_of(name: str, rows: Sequence[int], cells: Sequence[str]) -> Column:
    """Times of the day."""
    known = {cell: np.nan if is_missing(cell) else clock_in(cell) for cell in dict.fromkeys(cells)}
    wrong = first_cell(rows, cells, [known[cell] is None for cell in cells])
    values = None if wrong else np.array([known[cell] for cell in cells], dtype=np.float64)
    fault = ExampleError(_NO_TIME, column=short(name), cell=wrong)
    if not wrong:
        fault = ExampleError(N_("The column {column} holds times of the day."), column=short(name))
    return Column(name=name, clock=values, fault=fault)
