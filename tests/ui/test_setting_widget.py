"""What the controls offer: sensible values, and any other that a link brings."""

from __future__ import annotations

import pytest

from playground.config import SETTINGS
from playground.config.errors import ConfigError
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.ui.settings.widget import with_current
from playground.views.setting_words import value_in_words

SINE = PRESETS["sine"].config


def test_a_value_that_is_offered_already_changes_nothing():
    assert with_current([1, 2, 3], 2) == [1, 2, 3]
    assert with_current([None, 1, 2], None) == [None, 1, 2]


def test_a_value_that_lies_between_is_added_in_its_place():
    assert with_current([1, 2, 5], 3) == [1, 2, 3, 5]
    assert with_current([1, 2, 5], 9) == [1, 2, 5, 9]


def test_off_stays_at_the_end_where_it_stood():
    assert with_current([None, 1, 5], 3) == [None, 1, 3, 5]
    assert with_current([1, 5, None], 3) == [1, 3, 5, None]
    assert with_current([1, 5, None], 9) == [1, 5, 9, None]


def test_adding_a_value_leaves_the_offer_for_others_as_it_was():
    offer = [1, 5]
    with_current(offer, 3)
    assert offer == [1, 5]


@pytest.mark.parametrize("path", [path for path, setting in SETTINGS.items() if setting.values])
def test_every_value_of_a_choice_has_a_name_of_its_own(path: str):
    setting = SETTINGS[path]
    assert not setting.names or tuple(setting.names) == setting.values
    assert len({value_in_words(setting, value) for value in setting.values}) == len(setting.values)


def test_a_number_is_offered_with_its_value_and_off_with_its_word():
    batch = SETTINGS["training.batch_size"]
    assert [value_in_words(batch, value) for value in (32, None)] == ["32", "all"]
    assert value_in_words(SETTINGS["training.lr"], 1e-6) == "1e-06"


@pytest.mark.parametrize("path", ["training.lr", "training.weight_decay", "training.max_norm"])
def test_what_is_offered_reaches_both_ends_of_what_is_allowed(path: str):
    setting = SETTINGS[path]
    numbers = [value for value in setting.offered if value is not None]
    assert sorted(set(numbers)) == numbers
    assert numbers[-1] == setting.high
    for value in setting.offered:
        edited(SINE, {path: value})
    with pytest.raises(ConfigError):
        edited(SINE, {path: 2 * setting.high})
