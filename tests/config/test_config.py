"""A config is the only gate: what was built is valid, and says so by its digest."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np
import pytest

from playground.config import SETTINGS, Change, ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.config.errors import ConfigError
from playground.config.run import NUMERICS_VERSION

CHANGE = Change(step=1, lr=0.1)
BUILT: dict[str, Callable[..., Any]] = {
    "task": lambda **values: TaskConfig(**values),
    "model": lambda **values: ModelConfig(**values),
    "training": lambda **values: TrainingConfig(**values),
    "change": lambda **values: Change(**({"step": 1, "lr": 0.1} | values)),
}

RANGES: dict[str, tuple[float, float]] = {
    "task.length": (1, 200),
    "task.examples": (20, 10_000),
    "task.noise": (0.0, 2.0),
    "task.train_share": (0.5, 0.95),
    "task.data_seed": (0, 2**31 - 1),
    "task.trend": (-10.0, 10.0),
    "task.symbols": (2, 10),
    "model.hidden_size": (1, 512),
    "model.num_layers": (1, 4),
    "model.dropout": (0.0, 0.9),
    "model.head_dropout": (0.0, 0.9),
    "model.forget_bias": (-5.0, 5.0),
    "model.embedding_size": (1, 256),
    "model.embedding_dropout": (0.0, 0.9),
    "training.lr": (1e-6, 100.0),
    "training.momentum": (0.0, 0.99),
    "training.weight_decay": (0.0, 1.0),
    "training.max_norm": (0.01, 10.0),
    "training.batch_size": (1, 10_000),
    "training.epochs": (1, 5000),
    "training.seed": (0, 2**31 - 1),
    "training.target_loss": (1e-9, 1000.0),
    "training.patience": (1, 5000),
    "training.teacher_forcing": (0.0, 1.0),
    "training.forcing_decay": (0.5, 1.0),
    "change.step": (1, 10_000_000),
    "change.lr": (1e-6, 100.0),
    "change.weight_decay": (0.0, 1.0),
    "change.max_norm": (0.01, 10.0),
}
NO_NUMBERS: dict[str, Any] = {
    "nan": math.nan,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "flag": True,
    "text": "1",
    "list": [1],
    "huge": 10**5000,
    "names": {},
    "complex": 1j,
}
CHOICES = {
    "model.cell": ("rnn", "lstm", "gru", "by-hand"),
    "model.nonlinearity": ("tanh", "relu"),
    "model.readout": ("last", "final", "mean"),
    "model.attention": ("none", "additive", "dot"),
    "model.initialisation": ("torch", "xavier", "orthogonal", "identity"),
    "training.optimizer": ("adam", "sgd", "rmsprop"),
    "task.scaling": ("values", "differences", "growth"),
    "task.gaps": ("filled", "left-out"),
    "task.pieces": ("words", "characters"),
}
COMPANIONS: dict[str, dict[str, Any]] = {  # what else must be set so that a value fits
    "model.dropout": {"num_layers": 2},
    "model.nonlinearity": {"cell": "rnn"},
    "model.initialisation": {"cell": "rnn", "nonlinearity": "relu"},
}
FLAGS = ("task.two_outputs", "model.bidirectional", "model.head_batch_norm", "model.packed")
LISTS = {"task.periods": (2.0, 1000.0), "task.amplitudes": (0.0, 10.0)}
MAY_BE_OFF = {
    "model.forget_bias",
    "training.max_norm",
    "training.batch_size",
    "training.target_loss",
    "training.patience",
    "change.max_norm",
}


def build(path: str, value: object) -> Any:
    section, name = path.split(".")
    return BUILT[section](**COMPANIONS.get(path, {}), **{name: value})


def refused(path: str, value: object) -> str:
    with pytest.raises(ConfigError) as error:
        build(path, value)
    assert str(error.value).startswith(path.split(".")[0] + ".")
    assert path in str(error.value)
    return str(error.value)


def test_every_field_of_every_config_is_tested_here():
    tested = {*RANGES, *CHOICES, *FLAGS, *LISTS, "task.name", "task.own", "training.changes"}
    sections = {"task": TaskConfig, "model": ModelConfig, "training": TrainingConfig, "change": Change}
    assert tested == {f"{name}.{field.name}" for name, cls in sections.items() for field in fields(cls)}


def test_own_data_is_named_by_its_digest_or_not_at_all():
    for digest in ("", "0123456789abcdef" * 2):
        assert build("task.own", digest).own == digest
    for wrong in ("0" * 31, "0" * 33, "A" * 32, "0" * 31 + "g", "0" * 32 + "\n", " ", None, 0, b"0" * 32):
        assert repr(wrong)[:40] in refused("task.own", wrong)


@pytest.mark.parametrize(("path", "limits"), RANGES.items(), ids=list(RANGES))
def test_both_limits_of_a_setting_are_allowed(path: str, limits: tuple[float, float]):
    for value in limits:
        assert getattr(build(path, value), path.split(".")[1]) == value


@pytest.mark.parametrize(("path", "limits"), RANGES.items(), ids=list(RANGES))
def test_a_value_beyond_a_limit_is_refused_with_the_setting_and_the_value(
    path: str, limits: tuple[float, float]
):
    low, high = limits
    whole = isinstance(low, int)
    for value in (
        low - 1 if whole else math.nextafter(low, -math.inf),
        high + 1 if whole else math.nextafter(high, math.inf),
    ):
        assert repr(value) in refused(path, value)
    if whole:
        refused(path, float(high))


@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=NO_NUMBERS)
@pytest.mark.parametrize("path", RANGES)
def test_what_is_no_number_is_refused(path: str, value: object):
    assert "must be" in refused(path, value)


@pytest.mark.parametrize("path", RANGES)
def test_only_what_can_be_off_may_be_none(path: str):
    if path in MAY_BE_OFF:
        assert getattr(build(path, None), path.split(".")[1]) is None
    else:
        assert "not None" in refused(path, None)


@pytest.mark.parametrize(("path", "choices"), CHOICES.items(), ids=list(CHOICES))
def test_a_choice_is_one_of_its_words(path: str, choices: tuple[str, ...]):
    for choice in choices:
        if (path, choice) != ("model.cell", "identity"):
            assert getattr(build(path, choice), path.split(".")[1]) == choice
    for wrong in ("", "LSTM", "transformer", 1, None, ["lstm"], True, math.nan, b"lstm"):
        assert repr(wrong) in refused(path, wrong)


@pytest.mark.parametrize("path", FLAGS)
def test_a_flag_is_true_or_false(path: str):
    for wrong in (0, 1, "true", None, math.nan, []):
        assert repr(wrong) in refused(path, wrong)


@pytest.mark.parametrize(("path", "limits"), LISTS.items(), ids=list(LISTS))
def test_a_list_of_numbers_refuses_wrong_ones_and_too_many(path: str, limits: tuple[float, float]):
    low, high = limits
    for wrong in [*NO_NUMBERS.values(), None, low - 1, high + 1]:
        refused(path, (wrong,))
        refused(path, wrong)
    refused(path, (low,) * 4)
    with pytest.raises(ConfigError, match="1 periods, 2 amplitudes"):
        TaskConfig(periods=(5.0,), amplitudes=(1.0, 2.0))


@pytest.mark.parametrize(
    "name", ["", "Sine", "9lives", "a b", "a" * 41, "<script>", "sine\n", None, 1, ["a"]]
)
def test_a_problem_has_a_short_name(name: object):
    assert "short name" in refused("task.name", name)


@pytest.mark.parametrize("wrong", [[CHANGE], CHANGE, None, (1,), ({"step": 1},), "1"])
def test_changes_are_changes(wrong: object):
    refused("training.changes", wrong)


def test_changes_rise_from_step_to_step_and_are_bounded():
    later = replace(CHANGE, step=2)
    assert TrainingConfig(changes=(CHANGE, later)).changes == (CHANGE, later)
    for wrong in ((later, CHANGE), (CHANGE, CHANGE)):
        with pytest.raises(ConfigError, match=r"must rise from step to step, not \[\d, \d\]"):
            TrainingConfig(changes=wrong)
    many = tuple(replace(CHANGE, step=step) for step in range(1, 52))
    assert len(TrainingConfig(changes=many[:50]).changes) == 50
    with pytest.raises(ConfigError, match="at most 50 changes, not 51"):
        TrainingConfig(changes=many)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"dropout": 0.1}, "This dropout acts between layers"),
        (
            {"nonlinearity": "relu"},
            r"nonlinearity must be tanh, not relu\. Only a plain RNN",
        ),
        (
            {"cell": "rnn", "initialisation": "identity"},
            "Identity weights are for an RNN with relu",
        ),
        (
            {"cell": "gru", "forget_bias": 1.0},
            r"forget_bias must be none, not 1\. Only an LSTM",
        ),
    ],
)
def test_parts_of_a_model_that_do_not_fit_are_refused(values: dict[str, Any], sentence: str):
    with pytest.raises(ConfigError, match=sentence):
        ModelConfig(**values)


@pytest.mark.parametrize("part", ["task", "model", "training"])
def test_a_run_is_made_of_its_three_configs(part: str):
    for wrong in (None, {}, "sine", CHANGE):
        with pytest.raises(ConfigError, match=rf"^run\.{part} must be a "):
            RunConfig(**{part: wrong})


RICH = RunConfig(
    task=TaskConfig(name="waves", periods=(3.5, 80.0), amplitudes=(1.0, 0.5), noise=0.1),
    model=ModelConfig(cell="rnn", nonlinearity="relu", num_layers=2, dropout=0.25),
    training=TrainingConfig(
        max_norm=1.0,
        batch_size=16,
        target_loss=0.01,
        patience=3,
        changes=(CHANGE, Change(step=9, lr=0.3, weight_decay=0.01, max_norm=2.0)),
    ),
)

OTHER: dict[str, Any] = {
    "task.name": "noise",
    "task.length": 11,
    "task.examples": 999,
    "task.noise": 0.3,
    "task.train_share": 0.7,
    "task.data_seed": 1,
    "task.periods": (3.5, 81.0),
    "task.amplitudes": (1.0, 0.6),
    "task.trend": 1.0,
    "task.symbols": 9,
    "task.own": "0" * 32,
    "task.two_outputs": True,
    "task.scaling": "growth",
    "task.gaps": "left-out",
    "task.pieces": "characters",
    "model.cell": "by-hand",
    "model.hidden_size": 31,
    "model.num_layers": 3,
    "model.nonlinearity": "tanh",
    "model.bidirectional": True,
    "model.dropout": 0.3,
    "model.head_dropout": 0.3,
    "model.head_batch_norm": True,
    "model.readout": "mean",
    "model.initialisation": "identity",
    "model.embedding_size": 17,
    "model.embedding_dropout": 0.3,
    "model.packed": False,
    "model.attention": "dot",
    "training.optimizer": "sgd",
    "training.lr": 0.002,
    "training.momentum": 0.8,
    "training.weight_decay": 0.1,
    "training.max_norm": None,
    "training.batch_size": None,
    "training.epochs": 99,
    "training.seed": 1,
    "training.target_loss": None,
    "training.patience": None,
    "training.teacher_forcing": 0.5,
    "training.forcing_decay": 0.9,
    "training.changes": (CHANGE,),
}


def test_the_digest_changes_with_every_field():
    digests = {RICH.digest}
    for path, value in OTHER.items():
        section, name = path.split(".")
        part = replace(getattr(RICH, section), **{name: value})
        digests.add(replace(RICH, **{section: part}).digest)
    assert len(digests) == 1 + len(OTHER)
    lstm = RunConfig(model=ModelConfig(forget_bias=1.0))
    assert lstm.digest != RunConfig().digest
    assert {*OTHER, "model.forget_bias"} == {
        f"{section}.{name}" for section, part in asdict(RICH).items() for name in part
    }


def test_a_setting_that_came_late_leaves_old_digests_as_they_were_and_makes_new_ones():
    late = [setting for setting in SETTINGS.values() if setting.late]
    assert late
    before = json.loads(RunConfig().to_json())
    for setting in late:
        del before[setting.section][setting.name]
    text = json.dumps(before, sort_keys=True, separators=(",", ":"))
    assert RunConfig().digest == hashlib.sha256(f"{NUMERICS_VERSION}\n{text}".encode()).hexdigest()
    assert replace(RunConfig(), model=ModelConfig(embedding_dropout=0.1)).digest != RunConfig().digest


def test_the_digest_knows_the_version_of_the_numerics(monkeypatch: pytest.MonkeyPatch):
    before = RICH.digest
    monkeypatch.setattr("playground.config.run.NUMERICS_VERSION", -1)
    assert RICH.digest != before


def test_equal_experiments_have_equal_digests_however_their_numbers_were_written():
    one = RunConfig(
        task=TaskConfig(noise=0, trend=-0.0, periods=(3,), amplitudes=(1,)),
        training=TrainingConfig(lr=1, max_norm=np.float64(2), changes=(Change(step=1, lr=1),)),
    )
    other = RunConfig(
        task=TaskConfig(noise=0.0, trend=0.0, periods=(3.0,), amplitudes=(1.0,)),
        training=TrainingConfig(lr=1.0, max_norm=2.0, changes=(Change(step=1, lr=1.0),)),
    )
    assert one == other
    assert one.to_json() == other.to_json()
    assert hash(one) == hash(other)


@pytest.mark.parametrize("config", [RunConfig(), RICH], ids=["usual", "rich"])
def test_json_comes_back_as_the_same_experiment(config: RunConfig):
    assert RunConfig.from_json(config.to_json()) == config
    assert RunConfig.from_mapping(asdict(config)) == config
    assert RunConfig.from_json(json.dumps(json.loads(config.to_json()), indent=2)).digest == config.digest


def test_json_may_leave_out_what_is_as_usual():
    assert RunConfig.from_json("{}") == RunConfig()
    assert RunConfig.from_json('{"model": {"cell": "gru"}}').model == ModelConfig(cell="gru")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"modell": {}}', "modell"),
        ('{"model": {"hiden_size": 3}}', "hiden_size"),
        ('{"training": {"changes": [{"step": 1, "lr": 1, "momentum": 0}]}}', "momentum"),
        ('{"task": {"__class__": 1}}', "__class__"),
    ],
)
def test_an_unknown_name_is_refused_and_named(text: str, name: str):
    with pytest.raises(ConfigError, match=f"has no setting '{name}'"):
        RunConfig.from_json(text)


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000, '{"a": 1}{}', "9" * 5000, None, 3])
def test_text_that_is_no_json_is_refused(text: Any):
    with pytest.raises(ConfigError, match="not valid JSON"):
        RunConfig.from_json(text)


def hollow(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


JUNK: dict[str, Any] = {
    "none": None,
    "flag": True,
    "number": 3,
    "nan": math.nan,
    "huge": 10**5000,
    "text": "\0<script>",
    "surrogate": "\ud800",
    "list": [1, 2],
    "list of pairs": [("a", 1)],
    "deep list": hollow(10_000),
    "set": {1},
    "bytes": b"{}",
    "type": RunConfig,
    "function": len,
    "array": np.zeros(3),
    "number as a name": {1: 2},
    "nothing as a name": {None: {}},
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_of_any_type_at_any_place_raises_a_config_error_and_nothing_else(junk: Any):
    places: list[Any] = [junk]
    places += [{section: junk} for section in ("task", "model", "training")]
    places += [{"training": {"changes": junk}}, {"training": {"changes": [junk]}}]
    places += [{path.split(".")[0]: {path.split(".")[1]: junk}} for path in OTHER]
    places += [{"training": {"changes": [{"step": 1, "lr": 1.0} | {name: junk}]}} for name in asdict(CHANGE)]
    places += [{"training": {"changes": [{"step": 1}]}}, {"task": {"periods": [junk], "amplitudes": [junk]}}]
    for place in places:
        try:
            config = RunConfig.from_mapping(place)
        except ConfigError:
            continue
        assert RunConfig.from_json(config.to_json()) == config


def test_a_change_holds_from_its_step_on():
    training = RICH.training
    assert training.rates_at(0) is training
    assert [training.rates_at(step).lr for step in (0, 1, 8, 9, 10**6)] == [0.001, 0.1, 0.1, 0.3, 0.3]
    assert training.rates_at(9).max_norm == 2.0
    for name in ("lr", "max_norm", "weight_decay"):
        course = training.course_of(name)
        for step in range(12):
            held = [value for start, value in course if start <= step][-1]
            assert held == getattr(training.rates_at(step), name)
        assert all(one[1] != after[1] for one, after in itertools.pairwise(course))
