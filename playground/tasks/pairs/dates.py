"""Dates: say a date that is written in one of many ways as year-month-day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np

from playground.config import TaskConfig
from playground.config.errors import ExampleError
from playground.config.typed import plain
from playground.i18n import N_, _
from playground.listing import WIDTH, filled
from playground.tasks.pairs.base import Pair, PairProblem, Places, Tokens
from playground.tasks.text import require_short

FIRST, LAST = date(1900, 1, 1), date(2099, 12, 31)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FORMATS = (
    "{day} {month} {year}",
    "{day:02} {month} {year}",
    "{day} {mon} {year}",
    "{day}-{mon}-{year}",
    "{month} {day}, {year}",
    "{month} {day} {year}",
    "{mon} {day}, {year}",
    "{day}{th} of {month} {year}",
    "the {day}{th} of {month} {year}",
    "{month} {day}{th}, {year}",
    "{wkd} {day} {mon} {year}",
    "{weekday}, {day} {month} {year}",
    "{weekday}, {month} {day}, {year}",
    "{day:02}.{number:02}.{year}",
    "{day}.{number}.{year}",
    "{day:02}/{number:02}/{year}",
    "{day}/{number}/{year}",
    "{day:02}-{number:02}-{year}",
    "{year}/{number:02}/{day:02}",
    "{year}-{number:02}-{day:02}",
    "{year}{number:02}{day:02}",
)

_YEAR, _DAY, _NUMBER = r"(?P<year>\d{4})", r"(?P<day>\d\d?)", r"(?P<number>\d\d?)"
_MONTH = f"(?P<month>{'|'.join((*MONTHS, *(month[:3] for month in MONTHS)))})"
_WEEKDAY = f"(?:(?:{'|'.join((*WEEKDAYS, *(day[:3] for day in WEEKDAYS)))}),? )?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        f"{_WEEKDAY}(?:the )?{_DAY}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}(?:-|,? ){_YEAR}",
        f"{_WEEKDAY}{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
        rf"{_DAY}([./-]){_NUMBER}\2{_YEAR}",
        rf"{_YEAR}([./-]){_NUMBER}\2{_DAY}",
        r"(?P<year>\d{4})(?P<number>\d\d)(?P<day>\d\d)",
    )
)
_LETTERS = sorted(set("".join((*MONTHS, *WEEKDAYS, "thestndrdthof")).lower()))
SOURCE = (*"0123456789 ,./-", *_LETTERS, *(letter.upper() for letter in _LETTERS))
TARGET = tuple("0123456789-")

_NO_DATE = N_(
    "Type a date such as 7 March 2024, March 7, 2024, 07.03.2024 or 2024/03/07, with a year of four "
    "digits and the day before the month, not {text!r}."
)
_YEAR = N_("The year must be from {first} to {last}, not {year}.")


def make(count: int, length: int, rng: np.random.Generator) -> list[Pair]:
    """Different days, at most 73,049, each written in one way; `length` plays no part.

    Every format is equally likely; one with words is written half the time as it is, else in small
    letters or in capitals.
    """
    days = (LAST - FIRST).days + 1
    drawn = rng.choice(days, size=min(count, days), replace=False).tolist()
    formats = rng.integers(len(FORMATS), size=len(drawn)).tolist()
    cases = rng.choice(3, size=len(drawn), p=(0.5, 0.25, 0.25)).tolist()
    pairs = []
    for offset, chosen, case in zip(drawn, formats, cases, strict=True):
        day = FIRST + timedelta(days=offset)
        text = written(day, FORMATS[chosen])
        text = (text, text.lower(), text.upper())[case]
        pairs.append(Pair(source=tuple(text), target=tuple(day.isoformat())))
    return pairs


def written(day: date, template: str) -> str:
    """`day` in one of `FORMATS`, in English on any machine."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    words = {"month": month, "mon": month[:3], "weekday": weekday, "wkd": weekday[:3], "th": _ending(day.day)}
    return template.format(day=day.day, number=day.month, year=day.year, **words)


