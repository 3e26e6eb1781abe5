"""Excel workbooks and JSON read as the same table in a CSV file, and nothing in them can do any harm."""

from __future__ import annotations

import csv
import io
import json
import random
import struct
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.uploads import workbook_parts, workbooks
from playground.uploads.labelled import read_rows
from playground.uploads.report import Reading
from playground.uploads.series import choose
from playground.uploads.tables import Table, read_table
from tests.uploads.workbooks import Cell, Xml, frame, workbook, zipped

DAYS = [datetime(2023, 1, 30) + timedelta(n) for n in range(40)]
LEVELS = [round(n * 1.37 % 7 - 3, 3) for n in range(40)]
ROWS: list[list[Cell]] = [["day", "level"], *map(list, zip(DAYS, LEVELS, strict=True))]
AS_CSV = "day,level\n" + "\n".join(f"{day:%Y-%m-%d},{level}" for day, level in zip(DAYS, LEVELS, strict=True))


def column(table: Table, name: str) -> np.ndarray:
    (numbers,) = (one.numbers for one in table.columns if one.name == name)
    assert numbers is not None
    return numbers


def told(table: Table) -> str:
    return " ".join(map(str, table.report))


def refusal(data: bytes, **reading: str) -> str:
    with pytest.raises(ExampleError) as refused:
        read_table(data, Reading(**reading))
    return str(refused.value)


# ---- what stands in the cells


@pytest.mark.parametrize("since", [1900, 1904])
def test_a_sheet_gives_the_same_bytes_as_the_same_table_in_a_csv_file(since):
    found = read_table(workbook(ROWS, since=since))
    assert choose(found, "level").to_bytes() == choose(read_table(AS_CSV), "level").to_bytes()
    assert told(found).startswith("The sheet 'Sheet1' of the workbook is read. The names are in row 1,")


MOMENTS = {
    "a day": (45000, 1, "2023-03-15"),
    "the last day of Excel's February 1900": (59, 1, "1900-02-28"),
    "the first day of its March": (61, 1, "1900-03-01"),
    "seconds that are no whole share of a day": (45000 + 3599 / 86400, 1, "2023-03-15 00:59:59"),
    "a time of the day": (0.75, 2, "18:00:00"),
    "a month by its name": (45000.5, 6, "2023-03-15 12:00:00"),
    "a share": (0.125, 3, "0.125"),
    "a number of days": (45000, 4, "45000"),
    "hours that go on": (1.5, 5, "1.5"),
    "no day of the calendar": (-3, 1, "-3"),
    "seventeen digits": ("0.10000000000000001", 0, "0.1"),
}


@pytest.mark.parametrize("kind", MOMENTS)
def test_a_number_is_a_moment_where_its_format_shows_one(kind):
    value, style, said = MOMENTS[kind]
    sheet = workbooks.read_sheet(workbook([[Xml(f'<c HERE s="{style}"><v>{value}</v></c>'), 1]] * 20))
    assert sheet.text.splitlines()[0] == f"{said}\t1"


