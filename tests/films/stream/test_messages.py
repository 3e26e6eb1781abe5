"""What the server says: a page that reads it after the protocol has the film's numbers to the last bit."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from playground.experiments import links
from playground.films.engine import EngineState
from playground.films.frames import Frame
from playground.films.inline import InlineEngine
from playground.films.stream import messages
from playground.i18n import N_, Message
from tests.films.stream.fakes import PARITY, SINE, Page, film_of, header_of

CONFIG = links.decode(SINE)


@pytest.fixture(scope="module")
def trained():
    """A real film, with metrics and many epochs."""
    config = links.decode("v=1&problem=parity&training.epochs=4&task.examples=200")
    engine = InlineEngine()
    engine.want(config, 10**6)
    return engine.film(config)


def test_the_stretches_of_a_film_are_the_film(trained):
    page, start = Page(), 0
    for end in (1, 2, trained.epoch_steps, trained.epoch_steps + 1, trained.total_steps):
        known = replace(trained, history=until(trained.history, end), status="developing")
        page.take([messages.film_message(known, PARITY, start)])
        start = end
    numbers, history = page.numbers[PARITY], trained.history
    assert numbers["trainLoss"] == history.train_loss.astype(np.float32).tolist()
    assert numbers["gradNorm"] == history.grad_norm.astype(np.float32).tolist()
    assert numbers["epochStep"] == history.epoch_step.tolist()
    assert numbers["epochTrainLoss"] == history.epoch_train_loss.tolist()
    assert numbers["testLoss"] == history.test_loss.tolist()
    assert numbers["margin"] == history.margin.tolist()
    assert numbers["verdict"] == history.verdict.tolist()
    assert {name for name in numbers if ":" in name} == {f"metric:{name}" for name in history.metrics}
    for name, values in history.metrics.items():
        assert numbers[f"metric:{name}"] == values.tolist()


def until(history, step):
    epochs = int(np.sum(history.epoch_step <= step))
    return replace(
        history,
        train_loss=history.train_loss[:step],
        grad_norm=history.grad_norm[:step],
        epoch_step=history.epoch_step[:epochs],
        epoch_train_loss=history.epoch_train_loss[:epochs],
        test_loss=history.test_loss[:epochs],
        margin=history.margin[:epochs],
        verdict=history.verdict[:epochs],
        metrics={name: values[:epochs] for name, values in history.metrics.items()},
    )


def test_the_header_says_how_the_film_is(trained):
    header = header_of(messages.film_message(trained, PARITY, trained.total_steps))
    del header["columns"]
    assert header == {
        "kind": "film",
        "run": PARITY,
        "film": trained.config.digest[:16],
        "from": trained.total_steps,
        "lastStep": trained.total_steps,
        "totalSteps": trained.total_steps,
        "epochSteps": trained.epoch_steps,
        "status": "finished",
        "reason": str(trained.reason),
        "mayGoOn": True,
        "secondsLeft": None,
        "secondsPerStep": trained.seconds_per_step,
    }


@pytest.mark.parametrize(
    ("status", "reason", "may"),
    [
        ("finished", "last epoch", True),
        ("finished", "target loss", False),
        ("finished", "no progress", False),
        ("developing", "", False),
        ("diverged", "", False),
    ],
)
def test_only_a_film_that_ended_with_its_last_epoch_may_go_on(status: str, reason: str, may: bool):
    header = header_of(messages.film_message(film_of(CONFIG, 20, status, reason=reason), SINE, 0))
    assert header["mayGoOn"] is may


def test_a_diverged_film_is_sent_with_the_number_that_is_none():
    film = film_of(CONFIG, 5, "diverged")
    film.history.train_loss[3:] = [1e300, np.nan]  # larger than the browser's numbers, and none at all
    page = Page()
    page.take([messages.film_message(film, SINE, 0)])
    losses = page.numbers[SINE]["trainLoss"]
    assert losses[:3] == [1, 2, 3]
    assert losses[3] == np.inf
    assert np.isnan(losses[4])


def test_a_long_stretch_comes_in_pieces_and_only_the_last_says_that_it_is_over(monkeypatch):
    monkeypatch.setattr(messages, "STEPS_A_MESSAGE", 40)
    film = film_of(CONFIG, 100, "finished", reason=N_("last epoch"))
    page, told = Page(), []
    while page.have(SINE) < 100:
        page.take([messages.film_message(film, SINE, page.have(SINE))])
        told.append((page.have(SINE), page.headers[SINE]["status"], page.headers[SINE]["reason"]))
    assert told == [(40, "developing", ""), (80, "developing", ""), (100, "finished", "last epoch")]
    assert page.numbers[SINE]["epochStep"] == list(range(10, 101, 10))


def test_a_film_that_is_behind_the_page_takes_nothing_away():
    header = header_of(messages.film_message(film_of(CONFIG, 30), SINE, 70))
    assert (header["from"], header["lastStep"]) == (70, 70)
    assert {column["length"] for column in header["columns"]} == {0}


def test_frames_come_one_after_another():
    frames = [Frame(step=step, serial=step, data=b"x" * step) for step in (1, 5, 11)]
    page = Page()
    page.take([messages.frames_message(SINE, "answer", frames)])
    assert page.frames[SINE, "answer"] == {1: b"x", 5: b"x" * 5, 11: b"x" * 11}


def test_every_sentence_is_in_the_language_of_the_page(loud):
    sentence = Message(N_("No worker started within {seconds:g} seconds."), seconds=3)
    told = [
        messages.engine_message(EngineState(status="unavailable", sentence=sentence), language="zh-Hans"),
        messages.refusal_message(sentence, run=SINE, language="zh-Hans"),
        messages.frame_failed_message(SINE, "answer", 3, sentence, language="zh-Hans"),
    ]
    assert {header_of(one)["sentence"] for one in told} == {"»No worker started within 3 seconds."}
    assert header_of(messages.film_message(film_of(CONFIG, 3, "failed", reason=sentence), SINE, 0))["reason"]


def test_a_language_without_a_catalogue_is_the_one_it_was_written_in():
    assert messages.said("Loss", "xx") == "Loss"
    assert messages.said("", "en") == ""


def test_words_of_any_alphabet_arrive():
    assert header_of(messages.refusal_message("Ж 水 🌊"))["sentence"] == "Ж 水 🌊"


def test_a_message_of_no_columns_is_a_header_and_zeros():
    message = messages.engine_message(EngineState(status="ready", workers=2))
    text = json.dumps(
        {"kind": "engine", "status": "ready", "workers": 2, "viewers": 0, "sentence": ""},
        separators=(",", ":"),
    ).encode()
    assert message == len(text).to_bytes(4, "little") + text + bytes(-(4 + len(text)) % 8)
