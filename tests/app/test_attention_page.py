"""The page of pairs without a browser: what is asked, what is said, and every switch that moves attention."""

from __future__ import annotations

import pytest

from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.probes.decoded import DecodedProbe
from tests.app.conftest import TrainPage, opened

QUICK = {"task.examples": "500", "training.epochs": "1"}
"""For a link: it plays at once, and training in place is what takes time."""


def small(name: str = "reverse", **changes: object) -> RunConfig:
    small = {"task.examples": 500, "model.hidden_size": 8, "training.epochs": 1}
    return edited(PRESETS[name].config, small | {f"model.{key}": value for key, value in changes.items()})


def page_of(config: RunConfig, *, text: str = "") -> TrainPage:
    page = opened(config, step=2)
    if text:
        page.turn("source", text)
    return page


def asked(page: TrainPage, picture: str = "decoded") -> DecodedProbe:
    probe = page.session.shown[picture]
    assert isinstance(probe, DecodedProbe)
    return probe


@pytest.mark.parametrize(
    ("cell", "attention"), [("rnn", "none"), ("lstm", "additive"), ("gru", "dot"), ("rnn", "additive")]
)
def test_the_page_says_something_for_every_cell_and_attention(cell: str, attention: str):
    page = page_of(small(cell=cell, attention=attention))
    assert not page.sentences
    assert "It says" in page.text
    assert ("additive attention" in page.text) == (attention == "additive")
    assert "Whole answers right" in page.text


@pytest.mark.parametrize("name", ["copy", "sort", "dates", "numbers"])
def test_every_example_that_is_offered_is_read(name: str):
    page = page_of(small(name))
    page.press("accepted-1")
    assert not page.sentences
    assert asked(page).text == page.session.view_state.own_text != ""
    page.press("another")
    assert asked(page).text == ""


def test_a_text_of_ones_own_is_read_and_nonsense_gets_a_sentence_and_loses_nothing():
    page = page_of(small(), text="zebra")
    assert asked(page).text == "zebra"
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
        assert asked(page).text == ""  # a held-out example stands in
    page.turn("source", "abc")
    assert not page.sentences
    page.turn("source", "")  # nothing typed is a held-out example
    assert not page.sentences
    assert asked(page).text == ""


def test_attention_is_made_even_and_set_free_again():
    page = page_of(small(), text="zebra")
    page.turn("uniform", True)
    assert asked(page, "moved").uniform
    assert not asked(page).uniform
    assert "Attention is even" in page.text
    page.press("look-freely")
    assert not page.session.view_state.uniform
    assert "Attention is even" not in page.text


def test_a_beam_and_a_beginning_are_passed_on_and_a_wrong_beginning_is_refused():
    page = page_of(small(), text="zebra")
    page.turn("beam", 3)
    assert asked(page).beam == 3
    page.turn("prefix", "ar")
    assert asked(page).prefix == (3, 20)
    assert "It says **ar" in page.text
    page.turn("prefix", "9")
    assert "not with '9'" in page.sentences[0]


def test_the_same_network_without_attention_is_trained_beside_it():
    page = page_of(small())
    page.turn("twin", True)
    page.run()
    twin = page.session.shown["translation-twin"]
    assert twin.config == small(attention="none")
    assert twin.step == 2
    assert "without attention" in page.text


def test_the_decoder_is_looked_into_on_demand():
    page = page_of(small())
    page.turn("tab", "states")
    assert not page.session.shown["inside"].decoder
    page.turn("side", True)
    assert page.session.shown["inside"].decoder
    page.turn("tab", "weights")
    assert page.session.shown["weights"].decoder
    assert not page.sentences


def test_a_tab_that_a_decoder_does_not_have_is_one_sentence():
    page = opened(v="1", problem="reverse", tab="gradients", **QUICK)
    (sentence,) = page.sentences
    assert "gradients" in sentence
