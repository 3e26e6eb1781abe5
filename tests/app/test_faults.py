"""When something cannot work: one calm sentence, and everything else in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from playground.experiments.presets import PRESETS
from playground.ui import gathering, learning, more, runbar
from playground.ui.engine import engine
from playground.ui.own import input as own
from playground.ui.settings import controls
from tests.app.conftest import APP, PATIENCE_S, TrainPage, opened

SINE = PRESETS["sine"].config


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PLAYGROUND_SCHEDULER", "tcp://10.0.0.1:8786", "tls://"),
        ("PLAYGROUND_SCHEDULER", "tls://10.0.0.1:8786", "PLAYGROUND_TLS_CA"),
        ("PLAYGROUND_SCHEDULER", "http://127.0.0.1", "tls://"),
        ("PLAYGROUND_ENGINE", "magic", "dask or inline"),
        ("PLAYGROUND_WORKERS", "many", "whole number"),
        ("PLAYGROUND_FILM_MB", "-3", "whole number"),
        ("PLAYGROUND_DEVICE", "gpu", "auto, cpu, cuda, mps"),
    ],
)
@pytest.mark.usefixtures("own_engine")
def test_an_engine_that_cannot_start_is_told_in_one_calm_sentence(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    page = TrainPage(AppTest.from_file(APP, default_timeout=PATIENCE_S))
    page.run()
    (sentence,) = page.sentences
    assert words in sentence
    assert sentence.endswith(".")
    assert "Traceback" not in page.text


@pytest.mark.usefixtures("own_engine")
def test_an_engine_that_is_mended_works_at_the_next_visit(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_WORKERS", "many")
    assert opened().sentences
    monkeypatch.delenv("PLAYGROUND_WORKERS")
    assert not opened(SINE).sentences


def broken(*_args: object, **_options: object) -> None:
    raise ValueError("a secret detail")


@pytest.mark.parametrize(
    "part",
    [
        (controls, "sidebar"),
        (more, "show_more"),
        (runbar, "show_run_bar"),
        (learning, "loss_figure"),
        (learning, "learning_stage"),
        (own, "show_own_input"),
    ],
    ids=lambda part: f"{part[0].__name__.rpartition('.')[2]}.{part[1]}",
)
def test_a_bug_is_one_calm_sentence_on_the_page_and_in_full_in_the_log(monkeypatch, caplog, part):
    monkeypatch.setattr(*part, broken)
    with caplog.at_level(logging.ERROR):
        page = opened(SINE)
    (sentence,) = page.sentences
    assert sentence.startswith("Something went wrong on this page.")
    assert "secret" not in sentence + page.text
    assert any(record.exc_info and "secret" in str(record.exc_info[1]) for record in caplog.records)


def test_after_a_bug_the_page_works_again(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(more, "show_more", broken)
        page = opened(SINE)
    page.run()
    assert not page.sentences


def test_a_click_that_fails_is_one_calm_sentence_too(monkeypatch, caplog):
    page = opened(SINE)
    monkeypatch.setattr(controls.edits, "with_setting", broken)
    with caplog.at_level(logging.ERROR):
        page.set("model.hidden_size", 5)
    (sentence,) = page.sentences
    assert "secret" not in sentence + page.text


def failing(kind: type[Exception]) -> Callable[..., None]:
    def fail(*_args: object, **_options: object) -> None:
        raise kind("The workers are on holiday.")

    return fail


def test_a_bug_in_a_part_that_is_drawn_by_itself_is_one_calm_sentence_too(monkeypatch, caplog):
    """Streamlit shows what a fragment raises in its own words."""
    monkeypatch.setattr(gathering, "current_session", broken)
    with caplog.at_level(logging.ERROR):
        script = AppTest.from_function(_a_part, default_timeout=PATIENCE_S)
        page = TrainPage(script)
        page.run()
    (sentence,) = page.sentences
    assert sentence.startswith("Something went wrong on this page.")
    assert any(record.exc_info and "secret" in str(record.exc_info[1]) for record in caplog.records)


def _a_part() -> None:
    from playground.ui.gathering import living

    living("luck", lambda session: None)


@pytest.mark.usefixtures("own_engine")
def test_a_run_that_failed_says_why_and_the_page_stays(monkeypatch):
    from playground.config.errors import EngineError
    from playground.films import inline

    monkeypatch.setattr(inline, "develop", failing(EngineError))
    page = opened(SINE)
    engine().want(SINE, 10)  # as the page's player does
    assert str(engine().film(SINE).reason) == "The workers are on holiday."
    page.run()
    assert not page.sentences
    assert page.controls()
    assert page.mounts("runbar")["words"]["statuses"]["failed"] == "Failed"
