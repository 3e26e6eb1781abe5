"""The packaged series: what `SOURCES.md` says of them is true, and damage is noticed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from playground.config.errors import DataError
from playground.data import FOLDER, ROWS, decimal_year, read

ROW = re.compile(r"\| `(\w+)\.csv` \| (\d+) \| (\d+) \| `([0-9a-f]{64})` \|")
SOURCES = {
    name: (int(rows), int(gaps), digest)
    for name, rows, gaps, digest in ROW.findall((FOLDER / "SOURCES.md").read_text(encoding="utf-8"))
}


def test_every_data_file_has_its_row_in_sources_and_the_other_way_round():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(SOURCES) == set(ROWS)


@pytest.mark.parametrize("name", SOURCES)
def test_rows_gaps_and_hash_are_those_in_sources(name: str):
    rows, gaps, digest = SOURCES[name]
    _, values = read(name)
    assert len(values) == rows == ROWS[name]
    assert int(np.isnan(values).sum()) == gaps
    assert hashlib.sha256((FOLDER / f"{name}.csv").read_bytes()).hexdigest() == digest


def test_all_files_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.csv")) < 100_000


def test_the_airline_passengers_add_up_to_the_published_sum():
    times, values = read("airline")
    assert values.sum() == 40_363
    assert (values[0], values[-1]) == (112, 432)
    assert times[0] == 1949.0
    assert times[-1] == pytest.approx(1960 + 11 / 12)


def test_the_series_span_the_years_they_claim():
    assert tuple(read("sunspots")[0][[0, -1]]) == (1700.0, 2008.0)
    assert tuple(np.floor(read("co2")[0][[0, -1]])) == (1958.0, 2001.0)
    assert tuple(np.floor(read("temperature")[0][[0, -1]])) == (2012.0, 2015.0)


def test_a_date_becomes_its_share_of_the_year_leap_years_included():
    assert decimal_year("1949") == 1949.0
    assert decimal_year("1949-07") == 1949.5
    assert decimal_year("2013-01-01") == 2013.0
    assert decimal_year("2012-12-31") == 2012 + 365 / 366
    assert decimal_year("2013-12-31") == 2013 + 364 / 365


def damage(tmp_path: Path, change: tuple[str, str]) -> Path:
    text = (FOLDER / "sunspots.csv").read_text(encoding="utf-8")
    (tmp_path / "sunspots.csv").write_text(text.replace(*change, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        ("1701,11\n", ""),
        ("1701,11\n", "1701,many\n"),
        ("1701,11\n", "1701,11,12\n"),
        ("1701,11\n", "1701,inf\n"),
        ("1701,11\n", "1699,11\n"),
        ("1701,11\n", "1701-13-01,11\n"),
        ("1701,11\n", "1701-01-01-01,11\n"),
        ("1701,11\n", '1701,"11\n'),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, change: tuple[str, str]):
    with pytest.raises(DataError, match=r"sunspots\.csv is damaged"):
        read("sunspots", damage(tmp_path, change))


def test_a_file_that_is_not_text_is_refused_in_words(tmp_path: Path):
    (tmp_path / "sunspots.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="damaged"):
        read("sunspots", tmp_path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path):
    with pytest.raises(DataError, match=r"sunspots\.csv is missing"):
        read("sunspots", tmp_path)
