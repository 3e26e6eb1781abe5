"""Lanes share what they are given to learn, come back from their links, and may differ in anything else."""

from __future__ import annotations

import pytest

from playground.config.errors import ConfigError, LinkError
from playground.experiments.edits import edited
from playground.experiments.lanes import CELLS, Lanes, beside, owned, parsed, written
from playground.experiments.presets import PRESETS
from playground.models.shapes import parameter_count
from playground.tasks import dataset
from playground.training.trainer import example_order

BASE = PRESETS["recall"].config


def test_lanes_are_the_experiment_with_their_own_settings():
    configs = Lanes().of(BASE)
    assert [config.model.cell for config in configs] == ["rnn", "lstm", "gru"]
    for config in configs:
        assert config == edited(BASE, {"model.cell": config.model.cell})


def test_all_lanes_read_the_same_examples_in_the_same_order():
    """The order depends on the seed, the epoch and the number of examples, which all lanes share."""
    different = Lanes(own=(*CELLS, owned({"model.hidden_size": 64, "training.lr": 0.1})))
    configs = different.of(BASE)
    assert len({config.task for config in configs}) == 1
    orders = set()
    for config in configs:
        examples = len(dataset(config.task).train_x)
        epochs = range(3)
        orders.add(
            b"".join(example_order(config.training.seed, e, examples).numpy().tobytes() for e in epochs)
        )
    assert len(orders) == 1


def test_fair_lanes_have_about_the_same_number_of_parameters():
    configs = Lanes(fair=True).of(edited(BASE, {"model.hidden_size": 64}))
    counts = [parameter_count(config.model, dataset(config.task)) for config in configs]
    assert max(counts) / min(counts) < 1.03
    assert configs[0].model.hidden_size == 64


@pytest.mark.parametrize(
    "own",
    [
        CELLS,
        (owned({"training.max_norm": None}), owned({"training.max_norm": 1.0})),
        (owned({"training.lr": 1 / 3, "model.bidirectional": True}), owned({})),
    ],
)
def test_lanes_come_back_from_their_links(own):
    assert parsed(written(own)) == own


@pytest.mark.parametrize(
    "text", ["model.cell", "model.cell:", "model.nonsense:3/x", "model.cell:gru/,", ":::"]
)
def test_strange_lanes_are_one_sentence(text: str):
    with pytest.raises((LinkError, ConfigError)):
        Lanes(own=parsed(text)).of(BASE)


def test_too_few_too_many_and_what_all_must_share_are_refused():
    with pytest.raises(ConfigError, match="2 to 4 lanes, not 1"):
        Lanes(own=CELLS[:1])
    with pytest.raises(ConfigError, match="2 to 4 lanes, not 6"):
        Lanes(own=CELLS * 2)
    for path in ("task.length", "training.seed"):
        with pytest.raises(ConfigError, match="share"):
            Lanes(own=(owned({path: 7}), owned({})))


def test_runs_beside_each_other_are_lanes_that_train_the_very_same_runs():
    rnn = edited(BASE, {"model.cell": "rnn", "model.nonlinearity": "relu", "training.lr": 0.1})
    lstm = edited(BASE, {"model.cell": "lstm", "model.forget_bias": 1.0, "model.num_layers": 2})
    base, lanes = beside([rnn, lstm, BASE])
    assert lanes.of(base) == (rnn, lstm, BASE)


@pytest.mark.parametrize(
    ("runs", "why"),
    [
        ([BASE], "There may be 2 to 4 lanes, not 1."),
        ([BASE] * 5, "There may be 2 to 4 lanes, not 5."),
        ([BASE, PRESETS["sine"].config], "All lanes share task"),
        ([BASE, edited(BASE, {"training.seed": 5})], "All lanes share training.seed"),
        ([BASE, edited(BASE, {"task.data_seed": 5})], "All lanes share task.data_seed"),
    ],
)
def test_runs_that_do_not_learn_the_same_are_not_beside_each_other(runs, why):
    with pytest.raises(ConfigError, match=why):
        beside(runs)
