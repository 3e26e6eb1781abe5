"""The inside tabs, without a browser: every view for every problem and cell, and what a click changes."""

from __future__ import annotations

import itertools

import pytest

from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.models.hold import Hold
from playground.tasks import PROBLEMS, dataset
from playground.views.view_state import TABS, tabs_of
from tests.app.conftest import TrainPage, opened
from tests.ui.parts import flat, named

SHORT = edited(PRESETS["sine"].config, {"training.epochs": 4, "model.hidden_size": 6})
QUICK = {"training.epochs": "1"}


def inside(config: RunConfig, tab: str, *, step: int = 0) -> TrainPage:
    page = opened(config, step=step)
    page.turn("tab", tab)
    return page


def small(problem: str, cell: str) -> RunConfig:
    changes = {"model.cell": cell, "model.forget_bias": None, "model.hidden_size": 4, "training.epochs": 1}
    return edited(PRESETS[problem].config, changes)


CELLS = ("rnn", "lstm", "gru", "by-hand")
KINDS = {(dataset(PRESETS[name].config.task).kind, one.group): name for name, one in PROBLEMS.items()}
"""A problem for each kind of answer in each group: its views are those of all others of the kind."""
SEEN = [*KINDS.values(), *("sine" for _ in CELLS)]


@pytest.mark.parametrize(("problem", "cell"), list(zip(SEEN, itertools.cycle(CELLS), strict=False)))
def test_every_view_works_for_every_kind_of_answer_and_for_every_cell(problem, cell):
    both = dataset(PRESETS[problem].config.task).kind != "next"  # the other way has seen what comes next
    deep = {"model.num_layers": 2, "model.bidirectional": both} if cell != "by-hand" else {}
    page = opened(edited(small(problem, cell), deep))
    for tab in tabs_of(page.config)[1:]:
        page.turn("tab", tab)
        assert page.session.view_state.tab == tab
        assert page.link["tab"] == tab
        assert not page.sentences, tab
        assert page.stages(), tab
        for key in page.stages():
            assert flat(page.view(key)), key


def test_the_usual_tab_is_left_out_of_the_link():
    page = inside(SHORT, "gates")
    page.turn("tab", TABS[0])
    assert "tab" not in page.link


def test_a_link_opens_its_tab():
    assert opened(v="1", problem="sine", tab="gradients", **QUICK).session.view_state.tab == "gradients"


def test_a_tab_that_is_not_there_is_one_sentence_and_the_experiment_opens():
    page = opened(v="1", problem="parity", tab="nonsense", **QUICK)
    (sentence,) = page.sentences
    assert "nonsense" in sentence
    assert page.config == edited(PRESETS["parity"].config, {"training.epochs": 1})
    assert page.session.view_state.tab == TABS[0]


def test_a_lesson_opens_its_tab():
    page = opened(SHORT)
    page.choose_preset("vanishing")
    assert page.session.view_state.tab == "gradients"
    page.choose_preset("sine")
    assert page.session.view_state.tab == TABS[0]


def test_another_example_is_another_view():
    page = inside(SHORT, "states")
    assert page.look("view-states")["look"] == {}
    before = page.view("view-states")
    page.press("inside-next")
    assert page.look("view-states")["look"] == {"own_example": 1}
    assert page.view("view-states") != before


def test_an_own_sequence_is_the_example_everywhere():
    page = opened(SHORT, own=True)
    page.turn("tab", "states")
    page.turn("own-text", "0 0 0 0 0 0 0 0 0 0.9")
    for tab in ("states", "gates", "gradients", "cell", "what-if"):
        page.turn("tab", tab)
        assert page.look(f"view-{tab}")["look"]["own_text"] == "0 0 0 0 0 0 0 0 0 0.9"


def test_a_held_gate_changes_the_answer_and_nothing_that_is_trained():
    page = inside(SHORT, "what-if", step=4)
    untouched = page.experiment
    page.turn("hold.gate", "f")
    page.turn("hold.value", 0.0)
    assert page.session.view_state.hold == Hold(gate="f", value=0.0)
    assert "It matters" in page.seen("view-what-if")
    assert page.experiment == untouched


