"""The character model on its page, without a browser: what is drawn, and what its controls change."""

from __future__ import annotations

import re

import pytest

from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.views.parts import Part
from tests.app.conftest import TrainPage, opened

SMALL = edited(
    PRESETS["characters"].config, {"model.hidden_size": 8, "training.epochs": 1, "training.batch_size": 64}
)


def sample(page: TrainPage) -> Part:
    """The text that the network writes."""
    (found,) = (part for part in page.view("learning") if part["is"] == "sample")
    return found


@pytest.fixture
def page() -> TrainPage:
    return opened(SMALL, step=10)


def test_the_page_writes_says_how_unsure_it_is_and_compares(page):
    assert "Written at step 10." in page.seen("learning")
    assert "| Counts which character follows the last two | 42.3% | 6.71 |" in page.seen("unsure")
    (ladder,) = (part for part in page.view("learning") if part["is"] == "ladder")
    assert ladder["row"] == ["10", sample(page)["text"][:60].replace("\n", "↵")]
    (text,) = (part["data"] for part in page.view("fires") if part["is"] == "component")
    assert len(text["tops"]) == 8  # one for each unit
    assert not page.sentences


def test_its_perplexity_is_said_in_plain_words_and_falls():
    page = opened(SMALL, step=19)
    told = page.seen("unsure")
    assert re.search(r"as a choice between about \*\*\d+ equally likely characters\*\*", told)
    assert "pure guessing is a choice between 39." in told
    assert told != page.seen("unsure", step=0)


def test_the_temperature_changes_the_sample_and_nothing_that_is_trained(page):
    before, untouched = sample(page), page.experiment
    page.turn("temperature", 0.0)
    coldest = sample(page)
    assert coldest != before
    page.press("another-sample")
    assert sample(page) == coldest  # the likeliest are the likeliest
    page.turn("temperature", 0.8)
    assert sample(page) not in (before, coldest)
    assert page.experiment == untouched


def test_another_sample_is_another_one(page):
    before = sample(page)
    page.press("another-sample")
    assert sample(page) != before
    assert page.session.view_state.sample_seed == 1


def test_an_own_text_is_gone_on_with_as_text_and_not_as_markup():
    page = opened(SMALL, step=10, own=True)
    page.turn("own-text", "<b>*alice*</b> & ")
    assert sample(page)["prompt"] == "<b>*alice*</b> & "
    assert page.look("fires")["look"] == {"own_text": "<b>*alice*</b> & "}
    own = page.seen("view-own")
    assert "| Next character | Probability |" in own
    assert r"reads as one and the same: \<, \>, \*, /, &." in own
    assert not page.sentences


def test_a_text_that_cannot_be_read_is_one_sentence_and_the_held_out_one_stays():
    page = opened(SMALL, step=10, own=True)
    before = sample(page)
    page.turn("own-text", "a" * 201)
    (sentence,) = page.sentences
    assert sentence == "The text must have 1 to 200 characters, not 201."
    assert sample(page) == before


def test_a_click_on_a_unit_of_the_coloured_text_chooses_it_and_one_that_is_none_does_not(page):
    page.pick("fires", "fires", 5)
    assert page.look("fires")["look"] == {"unit": 5}
    for none in (8, -1, "5", None, {"pick": 1}):
        page.pick("fires", "fires", none)
        assert page.session.view_state.unit == 5
