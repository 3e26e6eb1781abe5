"""The time of rows from several columns: year and month, or week, or day of the year; hours beside dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.uploads.columns import Column
from playground.uploads.date_words import MONTHS
from playground.uploads.numbers import Floats

PATTERNS = {
    "year": re.compile(r"years?|yr|yyyy|yy|jahr|ann[ée]e|a[ñn]o|anno|年份?", re.I),
    "month": re.compile(r"months?|mm|mo|mon|monat|mois|mes|mese|月份?", re.I),
    "week": re.compile(r"(?:iso[ _]?)?week(?:[ _]?n[or]\.?|number)?|wk|kw|woche|semaine|semana|周|週", re.I),
    "day of the year": re.compile(r"doy|yday|julian[ _]?day|day[ _]of[ _](?:the[ _])?year", re.I),
    "day": re.compile(r"days?|dd|dy|tag|jour|d[íi]a|giorno|日", re.I),
    "hour": re.compile(r"hours?|hh|hr|stunde|heure|hora|ora|时|時", re.I),
    "minute": re.compile(r"minutes?|min|mm|mn|分", re.I),
}
"""What the columns of parts are called; the first that is not found yet takes a name of two meanings."""
CLOCKS = re.compile(r"<?(?:time|hhmm(?:ss)?|uhrzeit|zeit|heure|hora|时间|時間)>?", re.I)
_UNNAMED = re.compile("column [0-9]+")


class Parts(NamedTuple):
    """The days that columns of parts make, and these columns."""

    days: Floats
    names: tuple[str, ...]


def of_parts(columns: Sequence[Column]) -> Parts | None:
    """The days of columns called year and month, week or day of the year; perhaps with days and hours."""
    found = _called_so(columns) or _unnamed(columns)
    if "year" not in found or not are_within(found["year"][1], 1000, 2999):
        return None
    years = (found["year"][1] - 1970).astype("datetime64[Y]")
    used = ["year"]
    if "month" in found and are_within(found["month"][1], 1, 12):
        months = years.astype("datetime64[M]") + (found["month"][1] - 1).astype(np.int64)
        days = months.astype("datetime64[D]").astype(np.float64)
        used.append("month")
        if "day" in found and are_within(found["day"][1], 1, 31):
            days = days + found["day"][1] - 1
            used.append("day")
    elif "week" in found and are_within(found["week"][1], 1, 53):
        fourth = years.astype("datetime64[D]").astype(np.float64) + 3  # 4 January is in the first week
        days = fourth - (fourth + 3) % 7 + 7 * (found["week"][1] - 1)
        used.append("week")
    elif "day of the year" in found and are_within(found["day of the year"][1], 1, 366):
        days = years.astype("datetime64[D]").astype(np.float64) + found["day of the year"][1] - 1
        used.append("day of the year")
    else:
        return None
    if used[-1].startswith("day"):
        days, clock = _with_hours(days, found)
        used += clock
    return Parts(days, tuple(found[part][0] for part in used))


def _with_hours(days: Floats, found: dict[str, tuple[str, Floats]]) -> tuple[Floats, list[str]]:
    if "hour" not in found or not are_within(found["hour"][1], 0, 24):
        return days, []
    if "minute" not in found or not are_within(found["minute"][1], 0, 59):
        return days + found["hour"][1] / 24, ["hour"]
    minutes = found["hour"][1] * 60 + found["minute"][1]
    return (days * 1440 + minutes) / 1440, ["hour", "minute"]


def _called_so(columns: Sequence[Column]) -> dict[str, tuple[str, Floats]]:
    found: dict[str, tuple[str, Floats]] = {}
    for column in columns:
        for part, pattern in PATTERNS.items():
            if part in found or not pattern.fullmatch(column.name):
                continue
            numbers = _months(column) if part == "month" and column.numbers is None else column.numbers
            if numbers is not None and bool((numbers == np.floor(numbers)).all()):
                found[part] = (column.name, numbers)
                break
    return found


def _unnamed(columns: Sequence[Column]) -> dict[str, tuple[str, Floats]]:
    """The first two columns where nothing is named, if they are years and months that follow each other."""
    if len(columns) < 3 or not all(_UNNAMED.fullmatch(column.name) for column in columns):
        return {}
    years, months = (column.numbers for column in columns[:2])
    if years is None or months is None or not (are_within(years, 1500, 2200) and are_within(months, 1, 12)):
        return {}
    whole = bool((years == np.floor(years)).all() and (months == np.floor(months)).all())
    if not whole or not (np.diff(years * 12 + months) == 1).all():
        return {}
    return {"year": (columns[0].name, years), "month": (columns[1].name, months)}


def years_of(columns: Sequence[Column]) -> Parts | None:
    """The days of a column of years, each of which stands in several rows."""
    for column in columns:
        numbers = column.numbers
        if numbers is None or not PATTERNS["year"].fullmatch(column.name):
            continue
        if are_within(numbers, 1000, 2999) and bool((numbers == np.floor(numbers)).all()):
            years = (numbers - 1970).astype("datetime64[Y]").astype("datetime64[D]")
            return Parts(years.astype(np.float64), (column.name,))
    return None


def hours_in(column: Column) -> Floats | None:
    """Shares of a day in a column beside one of dates: times, hours, or digits such as 930 and 93000."""
    if column.clock is not None:
        return None if np.isnan(column.clock).any() else column.clock
    numbers = column.numbers
    if numbers is None or np.isnan(numbers).any() or not (numbers == np.floor(numbers)).all():
        return None
    if PATTERNS["hour"].fullmatch(column.name) and are_within(numbers, 0, 24):
        return numbers / 24
    if not CLOCKS.fullmatch(column.name):
        return None
    if numbers.max() > 2400:
        numbers, seconds = np.divmod(numbers, 100)
    else:
        seconds = np.zeros_like(numbers)
    hours, minutes = np.divmod(numbers, 100)
    if not (are_within(hours, 0, 24) and are_within(minutes, 0, 59) and are_within(seconds, 0, 59)):
        return None
    return np.asarray((hours * 3600 + minutes * 60 + seconds) / 86400, dtype=np.float64)


def going_on(clock: Floats) -> Floats | None:
    """Days of times that begin anew after each midnight; `None` where they do not go on."""
    back = np.diff(clock) < 0
    if np.isnan(clock).any() or (np.diff(clock)[back] > -0.5).any():
        return None
    nights = np.concatenate([[0], np.cumsum(back)])
    days = np.asarray(clock + nights, dtype=np.float64)
    if len(days) < 2 or (np.diff(days) <= 0).any():
        return None
    return days


def _months(column: Column) -> Floats | None:
    """The months that a column of texts names; `None` where it holds other texts."""
    if column.kinds is None:
        return None
    named = np.array([MONTHS.get(text.lower().rstrip("."), np.nan) for text in column.texts])
    return named[column.kinds]


def are_within(numbers: Floats, low: float, high: float) -> bool:
    """Whether all numbers are known and from `low` to `high`."""
    return bool(((numbers >= low) & (numbers <= high)).all())
