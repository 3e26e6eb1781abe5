"""Numbers as people type them are read as they meant them, or they are asked."""

from __future__ import annotations

import re

import pytest

from playground.config.errors import ExampleError
from playground.config.typed import one_number, several


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.1 0.2", [0.1, 0.2]),
        ("0.1,0.2,-.5", [0.1, 0.2, -0.5]),
        ("0.1, 0.2 ; 3", [0.1, 0.2, 3]),
        ("1,2,3", [1, 2, 3]),
        ("1, 2, 3", [1, 2, 3]),
        ("0,1 0,2", [0.1, 0.2]),
        ("0,1; 0,2; 3", [0.1, 0.2, 3]),
        ("0,1, 0,2", [0.1, 0.2]),
        ("-0,1\n+12,5\n1e3", [-0.1, 12.5, 1000]),
        ("0,123 0,456", [0.123, 0.456]),  # no thousands begin with 0
        ("1,5 2,345", [1.5, 2.345]),  # the first one says what the comma is
        ("[0.1, 0.2]", [0.1, 0.2]),
        ("[[1, 2],\n [3, 4]]", [1, 2, 3, 4]),
        ("０．１　０．２", [0.1, 0.2]),
        ("０，１　－０，２", [0, 1, 0, 2]),  # a Chinese comma stands before no decimals
        ("１、２；３，４", [1, 2, 3, 4]),
        ("12，34，5678", [12, 34, 5678]),
        ("0.1，0.2、0.3；0.4", [0.1, 0.2, 0.3, 0.4]),
        ("\N{MINUS SIGN}0.5 \N{EN DASH}2 －3", [-0.5, -2, -3]),
    ],
)
def test_several_numbers_are_read_with_any_sign_between_and_before_the_decimals(text, numbers):
    assert [float(word) for word in several(text)] == numbers


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("0,1", "0.1 | 0 1"),
        ("1,234", "1.234 | 1 234 | 1234"),
        ("1,234 5,678", "1.234 | 1 234 | 1234"),
        ("1,234 0.5", "1.234 | 1 234 | 1234"),
        ("100,200,300", "100 200 300 | 100200300"),
        ("1,234.5 2", "1 234.5 | 1234.5"),
        ("1.234,5 2", "1234.5 | 1.234 5"),
        ("0.5 ,5", "0.5 | 5"),
        ("１，２３４", "1.234 | 1 234 | 1234"),
    ],
)
def test_what_may_be_several_numbers_or_one_is_asked_about(text, ways):
    with pytest.raises(ExampleError, match=rf"more than one way.*: {re.escape(ways)}\.$"):
        several(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 0,5 ", 0.5),
        ("０．０１", 0.01),
        ("0,123", 0.123),
        ("12,3456", 12.3456),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("－３", -3),
        ("1e-3", 0.001),
    ],
)
def test_one_number_may_have_a_comma_before_its_decimals_or_between_its_thousands(text, number):
    assert float(one_number(text)) == number


def test_one_number_that_is_thousands_or_has_three_decimals_is_asked_about():
    with pytest.raises(ExampleError, match=r"'1,234' can be read .*: 1\.234 \| 1234\.$"):
        one_number("1,234")


@pytest.mark.parametrize("text", ["", "many", "1 2", "1,2,3", "--1"])
def test_what_is_no_number_stays_for_its_reader_to_refuse(text):
    with pytest.raises(ValueError, match="could not convert"):
        float(one_number(text))
