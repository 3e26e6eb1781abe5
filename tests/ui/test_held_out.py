"""Held-out examples as they stand in the table: cut, marked, and decided as the network decides."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.experiments.presets import PRESETS
from playground.probes.requests import AnswersReading
from playground.views.answers import bits, held_out, names, number
from playground.views.answers.held_out import MOST_CHARACTERS, SHOWN
from playground.views.answers.names import decision
from playground.views.scene import Scene
from playground.views.view_state import ViewState
from tests.ui.parts import flat

HELD_OUT = {"number": number.HELD_OUT, "class": names.HELD_OUT, "bits": bits.HELD_OUT}
DECIDED = ("sum-sign", "noise", "recall", "parity")


def written(name: str, reading: AnswersReading) -> tuple[list[list[str]], str]:
    """The rows of the examples, and the caption on the whole test part."""
    scene = Scene(config=PRESETS[name].config, step=0, view_state=ViewState())
    table, caption, *_others = flat(held_out.held_out(scene, reading, HELD_OUT[scene.data.kind]))
    return table["rows"], caption["text"]


def shown(name: str, right: bool) -> tuple[list[list[str]], str]:
    """The same where the network knows every answer, or none."""
    return written(name, answers(tasks.dataset(PRESETS[name].config.task), right))


def answers(data: tasks.base.Dataset, right: bool) -> AnswersReading:
    truth = data.test_y
    if data.answer.loss == "mse":
        values = truth if right else truth + 1
        return AnswersReading(values=values, correct=None, confusion=None, loss=0.0)
    if data.answer.loss == "bce":
        values = truth if right else 1 - truth
    else:
        place = truth if right else (truth + 1) % data.answer.output_size
        values = np.eye(data.answer.output_size, dtype=np.float32)[place]
    return AnswersReading(values=values, correct=np.full(truth.shape, right), confusion=None, loss=0.0)


@pytest.mark.parametrize("name", [*DECIDED, "adding"])
def test_a_handful_of_examples_is_shown_and_each_is_short(name):
    rows, _caption = shown(name, right=True)
    assert len(rows) == SHOWN
    for text, *_others in rows:
        assert len(text.strip("`")) <= MOST_CHARACTERS


@pytest.mark.parametrize("name", DECIDED)
def test_right_and_wrong_answers_are_marked_in_words(name):
    rows, caption = shown(name, right=True)
    assert {row[-1] for row in rows} == {"✓ right"}
    assert "100.0% right" in caption
    rows, caption = shown(name, right=False)
    assert {row[-1] for row in rows} == {"✗ wrong"}
    assert "0.0% right" in caption


@pytest.mark.parametrize("name", ["sum-sign", "noise", "recall"])
def test_the_network_says_the_true_class_where_it_is_right_and_another_where_it_is_wrong(name):
    for right in (True, False):
        rows, _caption = shown(name, right=right)
        for _text, true, network, _mark in rows:
            assert (network == f"{true} (100%)") is right


def test_an_answer_at_every_time_step_counts_the_right_ones():
    rows, caption = shown("parity", right=True)
    assert {row[2] for row in rows} == {"12 of 12"}
    assert "All 2400 test answers" in caption.replace(",", "")


def test_a_number_is_compared_with_the_true_number_and_not_marked():
    rows, caption = shown("adding", right=False)
    for _text, true, network, mark in rows:
        assert float(network) - float(true) == pytest.approx(1, abs=0.01)
        assert mark == ""
    assert caption == "All 400 test examples: RMSE 1."


def test_the_number_of_a_diverged_network_is_shown_without_a_warning():
    """Square errors of such numbers are beyond float32."""
    data = tasks.dataset(PRESETS["adding"].config.task)
    reading = AnswersReading(values=np.full_like(data.test_y, -1e34), correct=None, confusion=None, loss=0.0)
    rows, caption = written("adding", reading)
    assert "RMSE" in caption
    assert max(len(" | ".join(row)) for row in rows) < 120


def test_a_probability_becomes_a_decision_and_how_sure_it_is():
    two = tasks.dataset(PRESETS["sum-sign"].config.task)
    assert decision(two, np.array([0.9])) == (1, pytest.approx(0.9))
    assert decision(two, np.array([0.2])) == (0, pytest.approx(0.8))
    five = tasks.dataset(PRESETS["noise"].config.task)
    assert decision(five, np.array([0.1, 0.1, 0.6, 0.1, 0.1])) == (2, pytest.approx(0.6))


@pytest.mark.parametrize("length", [1, MOST_CHARACTERS, MOST_CHARACTERS + 1, 10_000])
def test_a_long_example_is_cut_where_the_table_ends(length):
    cut = held_out.cut("a" * length)
    assert len(cut) == min(length, MOST_CHARACTERS)
    assert cut.endswith("…") == (length > MOST_CHARACTERS)


def test_nothing_in_an_example_breaks_the_table():
    assert held_out.cut("1 | 2\n3") == "1 / 2 / 3"
