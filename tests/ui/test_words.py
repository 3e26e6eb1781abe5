"""Numbers as a learner reads them."""

from __future__ import annotations

import math
import re

import pytest

from playground.charts.theme import CELL_NAMES
from playground.config import ModelConfig
from playground.models.shapes import parts
from playground.ui.glossary import GLOSSARY
from playground.ui.more import FORMULAS
from playground.ui.words import table
from playground.views.words import factor, number, plain, seconds_in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "1 s"),
        (0.4, "1 s"),
        (1.6, "2 s"),
        (89.4, "89 s"),
        (90, "2 min"),
        (150, "2 min"),
        (5399, "90 min"),
        (5400, "2 h"),
        (36_000, "10 h"),
    ],
)
def test_a_length_of_time_is_told_in_the_unit_that_matters(seconds, words):
    assert seconds_in_words(seconds) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (0.123456, "0.123"),
        (-0.5, "-0.5"),
        (12.34, "12.3"),
        (0.00001234, "1.23e-05"),
        (123_456.7, "123,457"),
        (-4567.8, "-4,568"),
    ],
)
def test_a_number_has_three_digits_that_matter(value, words):
    assert number(value) == words


@pytest.mark.parametrize("value", [-1e34, 1e34, 3.2e9, math.inf, math.nan])
def test_even_the_number_of_a_diverged_network_stays_short_enough_for_a_table(value):
    assert len(number(value)) <= 13


@pytest.mark.parametrize("value", [999.7, -999.7, 0.0009996])
def test_rounding_never_turns_a_plain_number_into_a_power_of_ten(value):
    assert "e+" not in number(value)


def test_a_table_has_a_head_a_rule_and_a_line_for_each_row():
    assert table(["Name", "Size"], [["a", "1"], ["b", "2"]], "lr").splitlines() == [
        "| Name | Size |",
        "| :--- | ---: |",
        "| a | 1 |",
        "| b | 2 |",
    ]


def test_the_glossary_that_the_page_shows_is_there_and_explains_the_words_of_the_design():
    text = GLOSSARY.read_text(encoding="utf-8").lower()
    for word in ("hidden state", "cell state", "update gate", "optimizer step", "time step"):
        assert word in text


@pytest.mark.parametrize(
    "text", ["![x](http://192.0.2.1/x.png)", "a_b_c * d", "<b>", "$x$ :red[y] `z`", "\\n"]
)
def test_plain_text_keeps_its_letters_and_escapes_what_markdown_would_draw(text):
    escaped = plain(text)
    assert re.sub(r"\\(.)", r"\1", escaped).replace("\N{WORD JOINER}", "") == text
    assert "://" not in escaped
    assert not re.search(r"(?<!\\)[*_`\[<$]", escaped)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_the_formula_of_a_cells_parameters_counts_its_tensors(cell):
    """As it is told, worked out: one matrix for the inputs and one for the state for each of its gates."""
    formula = re.search(r"`(.+?)`", FORMULAS[cell]).group(1).replace("×", "*")
    h, i = 7, 3
    part = parts(ModelConfig(cell=cell, hidden_size=h), input_size=i, output_size=1)[0]
    assert eval(formula, {"h": h, "i": i}) == part.count
    matrices = [tensor for tensor in part.tensors if len(tensor.shape) == 2]
    assert len(matrices) == (1 if "together" in FORMULAS[cell] else 2)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (4.56e-14, "less than 0.001"),
        (0.0, "0"),
        (0.25, "0.25"),
        (12.3, "12.3"),
        (4e9, "more than a million"),
    ],
)
def test_a_factor_that_is_nearly_nothing_or_beyond_measure_is_told_in_words(value, words):
    assert factor(value) == words
