"""Problems with words: what they hold back, what they are compared with, and what a stranger may type."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.data.words import words_of
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines
from playground.tasks import dataset, problem
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.training.advance import advance

WITH_WORDS = ("sentiment", "tagging")


def data_of(name: str) -> Dataset:
    return dataset(problem(name).preset.task)


def read(name: str, text: str) -> list[int]:
    chosen = problem(name)
    ids = chosen.parse(text, chosen.preset.task, data_of(name))[:, 0].astype(int)
    return ids[ids != PAD].tolist()


def right_after_training(config: RunConfig) -> float:
    return float(advance(config, None, 10**6).metrics["accuracy"][-1])


@pytest.mark.parametrize("name", WITH_WORDS)
def test_no_test_text_is_a_training_text_and_each_of_its_words_can_be_known(name):
    data = data_of(name)
    train = {row.tobytes() for row in data.train_x}
    assert not train & {row.tobytes() for row in data.test_x}
    assert not (data.test_x == UNKNOWN).any()
    assert set(np.unique(data.train_x)) == {PAD, *range(UNKNOWN + 1, len(data.vocabulary))}


@pytest.mark.parametrize("name", WITH_WORDS)
def test_the_words_of_the_hint_are_known(name):
    example = problem(name).input_hint.partition(": ")[2]
    assert UNKNOWN not in read(name, example)


@pytest.mark.parametrize("name", WITH_WORDS)
def test_another_seed_holds_other_templates_back(name):
    task = problem(name).preset
    other = edited(task, {"task.data_seed": 1})
    assert not np.array_equal(data_of(name).test_x[:50], dataset(other.task).test_x[:50])


def test_a_network_that_reads_beats_counting_the_words():
    counting = fitted_baselines(problem("sentiment").preset.task).scores[0].accuracy
    assert 0.5 < counting < 0.8
    assert right_after_training(problem("sentiment").preset) > counting + 0.1


def test_only_who_reads_both_ways_passes_what_the_left_can_tell():
    usual, ceiling = (score.accuracy for score in fitted_baselines(problem("tagging").preset.task).scores)
    assert usual < ceiling < 1
    preset = problem("tagging").preset
    assert right_after_training(edited(preset, {"model.bidirectional": False})) < ceiling
    assert right_after_training(preset) > ceiling


@pytest.mark.parametrize("name", WITH_WORDS)
def test_markup_capitals_and_strange_signs_are_only_words(name):
    words = words_of("<script>The WAS</script> **is**")
    assert words == ("script", "the", "was", "script", "is")
    ids = read(name, "<script>The WAS</script> **is**")
    assert [number == UNKNOWN for number in ids] == [True, False, False, True, False]
    assert ids[1:3] == read(name, "the was")


def test_settings_for_words_do_nothing_for_numbers_and_are_refused_there():
    for path, value, why in (
        ("model.embedding_size", 5, "This problem has no words"),
        ("model.embedding_dropout", 0.3, "This problem has no words"),
        ("model.packed", False, "Only sentences of different lengths have padding"),
    ):
        with pytest.raises(ConfigError, match=f"{path} must be .* {why}"):
            edited(problem("sine").preset, {path: value})
    with pytest.raises(ConfigError, match="Its averages would include the padding"):
        edited(problem("tagging").preset, {"model.head_batch_norm": True})
