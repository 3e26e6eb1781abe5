"""Files of ten megabytes, of every kind that a learner or an ill-meaning person may bring."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta

BYTES = 10_000_000
ROWS = 95_000
"""A little fewer than are read, so that all of the file is."""


def _minute(n: int) -> datetime:
    return datetime(2000, 1, 1) + timedelta(minutes=n)


def _rows(head: str, row: Callable[[int], str], rows: int = ROWS, *, sign: str = ",") -> str:
    """A table of ten megabytes: what is left of them is numbers in further columns."""
    wide = max(BYTES // rows - len(row(rows // 2).encode()) - 1, 0) // 8
    further = [f"{n:.5f}" for n in (random.Random(n).random() for n in range(1000))]
    head = sign.join([head, *(f"x{n}" for n in range(wide))])
    lines = (
        sign.join([row(n), *(further[(n * 7 + place * 31) % 1000] for place in range(wide))])
        for n in range(rows)
    )
    return "\n".join([head, *lines])


def _german(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _wide(columns: int, name: Callable[[int], str]) -> str:
    cells = [f"{n % 1001 / 7:.2f}" for n in range(5000)]
    line = ",".join(cells[place * 7 % 5000] for place in range(columns))
    return "\n".join([",".join(map(name, range(columns))), *[line] * (BYTES // len(line))])


def _chinese(n: int) -> str:
    return f"{_minute(n):%Y年%m月%d日 %H:%M},{n % 97 / 7:.3f},中国的人们在这里上海北京"


def _workbook(rows: int, columns: int = 10) -> bytes:
    from tests.uploads.workbooks import workbook

    return workbook([["t", *(f"c{n}" for n in range(columns - 1))]] + [
        [_minute(n), *(n * (place + 3) % 997 / 7 for place in range(columns - 1))] for n in range(rows)
    ])  # fmt: skip


def _repeated(row: Callable[[int], str], head: str = "") -> str:
    """As many rows as ten megabytes have."""
    return head + "".join(map(row, range(BYTES // len(row(BYTES // 50).encode()))))


TEXTS: dict[str, Callable[[], str]] = {
    "a table": lambda: _rows("t,v", lambda n: f"{_minute(n)},{n % 97 / 7:.3f}"),
    "German numbers": lambda: _rows(
        "t;v;w", lambda n: f"{_minute(n):%d.%m.%Y %H:%M};{_german(n * 7 % 99999 / 7)};{n % 9},5", sign=";"
    ),
    "signs around the numbers": lambda: _rows(
        "Date,Price,Vol.,Change",
        lambda n: f'"{_minute(ROWS - n):%b %d, %Y %H:%M}","${n + 1000:,.2f}",{n % 77 / 10}M,{n % 9 - 4}%',
    ),
    "signs in all columns": lambda: _rows(
        ",".join(f"c{n}" for n in range(14)),
        lambda n: ",".join(f"{n * k % 9973 / 7:.2f}%" for k in range(14)),
    ),
    "dates in six columns": lambda: _rows(
        ",".join(f"d{n}" for n in range(6)),
        lambda n: ",".join(f"{_minute(n + 9 * k):%m/%d/%Y %H:%M}" for k in range(6)),
        rows=BYTES // 102,
    ),
    "more rows than are read": lambda: _repeated(lambda n: f"{_minute(n)},{n % 97}\n", "t,v\n"),
    "several series": lambda: _rows(
        "date,place,v", lambda n: f"{_minute(n // 40 * 1440):%Y-%m-%d},Place {n % 40},{n * 7 % 999}"
    ),
    "columns of texts": lambda: _rows(
        "t,a,b,c,d", lambda n: f"{_minute(n)},name {n},thing {n % 5},what {n * 3},more words {n % 800} of it"
    ),
    "Unix seconds": lambda: _rows("ts,v", lambda n: f"{1500000000 + 60 * n},{n % 97}"),
    "digits as dates": lambda: _rows("day,v", lambda n: f"{_minute(n):%Y%m%d%H%M},{n % 97}"),
    "blanks between": lambda: _rows("n v", lambda n: f"  {n:8d}   {n % 97 / 7:8.3f}", sign="    "),
    "200 columns": lambda: _wide(200, lambda n: f"c{n}"),
    "4,990 dates as columns": lambda: _wide(
        4990, lambda n: f"{_minute(n * 1440):%Y-%m-%d}" if n else "place"
    ),
    "100,000 columns": lambda: _wide(100_000, lambda n: f"c{n}"),
    "comments": lambda: _repeated(lambda n: "# a comment line about it\n"),
    "comments above a table": lambda: (
        "# a comment about it\n" * 300_000 + _rows("t,v", lambda n: f"{n},{n % 9}", 40_000)
    ),
    "one giant line": lambda: "a" * BYTES,
    "commas alone": lambda: "," * BYTES,
    "rows of commas": lambda: _repeated(lambda n: ",,,\n"),
    "empty lines": lambda: "\n" * BYTES,
    "a table below empty lines": lambda: "\n" * (BYTES - 2000) + "a,b\n" + "1,2\n" * 200,
    "a table above empty rows": lambda: (
        "t,v\n" + "".join(f"{_minute(n)},{n}\n" for n in range(900)) + ",\n" * 4_000_000
    ),
    "a quotation mark never closed": lambda: _repeated(lambda n: "x,y\n", 'a,b\n1,"'),
    "quotation marks in every row": lambda: _repeated(lambda n: '1,"\n', "a,b\n"),
    "tabs and open quotation marks": lambda: _repeated(lambda n: f'"This is text {n} of words\t{n % 2}\n'),
    "brackets": lambda: "(" * BYTES,
    "digits": lambda: "9" * BYTES,
    "signs at random": lambda: "".join(random.Random(1).choices("0123456789.,;\n\t -", k=BYTES)),
    "emoji": lambda: _repeated(lambda n: "😀," * 20 + "\n"),
    "texts": lambda: _repeated(
        lambda n: f'"Well, this is text {n} of words",{"yn"[n % 2]}\n', "text,label\n"
    ),
    "texts of 2,000 signs": lambda: _repeated(lambda n: f'"{n} {"well, words " * 160}",{n % 2}\n', "a,b\n"),
    "JSON lines": lambda: _repeated(lambda n: json.dumps({"t": str(_minute(n)), "v": n % 97}) + "\n"),
    "JSON in a list": lambda: json.dumps(
        [{"t": str(_minute(n)), "v": n % 97, "w": "x" * 50} for n in range(ROWS)]
    ),
    "JSON of many small lists": lambda: "[" + "[1],[]," * (BYTES // 8) + "[1]]",
    "JSON never closed": lambda: "[" * BYTES,
    "a saved web page": lambda: _repeated(lambda n: "<p>x</p>", "<!doctype html>"),
}
ENCODED: dict[str, Callable[[], bytes]] = {
    "GB18030": lambda: _rows("日期,数量,名称", _chinese, 95_000).encode("gb18030"),
    "Big5": lambda: _rows("日期,數量,名稱", lambda n: f"{_minute(n)},{n % 97},我們的時間").encode("big5"),
    "Chinese in UTF-8": lambda: _rows("日期,数量,名称", _chinese).encode(),
    "Chinese in UTF-16": lambda: _rows("日期,数量,名称", _chinese, 70_000)[: BYTES // 2 - 1].encode("utf-16"),
    "UTF-16": lambda: _rows("t;v", lambda n: f"{_minute(n)};{n % 97}", sign=";")[: BYTES // 2 - 1].encode(
        "utf-16"
    ),
    "Windows-1252": lambda: _rows("t;größe", lambda n: f"{_minute(n)};{n % 97}", sign=";").encode("cp1252"),
    "bytes at random": lambda: random.Random(1).randbytes(BYTES),
    "high bytes at random": lambda: bytes(random.Random(1).choices(range(160, 256), k=BYTES)),
    "zeros": lambda: bytes(BYTES),
    "an Excel sheet of 240,000 cells": lambda: _workbook(24_000),
    "an Excel sheet of 900,000 cells": lambda: _workbook(90_000),
}
KINDS = (*TEXTS, *ENCODED)


def made(kind: str) -> bytes:
    """A file of this kind, of at most `BYTES`, cut between two rows where it has some."""
    data = TEXTS[kind]().encode() if kind in TEXTS else ENCODED[kind]()
    end = data.rfind(b"\n", BYTES - 2000, BYTES)
    return data if len(data) <= BYTES else data[: BYTES if end < 0 else end]
