"""Numbers in Chinese: the rules of its zeros and of ten, and the digit each character comes from."""

from __future__ import annotations

import pytest

from playground.tasks.pairs.spelling_zh import DIGITS, PROBLEM, UNITS

SAID = {
    "0": "零",
    "7": "七",
    "10": "十",
    "14": "十四",
    "20": "二十",
    "100": "一百",
    "101": "一百零一",
    "110": "一百一十",
    "305": "三百零五",
    "1001": "一千零一",
    "1010": "一千零一十",
    "20300": "二万零三百",
    "70013": "七万零一十三",
    "99999": "九万九千九百九十九",
}


@pytest.mark.parametrize(("digits", "said"), SAID.items())
def test_a_number_is_said_as_people_say_it(digits: str, said: str) -> None:
    assert "".join(PROBLEM.answer(tuple(digits))) == said


def test_what_is_said_is_the_number() -> None:
    """A reader of its own: adds up digits and units."""
    for value in (*range(2000), *range(9990, 10120), 40004, 55555, 90909):
        total, digit = 0, 0
        for sign in PROBLEM.answer(tuple(str(value))):
            if sign in DIGITS:
                digit = DIGITS.index(sign)
            else:
                total, digit = total + (digit or 1) * 10 ** UNITS.index(sign), 0
        assert total + digit == value


def test_each_character_comes_from_the_digit_it_says() -> None:
    for text in SAID:
        source = tuple(text)
        said = PROBLEM.answer(source)
        places = PROBLEM.alignment(source, said)
        assert list(places) == sorted(places)
        for sign, place in zip(said, places, strict=True):
            if sign in DIGITS:
                assert DIGITS.index(sign) == int(source[place])
            else:
                assert UNITS.index(sign) == len(source) - 1 - place
