"""A date in a cell as programs and people write it, in every order in which it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from playground.uploads.date_words import MONTHS, ZONES, in_plain_words

_CLOCK = r"[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?"
_HALF = r"[aApP]\.?[mM]\.?"
_ZONE = rf"(?:Z|UTC|GMT|{'|'.join(ZONES)})|(?:UTC|GMT)?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?"
_TIME = rf"(?:(?:[T ]|,\s*)\s*(?P<time>{_CLOCK}\s*(?:{_HALF})?\s*(?:{_ZONE})?))?"
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?P<s>[-/.])\s?(?P<m>[0-9]{1,2})(?:(?P=s)\s?(?P<d>[0-9]{1,2})"
    + _TIME
    + r"|(?<![.][0-9])(?<![.][0-9]{2}))"
)
"""With points it needs a day: 2024.01 is a number."""
_PARTS = re.compile(r"(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{4}|[0-9]{2})" + _TIME)
_DIGITS = re.compile(
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})[T :](?P<t>[0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?)Z?"
)
_YEAR_MONTH = re.compile(r"(?P<y>[12][0-9]{3})(?:M| )(?P<m>0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(?P<m>[0-9]{1,2})[/-](?P<y>[0-9]{4})")
_QUARTER = [
    re.compile(r"(?P<y>[0-9]{4})[\s:-]*[QqT](?P<q>[1-4])"),
    re.compile(r"(?:[QqT](?P<q>[1-4])|(?P<r>[1-4])[QqT])[\s/-]*(?P<y>[0-9]{4})"),
]
_WEEK = re.compile(r"(?P<y>[0-9]{4})[\s-]*W(?P<w>[0-9]{1,2})")
_WORD = r"(?P<word>[^\W\d_]{3,10})\.?"
_NAMED = [
    re.compile(
        rf"(?P<d>[0-9]{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?(?:\s+|-|/|)(?:de\s+)?{_WORD}"
        rf"(?:\s+|-|/|,\s*|)(?:de\s+)?(?P<y>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
    ),
    re.compile(rf"{_WORD}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>[0-9]{{4}}){_TIME}"),
    re.compile(rf"(?P<d>){_WORD}(?:\s+|-|/)(?:de\s+)?(?P<y>[0-9]{{4}}|[0-9]{{2}})"),
    re.compile(rf"(?P<y>[0-9]{{4}})(?:\s+|-){_WORD}(?:(?:\s+|-)(?P<d>[0-9]{{1,2}}))?{_TIME}"),
]
_RANGE = re.compile(r"(\S.{3,}?\S)\s+(?:-|–|—|to|bis|à|~)\s+\S.{3,}")
"""A span from one date to another, such as a week."""
_OF_DAY = re.compile(
    r"([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?"
    rf"\s*({_HALF})?\s*(?:({'|'.join(ZONES)}|Z|UTC|GMT)?([+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?)"
)
_A_DAY = 86_400_000_000


class Found(NamedTuple):
    """The readings of one cell, each a date in ISO 8601, or empty where there is none."""

    dates: tuple[str, str, str]
    """With the day, the month or the year first."""
    micros: int | None = 0
    """Microseconds from its midnight on, in universal time; `None` where its time is none."""


def found_in(cell: str) -> Found | None:
    """How a cell can be read as a date; `None` where it has the form of none."""
    if not 4 <= len(cell) <= 60 or not any(sign.isdigit() for sign in cell):
        return None
    if (found := _plainly(cell)) is not None:
        return found
    plain = in_plain_words(cell)
    if plain != cell and (found := _plainly(plain)) is not None:
        return found
    match = _RANGE.fullmatch(plain)
    return _plainly(match[1]) if match is not None else None


def _plainly(cell: str) -> Found | None:
    for pattern, reading in _FORMS:
        if (match := pattern.fullmatch(cell)) is not None and (found := reading(match)) is not None:
            return found
    return None


def _year_first(match: re.Match[str]) -> Found:
    return _one(match["y"], match["m"], match["d"] or 1, match["time"])


def _in_orders(match: re.Match[str]) -> Found:
    a, b, c = match["a"], match["b"], match["c"]
    year = full_year(c)
    by_month = "" if match["s"] == "." else _iso(year, a, b)
    by_year = _iso(full_year(a), b, c) if len(a) == len(c) == 2 else ""
    return Found((_iso(year, b, a), by_month, by_year), micros_in(match["time"]))


def _digits(match: re.Match[str]) -> Found:
    digits = match["t"].replace(":", "")
    time = ":".join(digits[n : n + 2] for n in range(0, len(digits), 2))
    return _one(match["y"], match["m"], match["d"], time)


def _quarter(match: re.Match[str]) -> Found:
    quarter = int(match["q"] or match["r"]) if "r" in match.re.groupindex else int(match["q"])
    return _one(match["y"], 3 * quarter - 2, 1)


def _week(match: re.Match[str]) -> Found | None:
    """The Monday of a week as ISO 8601 counts them."""
    try:
        iso = date.fromisocalendar(int(match["y"]), int(match["w"]), 1).isoformat()
    except ValueError:
        return None
    return Found((iso, iso, iso))


def _named(match: re.Match[str]) -> Found | None:
    month = MONTHS.get(match["word"].lower())
    if month is None:
        return None
    time = match["time"] if "time" in match.re.groupindex else None
    return _one(full_year(match["y"]), month, match["d"] or 1, time)


def _month_year(match: re.Match[str]) -> Found | None:
    return _one(match["y"], match["m"], 1) if 1 <= int(match["m"]) <= 12 else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_PARTS, _in_orders),
    (_DIGITS, _digits),
    (_YEAR_MONTH, _month_year),
    (_MONTH_YEAR, _month_year),
    *((pattern, _quarter) for pattern in _QUARTER),
    (_WEEK, _week),
    *((pattern, _named) for pattern in _NAMED),
)


def _one(year: str, month: str | int, day: str | int, time: str | None = None) -> Found:
    iso = _iso(year, month, day)
    return Found((iso, iso, iso), micros_in(time))


def full_year(year: str) -> str:
    """A year of two digits as spreadsheets read it: up to 49 it is in this century."""
    return year if len(year) == 4 else f"{'20' if int(year) < 50 else '19'}{year}"


def _iso(year: str, month: str | int, day: str | int) -> str:
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or int(year) == 0:
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"


def micros_in(time: str | None) -> int | None:
    """Microseconds from midnight to a time of the day in universal time; `None` where it is none.

    24:00 is the end of a day.
    """
    if not time:
        return 0
    match = _OF_DAY.fullmatch(time) or _OF_DAY.fullmatch(in_plain_words(time))
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[5]:
        hour = hour % 12 + (12 if match[5].lower().startswith("p") else 0)
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    since = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro
    if minute > 59 or second > 59 or since > _A_DAY:
        return None
    return since - ZONES.get(match[6] or "", 0) * 3_600_000_000 - _east(match[7])


def _east(zone: str | None) -> int:
    if not zone:
        return 0
    hours, _colon, minutes = zone[1:].partition(":")
    if len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    since = (int(hours) * 60 + int(minutes or 0)) * 60_000_000
    return -since if zone[0] == "-" else since


def clock_in(cell: str) -> float | None:
    """A time of the day as a share of it; `None` where the cell holds none."""
    if ":" not in cell and not re.search("[時时点點hH]", cell):
        return None
    plain = in_plain_words(cell)
    micros = micros_in(plain) if ":" in plain and "+" not in plain else None
    return None if micros is None else micros / _A_DAY
