"""Dates as programs and people write them, in every order that all cells of a column allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.uploads.numbers import is_missing

Floats = NDArray[np.float64]

ORDERS = ("day", "month", "year")
"""What may stand first."""

_TIME = (
    r"(?:(?:[T ]|,\s*)\s*(?P<hour>[0-9]{1,2})(?P<clock>(?::[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?)"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?:(?P=s)(?P<d>[0-9]{1,2})"
    + _TIME
    + r"|(?<![.][0-9])(?<![.][0-9]{2}))"
)
"""With points it needs a day: 2024.01 is a number."""
_PARTS = re.compile(r"(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{4}|[0-9]{2})" + _TIME)
_CHINESE = re.compile(
    r"(?P<y>[0-9]{4})\s*年(?:\s*(?P<m>[0-9]{1,2})\s*月(?:\s*(?P<d>[0-9]{1,2})\s*[日号號])?)?"
    r"(?:\s*(?P<hour>[0-9]{1,2})(?P<clock>:[0-9]{2}(?::[0-9]{2})?)(?P<half>\b)?(?P<zone>\b)?)?"
)
_WORD = r"(?P<word>[^\W\d_]{3,10})\.?"
_NAMED = [
    re.compile(rf"(?:[^\W\d_]{{2,10}}\.?,?\s+)?(?P<d>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?(?:\s+|-)(?:de\s+)?{_WORD}"
               rf"(?:\s+|-|,\s*)(?:de\s+)?(?P<y>[0-9]{{4}}|[0-9]{{2}}){_TIME}"),
    re.compile(rf"(?:[^\W\d_]{{2,10}}\.?,?\s+)?{_WORD}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+"
               rf"(?P<y>[0-9]{{4}}){_TIME}"),
    re.compile(rf"(?P<d>){_WORD}(?:\s+|-|/)(?:de\s+)?(?P<y>[0-9]{{4}}|[0-9]{{2}})"),
    re.compile(rf"(?P<y>[0-9]{{4}})(?:\s+|-){_WORD}(?:(?:\s+|-)(?P<d>[0-9]{{1,2}}))?"),
]  # fmt: skip
_MONTH_YEAR = re.compile(r"(?P<m>[0-9]{1,2})[/-](?P<y>[0-9]{4})")
_QUARTER = re.compile(r"(?P<y>[0-9]{4})[\s-]*[Qq](?P<q>[1-4])")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?P<clock>:[0-9]{2}(?::[0-9]{2})?)\s*(?P<half>[aApP]\.?[mM]\.?)?")

MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january januar jänner janvier enero jan janv ene",
        "february februar feber février fevrier febrero feb feb févr fév fevr",
        "march märz maerz mars marzo mar mär mrz",
        "april avril abril apr avr abr",
        "may mai mayo may",
        "june juni juin junio jun",
        "july juli juillet julio jul juil",
        "august août aout agosto aug ago aoû",
        "september septembre septiembre setiembre sep sept set",
        "october oktober octobre octubre oct okt",
        "november novembre noviembre nov",
        "december dezember décembre decembre diciembre dec dez déc dic",
    ),
    start=1,
):
    MONTHS |= dict.fromkeys(_names.split(), _number)


class Found(NamedTuple):
    """The readings of one cell in ISO 8601, by what is first; empty where it cannot be read so."""

    day: str
    month: str
    year: str


def found_in(cell: str) -> Found | None:
    """How a cell can be read as a date; `None` where it has the form of none."""
    if not 4 <= len(cell) <= 45 or not any(sign.isdigit() for sign in cell):
        return None
    if (match := _YEAR_FIRST.fullmatch(cell) or _CHINESE.fullmatch(cell)) is not None:
        return _one(match["y"], match["m"] or 1, match["d"] or 1, match)
    if (match := _PARTS.fullmatch(cell)) is not None:
        return _in_orders(match)
    if (match := _QUARTER.fullmatch(cell)) is not None:
        return _one(match["y"], 3 * int(match["q"]) - 2, 1, None)
    if (match := _MONTH_YEAR.fullmatch(cell)) is not None and 1 <= int(match["m"]) <= 12:
        return _one(match["y"], match["m"], 1, None)
    for pattern in _NAMED:
        if (match := pattern.fullmatch(cell)) is not None and (month := MONTHS.get(match["word"].lower())):
            timed = match if "hour" in pattern.groupindex else None
            return _one(_full_year(match["y"]), month, match["d"] or 1, timed)
    return None


def clock_in(cell: str) -> float | None:
    """A time of the day as a share of it; `None` where the cell holds none."""
    match = _CLOCK.fullmatch(cell)
    if match is None:
        return None
    hour = _hour(match["hour"], match["half"])
    parts = [int(part) for part in match["clock"].split(":")[1:]]
    if hour > 23 or any(part > 59 for part in parts):
        return None
    return (hour * 3600 + parts[0] * 60 + (parts[1] if len(parts) > 1 else 0)) / 86400


def _in_orders(match: re.Match[str]) -> Found:
    a, b, c, sign = match["a"], match["b"], match["c"], match["s"]
    year = _full_year(c)
    by_day = _iso(year, b, a, match)
    by_month = "" if sign == "." else _iso(year, a, b, match)
    by_year = _iso(_full_year(a), b, c, match) if len(a) == len(c) == 2 else ""
    return Found(by_day, by_month, by_year)


def _one(year: str, month: str | int, day: str | int, match: re.Match[str] | None) -> Found:
    return Found(*[_iso(year, month, day, match)] * 3)


def _full_year(year: str) -> str:
    """A year of two digits as spreadsheets read it: up to 49 it is in this century."""
    return year if len(year) == 4 else f"{'20' if int(year) < 50 else '19'}{year}"


def _hour(hour: str, half: str | None) -> int:
    if not half:
        return int(hour)
    return int(hour) % 12 + (12 if half.lower().startswith("p") else 0)


def _iso(year: str, month: str | int, day: str | int, match: re.Match[str] | None) -> str:
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or int(year) == 0:
        return ""
    date = f"{year}-{int(month):02}-{int(day):02}"
    if match is None or not match["hour"]:
        return date
    zone = {"UTC": "Z", "GMT": "Z"}.get(match["zone"] or "", match["zone"] or "")
    clock = (match["clock"] or ":00").replace(",", ".")
    return f"{date}T{_hour(match['hour'], match['half']):02}{clock}{zone}"


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
    for cell in cells:
        at = cell.find(":")
        cut = at - 2 if cell[at - 2 : at - 1].isdigit() else at - 1
        if at < 8 or cell[cut - 1] not in " T":
            cut = len(cell)
        date, time = cell[:cut], cell[cut:]
        if time not in times:
            times[time] = _micros(time)
        micros.append(times[time])
        places.append(dates.setdefault(f"{date}00:00" if time else date, len(dates)))
    found = [None if is_missing(date) else found_in(date) for date in dates]
    known = np.stack([days_of([one[order] if one else "" for one in found]) for order in range(len(ORDERS))])
    missing = np.array([is_missing(date) for date in dates])
    days = known[:, places]
    odd = np.array([one is None for one in micros])
    shift = np.array([one or 0 for one in micros], dtype=np.int64)
    days[:, odd] = np.nan
    late = np.flatnonzero(shift)
    whole = np.nan_to_num(days[:, late]).astype(np.int64) * 86_400_000_000 + shift[late]
    days[:, late] = np.where(np.isnan(days[:, late]), np.nan, whole / 1e6 / 86400)
    return Read(days, missing[places])


_TIME_OF_DAY = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"\s*([aApP]\.?[mM]\.?)?\s*(?:(Z|UTC|GMT)|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)


def _micros(time: str) -> int | None:
    """Microseconds since midnight in universal time; `None` where it is no time of a day."""
    match = _TIME_OF_DAY.fullmatch(time)
    if match is None:
        return None
    hour, minute, second = _hour(match[1], match[5]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    east = (int(match[8] or 0) * 60 + int(match[9] or 0)) * (-1 if match[7] == "-" else 1)
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    return ((hour * 60 + minute - east) * 60 + second) * 1_000_000 + micro


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
    for factor, low, high in ((1.0, 3e8, 4e9), (1e3, 3e11, 4e12)):
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
