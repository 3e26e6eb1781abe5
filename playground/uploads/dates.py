"""The dates of a column, in every order that all its cells allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.uploads.date_forms import found_in, micros_in
from playground.uploads.numbers import is_missing

Floats = NDArray[np.float64]

ORDERS = ("day", "month", "year")
"""What may stand first."""


def days_of(written: Sequence[str]) -> Floats:
    """(cells,) days since 1970 of dates in ISO 8601; NaN for what is in no calendar."""
    import pandas as pd  # here, as no worker reads tables: pandas takes 65 MB

    moments = pd.to_datetime(list(written), format="ISO8601", errors="coerce", utc=True)
    days = (moments - pd.Timestamp("1970-01-01", tz="UTC")).total_seconds() / 86400
    return np.array(days, dtype=np.float64)


class Read(NamedTuple):
    """The cells of a column as dates."""

    days: Floats
    """(orders, cells) days since 1970; NaN where a cell is no date in this order, or a gap."""
    gaps: NDArray[np.bool_]
    """(cells,) whether it has none."""

    def ways(self) -> dict[str, Floats]:
        """The days in each order in which all that are dates can be read, without the same twice."""
        found: dict[str, Floats] = {}
        for order, days in zip(ORDERS, self.days, strict=True):
            if np.isnan(days[~self.gaps]).any():
                continue
            if not any(np.array_equal(days, other, equal_nan=True) for other in found.values()):
                found[order] = days
        return found


def read(cells: Sequence[str]) -> Read:
    """The dates of a column; equal dates are read once, and so are equal times of the day."""
    dates: dict[str, int] = {}
    times: dict[str, int | None] = {"": 0}
    places, micros = [], []
    for cell in _with_plain_blanks(cells):
        at = cell.find(":")
        cut = at - 2 if cell[at - 2 : at - 1].isdigit() else at - 1
        if at < 8 or cell[cut - 1] not in " T":
            cut = len(cell)
        date, time = cell[:cut], cell[cut:]
        if time not in times:
            times[time] = micros_in(time)
        if times[time] is None:  # as in Sat Jan 28 22:00:00 2023
            date, time = cell, ""
        micros.append(times[time] or 0)
        places.append(dates.setdefault(f"{date}00:00" if time else date, len(dates)))
    found = [None if is_missing(date) else found_in(date) for date in dates]
    known = np.stack(
        [days_of([one.dates[order] if one else "" for one in found]) for order in range(len(ORDERS))]
    )
    known[:, [one is not None and one.micros is None for one in found]] = np.nan
    missing = np.array([is_missing(date) for date in dates])
    within = np.array([one.micros or 0 if one else 0 for one in found], dtype=np.int64)
    days = known[:, places]
    shift = np.array(micros, dtype=np.int64) + within[places]
    late = np.flatnonzero(shift)
    whole = np.nan_to_num(days[:, late]).astype(np.int64) * 86_400_000_000 + shift[late]
    days[:, late] = np.where(np.isnan(days[:, late]), np.nan, whole / 1e6 / 86400)
    return Read(days, missing[places])


def _with_plain_blanks(cells: Sequence[str]) -> Sequence[str]:
    if not any("\u00a0" in cell or "\u202f" in cell for cell in cells):
        return cells
    return [cell.replace("\u00a0", " ").replace("\u202f", " ") for cell in cells]


def likeliest(ways: dict[str, Floats]) -> str:
    """The order whose steps are by far the evenest, or else the only one in which time goes on; or empty."""
    even = {order: evenness(np.unique(days[~np.isnan(days)])) for order, days in ways.items()}
    best = max(even, key=lambda order: even[order])
    margin = 0.0 if even[best] == 1 else 0.05
    others = [share for order, share in even.items() if order != best]
    if even[best] >= 0.9 and all(other < even[best] - margin for other in others):
        return best
    one_way = [order for order, days in ways.items() if _is_one_way(days)]
    return one_way[0] if len(one_way) == 1 else ""


def evenness(days: Floats) -> float:
    """The share of steps that are as long as the most frequent one, in months where these are even."""
    known = days[~np.isnan(days)]
    if len(known) < 2:
        return 1.0
    steps = [np.diff(known)]
    if (months := months_of(known)) is not None:
        steps.append(np.diff(months))
    return max(_largest_share(one) for one in steps)


def months_of(days: Floats) -> Floats | None:
    """The months since 1970 of days without a time that are all the same of their month, or of which each
    is in a month of its own, as the last of each month are; else `None`.
    """
    if (days != np.floor(days)).any():
        return None
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    of_month = (dates - months.astype("datetime64[D]")).astype(np.int64)
    steps = np.diff(months.astype(np.int64))
    is_monthly = len(steps) > 0 and bool((steps > 0).all() and np.median(steps) == 1)
    return months.astype(np.float64) if is_monthly or len(set(of_month.tolist())) == 1 else None


def _largest_share(steps: Floats) -> float:
    kinds, counts = np.unique(steps.round(6), return_counts=True)
    return float(counts.max() / len(steps)) if kinds[counts.argmax()] != 0 else 0.0


def _is_one_way(days: Floats) -> bool:
    steps = np.diff(days[~np.isnan(days)])
    return bool((steps > 0).all() or (steps < 0).all())


def of_digits(numbers: Floats, name: str) -> Floats | None:
    """Days of numbers that are dates: 20240131, 202401, with hours and minutes, or Unix time; else `None`."""
    known = numbers[~np.isnan(numbers)]
    if len(known) < 2 or (known != np.floor(known)).any() or known.min() < 0:
        return None
    for digits in (8, 10, 12, 14, 6):
        if known.min() >= 10 ** (digits - 1) and known.max() < 10**digits:
            days = _from_digits(numbers, digits)
            if days is not None and (digits != 6 or _is_one_way(days) or _is_named(name)):
                return days
    for factor in (1.0, 1e3, 1e6, 1e9):  # Unix time in seconds, or in parts of a second
        low, high = 3e8 * factor, 4e9 * factor
        if (
            low <= known.min()
            and known.max() <= high
            and (_is_named(name) or evenness(np.unique(known)) >= 0.5)
        ):
            return numbers / factor / 86400
    return None


def _from_digits(numbers: Floats, digits: int) -> Floats | None:
    there = ~np.isnan(numbers)
    whole = numbers[there].astype(np.int64)
    time = np.zeros_like(whole)
    if digits == 6:
        whole = whole * 100 + 1
    elif digits > 8:
        whole, time = np.divmod(whole, 10 ** (digits - 8))
        time = time * 10 ** (14 - digits)
    years, months, days = whole // 10_000, whole // 100 % 100, whole % 100
    if not ((years >= 1600) & (years <= 2200) & (months >= 1) & (months <= 12)).all():
        return None
    since = (years - 1970) * 12 + months - 1
    begin, end = (
        one.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for one in (since, since + 1)
    )
    hours, minutes, seconds = time // 10_000, time // 100 % 100, time % 100
    if not ((days >= 1) & (days <= end - begin) & (hours < 24) & (minutes < 60) & (seconds < 60)).all():
        return None
    found = np.full(len(numbers), np.nan)
    found[there] = ((begin + days - 1) * 86400 + hours * 3600 + minutes * 60 + seconds) / 86400
    return found


_TIME_NAMES = re.compile(
    r"time|date|when|datum|zeit|unix|epoch|stamp|fecha|jour|mois|month|日期|时间|時間|^ts?$", re.I
)


def _is_named(name: str) -> bool:
    return _TIME_NAMES.search(name) is not None
