"""Own rows on the page: taken, said back, refused; and never lost, linked or drawn as markup."""

from __future__ import annotations

import pytest

from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.ui.server import may_see, proof_for
from playground.uploads import own_data
from tests.app.conftest import TrainPage, opened

OURS = edited(PRESETS["own-sentences"].config, {"training.epochs": 1})
ROWS = "\n".join(
    f"{'good' if n % 3 else 'bad'} thing {n},{'yes' if n % 3 else '<b>no</b> *'}" for n in range(30)
)
SECRET = "thing"


def paste(page: TrainPage, rows: str) -> None:
    page.widget("own-rows").set_value(rows)
    (button,) = (one for one in page.script.button if one.label == "Use these rows")
    button.click()
    page.run()


def upload(page: TrainPage, rows: bytes, name: str = "rows.csv") -> None:
    page.widget("own-file").set_value((name, rows, "text/csv"))
    page.run()


def told(page: TrainPage) -> str:
    """What the page says of the rows, as it is read."""
    (said,) = (one.value for one in page.script.caption if "texts, " in one.value and "labels:" in one.value)
    return said.replace("\\", "")


def test_before_rows_are_brought_the_page_says_whose_they_are():
    assert told(opened(OURS)).startswith(
        "These rows are our examples until you add your own: 48 texts, 3 labels:"
    )


@pytest.mark.parametrize(
    "bring", [paste, lambda page, rows: upload(page, rows.encode())], ids=["paste", "upload"]
)
def test_rows_that_were_brought_are_said_back_and_trained_on(bring):
    page = opened(OURS, step=2)
    bring(page, ROWS)
    assert told(page) == "Your rows: 30 texts, 2 labels: <b>no</b> * 10, yes 20."
    assert page.config == edited(OURS, {"task.own": page.config.task.own})
    assert page.experiment["autoplay"]
    assert not page.sentences
    assert page.step == 0
    assert r"\<b\>no\</b\> \*" in page.text
    (film,) = page.experiment["films"]
    assert film["proof"] == proof_for(page.config) != ""
    assert may_see(page.config, film["proof"])
    assert not may_see(page.config, "")
    assert page.view("learning", step=1)


def test_how_rows_were_read_is_said_and_the_label_chosen_otherwise_and_long_texts_are_read_whole():
    page = opened(OURS)
    long = "so " * 30
    rows = "\n".join(f"{long} thing {n},{'ab'[n % 2]},{'cd'[n % 3 > 0]}" for n in range(30))
    paste(page, f"review,first,second\n{rows}")
    assert "The texts are in the column 'review', the labels in 'first'." in page.text
    assert told(page).endswith("2 labels: a 15, b 15.")
    assert page.config.task.length == 32
    page.turn("own-read-label", "second")
    assert told(page).endswith("2 labels: c 10, d 20.")
    assert "the labels in 'second'" in page.text
    page.below("Share")
    assert "--own FILE --read label=second" in page.text
    page.set("task.length", 10)
    assert page.config.task.length == 10
    assert "Texts of more than 10 words are cut there: 30." in page.text.replace("\\", "")


def test_the_link_has_the_fingerprint_and_says_that_rows_are_needed():
    page = opened(OURS)
    paste(page, ROWS)
    assert page.link == links.encode(page.config)
    assert page.link["task.own"] == page.config.task.own
    assert SECRET not in str(page.link)
    page.below("Share")
    assert "but not your rows" in page.text
    assert "--own FILE" in page.text


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (b"", "There are no rows"),
        (b"a text,a label\n", "at least 20 different texts, not 1"),
        (b"\xff\xfe\x00\xd8" + ROWS.encode("utf-16-le"), "UTF-16"),
        (b"\0" * 100, "control character U+0000"),
        (b"x" * 5_000_000, "at most 2 MB"),
        (b"<img src=x onerror=alert(1)>\n", "Row 1 has 1 column"),
    ],
    ids=["empty", "short", "utf-16", "zeros", "large", "markup"],
)
def test_a_fault_is_one_sentence_and_the_run_goes_on(rows, sentence):
    page = opened(OURS, step=2)
    upload(page, rows)
    (said,) = page.sentences
    assert sentence in said
    assert page.config == OURS
    assert page.step == 2
    paste(page, ROWS)
    assert not page.sentences
    assert page.config.task.own


def test_a_bug_in_reading_is_one_calm_sentence(monkeypatch, caplog):
    page = opened(OURS)
    monkeypatch.setattr(own_data, "keep", lambda data: 1 / 0)
    paste(page, ROWS)
    (said,) = page.sentences
    assert said.startswith("Something went wrong")
    assert SECRET not in caplog.text


def test_rows_that_were_taken_leave_their_place_empty():
    page = opened(OURS)
    paste(page, ROWS)
    assert page.widget("own-rows").value == ""


def test_nobody_else_is_asked_for_rows():
    assert not opened(PRESETS["sentiment"].config).script.file_uploader
    assert not opened(PRESETS["sine"].config).script.file_uploader


def test_a_link_to_rows_that_are_not_here_opens_with_ours_and_says_so():
    link = links.encode(edited(OURS, {"model.hidden_size": 7})) | {"task.own": "0" * 32}
    page = opened(**link)
    (said,) = page.sentences
    assert "add the same rows again" in said
    assert page.config == edited(OURS, {"model.hidden_size": 7})


def test_rows_that_are_forgotten_while_the_page_is_open_bring_ours_back_and_say_so(monkeypatch):
    page = opened(OURS)
    paste(page, ROWS)
    monkeypatch.setattr(own_data, "has", lambda digest: False)
    monkeypatch.setattr(own_data, "find", own_data.Store(1).find)
    links.tasks.dataset.cache_clear()
    page.run()
    (said,) = page.sentences
    assert "add the same rows again" in said
    assert page.config == OURS


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("zorgly blib", "The network knows none of these words, so it can only guess. It knows the, "),
        (
            "the <b>zorgly</b>",
            "Words unknown to the network, which it reads as one and the same word: b, zorgly.",
        ),
        ("the " + "x" * 400, "xxx…"),
    ],
)
def test_words_nobody_knows_are_answered_and_named(text, sentence):
    page = opened(OURS, step=1, own=True)
    page.turn("own-text", text)
    seen = page.seen("view-own")
    assert sentence in seen
    assert "The network's answer at step 1" in seen
    assert not page.sentences
