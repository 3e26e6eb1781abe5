"""Copying: what is read, what is asked, how one's own is written, and who can wait how long."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config.errors import ConfigError, ExampleError
from playground.experiments import edits
from playground.experiments.lanes import Lanes
from playground.probes.inside import GradientsProbe, InsideProbe
from playground.probes.read import read
from playground.probes.requests import AnswersProbe, AnswersReading, OwnProbe
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset
from playground.tasks.problems.waiting import COPYING as PROBLEM
from playground.tasks.problems.waiting import COUNT, MOST_BLANKS
from playground.training.advance import advance
from playground.training.losses import metrics
from playground.training.trainer import Trainer
from playground.ui.compare.names import lanes_of
from playground.views.answers import held_out, tags
from playground.views.inside import hidden
from playground.views.parts import Part
from playground.views.scene import Scene
from playground.views.view_state import ViewState

PRESET = PROBLEM.preset


def made(**settings: Any) -> Dataset:
    return PROBLEM.make(replace(PRESET.task, **settings))


def parse(text: str, symbols: int = 8) -> np.ndarray:
    task = replace(PRESET.task, symbols=symbols)
    return PROBLEM.parse(text, task, PROBLEM.make(task))


# ---- the data


@pytest.mark.parametrize(("length", "symbols"), [(1, 2), (7, 5), (MOST_BLANKS, 10)])
def test_letters_blanks_and_marks_follow_each_other_and_each_is_one_feature(length: int, symbols: int):
    data = made(length=length, symbols=symbols, examples=100)
    x = np.concatenate([data.train_x, data.test_x])
    assert x.shape == (100, 2 * COUNT + length, symbols + 2)
    assert set(np.unique(x)) == {0.0, 1.0}
    assert (x.sum(axis=2) == 1).all()
    kinds = x.argmax(axis=2)
    assert (kinds[:, :COUNT] < symbols).all()
    assert (kinds[:, COUNT:-COUNT] == symbols).all()
    assert (kinds[:, -COUNT:] == symbols + 1).all()


def test_only_the_marks_ask_and_the_answer_is_the_letters_in_their_order():
    data = made(length=4, examples=200)
    for x, y in ((data.train_x, data.train_y), (data.test_x, data.test_y)):
        assert y.dtype == np.int64
        assert np.array_equal(y[:, -COUNT:], x[:, :COUNT].argmax(axis=2))
        assert (y[:, :-COUNT] == NO_TARGET).all()
    assert (data.kind, data.answer.count, data.answer.names) == ("last-tags", COUNT, tuple("ABCDEFGH"))


def test_every_letter_comes_at_every_place_as_often_and_they_do_not_tell_each_other():
    letters = made(examples=5000, symbols=4).train_y[:, -COUNT:]
    for place in range(COUNT):
        assert np.bincount(letters[:, place]) / len(letters) == pytest.approx(0.25, abs=0.03)
    pairs = np.bincount(4 * letters[:, 0] + letters[:, 1]) / len(letters)
    assert pairs == pytest.approx(1 / 16, abs=0.02)


def test_another_wait_asks_for_the_same_letters_and_another_seed_for_others():
    def letters(**settings: Any) -> np.ndarray:
        return made(**settings).train_y[:, -COUNT:]

    assert np.array_equal(letters(length=5), letters(length=50))
    assert 0.05 < np.mean(letters() == letters(data_seed=1)) < 0.2  # an eighth agree by chance


def test_the_baseline_answer_is_the_logarithm_of_the_letters():
    assert made(symbols=5).baseline.loss == math.log(5)


def test_no_more_blanks_than_a_sequence_can_hold():
    tasks.dataset(replace(PRESET.task, length=MOST_BLANKS, examples=50))
    with pytest.raises(ConfigError, match="from 1 to 194, not 195"):
        tasks.dataset(replace(PRESET.task, length=MOST_BLANKS + 1))


# ---- one's own


def test_letters_and_dots_become_the_sequence_with_its_marks():
    assert parse(" ca b . ..").argmax(axis=1).tolist() == [2, 0, 1, 8, 8, 8, 9, 9, 9]
    assert parse("ABA.", symbols=2).argmax(axis=1).tolist() == [0, 1, 0, 2, 3, 3, 3]


def test_every_example_is_written_as_it_is_read():
    data = made(examples=50)
    for example in data.test_x:
        assert np.array_equal(parse(PROBLEM.write(example, PRESET.task, data)), example)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CAZ...", "one of A B C D E F G H, not 'Z'"),
        ("CA....", "one of A B C D E F G H, not '.'"),
        ("CA", "exactly 3 letters, not 2"),
        ("CAB..D", "dots only, not 'D'"),
        ("CABD..", "After the first 3 letters there may be dots only, not 'D'"),
        ("CAB", "1 to 194 dots after its letters, not 0"),
        ("CAB" + "." * 195, "not 195"),
        ("", "empty"),
        (" \n", "empty"),
        ("\x00", "not"),
        ("ß..", "not 'S'"),
        ("1 " * 10_001, "at most"),
    ],
)
def test_what_is_no_sequence_is_refused_in_words(text: str, words: str):
    with pytest.raises(ExampleError, match=words):
        parse(text)


# ---- what is asked of the network


def knowing(data: Dataset) -> np.ndarray:
    """The head's numbers of a network that says the right letter at each mark, and A everywhere else."""
    answers = np.zeros((*data.test_y.shape, data.answer.output_size), dtype=np.float32)
    answers[(*np.indices(data.test_y.shape), np.maximum(data.test_y, 0))] = 1
    return answers