def test_a_click_on_a_heatmaps_row_chooses_its_unit_layer_and_direction():
    deep = {"model.num_layers": 2, "model.bidirectional": True}
    page = inside(edited(small("sum-sign", "gru"), deep), "states")
    rows = named(page.view("view-states"), "states-1-backward")["pick"]
    assert sorted(rows) == [0, 1, 2, 3]
    page.pick("view-states", "states-1-backward", {"x": 1, "y": 2, "curve": 0, "pick": rows[2]})
    look = page.session.view_state
    assert (look.unit, look.layer, look.backward) == (rows[2], 1, True)
    page.turn("tab", "gates")
    assert page.look("view-gates")["look"] == {"layer": 1, "unit": rows[2]}
    assert page.widget("unit").value == rows[2]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("states-0-forward", {"pick": 6}),
        ("states-0-forward", {"pick": -1}),
        ("states-1-forward", {"pick": 0}),
        ("states-x-forward", {"pick": 0}),
        ("states-0-forward", {"pick": "0"}),
        ("states-0-forward", {"pick": True}),
        ("states-0-forward", 0),
        ("states", {"pick": 0}),
        ("cell-forward-lstm", "z"),
        ("nothing", None),
    ],
)
def test_a_click_on_what_is_not_there_changes_nothing(part, value):
    page = inside(SHORT, "states")
    before = page.session
    page.pick("view-states", part, value)
    assert page.session == before
    assert not page.sentences


def test_a_click_on_a_gate_of_the_diagram_lights_it_and_another_one_puts_it_out():
    page = inside(SHORT, "cell")
    page.pick("view-cell", "cell-forward-lstm", "f")
    assert page.look("view-cell")["look"] == {"gate": "f"}
    page.pick("view-cell", "cell-forward-lstm", "")
    assert page.look("view-cell")["look"] == {}


def test_units_that_are_none_are_one_sentence():
    page = inside(SHORT, "what-if")
    page.turn("silenced", "0, 2-3")
    assert page.session.view_state.hold.silenced == (0, 2, 3)
    page.turn("silenced", "cats")
    (sentence,) = page.sentences
    assert "cats" in sentence
    assert page.session.view_state.hold.silenced == (0, 2, 3)


def test_a_unit_that_a_smaller_network_does_not_have_is_forgotten():
    page = inside(SHORT, "states")
    page.turn("unit", 5)
    assert page.session.view_state.unit == 5
    page.set("model.hidden_size", 3)
    assert not page.sentences
    assert "Click a row, or choose a unit" in page.seen("view-unit")


def test_several_own_lines_are_answered_at_once_and_go_when_another_problem_is_typed_for():
    page = opened(edited(PRESETS["sentiment"].config, {"training.epochs": 1}), own=True, step=3)
    assert "view-own-lines" not in page.mounted
    page.turn("own-lines", "a dull film\n\na wonderful meal")
    rows = page.seen("view-own-lines")
    assert [rows.count(line) for line in ("a dull film", "a wonderful meal")] == [1, 1]
    assert page.look("view-own-lines")["look"] == {"own_lines": "a dull film\n\na wonderful meal"}
    page.turn("own-text", "the film was dull")
    assert page.session.view_state.own_lines
    page.set("task.length", 9)
    assert "view-own-lines" not in page.mounted
    page.turn("own-text", "a place")
    assert not page.session.view_state.own_lines


@pytest.mark.parametrize("name", ["sentiment", "reverse", "sine"])
def test_the_vocabulary_stands_with_its_numbers_where_there_are_symbols(name: str):
    page = opened(PRESETS[name].config)
    page.below("The problem")
    data = dataset(PRESETS[name].config.task)
    tables = [one.value for one in page.script.dataframe]
    assert len(tables) == {"sentiment": 1, "reverse": 2, "sine": 0}[name]
    for table, symbols in zip(tables, (data.symbols, data.said_symbols), strict=False):
        assert dict(zip(table["Number"], table["Symbol"], strict=True)) == dict(enumerate(symbols))
