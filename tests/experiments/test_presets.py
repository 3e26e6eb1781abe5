"""Every preset opens, has words, and makes its point."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground import tasks
from playground.config.errors import ConfigError
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS, preset
from playground.probes.inside import GradientsProbe
from playground.probes.read import read
from playground.training.advance import advance
from playground.training.trainer import Trainer
from playground.training.verdicts import BETTER, OVERFITTING, STUCK, courses


def test_every_problem_has_a_preset_and_the_lessons_come_after_them():
    names = list(PRESETS)
    assert names[: len(tasks.PROBLEMS)] == list(tasks.PROBLEMS)
    assert names[len(tasks.PROBLEMS) :] == [
        "first",
        "too-fast",
        "exploding",
        "by-hand",
        "race",
        "gates",
        "vanishing",
        "limit-cycle",
        "padding",
        "one-way",
        "bottleneck",
        "beside",
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_valid_experiment_with_words(name: str):
    found = preset(name)
    assert tasks.checked(found.config) == found.config
    assert found.title
    assert found.notice.endswith((".", "?"))


def test_no_two_presets_are_the_same():
    assert len({one.config.digest for one in PRESETS.values()}) == len(PRESETS)
    assert len({one.title for one in PRESETS.values()}) == len(PRESETS)


def test_an_unknown_preset_is_refused_with_the_known_ones():
    with pytest.raises(ConfigError, match=r"no preset 'weather'; there are sine, waves"):
        preset("weather")


def test_a_loss_that_swings_on_its_way_is_neither_stuck_nor_overfitting():
    """What opens first comes down in waves, and steps far too large make it jump: no verdict flickers by."""
    for name, few in (("first", 0), ("too-fast", 5)):
        run = advance(preset(name).config, None, 2000)
        said = courses(run.epoch_train_loss, run.test_loss)[run.verdict != BETTER]
        assert np.isin(said, (STUCK, OVERFITTING)).sum() <= few


def test_the_exploding_lesson_explodes_and_clipping_helps():
    config = preset("exploding").config
    segment = advance(config, None, 2000)
    assert segment.status == "diverged"
    clipped = edited(config, {"training.max_norm": 0.1})
    assert advance(clipped, None, segment.checkpoint.step).status == "developing"


def test_the_lesson_too_fast_jumps_where_a_lower_rate_falls():
    config = preset("too-fast").config
    fast = advance(config, None, 60).train_loss
    slow = advance(edited(config, {"training.lr": 0.005}), None, 60).train_loss
    assert (fast[30:] > slow[30:]).all()
    assert fast[1:].max() > 10 * fast[0]


def test_the_lesson_by_hand_starts_as_the_same_function_as_torchs_rnn():
    config = preset("by-hand").config
    fused = edited(config, {"model.cell": "rnn"})
    one, other = advance(config, None, 60), advance(fused, None, 60)
    assert one.train_loss[0] == pytest.approx(other.train_loss[0], rel=1e-6)
    assert one.train_loss == pytest.approx(other.train_loss, abs=0.03)  # one bias learns slower than two
    assert one.train_loss[-1] < 0.3 * one.train_loss[0]


def test_in_the_lesson_on_gradients_the_lstm_reaches_back_and_the_rnn_does_not():
    reach = {}
    for cell in ("rnn", "lstm"):
        changes = {"model.cell": cell, "training.epochs": 12}
        config = edited(PRESETS["vanishing"].config, changes)
        trainer = Trainer(config)
        trainer.run(10**9)
        norms = read(GradientsProbe(config=config, step=trainer.step, example=0), trainer).parts[0].h
        reach[cell] = norms[0] / norms[-1]
    assert reach["lstm"] > 100 * reach["rnn"]
    assert reach["lstm"] > 0.01


def test_in_the_lesson_on_padding_a_network_guesses_until_it_skips_the_padding():
    baseline = math.log(2)
    config = preset("padding").config
    assert advance(config, None, 10**6).test_loss[-1] > 0.95 * baseline
    skipped = advance(edited(config, {"model.packed": True}), None, 10**6)
    assert skipped.metrics["accuracy"][-1] > 0.9


def test_the_lesson_one_way_differs_from_its_problem_in_the_direction_alone():
    """What the direction does is held by the tests of the problem."""
    config = preset("one-way").config
    assert edited(config, {"model.bidirectional": True}) == preset("tagging").config