CELLS = {
    '<c HERE t="inlineStr"><is><t>a</t></is></c>': "a",
    '<c HERE t="inlineStr"><is><r><t>a</t></r><r><t>b\tc\nd</t></r></is></c>': '"ab\tc d"',
    '<c HERE t="inlineStr"><is><t>東京</t><rPh sb="0" eb="1"><t>トウキョウ</t></rPh></is></c>': "東京",
    '<c HERE t="str"><f>A1&amp;"x"</f><v>ax</v></c>': "ax",
    '<c HERE t="e"><f>1/0</f><v>#DIV/0!</v></c>': "#DIV/0!",
    '<c HERE t="b"><v>1</v></c>': "TRUE",
    '<c HERE t="d"><v>2023-03-15</v></c>': "2023-03-15",
    '<c HERE s="1"/>': "",
    "<c HERE><f>SUM(B1:B9)</f></c>": "",
    "<c><v>5</v></c>": "5",
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_of_any_type_is_what_a_reader_of_the_sheet_sees(cell):
    sheet = workbooks.read_sheet(workbook([[Xml(cell), 7]] * 20))
    assert sheet.text.splitlines()[0] == f"{CELLS[cell]}\t7"
    uncomputed = "<f>SUM" in cell
    assert ["are gaps: 20. Open the workbook in Excel" in str(said) for said in sheet.said] == [
        True
    ] * uncomputed


def test_names_may_have_prefixes_and_cells_may_be_missing_or_out_of_order():
    rows = "".join(
        f'<x:row r="{n}"><x:c r="C{n}"><x:v>{n}</x:v></x:c><x:c r="A{n}"><x:v>1</x:v></x:c></x:row>'
        for n in range(3, 40)
    )
    sheet = f'<x:worksheet xmlns:x="a"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    found = workbooks.read_sheet(zipped(frame(["a"]) | {"xl/worksheets/sheet1.xml": sheet}))
    assert found.text.splitlines()[:4] == ["", "", "1\t\t3", "1\t\t4"]


def test_titles_above_gaps_at_the_end_of_rows_and_notes_below_are_no_part_of_the_table():
    rows: list[list[Cell]] = [["Made up"], [], ["day", "level", "note"]]
    rows += [[day, level] if n % 3 else [day, None, "x"] for n, (day, level) in enumerate(ROWS[1:])]
    found = read_table(workbook([*rows, [], ["Source: nobody"]]))
    assert np.flatnonzero(np.isnan(column(found, "level"))).tolist() == [*range(0, 40, 3)]
    assert "The table begins in row 3; what stands above it, from 'Made up', is left out." in told(found)
    assert "from row 45 'Source: nobody', are left out" in told(found)


def test_the_first_visible_sheet_with_a_table_is_read_and_another_can_be_chosen():
    more: list[list[Cell]] = [["day", "other"], *([day, n * n % 7] for n, day in enumerate(DAYS))]
    data = workbook([["A title page"]], more, ROWS, more, names=["Title", "hidden", "Data", "More & more"])
    found = read_table(data)
    assert column(found, "level").tolist() == LEVELS
    assert found.report[0].choices[0].ways == ("Data", "Title", "More & more")
    assert found.chosen == {}
    other = read_table(data, Reading(sheet="More & more"))
    assert other.choices == ("other",)
    assert other.chosen == {"sheet": "More & more"}
    assert "no sheet 'Moor'; there are 'Title', 'Data', 'More & more'." in refusal(data, sheet="Moor")


def test_texts_and_labels_may_stand_in_a_workbook():
    rows: list[list[Cell]] = [
        ["text", "label"],
        *([f"the {word} number {n}", word] for word in ("cat", "dog") for n in range(10)),
    ]
    assert read_rows(workbook(rows)) == read_rows("\n".join(f"{a},{b}" for a, b in rows))


# ---- what could do harm

ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def bad(sheet: str, **parts: str) -> bytes:
    return zipped(frame(["a"]) | {"xl/worksheets/sheet1.xml": sheet} | parts)


def cells(text: str) -> str:
    return f"<worksheet><sheetData>{text}</sheetData></worksheet>"


HARM: dict[str, tuple[bytes, str]] = {
    "entities": (bad(f"{ENTITIES}{cells('<row><c><v>&b;</v></c></row>')}"), "cannot be opened"),
    "a far cell": (
        bad(cells("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1000)))),
        "The sheet 'a' is too large to be read from a workbook: save it as CSV.",
    ),
    "a cell beyond all columns": (
        bad(cells('<row><c r="ZZZZ1"><v>1</v></c></row>')),
        "There may be at most 200 columns",
    ),
    "a row beyond all rows": (
        bad(cells('<row r="99999999999"><c><v>1</v></c></row>')),
        "at least 30 rows of values",
    ),
    "an endless text": (bad(cells(f"<row><c t='str'><v>{'a' * 13_000_000}</v></c></row>")), "is too large"),
    "a text that is not there": (bad(cells('<row><c t="s"><v>7</v></c></row>')), "cannot be opened"),
    "a style that is not there": (bad(cells('<row><c s="99"><v>7</v></c></row>')), "cannot be opened"),
    "no number": (bad(cells('<row><c s="1"><v>x</v></c></row>')), "cannot be opened"),
    "no cells": (bad(cells("")), "No sheet of the workbook has cells with values."),
    "broken XML": (bad("<worksheet><sheetData>"), "cannot be opened, as it is damaged or has a password"),
    "no sheet": (zipped(frame(["a"])), "cannot be opened"),
    "another zip": (zipped({"a.csv": "a,b"}), "This file is packed: unpack it"),
    "LibreOffice": (
        zipped({"content.xml": "", "META-INF/manifest.xml": ""}),
        "This file is a sheet of LibreOffice: open it, choose Save as or Export, and save the table as CSV",
    ),
    "Numbers": (zipped({"Index/Document.iwa": ""}), "This file is a sheet of Numbers"),
    "Word": (zipped({"word/document.xml": ""}), "This file is a Word document"),
    "many parts": (workbook(ROWS) + b"PK\x01\x02" * 3000, "cannot be opened"),
}


@pytest.mark.parametrize("kind", HARM)
def test_a_workbook_that_could_do_harm_is_refused_in_a_sentence(kind):
    data, sentence = HARM[kind]
    assert sentence in refusal(data)


@pytest.mark.parametrize("most", ["MOST_ELEMENTS", "MOST_CELLS"])
def test_a_zip_bomb_is_read_no_further_than_a_sheet_may_be_large(monkeypatch, most):
    data = bad(cells("<row><c><v>1</v></c></row>" * 2000))
    monkeypatch.setattr(workbook_parts if most == "MOST_ELEMENTS" else workbooks, most, 1000)
    assert "The sheet 'a' is too large to be read from a workbook: save it as CSV." in refusal(data)


def test_a_part_that_says_it_is_smaller_than_it_is_gives_no_more_than_it_says():
    data = bad(cells("<row><c><v>1</v></c></row>" * 50_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert "cannot be opened" in refusal(data.replace(struct.pack("<I", size), struct.pack("<I", 2000)))


PIECES = [
    *(
        "<row>",
        "</row>",
        "<row/>",
        "<c>",
        "</c>",
        "<v>",
        "</v>",
        "1",
        "&amp;",
        "<f/>",
        "<is><t>",
        "</t></is>",
    ),
    *('<c r="B7" s="9">', '<c t="s">', '<c r="1">', '<row r="-5">'),
]


def test_whatever_is_done_to_a_workbook_gives_a_table_or_a_sentence():
    chance = random.Random(2)
    whole = workbook(ROWS)
    for round_ in range(150):
        data = bytearray(bad(cells("".join(chance.choices(PIECES, k=12)))) if round_ % 2 else whole)
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        for read in (read_table, read_rows):
            with suppress(ExampleError):
                read(bytes(data))


# ---- JSON

OBJECTS = [{"day": f"{day:%Y-%m-%d}", "level": level} for day, level in zip(DAYS, LEVELS, strict=True)]
BY_NAME = {name: [one[name] for one in OBJECTS] for name in ("day", "level")}
JSON: dict[str, object] = {
    "a list of objects": OBJECTS,
    "objects inside": {"status": "ok", "data": {"items": OBJECTS, "count": 40}},
    "columns": BY_NAME,
    "columns inside": {"latitude": 52.5, "units": {"level": "m"}, "hourly": BY_NAME},
    "rows": [["day", "level"], *([one["day"], one["level"]] for one in OBJECTS)],
    "columns as pandas writes them": {
        name: {str(n): value for n, value in enumerate(values)} for name, values in BY_NAME.items()
    },
    "a value each day": {str(one["day"]): {"level": one["level"]} for one in OBJECTS},
    "nested": [{"day": one["day"], "main": {"level": one["level"], "of": [1]}} for one in OBJECTS],
    "some without": [
        *OBJECTS[:5],
        {"day": OBJECTS[5]["day"], "level": LEVELS[5], "more": None},
        *OBJECTS[6:],
    ],
}


@pytest.mark.parametrize("form", JSON)
def test_json_of_any_usual_form_is_the_table_that_it_holds(form):
    found = read_table(json.dumps(JSON[form], indent=1 if form == "columns" else None))
    name = "main.level" if form == "nested" else "level"
    assert column(found, name).tolist() == LEVELS
    assert found.choices[0] == name
    assert (np.diff(found.times) > 0).all()
    assert told(found).startswith("The JSON is read as a table, with a column for each name in it.")


def test_json_may_have_one_object_in_each_line():
    text = "\n".join(map(json.dumps, OBJECTS))
    assert choose(read_table(text), "level").to_bytes() == choose(read_table(AS_CSV), "level").to_bytes()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1}', "This JSON holds no table: a list of objects is one"),
        ("[[]]", "There is nothing in the table"),
        ('[{"a": 1}, {"a"', "Line 1 begins as JSON and is none that can be read."),
        ('{"a": 1}\n{"a": 2}\n{"a"', "Line 3 begins as JSON"),
        ("[{}" + ",{}" * 400_000 + "]", "This JSON has too many rows or columns"),
        ("[" * 3000, "Line 1 begins as JSON"),
        ('[{"a": 1' + "".join(f', "{n}": 1' for n in range(6000)) + "}]", "too many rows or columns"),
    ],
)
def test_json_without_a_table_is_refused_with_the_cause(text, sentence):
    assert sentence in refusal(text.encode())


def test_a_text_in_a_json_cell_is_one_cell_whatever_is_in_it():
    odd = 'a "b",\tc\n;d'
    objects = [{"n": n, "text": f"{odd} {n}", "label": "xy"[n % 2]} for n in range(30)]
    rows = [
        ["n", "text", "label"],
        *([one["n"], str(one["text"]).replace("\n", " "), one["label"]] for one in objects),
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert read_rows(json.dumps(objects)) == read_rows(out.getvalue())
