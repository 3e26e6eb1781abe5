"""Tables as people bring them read as the clean table that says the same, and say what was done."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.uploads.repairs import codes_in
from playground.uploads.report import Choice, Reading
from playground.uploads.series import OwnSeries, choose
from playground.uploads.tables import Table, read_grid, read_table, table_of

FILES = Path(__file__).parent / "own_data"
Numbers = list[float]


def table(name: str, **reading: str) -> Table:
    return read_table((FILES / name).read_bytes(), Reading(**reading))


def column(found: Table, name: str) -> Numbers:
    (numbers,) = (one.numbers for one in found.columns if one.name == name)
    assert numbers is not None
    return numbers.tolist()


def told(found: Table) -> str:
    return " ".join(map(str, found.report))


def lines(name: str) -> list[str]:
    return (FILES / name).read_text().splitlines()


def cells(name: str, place: int, sign: str = ",", skip: int = 1, encoding: str = "utf-8-sig") -> list[str]:
    """One column of a plain file, by a bare loop."""
    rows = (FILES / name).read_text(encoding).splitlines()[skip:]
    return [line.split(sign)[place].strip().strip('"') for line in rows if line.count(sign) >= place]


def investing(place: int, ending: str = "") -> Numbers:
    """A column of the file in which each value stands in quotation marks, oldest first."""
    rows = (FILES / "newest_first_investing.csv").read_text("utf-8-sig").splitlines()[1:]
    found = [line.strip('"').split('","')[place] for line in rows]
    return [float(cell.removesuffix(ending)) for cell in found][::-1]


def avocado() -> Numbers:
    rows = zip(cells("avocado_layout.csv", 1), cells("avocado_layout.csv", 2), strict=True)
    return [float(price) for _date, price in sorted(rows)]


def gapped(texts: list[str], code: str) -> Numbers:
    return [math.nan if float(text) == float(code) else float(text) for text in texts]


CLEAN: dict[str, tuple[str, Callable[[], Numbers], str]] = {
    "sentinel_minus999.csv": (
        "temp",
        lambda: gapped(cells("sentinel_minus999.csv", 1), "-999"),
        "-999 lies far outside; it stands for a gap, 6 times",
    ),
    "sentinel_none.csv": (
        "temp",
        lambda: [float(cell) if cell else math.nan for cell in cells("sentinel_none.csv", 1)],
        "",
    ),
    "newest_first_investing.csv": ("Price", lambda: investing(1), "the rows were turned around"),
    "newest_first_two_digit_year.csv": (
        "Close",
        lambda: [float(cell) for cell in cells("newest_first_two_digit_year.csv", 1, ";")][::-1],
        "the day is first: only so do they go on evenly. The latest row came first",
    ),
    "unix_s_gaps.csv": (
        "Price",
        lambda: [*map(float, cells("unix_s_gaps.csv", 1))],
        "rows are missing: 1, the first after 2023-01-04 02:00:00",
    ),
    "dwd_klima.txt": (
        "FX",
        lambda: [*map(float, cells("dwd_klima.txt", 3, ";"))],
        "In the column 'FM', -999",
    ),
    "avocado_layout.csv": ("AveragePrice", avocado, "sorted by 'Date'"),
    "us_month_start_ambiguous.csv": (
        "Sales",
        lambda: [*map(float, cells("us_month_start_ambiguous.csv", 1))],
        "the month is first: only so do they go on evenly",
    ),
    "stock_growth_iso.csv": ("Close", lambda: [*map(float, cells("stock_growth_iso.csv", 1))], ""),
    "random_walk_iso.csv": ("Close", lambda: [*map(float, cells("random_walk_iso.csv", 1))], ""),
    "noaa_hash_comments.csv": (
        "average",
        lambda: [*map(float, cells("noaa_hash_comments.csv", 3, skip=5))],
        "Lines that begin as comments are left out, such as '# This work is made up, with …'.",
    ),
    "google_trends.csv": (
        "tea: (Worldwide)",
        lambda: [*map(float, cells("google_trends.csv", 1, skip=3))],
        "what stands above it, from 'Category: All categories', is left out",
    ),
    "datamarket_footer.csv": (
        "Riders",
        lambda: [*map(float, cells("datamarket_footer.csv", 1))],
        "The rows below the table, from row 147 'Made-up riders over twelve ye…', are left out.",
    ),
    "excel_sep_line.csv": (
        "Wert",
        lambda: [float(cell.replace(",", ".")) for cell in cells("excel_sep_line.csv", 1, ";", skip=2)],
        "with a semicolon between the columns.",
    ),
    "trailing_commas.csv": (
        "bikes",
        lambda: [*map(float, cells("trailing_commas.csv", 1))],
        "Columns without a name and without values are left out: 1.",
    ),
    "yfinance_multiheader.csv": (
        "Close",
        lambda: [*map(float, cells("yfinance_multiheader.csv", 1, skip=3))],
        "Rows that name the columns once more are left out, such as 'Ticker ABC",
    ),
    "german_thousands.csv": (
        "Betrag",
        lambda: [float(c.replace(".", "").replace(",", ".")) for c in cells("german_thousands.csv", 1, ";")],
        "",
    ),
    "percent_currency.csv": (
        "share",
        lambda: [float(cell.removesuffix("%")) for cell in cells("percent_currency.csv", 1)],
        "'49.7%' is read as 49.7.",
    ),
    "metatrader_utf16.csv": (
        "Data1",
        lambda: [*map(float, cells("metatrader_utf16.csv", 1, ";", encoding="utf-16"))],
        "The file is read in UTF-16, with a semicolon between the columns.",
    ),
    "jhu_wide_dates_as_columns.csv": (
        "Land0",
        lambda: [*map(float, lines("jhu_wide_dates_as_columns.csv")[1].split(",")[4:])],
        "The table lies on its side, with dates as columns: each row is a series, such as 'Land0'.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", CLEAN)
def test_a_file_reads_as_the_clean_table_that_says_the_same_and_says_what_was_done(file):
    name, numbers, said = CLEAN[file]
    found = table(file)
    assert found.choices[0] == name
    np.testing.assert_array_equal(column(found, name), numbers())
    assert said in told(found)
    assert (np.diff(found.times) > 0).all()
    assert found.time_column


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("github_page.csv", "a saved web page, not the table shown on it"),
        ("decimal_comma_unquoted.csv", r"Row 2 has 5 fields, but there are 3 names, .* decimals \(49,74\)"),
        ("stacked_countries.csv", "the table holds 3 series, told apart by 'location'. Choose one: 'Aland',"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_true_cause(file, sentence):
    with pytest.raises(ExampleError, match=sentence):
        table(file)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_series_one_below_the_other_one_is_chosen_and_never_all_joined(place):
    rows = [line.split(",") for line in lines("stacked_countries.csv")[1:]]
    name = ("Aland", "Borduria", "Carpania")[place]
    found = table("stacked_countries.csv", series=name)
    assert column(found, "new_cases") == [float(row[3]) for row in rows if row[1] == name]
    assert column(table("stacked_countries.csv", series="ABC"[place] * 3), "new_cases") == column(
        found, "new_cases"
    )
    with pytest.raises(ExampleError, match="no series 'Nowhere'; there are 'Aland'"):
        table("stacked_countries.csv", series="Nowhere")
    undecided = table_of(read_grid((FILES / "stacked_countries.csv").read_bytes()), Reading())
    with pytest.raises(ExampleError, match="Choose one"):
        choose(undecided, "new_cases")


def test_numbers_with_signs_around_them_are_numbers():
    found = table("newest_first_investing.csv")
    np.testing.assert_allclose(column(found, "Vol."), np.array(investing(5, "M")) * 1e6, rtol=1e-15)
    assert column(found, "Change %") == investing(6, "%")
    prices = [line.split(',"$')[1] for line in lines("percent_currency.csv")[1:]]
    assert column(table("percent_currency.csv"), "price") == [
        float(price.strip('"').replace(",", "")) for price in prices
    ]
    soup = cells("google_trends.csv", 2, skip=3)
    assert column(table("google_trends.csv"), "soup: (Worldwide)") == [
        0.5 if cell == "<1" else float(cell) for cell in soup
    ]


def test_what_was_decided_can_be_had_otherwise_and_is_kept_with_the_run():
    kept = table("sentinel_minus999.csv", codes="keep")
    assert column(kept, "temp") == [*map(float, cells("sentinel_minus999.csv", 1))]
    assert "-999 lies far outside; it is kept as a number, 6 times" in told(kept)
    assert kept.report[-1].choices == (Choice("codes", ("gaps", "keep")),)
    own = choose(kept, "temp")
    assert OwnSeries.from_bytes(own.to_bytes()).chosen == {"codes": "keep"}
    unasked = choose(table("sentinel_minus999.csv"), "temp")
    assert OwnSeries.from_bytes(unasked.to_bytes()).chosen == {}
    clean = (FILES / "sentinel_minus999.csv").read_text().replace("-999", "")
    assert choose(read_table(clean), "temp").to_bytes() == unasked.to_bytes()
    newest = table("newest_first_two_digit_year.csv", order="file")
    assert column(newest, "Close") == column(table("newest_first_two_digit_year.csv"), "Close")[::-1]
    filled = table("unix_s_gaps.csv", gaps="fill")
    assert filled.rows == 201
    assert np.flatnonzero(np.isnan(column(filled, "Price"))).tolist() == [51]
    assert np.diff(filled.times) == pytest.approx(1 / 24)


def test_the_columns_of_a_weather_station_are_offered_in_the_order_of_their_worth():
    found = table("dwd_klima.txt")
    assert found.choices == ("FX", "FM", "TMK")
    assert found.time_column == "MESS_DATUM"
    np.testing.assert_array_equal(column(found, "FM"), gapped(cells("dwd_klima.txt", 4, ";"), "-999"))
    assert table("noaa_hash_comments.csv").time_column == "year + month"
    assert table("avocado_layout.csv").choices == ("AveragePrice", "row", "year")


# ---- kinds of tables, made here

DAYS = [date(2022, 1, 3) + timedelta(n) for n in range(60)]
LEVELS = [round(50 + 10 * math.sin(n / 4) + n / 10, 2) for n in range(60)]
MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def made(head: str, row: Callable[[int], str], end: str = "") -> str:
    return "\n".join([*filter(None, [head]), *(row(n) for n in range(60))]) + end


def weekday(n: int) -> date:
    return DAYS[0] + timedelta(n // 5 * 7 + n % 5)


def month(n: int) -> date:
    return date(2000 + n // 12, n % 12 + 1, 1)


KINDS: dict[str, tuple[str, str, str]] = {
    "blanks": (made("date level", lambda n: f"{DAYS[n]} {LEVELS[n]}"), "date", "with a blank between"),
    "blanks in columns": (
        made("n  level", lambda n: f"  {n + 5:4d} {LEVELS[n]:8.2f}"),
        "n",
        "with a blank between the columns",
    ),
    "names in a comment": (made("# x\n#date,level", lambda n: f"{DAYS[n]},{LEVELS[n]}"), "date", "'# x'"),
    "date and time": (
        made("date,time,level", lambda n: f"2023-01-{n // 24 + 1:02},{n % 24:02}:00,{LEVELS[n]}"),
        "date",
        "",
    ),
    "date and hour": (
        made("date,hour,level", lambda n: f"2023-01-{n // 24 + 1:02},{n % 24},{LEVELS[n]}"),
        "date",
        "",
    ),
    "year and month": (
        made("Year,Month,level", lambda n: f"{1990 + n // 12},{MONTH_NAMES[n % 12]},{LEVELS[n]}"),
        "Year + Month",
        "",
    ),
    "year": (made("id,Year,level", lambda n: f"{n % 7},{1900 + n},{LEVELS[n]}"), "Year", ""),
    "years from new to old": (
        "year,level\n" + "\n".join(f"{1900 + n},{LEVELS[n]}" for n in reversed(range(60))),
        "year",
        "The latest row came first",
    ),
    "hours of the afternoon": (
        made(
            "when,level",
            lambda n: f"01/{n // 24 + 1:02}/2023 {n % 12 or 12}:00 {'AP'[n % 24 > 11]}M,{LEVELS[n]}",
        ),
        "when",
        "the month is first",
    ),
    "quarters": (made("q,level", lambda n: f"{1990 + n // 4}-Q{n % 4 + 1},{LEVELS[n]}"), "q", ""),
    "short months": (
        made("m,level", lambda n: f"{MONTH_NAMES[n % 12]}-{n // 12 + 10:02},{LEVELS[n]}"),
        "m",
        "",
    ),
    "a total below": (
        made("date,level", lambda n: f"{DAYS[n]},{LEVELS[n]}", "\nTotal,3333\n"),
        "date",
        "from row 62 'Total', are left out",
    ),
    "a source with commas below": (
        made("date,level,n", lambda n: f"{DAYS[n]},{LEVELS[n]},{n % 5}", "\n\nSource: x, y, z"),
        "date",
        "from row 63 'Source: x', are left out",
    ),
    "units": (
        made("date,level,n\niso8601,mm,°C", lambda n: f"{DAYS[n]},{LEVELS[n]},{n % 5}"),
        "date",
        "left out, such as 'iso8601 mm °C'",
    ),
    "another table above": (
        made("lat,lon\n52.5,13.4\n\ndate,level,n", lambda n: f"{DAYS[n]},{LEVELS[n]},{n % 5}"),
        "date",
        "The table begins in row 4; what stands above it, from 'lat,lon', is left out.",
    ),
    "names of rows as R writes them": (
        made('"date","level"', lambda n: f'"{n + 1}","{DAYS[n]}",{LEVELS[n]}'),
        "date",
        "",
    ),
    "names twice": (
        made("date,level,level", lambda n: f"{DAYS[n]},{LEVELS[n]},{n % 5}"),
        "date",
        "Columns of the same name are numbered, such as 'level 2'.",
    ),
    "an hour twice": (
        made(
            "t,level",
            lambda n: f"{datetime(2023, 10, 28) + timedelta(hours=n)},{LEVELS[n]}",
            "\n2023-10-29 02:00:00,7",
        ),
        "t",
        "Rows that repeat a time in 't': 1. The first of each is kept.",
    ),
    "only weekdays": (
        made("date,level", lambda n: f"{weekday(n)},{LEVELS[n]}"),
        "date",
        "The rows are weekdays, as is normal for stocks and offices; weekends are no gaps.",
    ),
    "weekdays with holidays": (
        made("date,level", lambda n: f"{weekday(n + n // 20)},{LEVELS[n]}"),
        "date",
        "weekends are no gaps, nor are 2 weekdays without a row, such as holidays.",
    ),
    "the last days of months": (
        made("date,level", lambda n: f"{month(n + 1) - timedelta(1)},{LEVELS[n]}"),
        "date",
        "The time is in the column 'date'.",
    ),
    "one date that is none": (
        made("date,level", lambda n: f"{'n.b.' if n == 7 else DAYS[n]},{LEVELS[n]}"),
        "",
        "so the rows are counted. In the column 'date', row 9 has 'n.b.', which is no date.",
    ),
    "years as columns": (
        "place,code," + ",".join(map(str, range(1950, 2010))) + "\nlevel,," + ",".join(map(str, LEVELS)),
        "date",
        "The table lies on its side",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_this_kind_is_read_as_what_it_is(kind):
    text, time, said = KINDS[kind]
    found = read_table(text)
    assert (found.choices[0], found.time_column) == ("level", time)
    assert column(found, "level") == LEVELS
    assert said in told(found)


def test_what_may_be_thousands_or_decimals_is_told_and_chosen_otherwise():
    text = made("date;level", lambda n: f"{DAYS[n]};{5000 + n:,}")
    assert column(read_table(text), "level")[:2] == [5.0, 5.001]
    assert "'5,000' is read with a decimal comma." in told(read_table(text))
    assert column(read_table(text, Reading(decimals="point")), "level")[:2] == [5000, 5001]


def test_series_are_told_apart_by_two_columns_where_one_does_not():
    rows = [f"{day},{a},{b},{n}" for a in "xy" for b in ("north", "south") for n, day in enumerate(DAYS)]
    text = "\n".join(["date,kind,region,level", *rows])
    with pytest.raises(ExampleError, match=r"4 series, told apart by 'kind / region'\. Choose one"):
        read_table(text)
    assert read_table(text, Reading(series="y / south")).rows == 60


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([-1, 1] * 20, []),
        ([-1, 0, 1, 1] * 10, []),
        ([*range(40), 99], []),
        ([n * n * 3 for n in range(58)], []),
        ([5, 6, 7] * 10 + [100] * 3, []),
        ([5, 6, 7] * 10 + [-200] * 3, [-200]),
        ([5, 6, 7] * 10 + [-99.9] * 3, [-99.9]),
        ([5, 6, 7] * 10 + [9999], [9999]),
        ([5, 6, 7] * 10 + [-999, -999, 9999, 9999], [-999, 9999]),
    ],
)
def test_codes_for_gaps_are_far_outside_and_round_and_nothing_else_is(values, code):
    assert codes_in(np.array(values, dtype=np.float64)) == code
