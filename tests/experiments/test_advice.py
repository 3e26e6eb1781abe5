"""What a verdict advises: settings that remove what it names, and nothing where nothing is known to help.

That it helps is measured: `python -m benchmarks advice`.
"""

from __future__ import annotations

from typing import Any

import pytest

from playground.config import Change, RunConfig, value_of
from playground.experiments.advice import Advice, advised
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks import PROBLEMS, dataset
from playground.tasks.gate import finding
from playground.uploads import own_data
from playground.uploads.labelled import read_rows
from tests.tasks.gappy import with_gaps

SINE, ADDING = PRESETS["sine"].config, PRESETS["adding"].config
SENTENCES = PROBLEMS["own-sentences"].preset


def changes(kind: str, config: RunConfig, epoch: int = 7) -> dict[str, Any] | None:
    """What is advised, with all that it changes in the experiment."""
    advice = advised(kind, config, epoch)
    if advice is None:
        return None
    told = advice.settings(config)
    tried = advice.tried(config)
    assert {path: value_of(tried, path) for path in told} != {path: value_of(config, path) for path in told}
    return {path: value_of(tried, path) for path in told}


def texts(rows: list[str], **more: object) -> RunConfig:
    lines = "\n".join(f"{row},{'ab'[n % 2]}" for n, row in enumerate(rows))
    return edited(SENTENCES, {"task.own": own_data.keep(read_rows(lines).to_bytes()), **more})


NAMES = texts([f"name{n}x" for n in range(100)])
LONG = texts([f"{'one two three ' * 4}{n % 9} {n}" for n in range(100)], **{"task.length": 5})
GAPPY = edited(PROBLEMS["own-series"].preset, {"task.own": with_gaps(late=True), "task.length": 8})


@pytest.mark.parametrize(
    ("config", "kind", "expected"),
    [
        (PRESETS["airline"].config, "unlike", {"task.scaling": "growth"}),
        (PRESETS["co2"].config, "unlike", {"task.scaling": "growth"}),
        (PROBLEMS["own-series"].preset, "unlike", {"task.scaling": "differences"}),
        (NAMES, "unknown", {"task.pieces": "characters"}),
        (LONG, "cut", {"task.length": 14}),
        (GAPPY, "gaps", {"task.gaps": "left-out"}),
    ],
    ids=["airline", "co2", "a trend", "names", "long texts", "gaps"],
)
def test_what_is_found_in_the_data_is_gone_once_its_advice_is_tried(config, kind, expected):
    assert changes(kind, config) == expected
    advice = advised(kind, config)
    assert isinstance(advice, Advice)
    after = finding(advice.tried(config).task)
    assert after is None or after.kind != kind
    for other in {"unlike", "unknown", "cut", "gaps"} - {kind}:
        assert advised(other, config) is None


def test_a_window_that_is_too_long_once_the_gaps_are_left_out_is_made_to_fit():
    long = edited(GAPPY, {"task.length": 60})
    advice = advised("gaps", long)
    assert advice is not None
    assert len(dataset(advice.tried(long).task).train_x) > 10


def test_smaller_steps_are_those_of_the_preset_or_a_tenth_of_the_largest_there_were():
    assert changes("diverged", edited(SINE, {"training.lr": 0.3})) == {"training.lr": 0.001}
    assert changes("diverged", edited(SINE, {"training.lr": 0.003})) == {"training.lr": 0.0003}
    wild = edited(ADDING, {"training.changes": (Change(step=5, lr=20.0), Change(step=9, lr=0.1))})
    assert changes("diverged", wild) == {"training.changes": ()}  # 0.005, as the preset has it
    assert changes("diverged", SINE) == {"training.lr": 0.0001}


ALL = {"stuck", "notBetter", "unclear", "notBetterFalling", "unclearFalling", "overfitting"}


@pytest.mark.parametrize(
    ("lr", "kinds"),
    [
        (1e-5, {"stuck", "notBetter", "unclear", "notBetterFalling", "unclearFalling"}),
        (0.01, {"stuck", "notBetter", "unclear", "overfitting", "overfittingBetter"}),
        (0.1, {*ALL, "overfittingBetter"}),
        (0.002, set()),
    ],
)
def test_a_learning_rate_far_from_that_of_the_preset_is_what_comes_first(lr: float, kinds: set[str]):
    config = edited(SINE, {"training.lr": lr})
    usual = {"training.lr": 0.001}
    assert {kind for kind in {*ALL, "overfittingBetter"} if changes(kind, config) == usual} == kinds


def test_what_overfits_stops_where_its_test_loss_was_lowest_and_what_still_falls_goes_on():
    for kind in ("overfitting", "overfittingBetter", "nothing"):
        assert changes(kind, SINE, epoch=7) == {"training.epochs": 7}
    for kind in ("notBetterFalling", "unclearFalling"):
        assert changes(kind, SINE) == {"training.epochs": 200}
        assert advised(kind, edited(SINE, {"training.epochs": 5000})) is None


def test_a_plain_cell_that_must_remember_is_given_gates_and_one_that_forecasts_is_not():
    rnn = {"model.cell": "rnn"}
    assert changes("stuck", edited(ADDING, rnn)) == {"model.cell": "gru"}
    assert changes("stuck", edited(PRESETS["airline"].config, rnn)) is None
    assert changes("stuck", ADDING) is None


def test_a_text_is_read_without_its_padding_where_the_padding_comes_between():
    assert changes("stuck", PRESETS["padding"].config) == {"model.packed": True}
    unpacked = {"model.packed": False}
    assert changes("stuck", edited(PRESETS["tagging"].config, unpacked)) is None


def test_a_verdict_that_needs_nothing_and_a_word_that_is_none_advise_nothing():
    for kind in ("better", "betterLesson", "notBetterYet", "untrained", "toString", ""):
        assert advised(kind, SINE) is None
