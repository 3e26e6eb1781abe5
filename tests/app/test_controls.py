"""Every control changes the config: its own setting, and only what must follow."""

from __future__ import annotations

import itertools

import pytest

from playground.config import SETTINGS, RunConfig, value_of
from playground.experiments import edits, links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.inline import InlineEngine
from playground.tasks import PROBLEMS, problem
from playground.ui.view_state import TABS
from tests.app.conftest import opened

SINE = PRESETS["sine"].config
PATHS = list(SETTINGS)


@pytest.fixture(autouse=True)
def _nothing_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a control says does not depend on how far its run is."""
    monkeypatch.setattr(InlineEngine, "want", lambda *wish, **viewer: None)


def changed(before: RunConfig, after: RunConfig) -> set[str]:
    return {path for path in PATHS if value_of(before, path) != value_of(after, path)}


def beside(name: str) -> str:
    """Another problem of the same page."""
    return next(other for other in PROBLEMS if other != name and page_of(other) == page_of(name))


def page_of(name: str) -> str:
    return problem(name).group if problem(name).group in ("text", "pairs") else "numbers"


@pytest.mark.parametrize(("name", "cell"), list(zip(PROBLEMS, itertools.cycle(["rnn", "gru"]), strict=False)))
def test_another_problem_opens_its_preset_and_keeps_the_cell(name, cell):
    page = opened(edited(PRESETS[beside(name)].config, {"model.cell": cell, "model.hidden_size": 5}))
    page.set("task.name", name)
    assert page.config.task.name == name
    assert page.config.model.cell == cell
    preset = problem(name).preset
    of_an_lstm = {"model.forget_bias"} if preset.model.forget_bias is not None else set()
    assert changed(preset, page.config) <= {"model.cell", *of_an_lstm}
    assert page.cursor.step == 0
    assert not page.sentences


def other_value(path: str, config: RunConfig) -> object:
    """A value of a knob that is not the one it has."""
    value = value_of(config, path)
    if isinstance(value, tuple):
        return {"task.periods": "40, 9.5", "task.amplitudes": "2, 0.25"}[path]
    (knob,) = (knob for knob in problem(config.task.name).knobs if knob.path == path)
    return type(value)(knob.low if value != knob.low else knob.high)


KNOBS = list({id(knob): (name, knob.path) for name in PROBLEMS for knob in problem(name).knobs}.values())
"""Every knob once: what several problems share is one knob, and the same control."""


@pytest.mark.parametrize(("name", "path"), KNOBS, ids=lambda part: part)
def test_every_knob_of_every_problem_changes_its_setting_and_no_other(name, path):
    before = PRESETS[name].config
    page = opened(before)
    value = other_value(path, before)
    page.set(path, value)
    assert changed(before, page.config) == {path}
    assert value_of(page.config, path) == (edits.parsed(path, value) if isinstance(value, str) else value)
    assert not page.sentences


PLAIN = {"model.cell": "rnn"}
RELU = {**PLAIN, "model.nonlinearity": "relu"}
IDENTITY = {**RELU, "model.initialisation": "identity"}
DEEP = {"model.num_layers": 2, "model.dropout": 0.3}
SGD = {"training.optimizer": "sgd"}
TURNED: list[tuple[dict[str, object], str, object, set[str]]] = [
    *(({}, "model.cell", cell, set()) for cell in ("rnn", "gru", "by-hand")),
    (PLAIN, "model.cell", "lstm", set()),
    (RELU, "model.cell", "gru", {"model.nonlinearity"}),
    (IDENTITY, "model.cell", "lstm", {"model.nonlinearity", "model.initialisation"}),
    (IDENTITY, "model.cell", "by-hand", set()),
    ({"model.forget_bias": 1.0}, "model.cell", "gru", {"model.forget_bias"}),
    ({}, "model.hidden_size", 7, set()),
    *(({}, "model.num_layers", layers, set()) for layers in (2, 3, 4)),
    (DEEP, "model.num_layers", 1, {"model.dropout"}),
    (DEEP, "model.num_layers", 3, set()),
    ({}, "model.bidirectional", True, set()),
    ({"model.bidirectional": True}, "model.bidirectional", False, set()),
    (PLAIN, "model.nonlinearity", "relu", set()),
    (IDENTITY, "model.nonlinearity", "tanh", {"model.initialisation"}),
    (DEEP, "model.dropout", 0.5, set()),
    ({}, "model.head_dropout", 0.2, set()),
    ({}, "model.head_batch_norm", True, set()),
    *(({}, "model.readout", readout, set()) for readout in ("final", "mean")),
    *(({}, "model.initialisation", start, set()) for start in ("xavier", "orthogonal")),
    (RELU, "model.initialisation", "identity", set()),
    *(({}, "model.forget_bias", bias, set()) for bias in (-1.0, 0.0, 1.0)),
    ({"model.forget_bias": 1.0}, "model.forget_bias", None, set()),
    ({"task.name": "sentiment"}, "model.embedding_size", 5, set()),
    ({"task.name": "sentiment"}, "model.packed", False, set()),
    *(({"task.name": "reverse"}, "model.attention", kind, set()) for kind in ("none", "dot")),
    ({"task.name": "reverse"}, "training.teacher_forcing", 0.5, set()),
    ({"task.name": "reverse"}, "training.forcing_decay", 0.9, set()),
    ({}, "training.lr", 0.05, set()),
    *(({}, "training.optimizer", optimizer, set()) for optimizer in ("sgd", "rmsprop")),
    (SGD, "training.momentum", 0.5, set()),
    ({}, "training.weight_decay", 0.01, set()),
    ({}, "training.max_norm", 0.5, set()),
    ({"training.max_norm": 1.0}, "training.max_norm", None, set()),
    ({}, "training.batch_size", 64, set()),
    ({"training.batch_size": 64}, "training.batch_size", None, set()),
    ({}, "training.epochs", 12, set()),
    ({}, "training.seed", 3, set()),
    ({}, "training.target_loss", 0.2, set()),
    ({"training.target_loss": 0.25}, "training.target_loss", None, set()),
    ({}, "training.patience", 5, set()),
    ({"training.patience": 4}, "training.patience", None, set()),
]
"""What the run is, the control that is turned, its new value, and what must follow."""


@pytest.mark.parametrize(
    ("start", "path", "value", "follows"), TURNED, ids=[f"{case[1]}={case[2]}" for case in TURNED]
)
def test_every_control_changes_its_setting_and_only_what_must_follow(start, path, value, follows):
    name = str(start.get("task.name", "sine"))
    before = edited(PRESETS[name].config, start)
    page = opened(before)
    page.set(path, value)
    assert value_of(page.config, path) == value
    assert changed(before, page.config) == {path, *follows}
    assert page.link == links.encode(page.config)
    assert not page.sentences


def test_no_control_is_left_out_of_these_tests():
    turned_here = {case[1] for case in TURNED} | {path for _, path in KNOBS} | {"task.name"}
    on_the_page = set()
    for name in PROBLEMS:
        on_the_page |= set(opened(PRESETS[name].config).controls())
    on_the_page |= set(opened(edited(SINE, {"training.optimizer": "sgd"})).controls())
    assert on_the_page == turned_here


def test_every_setting_has_a_control():
    turned_here = {case[1] for case in TURNED} | {path for _, path in KNOBS} | {"task.name"}
    assert set(PATHS) - turned_here == {
        "training.changes",  # made by the rates, in mid-run
        "task.own",  # brought as rows: tests/app/test_own_rows.py
    }


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_opens_as_it_is(name):
    page = opened(PRESETS[beside(PRESETS[name].config.task.name)].config)
    page.press(f"preset.{name}")
    assert page.config == PRESETS[name].config
    tab = {} if PRESETS[name].tab == TABS[0] else {"tab": PRESETS[name].tab}
    assert page.link == links.encode(PRESETS[name].config) | tab
    assert not page.sentences


@pytest.mark.parametrize("name", PRESETS)
def test_every_control_shows_what_the_config_says(name):
    config = PRESETS[name].config
    for path, widget in opened(config).controls().items():
        value = value_of(config, path)
        shown = edits.parsed(path, widget.value) if isinstance(value, tuple) else widget.value
        assert shown == value, path


def test_a_control_shows_a_value_that_only_a_link_brings():
    page = opened(edited(SINE, {"training.lr": 0.00123, "training.batch_size": 77}))
    assert page.controls()["training.lr"].value == 0.00123
    assert page.controls()["training.batch_size"].value == 77
    page.set("training.max_norm", 5.0)
    assert (page.config.training.lr, page.config.training.batch_size) == (0.00123, 77)
    page.set("training.lr", 0.001)  # and the value between is offered no longer
    page.set("training.lr", 0.002)
    assert page.config.training.lr == 0.002
    assert 0.00123 not in page.controls()["training.lr"].options


@pytest.mark.parametrize(
    ("name", "path", "disabled"),
    [
        ("sine", "model.dropout", True),
        ("sine", "model.nonlinearity", True),
        ("sum-sign", "model.nonlinearity", False),
        ("sine", "model.readout", False),
        ("parity", "model.readout", True),
        ("noise", "model.dropout", False),
    ],
)
def test_a_control_that_would_do_nothing_cannot_be_turned(name, path, disabled):
    assert opened(PRESETS[name].config).controls()[path].proto.disabled is disabled


@pytest.mark.parametrize("text", ["abc", "80, x", "1e999", "80, 1", "1, 2, 3, 4", "-5, 80", "<b>80</b>, 17"])
@pytest.mark.parametrize("path", ["task.periods"])
def test_a_text_that_is_no_list_of_periods_gives_one_sentence_and_changes_nothing(path, text):
    before = PRESETS["waves"].config
    page = opened(before)
    page.set(path, text)
    (sentence,) = page.sentences
    assert path in sentence or "task.amplitudes" in sentence
    assert sentence.endswith(".")
    assert page.config == before
    assert page.controls()[path].value == "80, 17"


def test_the_sentence_is_gone_after_the_next_change_that_works():
    page = opened(PRESETS["waves"].config)
    page.set("task.periods", "abc")
    page.set("task.periods", "60, 20")
    assert page.config.task.periods == (60.0, 20.0)
    assert not page.sentences


@pytest.mark.parametrize("count", [1, 3])
def test_a_wave_is_added_or_taken_away_by_its_period(count):
    """Its height must follow, or neither list could ever change its length."""
    page = opened(PRESETS["waves"].config)
    page.set("task.periods", ", ".join(["80", "17", "5"][:count]))
    assert not page.sentences
    assert len(page.config.task.periods) == len(page.config.task.amplitudes) == count


def test_a_setting_that_does_not_fit_another_is_refused_in_one_sentence():
    before = edited(SINE, {"task.examples": 100, "task.length": 50})
    page = opened(before)
    page.set("task.length", 95)
    (sentence,) = page.sentences
    assert "at least 10 windows" in sentence
    assert page.config == before
    assert page.controls()["task.length"].value == 50


def test_a_network_too_large_for_the_memory_is_refused_before_it_is_built():
    large = {"task.length": 200, "task.examples": 2500, "task.train_share": 0.95, "training.batch_size": 2000}
    before = edited(PRESETS["adding"].config, large)
    page = opened(before)
    page.set("model.hidden_size", 256)
    (sentence,) = page.sentences
    assert "memory" in sentence
    assert page.config == before
