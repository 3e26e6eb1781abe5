"""The character model's data: what it holds back, what it is compared with, what may be typed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from playground import data
from playground.config.errors import ConfigError, ExampleError
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines
from playground.tasks import dataset, problem
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.training.advance import advance

PROBLEM = problem("characters")
TASK = PROBLEM.preset.task


def written(rows: np.ndarray) -> str:
    return "".join(PROBLEM.write(row, TASK, dataset(TASK)) for row in rows)


@pytest.mark.parametrize("length", [10, 40, 95])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_the_windows_are_the_text_in_order_and_the_test_part_is_its_end(length, share):
    task = replace(TASK, length=length, train_share=share)
    found, alice = dataset(task), data.text("alice")
    split = int(len(alice) * share)
    train, test = written(found.train_x), written(found.test_x)
    assert alice.startswith(train)
    assert alice[split:].startswith(test)
    assert split - length <= len(train) < split
    assert len(alice) - split - length <= len(test) < len(alice) - split


def test_the_targets_are_the_next_characters_across_the_windows_ends():
    found = dataset(TASK)
    assert found.kind == "next"
    for x, y in ((found.train_x, found.train_y), (found.test_x, found.test_y)):
        assert np.array_equal(x[:, :, 0].ravel()[1:], y.ravel()[:-1] + 2)
        assert not np.isin(x, (PAD, UNKNOWN)).any()
    assert found.answer.names[:2] == ("␣", "e")
    assert len(found.answer.names) == found.answer.output_size == len(found.vocabulary) - 2
    assert found.baseline.loss == pytest.approx(math.log(39))


def test_the_network_passes_counting_one_and_two_characters_back():
    one, two = fitted_baselines(TASK).scores
    assert one.accuracy < two.accuracy
    assert 39 > one.perplexity > two.perplexity
    segment = advance(edited(PROBLEM.preset, {"training.epochs": 6}), None, 10**6)
    perplexity, accuracy = segment.metrics["perplexity"], segment.metrics["accuracy"]
    assert perplexity == pytest.approx(np.exp(segment.test_loss))
    assert perplexity[-1] < two.perplexity - 0.6
    assert accuracy[-1] > two.accuracy + 0.03


def test_reading_both_ways_would_be_seeing_the_answers_and_is_refused():
    with pytest.raises(ConfigError, match="A direction that reads from the end has already read the answer"):
        edited(PROBLEM.preset, {"model.bidirectional": True})


def read(text: str) -> list[int]:
    return PROBLEM.parse(text, TASK, dataset(TASK))[:, 0].astype(int).tolist()


def test_an_own_text_is_lower_cased_and_strange_characters_are_unknown():
    assert read("The Queen, ") == read("the queen, ")
    assert [number == UNKNOWN for number in read("<b>7ü\n")] == [True, False, True, True, True, False]
    assert PROBLEM.write(PROBLEM.parse(" a\n", TASK, dataset(TASK)), TASK, dataset(TASK)) == " a\n"


@pytest.mark.parametrize("text", ["a", "a" * 200, "“Off with her head!”", "x\u0000y", "שa"])
def test_every_piece_of_a_text_has_one_number(text):
    assert len(PROBLEM.cut(text, TASK)) == len(read(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty"),
        (" \n\t", "The text is empty"),
        ("a" * 201, "must have 1 to 200 characters, not 201"),
        ("a" * 30_000, "at most 20000 characters, not 30000"),
        ("123 שלום \N{PILE OF POO}".replace(" ", ""), "knows none of these characters"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(ExampleError, match=sentence) as refusal:
        read(text)
    assert "\n" not in str(refusal.value)
