"""A known table, written in a random convention, reads back equal or is refused with a true cause."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from playground.config.errors import ExampleError
from playground.uploads.labelled import read_rows
from playground.uploads.report import Reading
from playground.uploads.tables import read_table
from tests.uploads.conventions import outcome


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_a_table_in_any_convention_reads_back_equal_or_is_refused_with_a_true_cause(first):
    found = [outcome(seed) for seed in range(first, first + 50)]
    assert [one for one in found if one not in ("equal", "refused")] == []
    assert found.count("refused") <= 5


FILES = sorted((Path(__file__).parent / "own_data").iterdir())
PIECES = [
    *(
        b'"',
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"|",
        b"\0",
        b"\xff",
        b"\xe9",
        b"\xb5\xc4",
        b"{",
        b"[{",
        b"#",
        b"(",
    ),
    *(
        b"[{",
        b"(",
        b"1e999",
        b"2024-02-30",
        b"1/2/3",
        b"\xe5\xb9\xb4",
        b"<html",
        b"-999",
        b"%",
        b"sep=;\n",
        b"9" * 20,
    ),
]


def test_whatever_is_sent_gives_a_table_or_rows_or_a_sentence():
    chance = random.Random(5)
    whole = [file.read_bytes()[:3000] for file in FILES]
    for round_ in range(300):
        data = chance.choice(whole)
        for _ in range(chance.randrange(1, 5)):
            place = chance.randrange(len(data) + 1)
            inside = b"".join(chance.choices(PIECES, k=chance.randrange(4)))
            data = data[:place] + inside + data[place + chance.choice([0, 1, 7, 300]) :]
        if round_ % 5 == 0:
            data = chance.randbytes(chance.randrange(200))
        choices = {"codes": "keep", "order": "file", "gaps": "fill", "dates": "month", "decimals": "comma"}
        other = Reading(**choices)
        for read in (read_table, read_rows):
            try:
                read(data, other if round_ % 2 else Reading())
            except ExampleError as error:
                told = str(error)
                assert told
                assert "\n" not in told
                assert len(told) < 400


@pytest.mark.parametrize(
    "data", [b"," * 2_000_000, b'{"' * 300_000, b"#\n" * 300_000], ids=["commas", "JSON", "#"]
)
def test_a_file_of_one_sign_is_refused_before_it_costs_anything(data):
    for read in (read_table, read_rows):
        with pytest.raises(ExampleError):
            read(data[:2_000_000])
