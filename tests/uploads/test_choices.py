"""Every decision of reading can be had otherwise, is part of the data's digest, and a wrong one says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from playground.config.errors import ExampleError
from playground.uploads.labelled import read_rows
from playground.uploads.report import NUMBERS, WAYS, Reading, as_told
from playground.uploads.series import choose
from playground.uploads.tables import Table, read_grid, read_table, table_of

ROWS = [f"{date(2024, 1, 1) + timedelta(n)};{n},{n % 9 + 1}2;größe" for n in range(50)]
TEXT = "\n".join(["A title", "day;level;note", *ROWS, "", "The end"])
DATA = TEXT.encode("cp1252")


def numbers(table: Table, name: str) -> list[float]:
    (found,) = (one.numbers for one in table.columns if one.name == name)
    assert found is not None
    return found.tolist()


def test_the_report_says_what_was_decided_of_the_file_and_what_may_be_chosen():
    assert [as_told(line) for line in read_table(DATA).report] == [
        "The file is read in Windows-1252, with a semicolon between the columns. "
        "(--read encoding=cp1252, delimiter=semicolon, quotes=around)",
        "The names are in row 2, the values in the rows 3 to 52. (--read first=2, heads=1, last=52)",
        "The table begins in row 2; what stands above it, from 'A title', is left out.",
        "The rows below the table, from row 54 'The end', are left out.",
        "Decimals follow a comma, as in '0,12'. (--read decimals=comma | point)",
        "The time is in the column 'day'. (--read time=day | level | none)",
    ]


def test_each_choice_of_the_file_is_followed():
    assert read_table(DATA, Reading(encoding="latin-1")).chosen == {"encoding": "latin-1"}
    assert "is read in Latin-1" in str(read_table(DATA, Reading(encoding="latin-1")).report[0])
    later = read_table(DATA, Reading(first="5", heads="0", last="40"))
    assert numbers(later, "column 2") == [float(f"{n}.{n % 9 + 1}2") for n in range(2, 38)]
    named = read_table(DATA, Reading(first="2", heads="2"))
    assert [column.name for column in named.columns] == ["day 2024-01-01", "level 0,12", "note größe"]
    assert read_table(DATA, Reading(time="none")).times[:2].tolist() == [1, 2]
    assert read_table(DATA, Reading(time="level")).time_column == "level"
    quoted = "\n".join(["a,b", *(f'"{n},{n * n % 7}' for n in range(40))])
    with pytest.raises(ExampleError, match=r"goes on behind a closing quotation mark|never closed"):
        read_table(quoted)
    assert numbers(read_table(quoted, Reading(quotes="part")), "b")[:4] == [0, 1, 4, 2]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"encoding": "utf-8"}, "Line 3 cannot be read in UTF-8: choose another encoding."),
        ({"delimiter": "bar"}, "No line has a bar in it, so this does not stand between the columns."),
        ({"delimiter": "none"}, "No column can be forecast. In the column 'A title', row 2 has 'day;level"),
        ({"first": "900"}, "The table cannot begin in row 900: there is nothing from there on."),
        ({"last": "20"}, "There must be at least 30 rows of values, not 18."),
        ({"heads": "15", "first": "40"}, "With 15 rows of names from row 40 on, no rows of values are left."),
        (
            {"decimals": "point"},
            "No column can be forecast. In the column 'level', row 3 has '0,12', but other",
        ),
        ({"time": "note"}, "The column 'note' cannot give the time; there are 'day', 'level', 'none'."),
        ({"sheet": "B"}, ""),
    ],
    ids=str,
)
def test_a_wrong_choice_says_so(chosen, sentence):
    if not sentence:  # what a file does not have is not asked for
        assert read_table(DATA, Reading(**chosen)).rows == 50
        return
    with pytest.raises(ExampleError) as refused:
        read_table(DATA, Reading(**chosen))
    assert str(refused.value).startswith(sentence)


IMPOSSIBLE = ("first=0", "first=x", "heads=21", "last=-1", "first=1e3", "last=9999999")


@pytest.mark.parametrize("told", [*IMPOSSIBLE, "encoding=ebcdic", "delimiter=,"])
def test_what_can_be_no_choice_is_refused_with_those_there_are(told):
    name = told.partition("=")[0]
    sentence = "must be a whole number from" if name in NUMBERS else rf"{name} may be {WAYS[name][0]}"
    with pytest.raises(ExampleError, match=sentence):
        Reading.of([told])


def test_choosing_what_would_happen_anyway_gives_the_same_data_and_another_choice_gives_other():
    unasked = choose(read_table(DATA), "level").to_bytes()
    usual = {"encoding": "cp1252", "delimiter": "semicolon", "first": "2", "heads": "1", "last": "52"}
    usual |= {"time": "day", "quotes": "around"}
    for name, value in usual.items():
        if name not in (
            "first",
            "last",
            "heads",
            "decimals",
        ):  # what is found is not known where it is chosen
            assert choose(read_table(DATA, Reading(**{name: value})), "level").to_bytes() == unasked, name
    shorter = choose(read_table(DATA, Reading(last="50")), "level")
    assert shorter.chosen == {"last": "50"}
    assert shorter.to_bytes() != unasked
    assert shorter.to_bytes() == choose(read_table(DATA, Reading.of(["last=50"])), "level").to_bytes()


def test_only_choices_of_the_file_need_it_read_again():
    grid = read_grid(DATA, Reading(time="none", codes="keep"))
    assert grid.reading == Reading()
    assert table_of(grid, Reading(time="none")).time_column == ""
    assert set(WAYS) == set(Reading.__dataclass_fields__)


def test_a_table_on_its_side_without_any_row_is_no_table():
    text = "place," + ",".join(str(date(2024, 1, 1) + timedelta(n)) for n in range(40)) + "\nhere" + ",1" * 40
    assert numbers(read_table(text + "\nthere" + ",2,3" * 20), "there")[:2] == [2, 3]
    with pytest.raises(ExampleError, match=r"no rows of values are left|at least 30 rows of values, not 0"):
        read_table(text, Reading(last="1"))


COMMENTED = "\n".join(["# made up", "a,b", *(f"{'#' * (n % 5 == 0)}{n},{n * n % 11}" for n in range(60))])


def test_lines_that_begin_as_comments_may_be_rows():
    assert read_table(COMMENTED).rows == 48
    kept = read_table(COMMENTED, Reading(comments="keep", first="2"))
    assert kept.rows == 60
    said = [str(line) for line in kept.report]
    assert "Lines that begin as comments are read as rows, such as '# made up'." in said


def test_what_is_below_what_can_be_told_is_half_of_it_all_of_it_or_a_gap():
    text = "\n".join(["a,b", *(f"{n},{'<5' if n % 7 == 0 else n % 40 + 5}" for n in range(60))])
    assert numbers(read_table(text), "b")[7] == 2.5
    assert numbers(read_table(text, Reading(below="whole")), "b")[7] == 5
    assert (
        numbers(read_table(text, Reading(below="gap")), "b")[7]
        != numbers(read_table(text, Reading(below="gap")), "b")[7]
    )


KINDS = (("good", "yes"), ("bad", "no"))
PAIRS = [f"{word} things {n} of it all;{label};x{n % 3}" for n in range(15) for word, label in KINDS]


def test_of_texts_the_columns_the_names_and_the_sign_between_them_can_be_chosen():
    text = "\n".join(["title;kind;other", *PAIRS])
    unasked = read_rows(text.encode("cp1252"))
    assert [as_told(line) for line in unasked.report] == [
        "The file is read in UTF-8, with a semicolon between the columns. "
        "(--read encoding=utf-8, delimiter=semicolon, quotes=around, first=1)",
        "The texts are in the column 'title', the labels in 'kind'. (--read label=kind, text=title, heads=1)",
    ]
    assert read_rows(text, Reading(label="other")).labels == ("x0", "x1", "x2")
    assert read_rows(text, Reading(label="kind", text="title", heads="1")).chosen == {}
    later = read_rows(text, Reading(first="4", heads="0", label="column 2", text="column 1"))
    assert len(later.rows) == 28
    assert later.chosen == {"first": "4"}  # from there on the others are as they would be unasked
    for chosen, sentence in (
        ({"text": "kind", "label": "kind"}, "The column 'kind' cannot hold both the texts and the labels."),
        ({"first": "99"}, "The rows cannot begin in row 99: there is nothing from there on."),
        ({"delimiter": "tab"}, "Row 1 has 1 column"),
        ({"label": "colour"}, "There is no column 'colour'; there are 'title', 'kind', 'other'."),
    ):
        with pytest.raises(ExampleError) as refused:
            read_rows(text, Reading(**chosen))
        assert str(refused.value).startswith(sentence)
