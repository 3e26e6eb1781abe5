"""The steps of time from row to row: rows that are missing, weekends, and uneven steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_, Message
from playground.uploads.columns import FEWEST_ROWS, Column
from playground.uploads.dates import evenness, months_of
from playground.uploads.numbers import Floats
from playground.uploads.report import Line, Reading, asked
from playground.uploads.times import Time

_MOST_HOLIDAYS = 0.1
"""The share of weekdays that may be missing where only weekdays have rows."""

_GAPS = N_("By the steps of time, rows are missing: {count:,}, the first after {place}. They are not added.")
_FILLED = N_(
    "By the steps of time, rows were missing: {count:,}, the first after {place}. They are gaps now."
)
_WEEKDAYS = N_("The rows are weekdays, as is normal for stocks and offices; weekends are no gaps.")
_HOLIDAYS = N_(
    "The rows are weekdays, as is normal for stocks and offices; weekends are no gaps, nor are {count:,} "
    "weekdays without a row, such as holidays."
)
_UNEVEN = N_("The steps of time are uneven; each row counts as one step.")


def with_steps(
    columns: tuple[Column, ...], time: Time, reading: Reading, report: list[Line]
) -> tuple[tuple[Column, ...], Time]:
    """The table with a row of gaps for each that is missing, where this was chosen; uneven steps are told."""
    if len(time.days) < FEWEST_ROWS:  # of several series, of which one must be chosen first
        return columns, time
    if reading.gaps != "fill" and (said := _weekdays(time.days)) is not None:
        report.append(asked(said, "gaps"))
        return columns, time
    months = months_of(time.days)
    counted = time.days if months is None else months
    steps = np.diff(counted)
    usual = float(np.median(steps))
    widths = np.maximum(np.round(steps / usual), 1)
    missing = int(widths.sum()) - len(steps)
    if not np.allclose(steps, widths * usual, rtol=0.02, atol=usual * 0.02):
        if evenness(time.days) < 0.9:
            report.append(Line(Message(_UNEVEN)))
        return columns, time
    if not missing:
        return columns, time
    if missing > len(steps):
        report.append(Line(Message(_UNEVEN)))
        return columns, time
    fills = reading.gaps == "fill"
    moment = (time.days[int((widths > 1).argmax())] * 86400).round().astype("datetime64[s]")
    place = str(moment).removesuffix("T00:00:00").replace("T", " ")
    said = (
        Message(_FILLED, count=missing, place=place) if fills else Message(_GAPS, count=missing, place=place)
    )
    report.append(asked(said, "gaps"))
    if not fills:
        return columns, time
    places = np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)
    days = np.interp(np.arange(places[-1] + 1), places, time.days)
    return tuple(_spread(column, places) for column in columns), time._replace(days=days)


def _weekdays(days: Floats) -> Message | None:
    """What is said where nearly all weekdays have a row and no other day has one; else `None`."""
    dates = np.floor(days).astype(np.int64)
    of_week = (dates + 3) % 7  # 1 January 1970 was a Thursday
    if (np.diff(dates) < 1).any() or (of_week > 4).any() or dates[-1] - dates[0] < 7:
        return None
    there = np.busday_count(dates[0].astype("datetime64[D]"), (dates[-1] + 1).astype("datetime64[D]"))
    missing = int(there) - len(dates)
    if missing > _MOST_HOLIDAYS * there:
        return None
    return Message(_HOLIDAYS, count=missing) if missing else Message(_WEEKDAYS)


def _spread(column: Column, places: NDArray[np.int64]) -> Column:
    def wide(values: Floats | None) -> Floats | None:
        if values is None:
            return None
        spread = np.full(places[-1] + 1, np.nan)
        spread[places] = values
        return spread

    return replace(column, numbers=wide(column.numbers), days=wide(column.days), clock=None, kinds=None)
