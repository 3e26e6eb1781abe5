"""Depth of brackets: the depths are right, counting is not enough, and remembering is."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines
from playground.tasks import dataset, problem
from playground.tasks.texts.brackets import VOCABULARY, counted_depths, depths_of
from playground.training.advance import advance

PROBLEM = problem("brackets")
TASK = PROBLEM.preset.task


def test_every_symbol_has_its_depth_and_no_test_string_is_a_training_string():
    data = dataset(TASK)
    assert data.kind == "tags"
    for row, depths in zip(data.test_x[:50], data.test_y[:50], strict=True):
        assert np.array_equal(depths_of(row[:, 0].astype(np.int64)), depths)
    train = {row.tobytes() for row in data.train_x}
    assert not train & {row.tobytes() for row in data.test_x}


def counted(text: str) -> list[int]:
    """How deep one is who looks at opening and closing only."""
    depth, depths = 0, []
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        depth = min(max(depth, 0), 6)
        depths.append(depth)
    return depths


def test_counting_is_blind_to_the_kinds():
    for text in ("a(b[c])", "(]", "))(", "((((((((", "{a}[(])"):
        assert counted_depths(VOCABULARY.ids(text)[np.newaxis])[0].tolist() == counted(text)


def test_the_network_passes_counting():
    usual, counting = (score.accuracy for score in fitted_baselines(TASK).scores)
    assert 1 / 7 < usual < counting < 0.85
    segment = advance(edited(PROBLEM.preset, {"training.epochs": 6}), None, 10**6)
    assert segment.metrics["accuracy"][-1] > counting + 0.1


def test_own_brackets_are_read_and_written_and_cut_into_what_was_read():
    data = dataset(TASK)
    example = PROBLEM.parse(" a( b[c]\n) ", TASK, data)
    assert PROBLEM.write(example, TASK, data) == "a(b[c])" == "".join(PROBLEM.cut(" a( b[c]\n) ", TASK))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a(x)", "symbols .* only, not 'x'"),
        ("(((((((", "At most 6 brackets"),
        ("()" * 101, "1 to 200 symbols, not 202"),
        ("(" * 30_000, "at most 20000 characters"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(ExampleError, match=sentence):
        PROBLEM.parse(text, TASK, dataset(TASK))
