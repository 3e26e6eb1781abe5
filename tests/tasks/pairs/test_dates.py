"""Dates in many ways: every one is read as the day it is."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks.pairs.dates import (
    FIRST,
    FORMATS,
    LAST,
    MONTHS,
    PROBLEM,
    alignment,
    answer,
    make,
    parse,
    written,
)

SAME_DAY = (
    "7 March 2024",
    "07 March 2024",
    "7 Mar 2024",
    "7-Mar-2024",
    "March 7, 2024",
    "March 7 2024",
    "mar 7, 2024",
    "7th of March 2024",
    "the 7th of MARCH 2024",
    "March 7th, 2024",
    "Thu 7 Mar 2024",
    "Thursday, 7 March 2024",
    "THURSDAY, MARCH 7, 2024",
    "07.03.2024",
    "7.3.2024",
    "07/03/2024",
    "7/3/2024",
    "07-03-2024",
    "2024/03/07",
    "2024-03-07",
    "20240307",
)


@pytest.mark.parametrize("text", SAME_DAY)
def test_one_day_written_in_many_ways_is_one_answer(text: str):
    assert "".join(answer(parse(text))) == "2024-03-07"


def test_there_are_many_formats_and_each_writes_a_day_its_own_way():
    texts = {written(date(2024, 3, 7), template) for template in FORMATS}
    assert len(texts) == len(FORMATS) == 21
    assert {text.lower() for text in texts} == {text.lower() for text in SAME_DAY}


def test_every_day_in_every_format_is_read_as_itself():
    days = [FIRST, LAST, date(2000, 2, 29), date(1999, 12, 31)]
    days += [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days, 997)]
    for day in days:
        for template in FORMATS:
            for text in (written(day, template), written(day, template).upper()):
                assert "".join(answer(tuple(text))) == day.isoformat()


def test_the_ordinals_are_english():
    endings = {
        day: written(date(2024, 3, day), "{day}{th}") for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31)
    }
    assert " ".join(endings.values()) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st"


def test_all_formats_and_all_three_cases_occur_and_no_day_comes_twice():
    pairs = make(5000, 1, np.random.default_rng(0))
    assert len({pair.target for pair in pairs}) == 5000
    by_shape = {
        "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in pair.source)
        for pair in pairs
    }
    assert len(by_shape) > len(FORMATS)
    texts = ["".join(pair.source) for pair in pairs]
    worded = [text for text in texts if text.lower() != text.upper()]
    assert 0.5 < len(worded) / len(texts) < 0.7
    assert 0.2 < np.mean([text.isupper() for text in worded]) < 0.3
    assert 0.2 < np.mean([text.islower() for text in worded]) < 0.3


def test_no_more_pairs_come_than_there_are_days():
    assert len(make(100_000, 1, np.random.default_rng(0))) == 73_049


def test_digits_come_from_their_digits_and_a_months_word_gives_the_month():
    source = tuple("Thu 7 Mar 2024")
    assert alignment(source, answer(source)) == (10, 11, 12, 13, None, 6, 6, None, 4, 4)
    source = tuple("March 17th, 2024")
    assert alignment(source, answer(source)) == (12, 13, 14, 15, None, 0, 0, None, 6, 7)
    source = tuple("7.12.2024")
    assert alignment(source, answer(source)) == (5, 6, 7, 8, None, 2, 3, None, 0, 0)
    source = tuple("20240307")
    assert alignment(source, answer(source)) == (0, 1, 2, 3, None, 4, 5, None, 6, 7)


def test_a_position_holds_the_digit_that_is_said_or_the_first_letter_of_the_month():
    for pair in make(2000, 1, np.random.default_rng(1)):
        places = alignment(pair.source, pair.target)
        month = MONTHS[int("".join(pair.target[5:7])) - 1]
        for said, place in zip(pair.target, places, strict=True):
            assert (said == "-") == (place is None)
            if place is not None and pair.source[place].isalpha():
                assert "".join(pair.source[place : place + 3]).title() == month[:3]
            elif place is not None and said != "0":  # a zero in front has no digit of its own
                assert pair.source[place] == said


def test_blanks_around_and_between_are_no_obstacle_and_a_weekday_is_not_checked():
    assert parse("  7   March\n2024 ") == tuple("7 March 2024")
    assert "".join(answer(parse("Mon 7 Mar 2024"))) == "2024-03-07"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("30 February 2023", "February 2023 has no day 30"),
        ("29.2.2023", "February 2023 has no day 29"),
        ("0 March 2024", "March 2024 has no day 0"),
        ("12/25/2024", "month must be from 1 to 12, not 25: the day comes before the month"),
        ("1.0.2024", "from 1 to 12, not 0"),
        ("7 March 1899", "from 1900 to 2099, not 1899"),
        ("7 March 2100", "from 1900 to 2099, not 2100"),
        ("7.3.24", "a date such as"),
        ("7.3/2024", "a date such as"),
        ("7 Marsh 2024", "a date such as"),
        ("tomorrow", "a date such as.*'tomorrow'"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, complaint: str):
    with pytest.raises(ExampleError, match=complaint):
        PROBLEM.parse(text)
