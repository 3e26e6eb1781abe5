"""Rows from strangers: what is understood, and one sentence for every fault."""

from __future__ import annotations

import csv
import io
import random

import pytest

from playground.config.errors import ExampleError, OwnDataMissing
from playground.uploads.encodings import MOST_BYTES
from playground.uploads.labelled import LabelledRows, read_rows

ROWS = [(f"the {word} number {number}", word) for word in ("cat", "dog") for number in range(10)]


def written(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def changed(number: int, *fields: str) -> str:
    """Good rows, and one that is not."""
    return written([*ROWS[:number], fields, *ROWS[number + 1 :]])


def refusal(data: bytes | str) -> str:
    with pytest.raises(ExampleError) as refused:
        read_rows(data)
    return str(refused.value)


# ---- what is understood

AWKWARD = [
    *ROWS,
    ('He said "go; now", and\tleft\non the next line', "cat"),
    ("שלום עולם \N{SMILING FACE WITH OPEN MOUTH}", "dog"),
    ("<script>alert(1)</script>", "dog"),
    ("=SUM(A1:A9)", "cat"),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "head", [[], [("text", "label")], [(" Text ", "LABEL")]], ids=["no head", "head", "odd"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_whatever_stands_between_the_columns_the_rows_are_the_same(delimiter, head, ends):
    text = written([*head, *AWKWARD], delimiter).replace("\n", ends)
    found = [(row.text.replace("\r\n", "\n").replace("\r", "\n"), row.label) for row in read_rows(text).rows]
    assert found == AWKWARD


def test_the_head_says_which_column_is_the_text():
    turned = written([("label", "text"), *((label, text) for text, label in ROWS)])
    assert read_rows(turned) == read_rows(written(ROWS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_bytes_are_read_as_the_text_that_they_hold(encoding):
    text = written(AWKWARD)
    assert read_rows(text.encode(encoding)) == read_rows(text)


def test_commas_in_sentences_do_not_hide_a_semicolon_between_the_columns():
    rows = [(f"well, {text}", label) for text, label in ROWS]
    text = "\n".join(f"{text};{label}" for text, label in rows)
    assert [tuple(row) for row in read_rows(text).rows] == rows


def test_empty_rows_and_blanks_around_do_not_count():
    text = "\n\n".join(f"  {text} , {label}  " for text, label in ROWS) + "\n,\n \n"
    assert read_rows(text) == read_rows(written(ROWS))


def test_texts_with_the_same_words_count_once():
    again = [(text.upper() + "!", label) for text, label in ROWS]
    assert read_rows(written([*ROWS, *again])) == read_rows(written(ROWS))


def test_a_label_is_one_line_of_letters_that_turn_nothing_around():
    rows = [(text, f"\u202ea  \n {label}\u2066") for text, label in ROWS]
    assert read_rows(written(rows)).labels == ("a cat", "a dog")
    composed = [
        (text, "caf\N{LATIN SMALL LETTER E WITH ACUTE}" if n % 2 else "cafe\N{COMBINING ACUTE ACCENT}")
        for n, (text, _label) in enumerate(ROWS)
    ]
    assert "All 20 rows have the label" in refusal(written(composed))


def test_rows_come_back_from_their_bytes_which_are_the_same_for_the_same_rows():
    rows = read_rows(written(AWKWARD))
    assert LabelledRows.from_bytes(rows.to_bytes()) == rows
    assert read_rows(written(AWKWARD, "\t").encode("utf-8-sig")).to_bytes() == rows.to_bytes()
    assert read_rows(written(ROWS)).to_bytes() != rows.to_bytes()


def test_bytes_of_another_kind_are_not_taken_for_rows():
    with pytest.raises(OwnDataMissing, match="no list of texts with labels"):
        LabelledRows.from_bytes(b'["numbers",[[1,2]]]')


# ---- every fault its sentence

FAULTS: dict[str, tuple[bytes | str, str]] = {
    "nothing": ("", "There are no rows"),
    "blank": ("\n , \n,\n", "There are no rows"),
    "head alone": ("text,label\n", "at least 20 different texts, not 0"),
    "too large": (b"a" * (MOST_BYTES + 1), "at most 2 MB"),
    "too large to paste": ("é" * MOST_BYTES, "at most 2 MB"),
    "half of utf-16": (b"\xff\xfe\x00\xd8" + written(ROWS).encode("utf-16-le"), "cannot be read in UTF-16"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "This file is a picture, not a text"),
    "half a pair": (changed(3, "\ud800", "cat"), "Line 4 holds half of a character"),
    "nul": (changed(2, "a\0b", "cat"), r"Line 3 holds the control character U\+0000"),
    "escape": (changed(2, "\x1b[31mred", "cat"), r"U\+001B"),
    "one column": (changed(4, "just a text"), "Row 5 has 1 column, but every row needs two"),
    "three columns": (changed(4, "a", "b", "c"), "Row 5 has 3 columns"),
    "other columns": ("id,text,label\n" + written(ROWS), "Row 1 has 3 columns"),
    "open quotation": (
        written(ROWS[:4]) + '"and so on,cat\n' + written(ROWS[4:]),
        "row 5 is opened and never closed",
    ),
    "quotation inside": (
        written(ROWS[:4]) + '"Stop!" he cried,cat\n',
        "Row 5 goes on behind a closing quotation",
    ),
    "huge field": (written(ROWS[:4]) + "a" * 200_000 + ",cat\n", "Row 5 has a field of more than 131,072"),
    "few rows": (written(ROWS[:6] + ROWS[-6:]), "at least 20 different texts, not 12"),
    "many rows": ("a,b\n" * 5001, "at most 5,000 rows"),
    "long text": (changed(7, "word " * 101, "cat"), "at most 500 characters; in row 8 it has 504"),
    "no text": (changed(7, "", "cat"), "Row 8 has no word in its text, which is ''"),
    "emoji alone": (
        changed(7, "\N{PILE OF POO}!", "cat"),
        "Row 8 has no word in its text, which is '\N{PILE OF POO}!'",
    ),
    "no label": (changed(7, "a text", ""), "Row 8 has no label"),
    "invisible label": (changed(7, "a text", "\u200b\u202e"), "Row 8 has no label"),
    "long label": (changed(7, "a text", "b" * 41), "at most 40 characters; in row 8 it has 41: 'bbb"),
    "one label": (
        written([(text, "cat") for text, _ in ROWS]),
        "All 20 rows have the label 'cat'; there must be two",
    ),
    "many labels": (
        written([(text, f"label {n}") for n, (text, _) in enumerate(ROWS)]),
        "at most 10 labels, not 20",
    ),
    "rare label": (changed(0, "a new text", "bird"), "at least 5 different texts; 'bird' has 1"),
    "other head": ("sentence,kind\n" + written(ROWS), "'kind' has 1; if the first row names the columns"),
    "unbalanced": (
        written([(f"text {n}", "cat" if n < 95 else "dog") for n in range(100)]),
        "at most 90% of the rows; 'cat' has 95 of 100",
    ),
    "two labels of one text": (
        changed(7, "THE cat... number 2?", "dog"),
        "Rows 3 and 8 have the same words, 'THE cat... number 2.', but two labels, 'cat' and 'dog'",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), FAULTS.values(), ids=FAULTS)
def test_every_fault_has_its_sentence(data, sentence):
    with pytest.raises(ExampleError, match=sentence) as refused:
        read_rows(data)
    told = str(refused.value)
    assert told.endswith((".", "?", "question"))
    assert "\n" not in told
    assert len(told) < 300


def test_exactly_at_its_limits_everything_is_taken():
    label, text = "b" * 40, ("word " * 100).strip() + "x"
    assert len(text) == 500
    rows = [(f"text {n}", "cat") for n in range(15)] + [(f"{n} {text}"[:500], label) for n in range(5)]
    assert len(read_rows(written(rows)).rows) == 20
    balance = [(f"text {n}", "cat" if n < 90 else "dog") for n in range(100)]
    assert len(read_rows(written(balance)).rows) == 100
    most = [(f"text {n}", f"label {n % 10}") for n in range(5000)]
    assert len(read_rows(written([("text", "label"), *most])).rows) == 5000


def test_nothing_that_is_sent_gives_anything_but_rows_or_a_sentence():
    chance = random.Random(0)
    whole = written(AWKWARD).encode()
    pieces = [
        b'"',
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"\0",
        b"\xff",
        b"\xed\xa0\x80",
        b"text,label\n",
        b'""',
        b"'",
    ]
    for _ in range(1500):
        if chance.random() < 0.3:
            data = chance.randbytes(chance.randrange(60))
        else:
            place = chance.randrange(len(whole))
            data = whole[:place] + b"".join(chance.choices(pieces, k=chance.randrange(4)))
            data += whole[place + chance.randrange(30) :]
        try:
            found = len(read_rows(data).rows)
        except ExampleError:
            continue
        assert found >= 20
