"""Every control changes the config: its own setting, and only what must follow."""

from __future__ import annotations

import pytest

from playground.config import SETTINGS, RunConfig, value_of
from playground.experiments import edits, links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks import PROBLEMS, problem
from playground.views.view_state import page_of
from tests.app.conftest import opened
from tests.tasks.gappy import with_gaps

SINE = PRESETS["sine"].config
PATHS = list(SETTINGS)


def changed(before: RunConfig, after: RunConfig) -> set[str]:
    return {path for path in PATHS if value_of(before, path) != value_of(after, path)}


PAGES: dict[str, list[str]] = {}
for _name in PROBLEMS:
    PAGES.setdefault(page_of(problem(_name)), []).append(_name)


@pytest.mark.parametrize(("names", "cell"), list(zip(PAGES.values(), ["rnn", "gru", "rnn"], strict=True)))
def test_another_problem_opens_its_preset_and_keeps_the_cell(names, cell):
    page = opened(edited(PRESETS[names[-1]].config, {"model.cell": cell, "model.hidden_size": 5}))
    for name in names:
        page.set("task.name", name)
        assert page.config.task.name == name
        assert page.config.model.cell == cell, name
        preset = problem(name).preset
        of_an_lstm = {"model.forget_bias"} if preset.model.forget_bias is not None else set()
        assert changed(preset, page.config) <= {"model.cell", *of_an_lstm}
        assert page.step == 0
        assert not page.sentences


def other_value(path: str, config: RunConfig) -> object:
    """A value of a knob that is not the one it has."""
    value = value_of(config, path)
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return {"task.periods": "40, 9.5", "task.amplitudes": "2, 0.25"}[path]
    (knob,) = (knob for knob in problem(config.task.name).knobs if knob.path == path)
    if knob.values:
        return next(one for one in knob.values if one != value)
    return type(value)(knob.low if value != knob.low else knob.high)


KNOBS: dict[str, list[str]] = {}
"""Every knob once, by a problem that has it: what several share is one knob, and the same control."""
for _name, _knob in {id(knob): (name, knob) for name in PROBLEMS for knob in problem(name).knobs}.values():
    KNOBS.setdefault(_name, []).append(_knob.path)


@pytest.mark.parametrize("name", KNOBS)
def test_every_knob_of_every_problem_changes_its_setting_and_no_other(name):
    own = {"task.own": with_gaps()} if "task.gaps" in KNOBS[name] else {}
    page = opened(edited(PRESETS[name].config, own))
    for path in KNOBS[name]:
        before = page.config
        value = other_value(path, before)
        page.set(path, value)
        assert changed(before, page.config) == {path}
        assert value_of(page.config, path) == (edits.parsed(path, value) if isinstance(value, str) else value)
        assert not page.sentences, path
        if path == "task.scaling":  # changes need a window of two points: what comes next may make it one
            page.set(path, value_of(before, path))


Turn = tuple[str, object, set[str]]
"""The control that is turned, its new value, and what must follow."""
WALKS: dict[str, tuple[dict[str, object], list[Turn]]] = {
    "cells and what only some have": (
        {},
        [
            *(("model.forget_bias", bias, set()) for bias in (-1.0, 0.0, None, 1.0)),
            ("model.cell", "gru", {"model.forget_bias"}),
            ("model.cell", "by-hand", set()),
            ("model.cell", "lstm", set()),
            ("model.cell", "rnn", set()),
            ("model.nonlinearity", "relu", set()),
            ("model.initialisation", "identity", set()),
            ("model.cell", "by-hand", set()),
            ("model.cell", "rnn", set()),
            ("model.nonlinearity", "tanh", {"model.initialisation"}),
            ("model.nonlinearity", "relu", set()),
            ("model.cell", "gru", {"model.nonlinearity"}),
            ("model.cell", "rnn", set()),
            ("model.nonlinearity", "relu", set()),
            ("model.initialisation", "identity", set()),
            ("model.cell", "lstm", {"model.nonlinearity", "model.initialisation"}),
            *(("model.initialisation", start, set()) for start in ("xavier", "orthogonal", "torch")),
        ],
    ),
    "layers, directions and the head": (
        {},
        [
            ("model.hidden_size", 7, set()),
            *(("model.num_layers", layers, set()) for layers in (2, 4, 3)),
            ("model.dropout", 0.5, set()),
            ("model.num_layers", 2, set()),
            ("model.num_layers", 1, {"model.dropout"}),
            ("model.bidirectional", True, set()),
            ("model.bidirectional", False, set()),
            ("model.head_dropout", 0.2, set()),
            ("model.head_batch_norm", True, set()),
            *(("model.readout", readout, set()) for readout in ("final", "mean", "last")),
        ],
    ),
    "training": (
        {},
        [
            ("training.lr", 0.05, set()),
            ("training.optimizer", "rmsprop", set()),
            ("training.optimizer", "sgd", set()),
            ("training.momentum", 0.5, set()),
            ("training.weight_decay", 0.01, set()),
            ("training.max_norm", 0.5, set()),
            ("training.max_norm", None, set()),
            ("training.batch_size", 64, set()),
            ("training.batch_size", None, set()),
            ("training.epochs", 12, set()),
            ("training.seed", 3, set()),
            ("training.target_loss", 0.2, set()),
            ("training.target_loss", None, set()),
            ("training.patience", 5, set()),
            ("training.patience", None, set()),
        ],
    ),
    "texts": (
        {"task.name": "sentiment"},
        [
            ("model.embedding_size", 5, set()),
            ("model.embedding_dropout", 0.3, set()),
            ("model.packed", False, set()),
        ],
    ),
    "pairs": (
        {"task.name": "reverse"},
        [
            *(("model.attention", kind, set()) for kind in ("none", "dot", "additive")),
            ("training.teacher_forcing", 0.5, set()),
            ("training.forcing_decay", 0.9, set()),
        ],
    ),
}
"""What the run is at first, and the controls that are turned one after the other."""
TURNED_HERE = {
    "task.name",
    *(turn[0] for _, turns in WALKS.values() for turn in turns),
    *(path for paths in KNOBS.values() for path in paths),
}