def _ending(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def answer(source: Tokens) -> Tokens:
    """The date as year-month-day, such as 2024-03-07."""
    return tuple(_day(_match("".join(source))).isoformat())


def alignment(source: Tokens, target: Tokens) -> Places:
    """Digits come from digits, the month's from its first letter where it is a word, hyphens from nowhere.

    A day or month of one digit gives both of its digits.
    """
    found = _match("".join(source))
    month = "month" if "month" in found.groupdict() else "number"
    year = found.start("year")
    return (*range(year, year + 4), None, *_two(found, month), None, *_two(found, "day"))


def _two(found: re.Match[str], part: str) -> tuple[int, int]:
    start, end = found.span(part)
    return start, start + 1 if end - start == 2 else start  # a month's word is longer


def _match(text: str) -> re.Match[str]:
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return found
    raise ExampleError(_NO_DATE, text=text[:30])


def _day(found: re.Match[str]) -> date:
    """The day that was written; a weekday beside it is not checked."""
    year, month, day = int(found["year"]), _month(found), int(found["day"])
    if not FIRST.year <= year <= LAST.year:
        raise ExampleError(_YEAR, first=FIRST.year, last=LAST.year, year=year)
    if not 1 <= month <= 12:
        raise ExampleError(
            N_("The month must be from 1 to 12, not {month}: the day comes before the month."), month=month
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ExampleError(
            N_("{month} {year} has no day {day}."), month=MONTHS[month - 1], year=year, day=day
        ) from error


def _month(found: re.Match[str]) -> int:
    word = found.groupdict().get("month")
    if word is None:
        return int(found["number"])
    return 1 + [month[:3].lower() for month in MONTHS].index(word[:3].lower())


MAKE = '''
WORDS = """
$months
$weekdays
$formats
"""
months, weekdays, *formats = WORDS.strip().splitlines()
months, weekdays = months.split(), weekdays.split()
formats = "".join(formats).split("|")
rng = np.random.default_rng(DATA_SEED)
drawn = rng.choice($days, size=EXAMPLES, replace=False).tolist()  # $different
chosen = rng.integers(len(formats), size=EXAMPLES)
cases = rng.choice(3, size=EXAMPLES, p=(0.5, 0.25, 0.25))  # $as_it_is
sources, targets = [], []
for place in rng.permutation(EXAMPLES):
    d = date($first) + timedelta(days=drawn[place])
    th = {1: "st", 2: "nd", 3: "rd"}.get(0 if 10 < d.day < 14 else d.day % 10, "th")
    names = {"month": months[d.month - 1], "weekday": weekdays[d.weekday()]}
    text = formats[chosen[place]].format(d=d, th=th, **names)
    sources.append((text, text.lower(), text.upper())[cases[place]])
    targets.append(d.isoformat())
tokens = "$source"
'''
_OF_DAY = {
    "{day": "{d.day",
    "{number": "{d.month",
    "{year": "{d.year",
    "{mon}": "{month:.3}",
    "{wkd}": "{weekday:.3}",
}
"""How a script names the parts of `FORMATS`, so that it needs no names of its own for them."""
_DIFFERENT = N_("different days")
_AS_IT_IS = N_("as it is, small, capitals")


def make_code(config: TaskConfig) -> str:
    """The lines that make the same dates."""
    lines = [""]
    for one in FORMATS:
        for name, own in _OF_DAY.items():
            one = one.replace(name, own)
        lines += [""] if len(lines[-1]) + len(one) > WIDTH - 2 else []
        lines[-1] += f"{one}|"
    return filled(
        MAKE,
        months=" ".join(MONTHS),
        weekdays=" ".join(WEEKDAYS),
        formats="\n".join(lines).rstrip("|"),
        days=(LAST - FIRST).days + 1,
        first=f"{FIRST.year}, {FIRST.month}, {FIRST.day}",
        different=_(_DIFFERENT),
        as_it_is=_(_AS_IT_IS),
        source="".join(SOURCE),
    )


def parse(text: str) -> Tokens:
    """One date from 1900 to 2099 with a year of four digits; in digits, the day before the month."""
    written = " ".join(plain(require_short(text)).split())
    _day(_match(written))
    return tuple(written)


PROBLEM = PairProblem(
    name="dates",
    title=N_("Dates"),
    question=N_(
        "Which day is it, written as year-month-day? In dates of digits only, the day comes before the "
        "month, unless the year is first."
    ),
    examples=("7 March 2024", "THU 7 MAR 2024", "7.3.2024", "march 7th, 2024", "the 7th of March 2024"),
    source_tokens=SOURCE,
    target_tokens=TARGET,
    make=make,
    code=make_code,
    code_tokens=("tokens", f'"{"".join(TARGET)}"'),
    parse=parse,
    answer=answer,
    alignment=alignment,
)
