"""Tables whose columns are dates, or the months of years: they are turned, so that time goes down."""

from __future__ import annotations

from collections import Counter

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads.columns import FEWEST_ROWS, Column
from playground.uploads.date_words import MONTHS
from playground.uploads.delimited import short
from playground.uploads.layout import Layout, is_a_date, is_sideways
from playground.uploads.number_columns import Numbers
from playground.uploads.numbers import is_missing, written
from playground.uploads.read_columns import read_column
from playground.uploads.report import Line, Reading, asked

MOST_PLACES = 1_000
"""Rows of a table that lies on its side, each a series."""

_SIDEWAYS = N_("The table lies on its side, with dates as columns: each row is a series, such as {name}.")
_UPRIGHT = N_("The table has dates as columns, and is read as it lies: each column is a series.")
_ACROSS = N_("The table has few rows of many numbers: each row is a series, such as {name}.")
_AS_IT_LIES = N_("The table has few rows of many numbers, and is read as it lies: each column is a series.")
_MONTHLY = N_("The months are columns: they are put one after the other, year by year, in the column {name}.")
_YEARLY = N_("The months are columns, and are read as they lie: each is a series of years.")
_FEW_DATES = N_("There must be at least {fewest} dates as columns, not {count}.")
_MANY_PLACES = N_("A table with dates as columns may have at most {most:,} rows, not {count:,}.")


def turned(layout: Layout, how: Numbers, reading: Reading, report: list[Line]) -> list[Column] | None:
    """The columns of a table that is turned, where this was not chosen otherwise; `None`: as it lies.

    Args:
        layout: the cells.
        how: numbers are to be read.
        reading: what the learner chose.
        report: where it is told.

    Raises:
        ExampleError: there are too few dates, or too many rows.
    """
    if not layout.rows:
        return None
    months = _months(layout)
    is_dated = is_sideways(layout.names)
    across = [] if months or is_dated else _across(layout)
    if not months and not is_dated and not across:
        return None
    columns = None
    if reading.turned == "as-it-is":
        said = Message(_YEARLY) if months else Message(_UPRIGHT) if is_dated else Message(_AS_IT_LIES)
    elif months:
        columns = _one_below_the_other(layout, months, how)
        said = Message(_MONTHLY, name=short(columns[1].name))
    elif is_dated:
        columns = _each_row(layout, how)
        said = Message(_SIDEWAYS, name=short(columns[1].name))
    else:
        columns = _rows_as_columns(layout, how, across)
        said = Message(_ACROSS, name=short(columns[0].name))
    report.append(asked(said, "turned"))
    return columns


def _months(layout: Layout) -> list[int]:
    """The places of twelve columns called by the months, beside one of years that comes first."""
    places = [n for n, name in enumerate(layout.names) if name.lower().rstrip(".") in MONTHS]
    named = [MONTHS[layout.names[n].lower().rstrip(".")] for n in places]
    if named != [*range(1, 13)]:
        return []
    years = layout.cells(0)
    return places if all(len(year) == 4 and year.isdecimal() for year in years) and 0 not in places else []


def _one_below_the_other(layout: Layout, months: list[int], how: Numbers) -> list[Column]:
    """The dates and the values of the months, without those at the end that are still to come."""
    years = layout.cells(0)
    columns = [layout.cells(place) for place in months]
    order = sorted(range(len(years)), key=lambda row: years[row])
    dates = [f"{years[row]}-{month:02}" for row in order for month in range(1, 13)]
    cells = [columns[month][row] for row in order for month in range(12)]
    rows = [layout.rows[row] for row in order for _month in range(12)]
    while cells and is_missing(cells[-1]):
        del cells[-1], dates[-1], rows[-1]
    name = _free("value", list(layout.names))
    return [read_column(_free("date", [name]), rows, dates, how), read_column(name, rows, cells, how)]


def _each_row(layout: Layout, how: Numbers) -> list[Column]:
    """The dates, and each row as a column."""
    dated = [place for place, name in enumerate(layout.names) if is_a_date(name)]
    if len(dated) < FEWEST_ROWS:
        raise ExampleError(_FEW_DATES, fewest=FEWEST_ROWS, count=len(dated))
    if len(layout.rows) > MOST_PLACES:
        raise ExampleError(_MANY_PLACES, most=MOST_PLACES, count=len(layout.rows))
    columns = _rows_as_columns(layout, how, dated)
    dates = [layout.names[place] for place in dated]
    name = _free("date", [column.name for column in columns])
    return [read_column(name, range(1, len(dates) + 1), dates, how), *columns]


def _across(layout: Layout) -> list[int]:
    """The places of the numbers where there are too few rows for a series, and enough numbers in each."""
    if len(layout.rows) >= FEWEST_ROWS or len(layout.names) < FEWEST_ROWS:
        return []
    places = [
        n for n in range(len(layout.names)) if written(layout.cells(n)[0]) or is_missing(layout.cells(n)[0])
    ]
    return places if len(places) >= FEWEST_ROWS else []


def _rows_as_columns(layout: Layout, how: Numbers, places: list[int]) -> list[Column]:
    """Each row as a column, of the cells in these places."""
    names = _row_names(layout, [place for place in range(len(layout.names)) if place not in set(places)])
    cells = zip(*(layout.cells(place) for place in places), strict=True)
    rows = range(1, len(places) + 1)
    return [read_column(name, rows, one, how) for name, one in zip(names, cells, strict=True)]


def _free(name: str, taken: list[str]) -> str:
    return name if name not in taken else _free(name + "'", taken)


def _row_names(layout: Layout, places: list[int]) -> list[str]:
    """A name for each row: its texts, with a number where they come twice."""
    texts = [
        [c for c in row if c and written(c) is None] for row in zip(*map(layout.cells, places), strict=True)
    ]
    texts = texts or [[] for _row in layout.rows]
    names = [
        " / ".join(dict.fromkeys(row))[:55] or f"row {at}" for row, at in zip(texts, layout.rows, strict=True)
    ]
    counts = Counter(names)
    return [
        name if counts[name] == 1 else f"{name} {at}" for name, at in zip(names, layout.rows, strict=True)
    ]
