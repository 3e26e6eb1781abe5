"""A link opens the experiment it holds; one that holds none gives one sentence, and the sine runs."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.lanes import Lanes
from playground.experiments.presets import PRESETS
from playground.ui import from_link
from tests.app.conftest import opened

QUICK = {"training.epochs": 1}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("waves", {"task.periods": (40.0, 9.5), "task.noise": 0.3, **QUICK}),
        ("parity", {"model.cell": "by-hand", "model.nonlinearity": "relu", **QUICK}),
        ("airline", {"training.max_norm": 0.25, "training.target_loss": 0.5, **QUICK}),
    ],
)
def test_a_link_opens_its_experiment_and_plays_it(name, values):
    config = edited(PRESETS[name].config, values)
    page = opened(**links.encode(config))
    assert page.config == config
    assert page.experiment["autoplay"]
    assert page.link == links.encode(config)
    assert not page.sentences


BAD = {
    "an unknown problem": {"v": "1", "problem": "nope"},
    "a later version": {"v": "2", "problem": "waves"},
    "a version far too long": {"v": "9" * 500},
    "a script as a problem": {"v": "1", "problem": "<script>alert(1)</script>"},
    "a value outside its rule": {"v": "1", "problem": "sine", "model.hidden_size": "100000"},
    "no number": {"v": "1", "problem": "sine", "training.lr": "fast"},
    "not a number": {"v": "1", "problem": "sine", "training.lr": "nan"},
    "thousands of digits": {"v": "1", "problem": "sine", "training.seed": "9" * 5000},
    "far too long": {"v": "1", "problem": "sine", "task.periods": "9," * 20_000},
    "parts that do not fit": {"v": "1", "problem": "sine", "model.forget_bias": "1", "model.cell": "gru"},
    "a batch beyond the memory": {
        "v": "1",
        "problem": "adding",
        "task.length": "200",
        "task.examples": "5000",
        "model.hidden_size": "256",
        "training.batch_size": "none",
    },
    "a change before the first step": {"v": "1", "problem": "sine", "training.changes": "0,1,0,none"},
    "half a change": {"v": "1", "problem": "sine", "training.changes": "5,1"},
}


@pytest.mark.parametrize("link", BAD.values(), ids=BAD)
def test_a_bad_link_gives_one_sentence_and_the_sine_runs(link):
    page = opened(**link)
    (sentence,) = page.sentences
    assert sentence.startswith("This link")
    assert sentence.endswith(".")
    assert len(sentence) < 400
    assert page.config == PRESETS["first"].config
    assert page.experiment["autoplay"]
    assert page.link == {"v": "1", "problem": "sine", "model.cell": "rnn"}


LEFT_OUT = {
    "a tracker's": {"fbclid": "IwAR0", "utm_source": "mail"},
    "a script": {"<img src=x onerror=alert(1)>": "1"},
    "a setting that is none": {"model.colour": "red"},
    "a section that is none": {"__class__.x": "1"},
}


@pytest.mark.parametrize("more", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_not_ours_in_a_link_is_left_out_and_told_and_the_experiment_opens(more):
    config = edited(PRESETS["waves"].config, {"model.hidden_size": 7, **QUICK})
    page = opened(**links.encode(config), **more)
    (sentence,) = page.sentences
    assert sentence.startswith("This part of the link is not known here and was left out: ")
    assert page.config == config
    assert page.experiment["autoplay"]
    assert opened(**more).config == PRESETS["first"].config


def test_a_teachers_parameter_is_left_to_the_teacher():
    assert not opened(**{"v": "1", "problem": "sine", "class.group": "3"}).sentences


def test_a_link_to_a_moment_opens_there_paused_and_looks_the_same_way():
    page = opened(problem="sine", at="37", tab="states", look='{"log_loss":true,"own_example":4,"unit":3}')
    assert (page.experiment["beginsAt"], page.experiment["autoplay"]) == (37, False)
    view = page.session.view_state
    assert (view.tab, view.unit, view.own_example, view.log_loss) == ("states", 3, 4, True)
    again = dict(parse_qsl(page.mounts("runbar")["moment"]))
    assert from_link.opened(again, "first", None, None).view_state == view
    assert not page.sentences


def test_notes_in_a_link_are_handed_to_the_browser_with_their_experiment_alone():
    page = opened(problem="sine", at="5", notes='[[5,"<b>here</b>"]]')
    assert page.mounts("runbar")["notes"] == [[5, "<b>here</b>"]]
    assert "notes" not in page.link
    page.set("model.cell", "gru")
    assert page.mounts("runbar")["notes"] == []
    (sentence,) = opened(problem="sine", notes="[[5]]").sentences
    assert sentence == "The notes in this link cannot be read."


@pytest.mark.parametrize(
    "look", ["{", "[1]", '{"unit":-1}', '{"unit":1e99}', '{"x":1}', '{"own_text":3}', "null"]
)
def test_a_look_that_there_is_not_is_told_and_the_experiment_opens(look):
    page = opened(problem="waves", look=look, at="-3")
    (sentence,) = page.sentences
    assert sentence.endswith(".")
    assert page.config == PRESETS["waves"].config
    assert page.experiment["beginsAt"] == 0


@pytest.mark.parametrize("key", ["task.name", "training.lr "])
def test_a_setting_under_another_name_is_not_taken_for_a_setting(key):
    page = opened(v="1", problem="sine", **{key: "waves"})
    assert len(page.sentences) == 1
    assert page.config in (PRESETS["first"].config, PRESETS["sine"].config)


def test_the_sentence_about_a_bad_link_goes_with_the_next_change():
    page = opened(v="1", problem="nope", **{})
    assert page.sentences
    page.set("model.hidden_size", 8)
    assert not page.sentences


@pytest.mark.parametrize(
    "problem",
    ["![x](http://192.0.2.1/x.png)", "[prize](http://192.0.2.1/)", "**you won** :material/star:", "$x^2$"],
)
def test_nothing_in_a_bad_link_is_drawn_as_anything_but_its_letters(problem):
    """A link may come from anybody: no picture, no link, and no emphasis of its own."""
    page = opened(v="1", problem=problem)
    (warning,) = page.script.warning
    assert problem not in warning.value
    assert problem in page.sentences[0]


def test_back_opens_what_the_link_says_and_the_controls_and_the_player_agree():
    page = opened(v="1", problem="sine", **{"model.cell": "rnn"})
    page.set("model.cell", "gru")
    serial = page.session.serial
    page.script.query_params["model.cell"] = "rnn"  # the browser has it before the page hears of it
    page.run()
    assert page.link["model.cell"] == "rnn"
    page.send("address", "link", "?v=1&problem=sine&model.cell=rnn")
    assert page.config.model.cell == "rnn"
    assert page.controls()["model.cell"].value == "rnn"
    assert page.session.serial == serial + 1
    assert page.link["model.cell"] == "rnn"


def test_back_to_another_tab_of_the_same_run_begins_nothing_anew():
    page = opened(v="1", problem="sine")
    page.turn("tab", "gates")
    serial = page.session.serial
    page.send("address", "link", "?v=1&problem=sine")
    assert page.session.view_state.tab == "learning"
    assert page.session.serial == serial


STRANGE = ["?v=1&problem=nothing", "?" + "x" * 20_000, "?" + "a=1&" * 2000, "?%ff=%00"]


@pytest.mark.parametrize("link", STRANGE, ids=["no problem", "long", "many", "no letters"])
def test_a_link_that_makes_no_sense_is_told_or_left_alone(link):
    page = opened(v="1", problem="sine")
    before = page.config
    page.send("address", "link", link)
    assert page.config == before or page.sentences
    assert not page.script.exception


def test_a_run_of_the_history_opens_in_place_at_its_step_and_goes_through_the_gate():
    page = opened(problem="sine")
    page.script.session_state["history#0"] = True
    page.run()
    config = edited(PRESETS["waves"].config, {"model.cell": "gru", **QUICK})
    assert page.mounts("runbar")["kept"] == {"page": "train", "link": "v=1&problem=sine"}
    page.send("history", "open", f"{links.query(config)}&at=7")
    assert page.config == config
    assert (page.experiment["beginsAt"], page.experiment["autoplay"]) == (7, False)
    assert page.link == links.encode(config)
    page.script.session_state["history#1"] = True
    page.run()
    page.send("history", "open", "v=1&problem=sine&model.hidden_size=0")
    (sentence,) = page.sentences
    assert sentence.startswith("This link does not hold an experiment:")


RNN = "v=1&problem=sine&model.cell=rnn"
COMPARED = Lanes()


def test_links_of_two_runs_open_as_two_lanes():
    found = from_link.opened({"runs": f"{RNN}|v=1&problem=sine"}, PRESETS["race"].config, COMPARED, None)
    assert found.message == ""
    assert found.lanes is not None
    assert found.lanes.of(found.config) == (links.decode(RNN), links.decode("v=1&problem=sine"))


@pytest.mark.parametrize(
    "runs", ["", "|", RNN, f"{RNN}|v=1&problem=adding", f"{RNN}|v=1&problem=x", "|" * 99]
)
def test_links_that_cannot_be_lanes_give_one_sentence_and_the_usual_comparison(runs):
    found = from_link.opened({"runs": runs}, PRESETS["race"].config, COMPARED, None)
    assert bool(found.message) is bool(runs)
    assert (found.config, found.lanes) == (PRESETS["race"].config, COMPARED)
