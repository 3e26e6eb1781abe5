"""A sweep is a value: the same text, the same points, the same runs; and never more than it may cost."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from playground import tasks
from playground.config import SETTINGS, value_of
from playground.config.errors import ConfigError, LinkError
from playground.experiments import sweeps
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.experiments.sweep_axes import (
    SEARCHED,
    Axis,
    listed,
    paths_of,
    ranged,
    usual_axis,
    written_axis,
)
from playground.experiments.sweeps import MOST_RUNS, Sweep, cost_seconds, halton, planned, searched_as
from playground.training import cost

BASE = PRESETS["sum-sign"].config
FIVE = [usual_axis(path, as_range=False) for path in SEARCHED[:5]]
SMALL = Sweep(
    cells=("gru", "rnn"),
    axes=(
        Axis(path="model.hidden_size", values=("4", "8")),
        Axis(path="training.lr", values=("0.01", "0.1", "1")),
    ),
)


def range_of(path: str, low: float, high: float, log: bool = False) -> Axis:
    return Axis(path=path, low=low, high=high, log=log)


def test_haltons_points_are_the_known_ones():
    known = [("1/2", "1/3", "1/5", "1/7"), ("1/4", "2/3", "2/5", "2/7"), ("3/4", "1/9", "3/5", "3/7")]
    known += [("1/8", "4/9", "4/5", "4/7"), ("5/8", "7/9", "1/25", "5/7"), ("3/8", "2/9", "6/25", "6/7")]
    for index, point in enumerate(known, start=1):
        assert halton(index, 4) == pytest.approx([float(Fraction(one)) for one in point], abs=1e-12)


def test_halton_fills_every_part_of_the_range_where_chance_leaves_gaps():
    shares = np.sort([halton(index, 1)[0] for index in range(1, 64)])
    assert np.diff(shares) == pytest.approx(1 / 64)


def test_a_grid_is_every_combination_in_every_cell_and_nothing_else_changes():
    wanted = {
        edited(BASE, {"model.cell": cell, "model.hidden_size": size, "training.lr": lr})
        for cell, size, lr in itertools.product(("gru", "rnn"), (4, 8), (0.01, 0.1, 1.0))
    }
    configs = SMALL.configs(BASE)
    assert set(configs) == wanted
    assert len(configs) == len(wanted) == SMALL.most == 12
    assert [config.model.cell for config in configs[:4]] == ["gru", "rnn", "gru", "rnn"]  # none is ahead


@pytest.mark.parametrize("kind", ["random", "halton"])
def test_points_lie_in_their_ranges_are_short_and_are_the_same_for_every_cell(kind):
    axes = (range_of("training.lr", 0.0001, 1, log=True), range_of("model.dropout", 0.1, 0.3))
    sweep = Sweep(
        kind=kind, axes=(*axes, range_of("model.hidden_size", 3, 90)), cells=("rnn", "lstm"), count=64
    )
    configs = sweep.configs(edited(BASE, {"model.num_layers": 2}))
    points = {
        cell: [(c.training.lr, c.model.dropout, c.model.hidden_size) for c in configs if c.model.cell == cell]
        for cell in ("rnn", "lstm")
    }
    assert points["rnn"] == points["lstm"]
    assert len(set(points["rnn"])) == 64
    for lr, dropout, size in points["rnn"]:
        assert (0.0001 <= lr <= 1, 0.1 <= dropout <= 0.3, 3 <= size <= 90) == (True, True, True)
        assert float(f"{lr:.3g}") == lr
        assert float(f"{dropout:.3g}") == dropout
    below = sum(lr < 0.01 for lr, _, _ in points["rnn"])
    assert 20 <= below <= 44  # the middle by ratios; by differences it would be one in a hundred


def test_the_same_seed_is_the_same_search_and_another_is_another():
    axes = (range_of("training.lr", 0.001, 1, log=True),)
    for kind in ("random", "halton"):
        sweep = Sweep(kind=kind, axes=axes, cells=("rnn",))
        assert sweep.configs(BASE) == replace(sweep).configs(BASE)
        assert sweep.configs(BASE) != replace(sweep, seed=1).configs(BASE)


def test_whole_numbers_are_whole_all_as_likely_and_no_run_is_done_twice():
    axes = (range_of("model.num_layers", 1, 4),)
    drawn = [axes[0].at(share) for share in np.linspace(0, 1, 4000, endpoint=False)]
    assert {value: drawn.count(value) for value in set(drawn)} == {1: 1000, 2: 1000, 3: 1000, 4: 1000}
    configs = Sweep(kind="random", axes=axes, cells=("rnn",), count=50).configs(BASE)
    assert sorted(config.model.num_layers for config in configs) == [1, 2, 3, 4]


def test_more_runs_than_a_sweep_may_have_are_counted_without_being_made():
    axes = tuple(
        Axis(path=path, values=tuple(str(value / 100) for value in range(1, 41)))
        for path in ("training.lr", "training.weight_decay", "model.head_dropout", "training.momentum")
    )
    with pytest.raises(ConfigError, match=f"up to {MOST_RUNS} runs; this one has 7,680,000"):
        Sweep(axes=axes)
    assert Sweep(axes=(Axis(path="training.seed", values=tuple(map(str, range(40)))),) * 1).most == 120


def test_points_that_do_not_fit_are_left_out_and_counted():
    axes = (
        Axis(path="model.nonlinearity", values=("tanh", "relu")),
        Axis(path="model.num_layers", values=("1", "2")),
        Axis(path="model.dropout", values=("0", "0.3")),
    )
    plan = planned(Sweep(axes=axes, cells=("rnn", "gru")), BASE)
    points = {(c.model.cell, c.model.nonlinearity, c.model.num_layers, c.model.dropout) for c in plan.configs}
    assert len(plan.configs) + plan.left_out == 16
    assert {point for point in points if point[0] == "gru"} == {
        ("gru", "tanh", layers, dropout) for layers, dropout in ((1, 0.0), (2, 0.0), (2, 0.3))
    }
    assert ("rnn", "relu", 2, 0.3) in points


def test_a_sweep_of_which_nothing_fits_or_that_the_problem_does_not_use_says_so():
    relu = Axis(path="model.nonlinearity", values=("relu",))
    with pytest.raises(ConfigError, match=r"No run of this sweep fits the experiment: .*relu"):
        Sweep(axes=(relu,), cells=("gru",)).configs(BASE)
    dot = Axis(path="model.attention", values=("none", "dot"))
    with pytest.raises(ConfigError, match=r"cannot search model\.attention"):
        Sweep(axes=(dot,)).configs(BASE)
    assert len(Sweep(axes=(dot,), cells=("gru",)).configs(PRESETS["reverse"].config)) == 2


def test_a_large_network_is_not_refused_for_the_batch_of_the_experiment_it_replaces():
    base = edited(
        PRESETS["adding"].config, {"task.length": 200, "task.examples": 5000, "model.hidden_size": 8}
    )
    base = edited(base, {"training.batch_size": None, "model.cell": "rnn"})
    axes = (Axis(path="training.batch_size", values=("64",)), Axis(path="model.hidden_size", values=("256",)))
    (config,) = Sweep(axes=axes, cells=("lstm",)).configs(base)
    assert (config.training.batch_size, config.model.hidden_size) == (64, 256)


@pytest.mark.parametrize("name", ["sum-sign", "sine", "sentiment", "characters", "tagging", "reverse"])
def test_every_setting_that_is_offered_changes_the_run(name):
    base = tasks.problem(name).preset
    for path in paths_of(base):
        base_of = edited(base, {"model.num_layers": 2}) if path == "model.dropout" else base
        cells = ("rnn", "lstm") if name != "reverse" else ("lstm",)
        configs = Sweep(axes=(usual_axis(path, as_range=False),), cells=cells).configs(base_of)
        assert len({value_of(config, path) for config in configs}) > 1, path


def test_every_sweep_comes_back_from_its_link():
    for path in SEARCHED:
        for axis in (usual_axis(path, as_range=False), usual_axis(path, as_range=True)):
            for kind in ("grid", "random", "halton"):
                sweep = Sweep(kind=kind, axes=(listed(axis) if kind == "grid" else axis,), seed=0)
                assert sweeps.parsed(sweeps.written(sweep)) == sweep
        if SETTINGS[path].is_number:
            assert ranged(usual_axis(path, as_range=False)).low is not None
    whole = Sweep(kind="halton", axes=(*SMALL.axes,), cells=("by-hand",), count=7, seed=2**31 - 1)
    assert sweeps.parsed(sweeps.written(whole)) == whole
    assert sweeps.written(SMALL) == "grid;gru,rnn;model.hidden_size:4,8;training.lr:0.01,0.1,1"


BAD = {
    "nothing": "",
    "no axes": "grid;rnn",
    "another kind": "spiral;rnn;training.lr:0.1",
    "another cell": "grid;transformer;training.lr:0.1",
    "a cell twice": "grid;rnn,rnn;training.lr:0.1",
    "a setting twice": "grid;rnn;training.lr:0.1;training.lr:0.2",
    "a setting of the problem": "grid;rnn;task.length:3,4",
    "no setting": "grid;rnn;__class__:1",
    "no colon": "grid;rnn;training.lr",
    "no value": "grid;rnn;training.lr:",
    "no number": "grid;rnn;training.lr:fast",
    "outside its rule": "grid;rnn;model.hidden_size:100000",
    "a word that is none": "grid;rnn;training.optimizer:lion",
    "a range on a grid": "grid;rnn;training.lr:0.1..1",
    "a range that falls": "random,5,0;rnn;training.lr:1..0.1",
    "a range by ratios from zero": "random,5,0;rnn;training.weight_decay:0..1,log",
    "a range of words": "random,5,0;rnn;training.optimizer:adam..sgd",
    "half a number of layers": "random,5,0;rnn;model.num_layers:1..2.5",
    "too many points": "random,401,0;rnn;training.lr:0.1..1",
    "too many in all cells": "random,200,0;rnn,lstm,gru;training.lr:0.1..1",
    "a count that is none": "random,many,0;rnn;training.lr:0.1..1",
    "thousands of digits": "random," + "9" * 500 + ",0;rnn;training.lr:0.1..1",
    "five settings": "grid;rnn;" + ";".join(map(written_axis, FIVE)),
    "far too long": "grid;rnn;training.seed:" + "1," * 2000,
    "a script": "grid;rnn;<script>alert(1)</script>:1",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_text_that_holds_no_sweep_is_one_short_sentence(text):
    with pytest.raises(LinkError) as caught:
        sweeps.parsed(text)
    assert str(caught.value).startswith("This link does not hold a sweep: ")
    assert len(str(caught.value)) < 300


def test_a_grid_becomes_a_search_of_the_same_ranges_and_comes_back():
    searched = searched_as(SMALL, "random")
    size, lr = searched.axes
    assert (size.low, size.high, lr.low, lr.high, lr.log) == (4, 8, 0.01, 1, True)
    assert searched.count * len(searched.cells) == SMALL.most
    back = searched_as(searched, "grid")
    assert back.axes[0].values == ("4", "6", "8")
    assert [float(value) for value in back.axes[1].values] == pytest.approx([0.01, 0.1, 1])
    assert searched_as(SMALL, "grid") is SMALL


def test_the_cost_is_that_of_all_runs_shared_by_the_workers_but_no_run_is_shared():
    configs = SMALL.configs(BASE)
    each = [cost.seconds(config, tasks.dataset(config.task)) for config in configs]
    assert cost_seconds(configs, 1) == pytest.approx(sum(each))
    assert cost_seconds(configs, 2) == pytest.approx(sum(each) / 2)
    assert cost_seconds(configs, 1000) == max(each)
