"""Rows from strangers: what is understood, and one sentence for every fault."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest

from playground.config.errors import ExampleError, OwnDataMissing
from playground.data.words import words_of
from playground.uploads.encodings import MOST_BYTES
from playground.uploads.labelled import MOST_CHARACTERS, LabelledRows, read_rows
from playground.uploads.report import Reading

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


def told(found: LabelledRows) -> str:
    return " ".join(map(str, found.report))


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


HEADS = [
    ("sentence", "kind"),
    ("review", "sentiment"),
    ("v1", "v2"),
    ("Comment", "Class"),
    ("文本", "标签"),
    ("", "y"),
]


@pytest.mark.parametrize("head", HEADS, ids=map(str, HEADS))
@pytest.mark.parametrize("place", [0, 1], ids=["label first", "label last"])
def test_any_short_names_may_stand_above_and_the_label_in_any_column(head, place):
    rows = [(text, label) if place else (label, text) for text, label in ROWS]
    assert read_rows(written([head, *rows])) == read_rows(written(rows)) == read_rows(written(ROWS))


def test_text_and_label_are_found_among_other_columns_and_can_be_chosen():
    rows = [
        (f"{n}", f"2024-01-{n % 9 + 1:02}", text, "yes" if n % 3 else "no", label, "")
        for n, (text, label) in enumerate(ROWS)
    ]
    whole = written([("id", "date", "tweet", "verified", "class", ""), *rows])
    found = read_rows(whole)
    assert found == read_rows(written(ROWS))
    *_file, line = found.report
    assert str(line) == "The texts are in the column 'tweet', the labels in 'class'."
    assert line.choices[0][:2] == ("label", ("class", "verified"))
    other = read_rows(whole, Reading(label="verified"))
    assert other.labels == ("no", "yes")
    assert LabelledRows.from_bytes(other.to_bytes()).chosen == {"label": "verified"}
    with pytest.raises(ExampleError, match="no column 'colour'; there are 'id', 'date', 'tweet'"):
        read_rows(whole, Reading(label="colour"))


@pytest.mark.parametrize("form", ["lines", "list"])
def test_json_is_read_line_by_line_or_as_a_list(form):
    objects = [json.dumps({"label": label, "n": n, "text": text}) for n, (text, label) in enumerate(ROWS)]
    text = "\n".join(objects) if form == "lines" else f"[{', '.join(objects)}]"
    assert read_rows(text) == read_rows(written(ROWS))


def test_a_quotation_mark_that_never_closes_is_part_of_a_text_between_tabs():
    rows = [(f'"{text}' if n % 5 == 0 else text, label) for n, (text, label) in enumerate(ROWS)]
    found = read_rows("\n".join("\t".join(row) for row in rows))
    assert [tuple(row) for row in found.rows] == rows
    assert "some are never closed" in told(found)


def test_a_few_rows_without_text_or_label_are_left_out_and_long_texts_cut_and_both_are_told():
    more = [(f"another {text}", label) for text, label in ROWS]
    rows = [*ROWS, ("", "cat"), *more, ("no label", ""), ("word " * 500, "dog")]
    found = read_rows(written(rows))
    assert found.rows[:-1] == read_rows(written([*ROWS, *more])).rows
    assert found.rows[-1].text == ("word " * 500)[:MOST_CHARACTERS]
    assert [str(line) for line in found.report[2:]] == [
        "Rows without a text or a label are left out: 2, the first is row 21.",
        "Texts of more than 2,000 characters are cut there: 1.",
    ]


def test_commas_in_texts_without_quotation_marks_part_no_text_where_the_label_is_clear():
    rows = [(f"well, {text}, I say" if n % 6 == 0 else text, label) for n, (text, label) in enumerate(ROWS)]
    for order in ((0, 1), (1, 0)):
        text = "\n".join(",".join(row[place] for place in order) for row in [("text", "label"), *rows])
        found = read_rows(text)
        assert [tuple(row) for row in found.rows] == rows
        assert "Texts with commas have no quotation marks, as in row 2; all but" in told(found)


def test_titles_and_the_line_of_excel_above_the_rows_are_no_rows():
    plain = written([("text", "label"), *ROWS])
    assert read_rows(f"Exported by us\n\n{plain}") == read_rows(f"sep=,\n{plain}") == read_rows(plain)
    assert "from 'Exported by us', is left out" in told(read_rows(f"Exported by us\n\n{plain}"))


def test_of_many_rows_a_few_with_another_label_for_the_same_words_are_left_out_and_told():
    more = [(f"another {text}", label) for text, label in ROWS]
    found = read_rows(written([*ROWS, *more, (ROWS[0][0], "dog")]))
    assert found == read_rows(written([*ROWS, *more]))
    assert "Rows with the words of an earlier one and another label are left out: 1." in told(found)


def test_stars_are_labels_however_a_program_writes_them():
    found = read_rows(
        written([("rating", "text"), *((f"{n % 4 + 1}.0", text) for n, (text, _) in enumerate(ROWS))])
    )
    assert found.labels == ("1", "2", "3", "4")


FILES = Path(__file__).parent / "own_data"


def csv_rows(name: str) -> list[list[str]]:
    return [*csv.reader((FILES / name).read_text("utf-8").splitlines())]


def test_the_files_that_people_bring_are_read_as_the_rows_that_they_hold():
    spam = [(row[1], row[0]) for row in csv_rows("spam_kaggle_v1_v2_utf8.csv")[1:]]
    first = [(",".join(row[1:]).strip(), row[0]) for row in csv_rows("label_first_0_1_short.csv")]
    quoted = [
        tuple(part.strip() for part in line.split("\t"))
        for line in (FILES / "uci_labelled_open_quote.txt").read_text().splitlines()
    ]
    plain = {name: [tuple(row) for row in csv_rows(name)[1:]] for name in (
        "imdb_review_sentiment_header.csv", "verdict_after_word_20.csv", "chinese_unspaced.csv")}  # fmt: skip
    for name, rows in {
        "spam_kaggle_v1_v2_utf8.csv": spam,
        "label_first_0_1_short.csv": first,
        "uci_labelled_open_quote.txt": quoted,
        **plain,
    }.items():
        found = read_rows((FILES / name).read_bytes())
        assert {tuple(row) for row in found.rows} == set(rows), name
        assert len(found.rows) == len({words_of(text) for text, _label in rows}), name


@pytest.mark.parametrize("name", ["sentinel_none.csv", "percent_currency.csv", "unix_s_gaps.csv"])
def test_a_table_is_told_from_rows_of_texts(name):
    with pytest.raises(ExampleError, match=r"This is a table of numbers, with the columns '\w+', '\w+'"):
        read_rows((FILES / name).read_bytes())


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
    with pytest.raises(OwnDataMissing, match="needs texts with labels"):
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
    "no text": (changed(7, "", "cat"), "Row 8 has no word in its text, which is ''"),
    "signs alone": (changed(7, "...!", "cat"), "Row 8 has no word in its text, which is '...!'"),
    "numbers": ("a,b\n" + "1,2\n" * 40, "a table of numbers, with the columns 'a', 'b': choose the one"),
    "no labels": (
        written([(f"text {n}", f"name {n}", f"{n}") for n in range(40)]),
        "No column holds labels, 2 to 10 different ones",
    ),
    "a web page": ("<html><body>a,b</body></html>", "a saved web page"),
    "no JSON": ('{"text": "a", "label": "b"}\n{"text"', "Line 2 begins as JSON and is none that can be read"),
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
    label, text = "b" * 40, ("word " * 400).strip() + "x"
    assert len(text) == MOST_CHARACTERS
    rows = [(f"text {n}", "cat") for n in range(15)] + [
        (f"{n} {text}"[:MOST_CHARACTERS], label) for n in range(5)
    ]
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
