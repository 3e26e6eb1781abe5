"""What is put right in a table: its order, several series in it, codes for gaps.

Each is told, and each can be had otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.clock_changes import evened
from playground.uploads.columns import Column
from playground.uploads.delimited import short
from playground.uploads.number_columns import MOST_NUMBER
from playground.uploads.numbers import Floats
from playground.uploads.report import Line, Reading, asked
from playground.uploads.times import Time

Places = NDArray[np.int64]

MOST_NAMED = 6
"""Series whose names are told; all of them can be chosen."""

TURNED = Message(N_("The latest row came first, so the rows were turned around."))
_SORTED = N_("The rows were not in the order of time, so they were sorted by {column}.")
_IN_FILE = N_("The rows stay in the order of the file, not of time.")
_CLOCK = N_("Clocks were put back or forward: {count:,}. The hours are counted on evenly.")
_SERIES = N_("The table holds {count:,} series, told apart by {column}; this is {name}.")
_SEVERAL = N_("The table holds {count:,} series, told apart by {column}.")
_ALL = N_("The table holds {count:,} series, told apart by {column}; their rows are read together.")
ALL_SERIES = "all"
"""The choice to read the rows of all series together."""
_LEAST_FILLED = 1 / 3
"""Of all times of all series: fewer are things that happen, each of its kind, and no series."""
_CHOOSE_SERIES = N_(
    "The dates in {column} repeat: the table holds {count:,} series, told apart by {key}. Choose "
    "one: {names}."
)
_NO_SERIES = N_("There is no series {name}; there are {names}.")
_REPEATED = N_("Rows that repeat a time in {column}: {count:,}. The first of each is kept.")
_SUMMED = N_("Rows that repeat a time in {column}: {count:,}. The values of each time are added.")
_AVERAGED = N_("Rows that repeat a time in {column}: {count:,}. Each time has the mean of its values.")
_EACH = N_("Rows that repeat a time in {column}: {count:,}. So the rows are counted, one after the other.")
MERGED = ("sum", "mean")
"""What several rows of one time may be made to."""
_FEW, _MANY = ("first", "each", *MERGED), ("each", "first", *MERGED)
_NOT_LATER = N_(
    "The dates in {column} do not give the time: the one in row {row:,} of the values is not later than "
    "the one before."
)
_CODES = N_("In the column {column}, {value:g} lies far outside; it stands for a gap, {count:,} times.")
_KEPT_CODES = N_(
    "In the column {column}, {value:g} lies far outside; it is kept as a number, {count:,} times."
)


def one_series(
    columns: tuple[Column, ...], time: Time, reading: Reading, report: list[Line]
) -> tuple[Places | None, ExampleError | None]:
    """The rows of one of several series that stand in a table, and what must be chosen; `None`: all rows."""
    if len(np.unique(time.days)) == len(time.days):
        return None, None
    keys = _keys(columns, time)
    if not keys:
        return None, None
    name, codes, names = next((key for key in keys if reading.series and reading.series in key[2]), keys[0])
    ways = [*names, ALL_SERIES]
    if reading.series == ALL_SERIES and ALL_SERIES not in names:
        said = Message(_ALL, count=len(names), column=short(name))
        report.append(asked(said, "series", ways, must=True))
        return None, None
    shown = ", ".join(map(short, names[:MOST_NAMED])) + (", …" if len(names) > MOST_NAMED else "")
    undecided = None
    if not reading.series:
        undecided = ExampleError(
            _CHOOSE_SERIES, column=short(time.name), count=len(names), key=short(name), names=shown
        )
    elif reading.series not in names:
        undecided = ExampleError(_NO_SERIES, name=short(reading.series), names=shown)
    chosen = reading.series if reading.series in names else names[0]
    said = Message(_SERIES, count=len(names), column=short(name), name=short(chosen))
    if undecided is not None:
        said = Message(_SEVERAL, count=len(names), column=short(name))
    report.append(asked(said, "series", ways, must=True))
    return np.flatnonzero(codes == names.index(chosen)), undecided


_Key = tuple[str, Places, list[str]]


def _keys(columns: Sequence[Column], time: Time) -> list[_Key]:
    """Columns in whose groups no time repeats, those with long names first."""
    repeats = int(np.unique(time.days, return_counts=True)[1].max())
    candidates = [key for column in columns if (key := _key(column, repeats, time)) is not None]
    single = [key for key in candidates if _tells_apart(key, time)]
    if single:
        return sorted(single, key=lambda key: -np.mean([len(name) for name in key[2]]))
    for (name, codes, names), (other, more, others) in combinations(candidates[:10], 2):
        kinds, both = np.unique(codes * len(others) + more, return_inverse=True)
        pairs = [f"{names[kind // len(others)]} / {others[kind % len(others)]}" for kind in kinds]
        key = (f"{name} / {other}", both, pairs)
        if _tells_apart(key, time):
            return [key]
    return []


def _key(column: Column, repeats: int, time: Time) -> _Key | None:
    """The groups of a column of texts, or of whole numbers with as many kinds as times repeat."""
    if column.name in time.columns:
        return None
    if column.kinds is not None:
        used, codes = np.unique(column.kinds, return_inverse=True)
        return (column.name, codes, [column.texts[kind] for kind in used]) if len(used) > 1 else None
    if column.numbers is None or np.isnan(column.numbers).any():
        return None
    used, codes = np.unique(column.numbers, return_inverse=True)
    if len(used) != repeats or (used != np.floor(used)).any():
        return None
    return column.name, codes, [f"{one:.0f}" for one in used]


def _tells_apart(key: _Key, time: Time) -> bool:
    _name, codes, names = key
    if 3 * len(names) >= len(codes):
        return False
    if len(codes) < _LEAST_FILLED * len(names) * len(np.unique(time.days)):
        return False
    pairs = np.stack([codes.astype(np.float64), time.days])
    return len(np.unique(pairs, axis=1).T) == len(codes)


def parts(columns: tuple[Column, ...], time: Time, places: Places) -> tuple[tuple[Column, ...], Time]:
    """The table with these rows alone, in this order."""
    return tuple(column.part(places) for column in columns), time._replace(days=time.days[places])


def in_order(
    columns: tuple[Column, ...], time: Time, reading: Reading, report: list[Line]
) -> tuple[tuple[Column, ...], Time | None]:
    """The rows in the order of time, each time once; no time where it gives no order."""
    if reading.order == "file":
        report.append(asked(Message(_IN_FILE), "order"))
        return columns, None
    days, changes = evened(time.days)
    if changes:
        report.append(asked(Message(_CLOCK, count=changes), "order"))
        time = time._replace(days=days)
    steps = np.diff(time.days)
    repeated = len(steps) + 1 - len(np.unique(time.days))
    are_many = 20 * repeated > len(time.days)
    if (steps <= 0).all():
        report.append(asked(TURNED, "order"))
        columns, time = parts(columns, time, np.arange(len(time.days))[::-1])
    elif (steps < 0).any():
        if are_many and reading.repeats not in MERGED:
            row = int(np.flatnonzero(~(steps > 0))[0]) + 2
            report.append(asked(Message(_NOT_LATER, column=short(time.name), row=row), "repeats", _MANY))
            return columns, None
        report.append(asked(Message(_SORTED, column=short(time.name)), "order"))
        columns, time = parts(columns, time, np.argsort(time.days, kind="stable"))
    return (
        _each_once(columns, time, reading, report, _MANY if are_many else _FEW)
        if repeated
        else (columns, time)
    )


def _each_once(
    columns: tuple[Column, ...], time: Time, reading: Reading, report: list[Line], ways: tuple[str, ...]
) -> tuple[tuple[Column, ...], Time | None]:
    """Each time once: its first row, or the sums or means of its rows; or all rows, without their time."""
    way = reading.repeats or ways[0]
    begins = np.flatnonzero(np.concatenate([[True], np.diff(time.days) > 0]))
    name, count = short(time.name), len(time.days) - len(begins)
    if way == "each":
        report.append(asked(Message(_EACH, column=name, count=count), "repeats", ways))
        return columns, None
    said = {
        "first": Message(_REPEATED, column=name, count=count),
        "sum": Message(_SUMMED, column=name, count=count),
        "mean": Message(_AVERAGED, column=name, count=count),
    }
    report.append(asked(said[way], "repeats", ways))
    firsts, time = parts(columns, time, begins)
    if way not in MERGED:
        return firsts, time
    merged = [_merged(column, begins, way) for column in columns]
    return tuple(replace(one, numbers=new) for one, new in zip(firsts, merged, strict=True)), time


def _merged(column: Column, begins: Places, way: str) -> Floats | None:
    """The sum or the mean of the numbers of each group of rows; a gap where all are gaps."""
    if column.numbers is None:
        return None
    known = ~np.isnan(column.numbers)
    counts = np.add.reduceat(known, begins, dtype=np.int64)
    sums = np.add.reduceat(np.where(known, column.numbers, 0.0), begins)
    return np.where(counts == 0, np.nan, sums / np.maximum(counts, 1) if way == "mean" else sums)


def without_codes(column: Column, reading: Reading, report: list[Line]) -> Column:
    """The column with gaps where it has a code for them."""
    if column.numbers is None:
        return column
    numbers = column.numbers.copy()
    for value in codes_in(numbers):
        there = column.numbers == value
        name, count = short(column.name), int(there.sum())
        said = Message(_CODES, column=name, value=value, count=count)
        if reading.codes == "keep":
            said = Message(_KEPT_CODES, column=name, value=value, count=count)
        report.append(asked(said, "codes"))
        if reading.codes != "keep" or abs(value) > MOST_NUMBER:
            numbers[there] = np.nan
    return replace(column, numbers=numbers)


def codes_in(numbers: Floats) -> list[float]:
    """Values that stand for missing: far outside of all others, round or all nines, and more than once."""
    values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    begin, end = 0, len(values)
    while begin < end and _is_code(values[begin]):
        begin += 1
    while end > begin and _is_code(values[end - 1]):
        end -= 1
    if begin == end:
        return []
    low, high = values[begin], values[end - 1]
    found = []
    for place in (*range(begin), *range(end, len(values))):
        value, is_repeated = float(values[place]), bool(counts[place] > 1)
        nines = _is_of_nines(value)
        if end - begin < 2 and not nines:  # two numbers alone, such as -1 and 1, may be all there is
            continue
        far = (high - low) * (1 if nines and is_repeated else 3)
        if max(low - value, value - high) >= far and (is_repeated or (nines and abs(value) >= 99)):
            found.append(value)
    return found


def _is_code(value: float) -> bool:
    """Whether programs write this number for a value that is missing."""
    others = (-1, -8, -9, -100, -200, -32768, 32767, 65535)
    return value in others or abs(value) > MOST_NUMBER or _is_of_nines(value)


def _is_of_nines(value: float) -> bool:
    """Whether a number is of nines, such as 99.9, of sevens or eights, or of nines behind another digit."""
    digits = f"{abs(value):.10g}".removeprefix("0.").replace(".", "")
    if len(set(digits)) == 1 and len(digits) > 1:
        return digits[0] == "9" or (digits[0] in "78" and len(digits) > 2)
    return len(digits) > 3 and value < 0 and set(digits[1:]) == {"9"}
