"""What the controls offer: sensible values, and any other that a link brings."""

from __future__ import annotations

import typing

import pytest

from playground import config as types
from playground.edits import edited
from playground.presets import PRESETS
from playground.ui import choices
from playground.ui.choices import with_current

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


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("training.lr", choices.LEARNING_RATES),
        ("training.weight_decay", choices.WEIGHT_DECAYS),
        ("training.max_norm", choices.NORMS),
        ("training.batch_size", choices.BATCH_SIZES),
    ],
)
def test_everything_that_is_offered_is_allowed(path, values):
    for value in values:
        edited(SINE, {path: value})


def test_the_slowest_and_the_fastest_learning_rate_that_are_allowed_are_offered():
    assert (min(choices.LEARNING_RATES), max(choices.LEARNING_RATES)) == (1e-6, 100.0)
    assert sorted(set(choices.LEARNING_RATES)) == choices.LEARNING_RATES


@pytest.mark.parametrize(
    ("offered", "literal"),
    [
        (choices.CELLS, types.Cell),
        (choices.READOUTS, types.Readout),
        (choices.INITIALISATIONS, types.Initialisation),
        (choices.OPTIMIZERS, types.Optimizer),
    ],
)
def test_every_choice_of_the_config_is_offered_and_no_other(offered, literal):
    assert tuple(offered) == typing.get_args(literal)


def test_what_is_offered_has_a_name_of_its_own():
    for words in (choices.CELLS, choices.DIRECTIONS, choices.READOUTS, choices.INITIALISATIONS):
        assert len(set(choices.names(words).values())) == len(words)


def test_names_are_translated(loud):
    assert choices.names({"rnn": "RNN"}) == {"rnn": "»RNN"}
