"""Experiments changed by the names of their settings."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from typing import Any, get_args

import pytest

from playground import tasks
from playground.config import (
    SETTINGS,
    Attention,
    Cell,
    Change,
    Initialisation,
    Nonlinearity,
    Readout,
    RunConfig,
    value_of,
    written,
)
from playground.config.conditions import PLAIN_CELLS
from playground.config.errors import ConfigError
from playground.config.kinds import Whole
from playground.config.task import Gaps, Pieces, Scaling
from playground.experiments.edits import (
    LIVE,
    continued,
    edited,
    forked,
    from_the_start,
    last_step,
    parsed,
    with_setting,
)

SINE = tasks.problem("sine").preset
PATHS = list(SETTINGS)
CHANGES = (Change(step=3, lr=0.1), Change(step=7, lr=1e-6, weight_decay=1 / 3, max_norm=2.0))

VALUES: dict[str, tuple[Any, ...]] = {
    "task.name": ("sine", "mackey-glass"),
    "task.periods": ((), (3.0,), (2.5, 80.0, 1 / 3)),
    "task.amplitudes": ((), (1.0,), (0.5, 0.1 + 0.2)),
    "task.own": ("", "0123456789abcdef" * 2),
    "task.two_outputs": (True, False),
    "task.scaling": get_args(Scaling),
    "task.gaps": get_args(Gaps),
    "task.pieces": get_args(Pieces),
    "model.attention": get_args(Attention),
    "model.cell": get_args(Cell),
    "model.nonlinearity": get_args(Nonlinearity),
    "model.bidirectional": (True, False),
    "model.head_batch_norm": (True, False),
    "model.packed": (True, False),
    "model.readout": get_args(Readout),
    "model.initialisation": get_args(Initialisation),
    "model.forget_bias": (None, -1.0, 0.1 + 0.2),
    "training.optimizer": ("adam", "sgd"),
    "training.max_norm": (None, 1.0, 0.3333333333333333),
    "training.batch_size": (None, 32),
    "training.target_loss": (None, 1e-9),
    "training.patience": (None, 5),
    "training.changes": ((), CHANGES[:1], CHANGES),
}
NUMBERS = {"int": (1, 200, 2**31 - 1), "float": (0.001, 1e-6, 0.1 + 0.2, 1 / 3, 80.0, -2.0)}


def values_of(path: str) -> tuple[Any, ...]:
    kind = "int" if isinstance(SETTINGS[path].kind, Whole) else "float"
    return VALUES.get(path) or NUMBERS[kind]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_written_is_read_back_exactly(path: str):
    for value in values_of(path):
        text = written(value)
        assert parsed(path, text) == value
        assert type(parsed(path, text)) is type(value)
        assert parsed(path, f" {text} ") == value


def test_round_numbers_are_written_as_people_write_them():
    assert [written(value) for value in (0.001, 80.0, 1e-6, True, None, 32)] == [
        "0.001",
        "80",
        "1e-06",
        "true",
        "none",
        "32",
    ]
    assert written((80.0, 17.0)) == "80,17"
    assert written(CHANGES[:1]) == "3,0.1,0,none"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("model.hidden_size", "3.5"),
        ("model.hidden_size", "²"),
        ("model.hidden_size", "9" * 5000),
        ("model.hidden_size", "--1"),
        ("model.hidden_size", ""),
        ("training.lr", "none"),
        ("training.lr", "nan"),
        ("training.lr", "1e999"),
        ("training.lr", "0.1\0"),
        ("training.lr", "<script>"),
        ("model.bidirectional", "1"),
        ("task.periods", "3,x"),
        ("training.changes", "1,2"),
        ("training.changes", "1,2,3,4,5"),
        ("training.changes", "1,0.1,0,none;1,0.1,0,none,"),
        ("training.changes", "0,0.1,0,none"),
        ("model.hiden_size", "3"),
        ("model", "3"),
        ("", "3"),
        ("__class__.name", "3"),
    ],
)
def test_text_that_is_no_value_is_refused_in_one_short_sentence(path: str, text: str):
    with pytest.raises(ConfigError) as refused:
        parsed(path, text)
    assert len(str(refused.value)) < 200


def test_an_edit_replaces_what_it_names_and_nothing_else():
    other = edited(SINE, {"model.cell": "gru", "training.lr": 0.01})
    assert value_of(other, "model.cell") == "gru"
    assert value_of(other, "training.lr") == 0.01
    different = {path for path in PATHS if value_of(other, path) != value_of(SINE, path)}
    assert different == {"model.cell", "training.lr"}
    assert edited(SINE, {}) == SINE


def test_settings_that_only_fit_together_are_edited_together():
    both = {"model.cell": "rnn", "model.nonlinearity": "relu", "model.initialisation": "identity"}
    assert edited(SINE, both).model.initialisation == "identity"
    for path, value in both.items():
        if path != "model.cell":
            with pytest.raises(ConfigError):
                edited(SINE, {path: value})


def test_an_edit_passes_through_the_problems_own_gate():
    with pytest.raises(ConfigError, match=r"task\.length must be a whole number from 1 to 100"):
        edited(SINE, {"task.length": 101})
    with pytest.raises(ConfigError, match=r"does not use task\.symbols"):
        edited(SINE, {"task.symbols": 3})
    for path in ("model.hiden_size", "model", "run.model", "model.cell.x"):
        with pytest.raises(ConfigError, match="no setting"):
            edited(SINE, {path: 3})
        with pytest.raises(ConfigError, match="no setting"):
            value_of(SINE, path)


CELLS, LAYERS, SQUASHES = get_args(Cell), (1, 2, 4), get_args(Nonlinearity)
RICH = [
    {"model.num_layers": 3, "model.dropout": 0.5, "model.forget_bias": 1.0},
    {"model.cell": "rnn", "model.nonlinearity": "relu", "model.initialisation": "identity"},
    {"model.num_layers": 2, "model.cell": "by-hand", "model.nonlinearity": "relu", "model.dropout": 0.1},
    {"training.changes": CHANGES},
]


@pytest.mark.parametrize("start", RICH, ids=["lstm", "identity", "by hand", "changed"])
def test_a_page_may_switch_to_anything_and_always_has_an_experiment(start: dict[str, Any]):
    config = edited(SINE, start)
    turns: list[tuple[str, Any]] = [
        *(("model.cell", cell) for cell in CELLS),
        *(("model.num_layers", layers) for layers in LAYERS),
        *(("model.nonlinearity", squash) for squash in SQUASHES),
        *(("task.name", name) for name in tasks.PROBLEMS),
    ]
    for (path, value), (then, other) in product(turns, turns):
        first = with_setting(config, path, value)
        assert tasks.checked(first) == first
        if tasks.problem(first.task.name).group == "pairs" and other in ("by-hand", "relu"):
            continue  # there is no such decoder, and its page does not offer one
        second = with_setting(first, then, other)
        assert tasks.checked(second) == second
        if then != "model.nonlinearity" or second.model.cell in PLAIN_CELLS:  # LSTM and GRU have their own
            assert value_of(second, then) == other


def test_settling_sets_back_only_what_does_not_fit():
    config = edited(SINE, {"model.num_layers": 2, "model.dropout": 0.5, "model.forget_bias": 1.0})
    assert with_setting(config, "model.cell", "gru") == edited(
        config, {"model.cell": "gru", "model.forget_bias": None}
    )
    assert with_setting(config, "model.num_layers", 1) == edited(
        config, {"model.num_layers": 1, "model.dropout": 0.0}
    )
    assert with_setting(config, "model.hidden_size", 7) == edited(config, {"model.hidden_size": 7})


@pytest.mark.parametrize(
    ("periods", "amplitudes"),
    [((), ()), ((50.0,), (1.0,)), ((50.0, 9.0), (1.0, 0.5)), ((50.0, 9.0, 5.0), (1.0, 0.5, 1.0))],
)
def test_a_wave_comes_and_goes_with_its_period(periods: tuple[float, ...], amplitudes: tuple[float, ...]):
    waves = with_setting(tasks.problem("waves").preset, "task.periods", periods)
    assert (waves.task.periods, waves.task.amplitudes) == (periods, amplitudes)
    with pytest.raises(ConfigError, match="at most 3 numbers"):
        with_setting(waves, "task.periods", (5.0,) * 4)


def test_another_problem_opens_with_its_preset_and_the_chosen_cell():
    adding = tasks.problem("adding").preset
    assert with_setting(
        edited(SINE, {"model.cell": "rnn", "training.lr": 0.5}), "task.name", "adding"
    ) == edited(adding, {"model.cell": "rnn"})


def test_changes_made_in_mid_run_end_with_the_run_they_were_made_in():
    changed = edited(SINE, {"training.changes": CHANGES})
    assert with_setting(changed, "training.seed", 1).training.changes == ()
    assert with_setting(changed, "model.cell", "gru").training.changes == ()
    for path, value in (("training.lr", 0.5), ("training.max_norm", 1.0), ("training.epochs", 200)):
        assert with_setting(changed, path, value).training.changes == CHANGES
    assert with_setting(changed, "training.changes", CHANGES[:1]).training.changes == CHANGES[:1]


def test_settling_still_refuses_a_bad_value():
    for path, value in (("training.lr", -1.0), ("model.cell", "transformer"), ("model.num_layers", 9)):
        with pytest.raises(ConfigError):
            with_setting(SINE, path, value)


def test_a_fork_changes_one_rate_from_its_step_on_and_keeps_the_others():
    config = edited(SINE, {"training.weight_decay": 0.1, "training.max_norm": 2.0})
    fork = forked(config, 30, "training.lr", 0.5)
    assert fork.training.changes == (Change(step=30, lr=0.5, weight_decay=0.1, max_norm=2.0),)
    assert edited(fork, {"training.changes": ()}) == config
    assert replace(fork.training.rates_at(29), changes=()) == config.training
    again = forked(fork, 60, "training.max_norm", None)
    assert again.training.changes == (
        *fork.training.changes,
        Change(step=60, lr=0.5, weight_decay=0.1, max_norm=None),
    )


def test_a_fork_before_a_change_or_at_it_drops_that_change():
    config = forked(forked(SINE, 30, "training.lr", 0.5), 60, "training.lr", 0.1)
    assert [change.step for change in forked(config, 60, "training.lr", 0.2).training.changes] == [30, 60]
    assert [change.step for change in forked(config, 40, "training.lr", 0.2).training.changes] == [30, 40]
    assert [change.step for change in forked(config, 10, "training.lr", 0.2).training.changes] == [10]


def test_a_fork_at_the_untrained_network_is_another_run_from_the_start():
    changed = edited(SINE, {"training.changes": CHANGES})
    assert forked(changed, 0, "training.lr", 0.5) == edited(SINE, {"training.lr": 0.5})


@pytest.mark.parametrize("step", [100, 101, 5000])
def test_a_rate_changed_at_the_end_or_after_it_is_another_run_from_the_start(step: int):
    assert last_step(SINE) == 100
    assert forked(SINE, step, "training.lr", 0.5) == edited(SINE, {"training.lr": 0.5})
    assert [change.step for change in forked(SINE, 99, "training.lr", 0.5).training.changes] == [99]


def test_a_run_from_the_start_has_the_rates_of_its_step_and_the_new_value():
    changed = forked(edited(SINE, {"training.weight_decay": 0.1}), 30, "training.lr", 0.5)
    whole = {"training.lr": 0.5, "training.weight_decay": 0.1, "training.max_norm": 2.0}
    assert forked(changed, 100, "training.max_norm", 2.0) == edited(SINE, whole)
    assert from_the_start(changed, 29) == edited(SINE, {"training.weight_decay": 0.1})


def test_a_shorter_run_has_no_change_that_it_never_comes_to():
    config = forked(forked(SINE, 30, "training.lr", 0.5), 60, "training.lr", 0.1)
    steps = [
        [one.step for one in with_setting(config, "training.epochs", n).training.changes]
        for n in (61, 60, 20)
    ]
    assert steps == [[30, 60], [30], []]


def test_a_run_goes_on_for_as_many_epochs_again_and_never_for_more_than_there_may_be():
    lengths = {
        epochs: continued(edited(SINE, {"training.epochs": epochs})) for epochs in (1, 100, 4000, 5000)
    }
    assert lengths[5000] is None
    assert {epochs: config.training.epochs for epochs, config in lengths.items() if config} == {
        1: 2,
        100: 200,
        4000: 5000,
    }
    changed = forked(SINE, 30, "training.lr", 0.5)
    assert continued(changed) == edited(changed, {"training.epochs": 200})


@pytest.mark.parametrize("path", sorted(set(PATHS) - set(LIVE)))
def test_only_rates_can_change_in_mid_run(path: str):
    for step in (0, 5):
        with pytest.raises(ConfigError, match="can change during the run"):
            forked(SINE, step, path, 1.0)


@pytest.mark.parametrize(("step", "value"), [(-1, 0.1), (5, -1.0), (5, float("nan")), (1.5, 0.1)])
def test_a_fork_refuses_a_bad_step_or_rate(step: Any, value: float):
    with pytest.raises(ConfigError):
        forked(SINE, step, "training.lr", value)


def test_forks_are_bounded():
    config: RunConfig = SINE
    steps = range(1, 51)
    for step in steps:
        config = forked(config, step, "training.lr", 0.1 + step / 100)
    assert all(a.step + 1 == b.step for a, b in pairwise(config.training.changes))
    with pytest.raises(ConfigError, match="at most 50 changes"):
        forked(config, 51, "training.lr", 1.0)
