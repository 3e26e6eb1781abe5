"""The character model on its page, without a browser: what is drawn, and what its controls change."""

from __future__ import annotations

import pytest

from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from tests.app.conftest import TrainPage, opened

SMALL = edited(
    PRESETS["characters"].config, {"model.hidden_size": 8, "training.epochs": 1, "training.batch_size": 64}
)


def html(page: TrainPage) -> list[str]:
    """What is drawn as HTML: the style of the page, the sample, the ladder."""
    return [str(one.proto.body) for one in page.script.get("html")]


def sample(page: TrainPage) -> str:
    (found,) = (text for text in html(page) if 'class="pg-sample"' in text)
    return found


@pytest.fixture
def page() -> TrainPage:
    return opened(SMALL, step=10)


def test_the_page_writes_says_how_unsure_it_is_and_compares(page):
    assert "Written at step 10." in page.text
    assert "Without any knowledge one chooses between **39 equally likely characters**" in page.text
    assert "| Counts what follows the last two characters | 42.3% | 6.71 |" in page.text
    (ladder,) = (text for text in html(page) if 'class="pg-ladder"' in text)
    assert ladder.count("<tr>") == 1 + sum(at <= 10 for at in {0, *(19 // 2**n for n in range(7))})
    assert not page.sentences


def test_after_an_epoch_its_perplexity_is_said_in_plain_words():
    page = opened(SMALL, step=19)
    assert "It is as unsure as if it chose between about **" in page.text


def test_the_temperature_changes_the_sample_and_nothing_that_is_trained(page):
    before, cursor = sample(page), page.cursor
    page.turn("temperature", 0.0)
    coldest = sample(page)
    assert coldest != before
    page.press("another-sample")
    assert sample(page) == coldest  # the likeliest are the likeliest
    page.turn("temperature", 0.8)
    assert sample(page) not in (before, coldest)
    assert page.cursor == cursor


def test_another_sample_is_another_one(page):
    before = sample(page)
    page.press("another-sample")
    assert sample(page) != before
    assert page.session.view_state.sample_seed == 1


def test_an_own_text_is_gone_on_with_as_text_and_not_as_markup():
    page = opened(SMALL, step=10, own=True)
    page.turn("own-text", "<b>*alice*</b> & ")
    assert '<p class="pg-sample"><u>&lt;b&gt;*alice*&lt;/b&gt; &amp; </u>' in sample(page)
    assert page.session.shown["fires"].text == "<b>*alice*</b> & "
    assert "| Next character | Probability |" in page.text
    assert r"reads them all as one character: \<, \>, \*, /, &." in page.text
    assert not page.sentences


def test_a_text_that_cannot_be_read_is_one_sentence_and_the_held_out_one_stays():
    page = opened(SMALL, step=10, own=True)
    before = sample(page)
    page.turn("own-text", "a" * 201)
    (sentence,) = page.sentences
    assert sentence == "The text must have 1 to 200 characters, not 201."
    assert sample(page) == before
