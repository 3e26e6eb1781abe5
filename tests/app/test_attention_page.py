"""The page of pairs without a browser: what is asked, what is said, and every switch that moves attention."""

from __future__ import annotations

import math

import pytest

from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.ui.runs import run_of
from tests.app.conftest import TrainPage, opened
from tests.ui.parts import named

QUICK = {"task.examples": "500", "training.epochs": "1"}


def small(name: str = "reverse", **changes: object) -> RunConfig:
    small = {"task.examples": 500, "model.hidden_size": 8, "training.epochs": 1}
    return edited(PRESETS[name].config, small | {f"model.{key}": value for key, value in changes.items()})


def page_of(config: RunConfig, *, text: str = "") -> TrainPage:
    page = opened(config, step=2)
    if text:
        page.turn("source", text)
    return page


def asked(page: TrainPage) -> dict[str, object]:
    """What the view of the answer is asked for beside the run: nothing of it is as usual."""
    return page.look("learning")["look"]


def says(page: TrainPage) -> str:
    """The sentence with the answer."""
    (line,) = (text for text in page.seen("learning").splitlines() if "Output: **" in text)
    return line


@pytest.mark.parametrize(
    ("cell", "attention"), [("rnn", "none"), ("lstm", "additive"), ("gru", "dot"), ("rnn", "additive")]
)
def test_the_page_says_something_for_every_cell_and_attention(cell: str, attention: str):
    page = page_of(small(cell=cell, attention=attention))
    assert not page.sentences
    assert "Output: **" in says(page)
    assert ("additive attention" in page.seen("translation")) == (attention == "additive")
    assert "Whole answers right" in page.seen("translation")
    assert ("This network has no attention" in page.seen("learning")) == (attention == "none")
    assert ("attention-below" in page.mounted) == (attention != "none")
    for key in page.stages():
        assert page.view(key), key


@pytest.mark.parametrize("name", ["copy", "sort", "dates", "numbers"])
def test_every_example_that_is_offered_is_read(name: str):
    page = page_of(small(name))
    page.press("accepted-1")
    assert not page.sentences
    own = page.session.view_state.own_text
    assert own
    assert asked(page) == {"own_text": own}
    assert page.view("learning")
    page.press("another")
    assert asked(page) == {"own_example": 1}


def test_a_text_of_ones_own_is_read_and_nonsense_gets_a_sentence_and_loses_nothing():
    page = page_of(small())
    held_out = says(page)
    page.turn("source", "zebra")
    assert says(page) != held_out
    assert "arbez" in says(page)  # what would be right
    for wrong, said in (
        ("<b>x</b>", "not '<'"),
        ("a1", "not '1'"),
        ("שלום", "Only the letters a to z"),
        ("🙂", "Only the letters a to z"),
        ("a\x00b", "Only the letters a to z"),
        ("a" * 41, "1 to 40 letters, not 41"),
        ("a" * 10_000, "not 10000"),
    ):
        page.turn("source", wrong)
        (sentence,) = page.sentences
        assert said in sentence
        if len(wrong) < 7500:  # else it is not even asked for
            assert says(page).startswith("For **")  # a held-out example stands in, and says so
            assert says(page).endswith(held_out.partition("Output:")[2])
    page.turn("source", "abc")
    assert not page.sentences
    page.turn("source", "")  # nothing typed is a held-out example
    assert not page.sentences
    assert says(page) == held_out


def test_attention_is_made_even_and_set_free_again():
    page = page_of(small(), text="zebra")
    page.turn("uniform", True)
    assert asked(page) == {"own_text": "zebra", "uniform": True}
    assert "Attention is equal" in page.seen("learning")
    page.press("look-freely")
    assert not page.session.view_state.uniform
    assert "Attention is equal" not in page.seen("learning")


def test_a_clicked_cell_of_the_map_is_where_it_must_look_and_a_click_beside_it_does_nothing():
    page = page_of(small(), text="zebra")
    places = [(9, 1), (1, 0), (1, 900), ("a", 1), (math.inf, 1)]
    for beside in [*({"x": x, "y": y, "curve": 0} for x, y in places), None]:
        page.pick("learning", "attention", beside)
        assert page.session.view_state.forced == ()
    page.pick("learning", "attention", {"x": 3, "y": 1, "curve": 0})
    assert page.session.view_state.forced == ((0, 2),)
    assert "At output 1, attention was moved to 'b'." in page.seen("learning")
    page.press("mover-go")  # the keyboard's way
    assert page.session.view_state.forced == ((0, 0),)
    page.press("look-freely")
    assert page.session.view_state.forced == ()


def test_a_clicked_word_of_the_ribbons_is_told_in_numbers():
    page = page_of(small(), text="zebra")
    page.turn("prefix", "arb")
    assert "for output 1: **a**" in page.seen("attention-below")
    page.pick("attention-below", "ribbons", 2)
    assert "for output 3: **b**" in page.seen("attention-below")
    for wrong in (-1, 10_000, "1", None):
        page.pick("attention-below", "ribbons", wrong)
    assert page.session.view_state.output == 2


def test_a_beam_and_a_beginning_are_passed_on_and_a_wrong_beginning_is_refused():
    page = page_of(small(), text="zebra")
    page.turn("beam", 3)
    page.turn("prefix", "ar")
    assert asked(page) == {"own_text": "zebra", "beam": 3, "prefix": "ar"}
    assert "Output: **ar" in says(page)
    page.turn("prefix", "9")
    assert "not with '9'" in page.sentences[0]


def test_the_same_network_without_attention_is_trained_beside_it():
    page = page_of(small())
    assert "translation-twin" not in page.mounted
    page.turn("twin", True)
    other = run_of(small(attention="none"))
    assert [film["run"] for film in page.experiment["beside"]] == [other]
    assert page.mounts("translation-twin")["run"] == other
    assert "without attention" in page.seen("translation-twin")
    page.turn("tab", "states")
    assert page.experiment["beside"] == []  # where nobody sees it, it costs nothing


def test_the_decoder_is_looked_into_on_demand():
    page = page_of(small())
    page.turn("tab", "states")
    assert page.look("view-states")["look"] == {}
    page.turn("side", True)
    assert page.look("view-states")["look"] == {"decoder": True}
    assert named(page.view("view-states"), "states-0-forward")
    page.turn("tab", "weights")
    assert page.look("view-weights")["look"] == {"decoder": True}
    assert not page.sentences


def test_a_tab_that_a_decoder_does_not_have_is_one_sentence():
    page = opened(v="1", problem="reverse", tab="gradients", **QUICK)
    (sentence,) = page.sentences
    assert "gradients" in sentence