def test_what_is_said_while_reading_and_waiting_counts_for_nothing():
    data = made(length=3, examples=50)
    answers = knowing(data)
    assert metrics(data, answers) == {"accuracy": 1.0}
    answers[:, :-COUNT] = np.random.default_rng(0).normal(size=answers[:, :-COUNT].shape)
    assert metrics(data, answers) == {"accuracy": 1.0}
    answers[:, -1] = -answers[:, -1]  # the last letter is never right
    assert metrics(data, answers) == {"accuracy": pytest.approx(2 / 3)}


def small(**more: Any) -> Trainer:
    config = edits.edited(PRESET, {"task.length": 4, "task.examples": 60, "model.hidden_size": 5, **more})
    trainer = Trainer(config)
    trainer.run(3)
    return trainer


def test_the_answer_to_ones_own_sequence_is_that_at_the_marks():
    trainer = small()
    at: dict[str, Any] = {"config": trainer.config, "step": trainer.step}
    values = read(OwnProbe(**at, text="CAB...."), trainer).values
    whole = trainer.answers(torch.tensor(parse("CAB....")[None]))[0].softmax(dim=-1).numpy()
    assert values == pytest.approx(whole[-COUNT:])
    inside = read(InsideProbe(**at, example=0, text="CAB...."), trainer)
    assert inside.answer == pytest.approx(values, abs=1e-6)
    assert len(inside.inputs) == 2 * COUNT + 4


def test_the_target_of_a_held_out_example_is_its_letters():
    trainer = small()
    reading = read(InsideProbe(config=trainer.config, step=3, example=2), trainer)
    assert np.array_equal(reading.target, trainer.dataset.test_y[2, -COUNT:])


def test_the_error_of_ones_own_sequence_comes_from_the_marks_alone():
    """With nothing kept from one time step to the next, the state before the first mark changes no answer."""
    trainer = small(**{"model.cell": "rnn", "model.forget_bias": None})
    with torch.no_grad():
        trainer.network.recurrent.get_parameter("weight_hh_l0").zero_()
    probe = GradientsProbe(config=trainer.config, step=3, example=0, text="CAB....")
    norms = read(probe, trainer).parts[0].h
    assert (norms[:-COUNT] == 0).all()
    assert (norms[-COUNT:] > 0).all()


# ---- what a learner sees


@pytest.mark.parametrize("symbols", [2, 3])
def test_beside_the_hidden_states_letters_stand_at_the_marks_however_few_there_are(symbols: int):
    trainer = small(**{"task.symbols": symbols})
    data = trainer.dataset
    reading = read(InsideProbe(config=trainer.config, step=3, example=0), trainer)
    answered = hidden._answered(reading, data)
    assert answered is not None
    said = trainer.answers(trainer.test_x[:1])[0].argmax(dim=-1).numpy()
    for row, expected in ((answered.said, said), (answered.right, data.test_y[0])):
        assert np.isnan(row[:-COUNT]).all()
        assert np.array_equal(row[-COUNT:], expected[-COUNT:])


def shown(change: Callable[[np.ndarray], None]) -> list[Part]:
    """The tables and the caption for a network that knows all, but for a change of its numbers."""
    data = tasks.dataset(PRESET.task)
    values = knowing(data)
    change(values)
    reading = AnswersReading(
        values=values, correct=values.argmax(axis=-1) == data.test_y, confusion=None, loss=0.0
    )
    scene = Scene(config=PRESET, step=3, view_state=ViewState())
    return list(held_out.held_out(scene, reading, tags.LAST_HELD_OUT))


def test_the_table_shows_the_letters_said_and_marks_the_wrong_one():
    data = tasks.dataset(PRESET.task)
    true = [data.answer.names[kind] for kind in data.test_y[0, -COUNT:]]
    wrong = next(name for name in data.answer.names if name not in true)

    def mistake(values: np.ndarray) -> None:
        values[0, -2, data.answer.names.index(wrong)] = 2

    table, caption, by_time_step = shown(mistake)
    first, second = table["rows"][:2]
    assert first[0] == f"`{''.join(true)}{'.' * 20}`"
    assert first[1:] == [" ".join(true), f"{true[0]} **{wrong}**✗ {true[2]}", "✗ wrong"]
    assert second[1] == second[2]
    assert second[3] == "✓ right"
    assert caption["text"] == "All 600 test answers: 99.8% right."
    assert by_time_step["rows"] == [["24", "100.0%"], ["25", "99.5%"], ["26", "100.0%"]]


def test_the_network_itself_fills_the_table():
    trainer = small()
    reading = read(AnswersProbe(config=trainer.config, step=3), trainer)
    assert reading.confusion.sum() == COUNT * len(trainer.dataset.test_x)
    assert reading.confusion.trace() == reading.correct.sum()


def test_compared_only_the_lstm_is_called_by_its_forget_gate():
    names = [lane.name for lane in lanes_of(Lanes().of(PRESET))]
    assert names == ["RNN", "LSTM, Forget-gate bias: 3", "GRU"]


# ---- who remembers


@pytest.mark.parametrize(("cell", "length", "low", "high"), [("lstm", 10, 0.9, 1.0), ("rnn", 20, 0.0, 0.6)])
def test_the_preset_learns_and_a_plain_rnn_does_not_over_its_wait(
    cell: str, length: int, low: float, high: float
):
    changes = {"task.length": length, "training.epochs": 20}
    config = edits.with_setting(edits.edited(PRESET, changes), "model.cell", cell)
    assert low <= advance(config, None, 10**6).metrics["accuracy"][-1] <= high
