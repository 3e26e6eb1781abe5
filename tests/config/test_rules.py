"""Each rule lets through exactly what it says, and says what it refused."""

from __future__ import annotations

import math
from typing import Any, Literal

import pytest

from playground.config import rules
from playground.config.errors import ConfigError

NO_NUMBERS = ["1", None, True, False, math.nan, math.inf, -math.inf, 10**400, -(10**5000), 1j, [], (1,), {}]


def nested(depth: int = 100_000) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("value", NO_NUMBERS, ids=rules.shown)
def test_what_is_no_finite_number_is_refused(value: object):
    with pytest.raises(ConfigError, match=r"^x must be a finite number, not .+\.$"):
        rules.require_between("x", value, 0, 1)


@pytest.mark.parametrize("value", [0, 1, 0.0, 0.5, 1.0])
def test_both_ends_of_a_range_are_in_it(value: float):
    rules.require_between("x", value, 0, 1)


@pytest.mark.parametrize("value", [-1, 2, math.nextafter(1.0, 2.0), -5e-324])
def test_a_number_outside_its_range_is_refused_with_the_range_and_the_number(value: float):
    with pytest.raises(ConfigError) as refused:
        rules.require_between("x", value, 0, 1)
    assert str(refused.value) == f"x must be from 0 to 1, not {value!r}."


@pytest.mark.parametrize("value", [*NO_NUMBERS, 1.0, 0, 4, 10**30], ids=rules.shown)
def test_what_is_no_whole_number_in_range_is_refused(value: object):
    with pytest.raises(ConfigError, match=r"^x must be a whole number from 1 to 3, not .+\.$"):
        rules.require_integer("x", value, 1, 3)


@pytest.mark.parametrize("value", ["c", "A", "", None, 1, ["a"], b"a", {"a": 1}])
def test_what_is_no_choice_is_refused_with_the_choices(value: object):
    with pytest.raises(ConfigError, match=r"^x must be one of a, b, not .+\.$"):
        rules.require_choice("x", value, Literal["a", "b"])


@pytest.mark.parametrize("value", [0, 1, "true", None, 1.0, []])
def test_only_truth_values_are_flags(value: object):
    rules.require_flag("x", True)
    with pytest.raises(ConfigError, match=r"^x must be true or false, not .+\.$"):
        rules.require_flag("x", value)


@pytest.mark.parametrize("values", [[1.0], 1.0, None, "1", (1.0, 1.0, 1.0), {1.0}])
def test_a_list_of_numbers_is_a_tuple_of_bounded_length(values: object):
    rules.require_numbers("x", (0, 1.0), 0, 1, at_most=2)
    rules.require_numbers("x", (), 0, 1, at_most=2)
    with pytest.raises(ConfigError, match=r"^x must be a list of at most 2 numbers, not .+\.$"):
        rules.require_numbers("x", values, 0, 1, at_most=2)


@pytest.mark.parametrize(
    "value", ["a" * 10_000, 10**5000, nested(), {"a": nested()}], ids=["text", "number", "list", "names"]
)
def test_whatever_a_value_is_its_quotation_is_short(value: object):
    assert 0 < len(rules.shown(value)) <= 60
