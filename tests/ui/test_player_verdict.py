"""The sentence in the browser is the sentence in Python, for runs of all kinds at every place."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from playground.ui.verdict import sentence

from playground import tasks
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.cursor import Cursor
from playground.films.engine import EngineState
from playground.films.film import Film
from playground.films.history import History
from playground.ui.components.run_bar import VERDICTS
from playground.ui.words import number, seconds_in_words
from tests.ui.node import run_module

CONFIG = edited(PRESETS["sine"].config, {"training.seed": 7})  # no preset, so without its lesson
BASELINE = tasks.dataset(CONFIG.task).baseline
READY = EngineState(status="ready", workers=2)


def curve(chance: random.Random, epochs: int) -> np.ndarray:
    """Losses that fall, stand still or rise again."""
    shape = chance.choice(["falls", "stands", "rises", "wild"])
    start = chance.choice([0.5, 3.0, 2000.0, BASELINE.loss])
    t = np.arange(epochs)
    if shape == "falls":
        return start * np.exp(-t / chance.choice([2, 10]))
    if shape == "stands":
        return start * (1 + 0.001 * np.random.default_rng(epochs).standard_normal(epochs))
    if shape == "rises":
        return start * (0.2 + np.abs(t - epochs // 3) / max(epochs, 1))
    return start * np.random.default_rng(epochs).random(epochs)


def any_film(chance: random.Random) -> Film:
    epochs, more = chance.randint(0, 30), chance.randint(0, 3)
    test, train = curve(chance, epochs), curve(chance, epochs)
    status = chance.choice(["developing", "finished", "diverged", "failed"])
    if status == "diverged" and epochs:
        test[-1] = np.nan
    history = History(
        train_loss=np.ones(4 * epochs + more),
        grad_norm=np.ones(4 * epochs + more),
        epoch_step=4 * np.arange(1, epochs + 1),
        epoch_train_loss=train,
        test_loss=test,
        metrics={},
    )
    return Film(
        config=CONFIG,
        history=history,
        status=status,  # type: ignore[arg-type]
        reason="It may need more memory." if status == "failed" else "",
        total_steps=400,
        epoch_steps=4,
        seconds=1.0,
        trained=1,
    )


def told(film: Film) -> dict[str, Any]:
    return {
        "lastStep": film.last_step,
        "status": film.status,
        "reason": film.reason,
        "epochStep": film.history.epoch_step.tolist(),
        "epochTrainLoss": film.history.epoch_train_loss.tolist(),
        "testLoss": film.history.test_loss.tolist(),
    }


SAID = """
    import { verdict } from "web/verdict.js";
    const { words, baseline } = given;
    tell(given.cases.map(({ film, step, engine }) => {
      for (const name of ["epochTrainLoss", "testLoss"]) film[name] = Float64Array.from(film[name]);
      return verdict({ film, step, baseline, engine, words });
    }));
"""


def said(cases: list[tuple[Film, int, EngineState]]) -> list[str]:
    sent = [
        {
            "film": told(film),
            "step": step,
            "engine": {"status": engine.status, "sentence": str(engine.sentence)},
        }
        for film, step, engine in cases
    ]
    baseline = {"loss": BASELINE.loss, "what": BASELINE.sentence}
    found: list[str] = run_module(SAID, {"cases": sent, "words": VERDICTS, "baseline": baseline})
    return found


def test_a_run_of_any_kind_is_told_as_in_python_at_every_place():
    chance = random.Random(5)
    films = [any_film(chance) for _case in range(1500)]
    cases = [(film, chance.randint(0, film.last_step + 1), READY) for film in films]
    cases += [(film, film.last_step, READY) for film in films]
    expected = [sentence(Cursor(config=CONFIG, step=step), film, engine) for film, step, engine in cases]
    assert said(cases) == expected
    assert len({text.split(":")[0] for text in expected if text.startswith("**")}) == 7  # each was met


@pytest.mark.parametrize("status", ["starting", "waiting", "unavailable"])
def test_what_the_engine_has_to_say_comes_first(status):
    engine = EngineState(status=status, sentence="No worker came.")
    cases = [(any_film(random.Random(seed)), 0, engine) for seed in range(5)]
    assert said(cases) == [
        sentence(Cursor(config=CONFIG, step=0), film, engine) for film, _step, engine in cases
    ]


def test_nothing_is_said_of_a_film_nobody_knows_yet_but_that_it_is_untrained():
    source = """
        import { verdict } from "web/verdict.js";
        const engine = { status: "ready" };
        tell([0, 5].map((step) => verdict({ film: null, step, engine, baseline: null, words: given })));
    """
    assert run_module(source, VERDICTS) == [VERDICTS["untrained"], " "]


def test_numbers_read_the_same_in_both_languages():
    chance = random.Random(8)
    values = [chance.uniform(-1, 1) * 10 ** chance.uniform(-12, 9) for _case in range(5000)]
    values += [0.0, 1.0, 100.0, 999.4, 999.6, 1000.0, 1234567.0, 1e7, 1e-9, 0.0001, 0.00001, 20.0]
    found = run_module(
        """
        import { general, number } from "web/numbers.js";
        tell(given.map((value) => [number(value), general(value, 4)]));
        """,
        values,
    )
    assert found == [[number(value), f"{value:.4g}"] for value in values]


def test_a_length_of_time_reads_the_same_in_both_languages():
    seconds = [0.1, 1.2, 59.7, 89.9, 90.1, 600.0, 5399.0, 5401.0, 90000.0]
    words = {"seconds": "{count} s", "minutes": "{count} min", "hours": "{count} h"}
    found = run_module(
        """
        import { secondsInWords } from "web/numbers.js";
        tell(given.seconds.map((one) => secondsInWords(one, given.words)));
        """,
        {"seconds": seconds, "words": words},
    )
    assert found == [seconds_in_words(one) for one in seconds]
