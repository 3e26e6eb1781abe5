"""Known tables, each written in a random convention of programs and people."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from playground.config.errors import ExampleError
from playground.uploads.tables import read_table
from tests.uploads.workbooks import workbook

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
MONTHS = {language: names.split() for language, names in _MONTHS.items()}
DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "iso with time": lambda d: f"{d.isoformat()} 06:30",
    "year and points": lambda d: f"{d:%Y.%m.%d}",
    "slashes, day first": lambda d: f"{d.day}/{d.month}/{d.year}",
    "slashes, month first": lambda d: f"{d.month}/{d.day}/{d.year}",
    "two digits, month first": lambda d: f"{d:%m/%d/%y}",
    "points": lambda d: f"{d:%d.%m.%Y}",
    "points, two digits": lambda d: f"{d:%d.%m.%y}",
    "afternoon": lambda d: f"{d.month}/{d.day}/{d.year} 1:05 PM",
    "English": lambda d: f"{MONTHS['en'][d.month - 1]} {d.day:02}, {d.year}",
    "English, short": lambda d: f"{d.day:02}-{MONTHS['en'][d.month - 1]}-{d:%y}",
    "German": lambda d: f"{d.day}. {MONTHS['de'][d.month - 1]} {d.year}",
    "French": lambda d: f"{d.day} {MONTHS['fr'][d.month - 1]} {d.year}",
    "Spanish": lambda d: f"{d.day} de {MONTHS['es'][d.month - 1]} de {d.year}",
    "Chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "weekday": lambda d: f"{['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'][d.weekday()]}, {d:%d.%m.%Y}",
    "Uhr": lambda d: f"{d:%d.%m.%Y} 18:00 Uhr",
    "zone": lambda d: f"{d.isoformat()}T23:00:00+05:30",
    "points and blanks": lambda d: f"{d.year}. {d.month}. {d.day}.",
    "capitals": lambda d: f"{d:%d}{MONTHS['en'][d.month - 1].upper()}{d:%Y}",
    "digits": lambda d: f"{d:%Y%m%d}",
    "Unix": lambda d: str((d - date(1970, 1, 1)).days * 86400),
    "Unix in ms": lambda d: str((d - date(1970, 1, 1)).days * 86_400_000),
}
NUMBERS: dict[str, Callable[[float], str]] = {
    "point": lambda v: f"{v:.2f}",
    "comma": lambda v: f"{v:.2f}".replace(".", ","),
    "thousands": lambda v: f"{v:,.2f}",
    "German thousands": lambda v: f"{v:,.2f}".translate(str.maketrans(",.", ".,")),
    "blanks": lambda v: f"{v:,.2f}".replace(",", "\u202f").replace(".", ","),
    "Swiss": lambda v: f"{v:,.2f}".replace(",", "'"),
    "dollars": lambda v: f"-${-v:,.2f}" if v < 0 else f"${v:,.2f}",
    "euros": lambda v: f"{v:,.2f} €".translate(str.maketrans(",.", ".,")),
    "reais": lambda v: f"R$ {v:,.2f}".translate(str.maketrans(",.", ".,")),
    "unit": lambda v: f"{v:.2f} kWh",
    "star": lambda v: f"{v:.2f}*" if v > 1500 else f"{v:.2f}",
    "percent": lambda v: f"{v:.2f}%",
    "brackets": lambda v: f"({-v:.2f})" if v < 0 else f"{v:.2f}",
    "minus behind": lambda v: f"{-v:.2f}-" if v < 0 else f"{v:.2f}",
}
GAPS = ["", "NA", "n/a", "-", "--", "?", "null", "#N/A", "k. A.", "***", "-999", "-9999", "9999", "1e20"]
WORD = {
    "utf-8": "température",
    "utf-8-sig": "température",
    "utf-16": "Größe",
    "cp1252": "Größe",
    "gb18030": "当日的数量",
    "big5": "當日的數量",
}


class Written:
    """One random convention, and the table in it."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.seed = seed
        self.rows = chance.randrange(40, 90)
        self.gaps = sorted(chance.sample(range(2, self.rows - 2), chance.randrange(2, 6)))
        self.form = chance.choice([*DATES])
        self.number = chance.choice([*NUMBERS])
        self.encoding = chance.choice([*WORD])
        self.sign = chance.choice(",;\t|")
        self.order = chance.choice(["old first", "new first", "mixed"])
        self.gap = chance.choice(GAPS)
        self.name = WORD[self.encoding]
        self.has_index = chance.random() < 0.2
        low, high = (-9, 40) if self.gap == "-999" else (-900, 2600)
        self.values = [round(chance.uniform(low, high), 2) for _ in range(self.rows)]
        self.kind = chance.choice(["text"] * 8 + ["workbook", "JSON"])
        rows = self.table(chance)
        if self.kind == "workbook":
            self.data = workbook(rows)
        elif self.kind == "JSON":
            self.data = json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode()
        else:
            self.data = self.encoded(self.text(rows, chance))

    def encoded(self, text: str) -> bytes:
        """In its encoding, or in UTF-8 where that has no such sign."""
        try:
            text.encode("gbk" if self.encoding == "gb18030" else self.encoding)  # four bytes nobody writes
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8")

    def table(self, chance: random.Random) -> list[list[str]]:
        """The names and the rows, each cell as it is written."""
        begin = date(2019, 1, 1) + timedelta(chance.randrange(900))
        rows = []
        for place, value in enumerate(self.values):
            number = self.gap if place in self.gaps else NUMBERS[self.number](value)
            rows.append([DATES[self.form](begin + timedelta(place)), number, "x"])
        if self.order == "new first":
            rows.reverse()
        elif self.order == "mixed":
            chance.shuffle(rows)
        if self.has_index:
            rows = [[str(n), *row] for n, row in enumerate(rows)]
        return [[*[""] * self.has_index, "when", self.name, "note"], *rows]

    def text(self, rows: list[list[str]], chance: random.Random) -> str:
        """The table as a text, with what stands above and below."""
        lines = [self.sign.join(map(self.quoted, row)) for row in rows]
        if chance.random() < 0.3:
            lines = [line + self.sign for line in lines]
        if chance.random() < 0.1:
            lines.insert(1 + len(lines) // 2, lines[0])  # the names once more
        above = chance.choice([[], ["# made up, by us"], ["A title", ""], ["Station: 7", "Made up", ""]])
        below = chance.choice([[], ["", "Made up for a test"], ["Source: nobody", f"Total{self.sign}99"]])
        return chance.choice(["\n", "\r\n"]).join([*above, *lines, *below, ""])

    def quoted(self, cell: str) -> str:
        return f'"{cell}"' if self.sign in cell else cell

    def __str__(self) -> str:
        what = f"{self.kind}, {self.form}, {self.number}, {self.encoding}, {self.sign!r}"
        return f"{what}, {self.order}, {self.gap!r}"


TRUE_CAUSES = ("is the day or the month first",)


def outcome(seed: int) -> str:
    """Whether the table reads back `equal` or is `refused` with a true cause; else what is wrong."""
    table = Written(seed)
    expected = np.array(table.values)
    expected[table.gaps] = np.nan
    try:
        found = read_table(table.data)
    except ExampleError as error:
        if any(cause in str(error) for cause in TRUE_CAUSES):
            return "refused"
        return f"{seed}: {table}: {error}"
    numbers = next((one.numbers for one in found.columns if one.name == table.name), None)
    if numbers is not None and np.array_equal(numbers, expected, equal_nan=True) and found.time_column:
        return "equal"
    return f"{seed}: {table}: {numbers if numbers is None else numbers[:4]} {found.time_column!r}"
