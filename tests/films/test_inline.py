"""What only the engine in place can show: a run that fails in a sentence, and the next one that works."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.config.errors import EngineError
from playground.experiments.edits import edited
from playground.films import inline
from playground.films.inline import InlineEngine
from playground.probes.requests import AnswersProbe
from playground.training import devices

CONFIG = edited(tasks.problem("recall").preset, {"task.examples": 50, "training.epochs": 2})


def too_big(*_arguments: object, **_how: object) -> None:
    raise EngineError("This run needs more memory than a worker has.")


def test_a_run_that_needs_too_much_memory_fails_in_a_sentence_and_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
):
    engine, other = InlineEngine(), edited(CONFIG, {"training.seed": 1})
    with monkeypatch.context() as patch:
        patch.setattr(inline, "develop", too_big)
        engine.want(CONFIG, 100)
    film = engine.film(CONFIG)
    assert (film.status, str(film.reason)) == ("failed", "This run needs more memory than a worker has.")
    assert not film.is_over
    engine.want(other, 100)
    assert engine.film(other).status == "finished"


def test_a_probe_that_needs_too_much_memory_fails_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    engine = InlineEngine()
    monkeypatch.setattr(inline, "look", too_big)
    reply = engine.probe(AnswersProbe(config=CONFIG, step=0))
    assert (reply.status, str(reply.sentence)) == ("failed", "This run needs more memory than a worker has.")


def test_closing_is_nothing_and_may_be_done_twice():
    engine = InlineEngine()
    engine.close()
    engine.close()
    assert engine.state().status == "ready"


def test_a_card_that_is_not_there_fails_a_run_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "find_gpu", lambda: "")
    engine = InlineEngine(device="cuda")
    engine.want(CONFIG, 100)
    film = engine.film(CONFIG)
    assert film.status == "failed"
    assert "PLAYGROUND_DEVICE asks for cuda" in str(film.reason)
    assert engine.state().devices.choice(CONFIG).device == "cuda"


def test_where_there_is_no_card_auto_trains_what_the_cpu_trains(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inline, "find_gpu", lambda: "")
    engines = InlineEngine(device="auto"), InlineEngine()
    for engine in engines:
        engine.want(CONFIG, 100)
    one, other = (engine.film(CONFIG).history.train_loss for engine in engines)
    assert np.array_equal(one, other)