@pytest.mark.parametrize(("start", "turns"), WALKS.values(), ids=WALKS)
def test_every_control_changes_its_setting_and_only_what_must_follow(start, turns):
    name = str(start.get("task.name", "sine"))
    page = opened(edited(PRESETS[name].config, start))
    for path, value, follows in turns:
        before = page.config
        page.set(path, value)
        turn = f"{path} from {value_of(before, path)} to {value}"
        assert value_of(page.config, path) == value, turn
        assert changed(before, page.config) == {path, *follows}, turn
        assert page.link == links.encode(page.config), turn
        assert not page.sentences, turn


def test_a_number_that_cannot_be_is_refused_in_one_sentence_and_the_old_one_stays():
    page = opened(SINE)
    before = page.config
    whole = "Epochs must be a whole number"
    for typed, said in (
        ("1e9", f"{whole}, not '1e9'."),
        ("1000000000", f"{whole} from 1 to 5000, not 1000000000."),
        ("0", f"{whole} from 1 to 5000, not 0."),
        ("many", f"{whole}, not 'many'."),
        ("", f"{whole}, not ''."),
        ("1,234", "'1,234' can be read in more than one way. Please type one of these: 1.234 | 1234."),
    ):
        page.set("training.epochs", typed)
        assert [sentence.replace("\\", "") for sentence in page.sentences] == [said]
        assert page.config == before
        assert page.controls()["training.epochs"].value == str(before.training.epochs)
    page.set("training.epochs", "２５")
    assert not page.sentences
    assert page.config.training.epochs == 25


def test_any_number_can_be_typed_beside_a_slider_and_both_show_it():
    page = opened(SINE)
    for path, text, value in (
        ("model.hidden_size", "37", 37),
        ("training.lr", "0,0123", 0.0123),
        ("training.max_norm", "1.7", 1.7),
        ("training.max_norm", "off", None),
        ("training.batch_size", "all", None),
        ("training.batch_size", "48", 48),
    ):
        page.turn(f"typed set.{path}", text)
        assert not page.sentences, path
        assert value_of(page.config, path) == value
        assert page.controls()[path].value == value
    page.set("model.hidden_size", 12)
    assert page.widget("typed set.model.hidden_size").value == "12"
    before = page.config
    for text in ("0", "513", "many", "1.5"):
        page.turn("typed set.model.hidden_size", text)
        assert page.sentences, text
        assert page.config == before
        assert page.widget("typed set.model.hidden_size").value == "12"


def test_every_setting_has_a_control():
    assert set(PATHS) - TURNED_HERE == {
        "training.changes",  # made by the rates, in mid-run
        "task.own",  # brought as rows: tests/app/test_own_rows.py
    }


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


NO_PERIODS = ["abc", "80, x", "1e999", "80, 1", "1, 2, 3, 4", "-5, 80", "<b>80</b>, 17"]


def test_a_text_that_is_no_list_of_periods_gives_one_sentence_and_changes_nothing():
    before = PRESETS["waves"].config
    page = opened(before)
    for text in NO_PERIODS:
        page.set("task.periods", text)
        (sentence,) = page.sentences
        assert "task.periods" in sentence or "task.amplitudes" in sentence, text
        assert sentence.endswith("."), text
        assert page.config == before, text
        assert page.controls()["task.periods"].value == "80, 17", text


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
    page.set("model.hidden_size", 512)
    (sentence,) = page.sentences
    assert "memory" in sentence
    assert page.config == before


def test_a_section_of_the_sidebar_stays_open_when_something_comes_above_it():
    """Streamlit knows an element without a key by its place: one that moves is a new one, and closed."""
    page = opened(edited(SINE, {"training.epochs": 20}), step=10)

    def places() -> list[int]:
        blocks = page.script.sidebar.children.items()
        return [place for place, block in blocks if block.type == "expander"]

    before = places()
    assert len(before) == 3
    page.set("training.lr", 0.002)
    assert page.config.training.changes
    assert places() == before
