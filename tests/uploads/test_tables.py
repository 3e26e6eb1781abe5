"""Tables from strangers: what is understood, and one sentence for every fault."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.data import decimal_year
from playground.uploads.tables import KEPT_ROWS, MOST_BYTES, Table, read_table

VALUES = [round(n * 1.25 % 7, 2) for n in range(40)]
OTHERS = [n * n % 11 for n in range(40)]


def table_of(columns: dict[str, list[object]], delimiter: str = ",") -> str:
    rows = zip(*columns.values(), strict=True)
    return "\n".join(delimiter.join(map(str, row)) for row in [tuple(columns), *rows])


def changed(row: int, cell: object) -> str:
    """A good table with another value in row `row` of the file."""
    values: list[object] = [*VALUES]
    values[row - 2] = cell
    return table_of({"a": values, "b": OTHERS})


GOOD = table_of({"a": VALUES, "b": OTHERS})


def numbers(table: Table, name: str) -> np.ndarray:
    (found,) = (column.numbers for column in table.columns if column.name == name)
    assert found is not None
    return found


def told(table: Table) -> str:
    """What was decided, each in a sentence."""
    return " ".join(map(str, table.report))


def fault(table: Table, name: str) -> str:
    (found,) = (column.fault for column in table.columns if column.name == name)
    return "" if found is None else str(found)


# ---- what is understood


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("bytes_", [False, True], ids=["pasted", "file"])
def test_whatever_stands_between_the_columns_the_numbers_are_the_same(delimiter, ends, bytes_):
    text = GOOD.replace(",", delimiter).replace("\n", ends)
    table = read_table(text.encode("utf-8-sig") if bytes_ else text)
    assert numbers(table, "a").tolist() == VALUES
    assert numbers(table, "b").tolist() == OTHERS


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimals_may_have_a_comma_where_none_stands_between_the_columns(delimiter):
    text = GOOD.replace(",", delimiter).replace(".", ",")
    assert numbers(read_table(text), "a").tolist() == VALUES
    alone = "\n".join(["level", *(f"{value},25" for value in OTHERS)])
    assert numbers(read_table(alone), "level").tolist() == [value + 0.25 for value in OTHERS]


def test_quotation_marks_signs_and_exponents_are_numbers_too():
    rows = ['"1.5"', "-2", "+3", ".5", "4.", "1e3", "-1.5E-2", "\N{MINUS SIGN}7"]
    table = read_table("a,b\n" + "\n".join(f"{cell},{n}" for n, cell in enumerate(rows * 5)))
    assert numbers(table, "a")[:8].tolist() == [1.5, -2, 3, 0.5, 4, 1000, -0.015, -7]


def test_a_table_typed_in_full_width_is_the_same_table():
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), *b",.;-")})
    assert numbers(read_table(GOOD.translate(wide)), "a").tolist() == VALUES
    assert numbers(read_table(GOOD.replace(",", "、")), "b").tolist() == OTHERS


@pytest.mark.parametrize("gap", ["", " ", "NA", "n/a", "NaN", "null", "-", "?"])
def test_gaps_are_gaps(gap):
    found = numbers(read_table(changed(9, gap)), "a")
    assert np.flatnonzero(np.isnan(found)).tolist() == [7]


def test_rows_without_anything_count_only_between_others():
    table = read_table(GOOD + "\n\n,\n,\n")
    assert table.rows == 40
    gap = GOOD.splitlines()
    assert np.isnan(numbers(read_table("\n".join([*gap[:9], ",", "", *gap[9:]])), "b")).sum() == 1


def test_without_names_the_columns_are_numbered():
    table = read_table("\n".join(GOOD.splitlines()[1:]))
    assert [column.name for column in table.columns] == ["column 1", "column 2"]
    assert table.rows == 40


def test_the_unnamed_numbers_of_the_rows_that_programs_write_are_the_time():
    table = read_table(table_of({"": [*range(40)], "v": OTHERS}))
    assert (table.time_column, table.times[:3].tolist()) == ("row", [0, 1, 2])
    assert table.choices == ("v", "row")


DATES = {
    "months": [f"{1980 + n // 12}-{n % 12 + 1:02}" for n in range(40)],
    "days": [f"{1980 + n}-03-01" for n in range(40)],
    "slashes": [f"{1980 + n}/03/01" for n in range(40)],
    "points": [f"1.3.{1980 + n}" for n in range(40)],
    "Chinese": [f"{1980 + n}年3月1日" for n in range(40)],
    "Chinese and wide": [f"{1980 + n}年０３月０１号" for n in range(40)],
    "Chinese months": [f"{1980 + n // 12} 年 {n % 12 + 1} 月" for n in range(40)],
    "day first": [f"28/2/{1980 + n}" for n in range(40)],
    "month first": [f"2/28/{1980 + n}" for n in range(40)],
}


@pytest.mark.parametrize("kind", DATES)
def test_dates_of_years_are_years(kind):
    table = read_table(table_of({"when": DATES[kind], "v": OTHERS}))
    months = kind.endswith("months")
    usual = "1980" if months else "1980-03-01"
    first = {"day first": "1980-02-28", "month first": "1980-02-28"}.get(kind, usual)
    assert table.times[0] == pytest.approx(decimal_year(first), abs=1e-9)
    assert table.times[12] - table.times[0] == pytest.approx(1 if months else 12, abs=0.003)
    assert (table.time_label, table.time_column) == ("Year", "when")
    assert table.choices == ("v",)


def test_short_times_are_days_or_hours():
    days = table_of({"when": [f"{n % 28 + 1}.{n // 28 + 1}.2024" for n in range(40)], "v": OTHERS})
    assert read_table(days).times[[1, 28]].tolist() == [1, 31]
    hours = table_of({"when": [f"2024-01-01T{n // 2:02}:{n % 2 * 30:02}Z" for n in range(40)], "v": OTHERS})
    assert read_table(hours).times[:3] == pytest.approx([0, 0.5, 1])
    assert read_table(hours).time_label == "Hours since the first row"


def test_dates_are_read_to_the_last_digit_as_links_to_own_data_hang_on_it():
    written = [f"{1900 + 3 * n}-{n % 12 + 1:02}-17T{n % 24:02}:59:{n:02}.{n * n:06}+05:30" for n in range(40)]
    (column, _) = read_table(table_of({"when": written, "v": OTHERS})).columns
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    moments = [datetime.fromisoformat(one) - begin for one in written]
    assert column.days is not None
    assert column.days.tolist() == [moment.total_seconds() / 86400 for moment in moments]


def test_a_table_from_new_to_old_is_turned_around():
    table = read_table(table_of({"when": DATES["days"][::-1], "v": OTHERS}))
    assert numbers(table, "v").tolist() == OTHERS[::-1]
    assert (np.diff(table.times) > 0).all()
    assert "The latest row came first, so the rows were turned around." in told(table)


def test_dates_that_do_not_rise_are_no_time_and_it_is_said():
    dates = DATES["days"]
    table = read_table(table_of({"when": [*dates[:20], *dates[:20]], "v": OTHERS}))
    assert table.times.tolist() == list(range(1, 41))
    assert "the one in row 21 of the values is not later than the one before." in told(table)


def test_of_a_long_table_the_last_rows_are_kept():
    table = read_table("v\n" + "\n".join(str(n) for n in range(KEPT_ROWS + 500)))
    assert numbers(table, "v")[[0, -1]].tolist() == [500, KEPT_ROWS + 499]
    assert (table.rows, table.left_out) == (KEPT_ROWS, 500)


# ---- what a column says of itself

COLUMNS = {
    "text": (changed(5, "Berlin"), "In the column 'a', row 5 has 'Berlin', which is no number."),
    "unit": (changed(5, "1.5 kg"), "row 5 has '1.5 kg', which is no number"),
    "infinite": (changed(5, "inf"), "row 5 has 'inf', which is no number"),
    "underscore": (changed(5, "1_0"), "row 5 has '1_0', which is no number"),
    "other digits": (changed(5, "٣"), "row 5 has '٣', which is no number"),
    "huge": (changed(5, "1e999"), "row 5 has '1e999'; numbers may go to 1,000,000,000,000."),
    "decimal comma": (
        changed(5, '"1,5"'),
        "row 2 has '0.0' and row 5 has '1,5': write all decimals with the same sign",
    ),
    "a date among numbers": (changed(5, "2024-01-31"), "row 5 has '2024-01-31', which is no number"),
    "constant": (table_of({"a": [7] * 40, "b": OTHERS}), "The column 'a' is constant: every value is 7."),
    "mostly missing": (
        table_of({"a": ["1", "2", *[""] * 38], "b": OTHERS}),
        "More than half of the column 'a' is missing: it has 2 values in 40 rows.",
    ),
    "empty": (table_of({"a": [""] * 40, "b": OTHERS}), "The column 'a' has no values."),
    "dates": (table_of({"a": DATES["days"], "b": OTHERS}), "The column 'a' holds dates."),
    "broken dates": (
        table_of({"a": [*DATES["days"][:-1], "2024-02-30"], "b": OTHERS}),
        "row 41 has '2024-02-30', which is no date",
    ),
    **{
        f"no date: {cell}": (
            table_of({"a": [*DATES["days"][:-1], cell], "b": OTHERS}),
            f"row 41 has '{cell}', which is no date",
        )
        for cell in (
            "0000-01-01",
            "2024-01-01T24:30",
            "31.2.2024",
            "13/13/2024",
            "2024-01/02",
            "20240131",
            "7",
        )
    },
    "mixed dates": (
        table_of({"a": ["31/1/2020", "1/31/2020"] * 20, "b": OTHERS}),
        "the day is first in one row, the month in another",
    ),
    "thousands or decimals": (
        table_of({"a": ["950", "1,234"] * 20, "b": OTHERS}, ";"),
        "row 3 has '1,234', with decimals or with thousands",
    ),
    "point and comma": (
        table_of({"a": ["1.5", "2,5"] * 20, "b": OTHERS}, ";"),
        "In the column 'a', row 2 has '1.5' and row 3 has '2,5': write all decimals with the same sign",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_that_cannot_be_forecast_says_why_and_the_others_can(text, sentence):
    table = read_table(text)
    assert sentence in fault(table, "a")
    assert fault(table, "a").endswith(".")
    assert table.choices == ("b",)


# ---- every fault of the table its sentence

FAULTS: dict[str, tuple[bytes | str, str]] = {
    "nothing": ("", "There is nothing in the table"),
    "blank": ("\n\n", "There is nothing in the table"),
    "too large": (b"1\n" * (MOST_BYTES // 2 + 1), "at most 10 MB"),
    "half of utf-16": (b"\xff\xfe\x00\xd8" + GOOD.encode("utf-16-le"), "Line 1 cannot be read in UTF-16"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "This file is a picture, not a text"),
    "a workbook": (
        b"\xd0\xcf\x11\xe0" + bytes(100),
        "an old Excel workbook: open it, choose Save as",
    ),
    "a web page": ("\n<!DOCTYPE html>\n<p>1,2</p>" + GOOD, "This file is a saved web page"),
    "nul": (changed(5, "\0"), "Line 5 holds the control character U\\+0000"),
    "many columns": (",".join(f"c{n}" for n in range(201)) + "\n1", "at most 200 columns, not 201"),
    "many rows": ("v\n" + "1\n" * 100_001, "at most 100,000 rows"),
    "few rows": ("v\n" + "1\n2\n" * 14, "at least 30 rows of values, not 28"),
    "short row": (GOOD.replace("\n1.25,1\n", "\n1.25\n"), "Row 3 has one field, but the table has 2 columns"),
    "long row": (changed(5, "1,2"), "Row 5 has 3 fields, but the table has 2 columns"),
    "open quotation": (changed(5, '"1'), "row 5 is opened and never closed"),
    "huge field": (changed(5, "a" * 200_000), "Row 5 has a field of more than 131,072"),
    "no numbers": (
        table_of({"a": ["x"] * 40, "b": ["y"] * 40}),
        "No column can be forecast. In the column 'a'",
    ),
    "dates alone": (
        table_of({"a": DATES["days"], "b": [""] * 40}),
        "No column can be forecast. The column 'b'",
    ),
    "which is the month": (
        table_of({"a": [f"1/2/{1980 + n}" for n in range(40)], "b": OTHERS}),
        "row 2 has '1/2/1980': is the day or the month first\\? Write dates as 2024-01-31",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), FAULTS.values(), ids=FAULTS)
def test_every_fault_of_a_table_has_its_sentence(data, sentence):
    with pytest.raises(ExampleError, match=sentence) as refused:
        read_table(data)
    told = str(refused.value)
    assert told.endswith(".")
    assert "\n" not in told
    assert len(told) < 300


def test_nothing_that_is_sent_gives_anything_but_a_table_or_a_sentence():
    chance = random.Random(0)
    dated = table_of({"when": DATES["points"], "a": [f"{v},5" for v in OTHERS], "b": [*"xyz."] * 10}, ";")
    pieces = ['"', ",", ";", "\n", "\r", "\t", "\0", "é", "1.5", "1,5", "1e999", "-", "=1+1", "31/12/2020"]
    for _ in range(600):
        whole = chance.choice((GOOD, dated))
        data = whole.encode()
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(data))
            inside = "".join(chance.choices(pieces, k=chance.randrange(4))).encode()
            data = data[:place] + inside + data[place + chance.randrange(6) :]
        if chance.random() < 0.2:
            data = chance.randbytes(chance.randrange(80))
        try:
            table = read_table(data)
        except ExampleError:
            continue
        assert table.rows >= 30
        assert (np.diff(table.times) > 0).all()
        assert all(np.isfinite(numbers(table, name)).mean() >= 0.5 for name in table.choices)
