"""One sentence on how a run is going, from numbers made up for each case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
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

CONFIG = edited(PRESETS["sine"].config, {"training.seed": 7})  # no preset: those may have a lesson to tell
BASELINE = tasks.dataset(CONFIG.task).baseline
READY = EngineState(status="ready", workers=2)


def run(
    test: Sequence[float],
    train: Sequence[float] | None = None,
    *,
    epoch_steps: int = 4,
    more_steps: int = 0,
    **changes: Any,
) -> Film:
    """A film whose epochs ended with these test and train losses, and `more_steps` after them."""
    ended = np.asarray(train if train is not None else test, dtype=float)
    steps = np.repeat(ended, epoch_steps)
    history = History(
        train_loss=np.concatenate([steps, np.full(more_steps, 1.0)]),
        grad_norm=np.ones(len(steps) + more_steps),
        epoch_step=epoch_steps * np.arange(1, len(test) + 1),
        epoch_train_loss=ended,
        test_loss=np.asarray(test, dtype=float),
        metrics={},
    )
    film = Film(
        config=CONFIG,
        history=history,
        status="developing",
        total_steps=epoch_steps * 100,
        epoch_steps=epoch_steps,
        seconds=1.0,
        trained=len(steps) + more_steps,
    )
    return replace(film, **changes)


def said(film: Film, step: int | None = None, engine: EngineState = READY) -> str:
    """The sentence with the cursor at `step`, else at the film's end."""
    at = film.last_step if step is None else step
    return sentence(Cursor(config=CONFIG, step=at), film, engine)


FALLING = [2.0, 1.0, 0.5, 0.25]


def test_at_step_0_the_network_is_untrained_and_play_is_what_to_press():
    assert said(run([])) == ("**Untrained:** the weights are random. Press Play, and watch the loss fall.")
    assert said(run(FALLING), step=0) == said(run([]))


def test_before_the_first_epoch_ends_there_are_no_test_numbers_to_speak_of():
    assert said(run([], more_steps=3)) == "The first epoch is on its way; test numbers come at its end."


def test_better_than_baseline_names_both_losses_and_what_the_baseline_answer_is():
    text = said(run([2.0, BASELINE.loss / 2]))
    assert text.startswith("**Better than the baseline:**")
    assert f"{BASELINE.loss / 2:.3g}" in text
    assert f"{BASELINE.loss:.3g}" in text
    assert BASELINE.sentence in text


def test_a_falling_loss_over_the_baseline_answer_is_not_better_yet():
    text = said(run(FALLING))
    assert text.startswith("**Not better than the baseline yet:** test loss 0.25")
    assert f"{BASELINE.loss:.3g}" in text


def test_a_test_loss_equal_to_the_baseline_answer_is_not_better():
    assert said(run([2.0, BASELINE.loss])).startswith("**Not better than the baseline yet:**")


def test_a_test_loss_that_stands_still_for_ten_epochs_is_no_progress():
    text = said(run([0.5] * 30))
    assert text.startswith("**No progress:**")
    assert "for 10 epochs" in text
    assert "learning rate" in text


def test_nine_epochs_at_a_standstill_are_too_few_to_say_so():
    assert said(run([0.5] * 9)).startswith("**Not better than the baseline yet:**")


def test_a_loss_that_stands_still_under_the_baseline_answer_is_still_better_than_baseline():
    assert said(run([BASELINE.loss / 3] * 30)).startswith("**Better than the baseline:**")


def test_a_test_loss_that_rises_while_the_train_loss_falls_is_overfitting():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    text = said(run(test, np.linspace(1.0, 0.1, 12)))
    assert text.startswith("**Overfitting:**")
    assert "lowest at epoch 2." in text
    assert "dropout" in text


def test_overfitting_is_said_before_the_comparison_with_the_baseline_answer():
    test = BASELINE.loss * np.array([0.9, 0.1, *np.linspace(0.1, 0.5, 10)])
    assert said(run(test, np.linspace(1.0, 0.1, 12))).startswith("**Overfitting:**")


def test_when_both_losses_rise_it_is_not_called_overfitting():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    assert "Overfitting" not in said(run(test, test))


def test_only_what_lies_before_the_cursor_counts():
    film = run([2.0, BASELINE.loss / 2, 3.0])
    assert said(film, step=7).startswith("**Not better than the baseline yet:** test loss 2;")
    assert said(film, step=8).startswith("**Better than the baseline:**")
    assert said(film, step=12).startswith("**Not better than the baseline yet:** test loss 3;")


def test_a_diverged_run_says_at_which_step_and_what_to_try():
    text = said(run([1.0, np.nan], status="diverged"))
    assert text.startswith("**Diverged:** at step 8 the loss was no number any more.")
    assert "smaller learning rate" in text
    assert "clip the gradient" in text


def test_before_the_place_where_it_diverged_a_run_is_told_as_any_other():
    assert said(run([1.0, np.nan], status="diverged"), step=4).startswith(
        "**Not better than the baseline yet:**"
    )


def test_a_failed_run_says_why():
    assert (
        said(run(FALLING, status="failed", reason="It may need more memory.")) == "It may need more memory."
    )


def test_a_cursor_beyond_the_film_means_that_the_run_was_put_away():
    text = said(run([]), step=40)
    assert text == "This run was put away to save memory and is trained again, to the same digits."


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        (EngineState(status="starting"), "Starting the workers"),
        (EngineState(status="waiting", workers=1), "A worker stopped and is being replaced."),
        (EngineState(status="unavailable", sentence="No worker came."), "No worker came."),
    ],
    ids=["starting", "waiting", "unavailable"],
)
@pytest.mark.parametrize("film", [run([]), run(FALLING)], ids=["untrained", "in mid-run"])
def test_what_the_engine_has_to_say_comes_first(engine, words, film):
    assert said(film, engine=engine).startswith(words)


EVERY_CASE = {
    "untrained": run([]),
    "first epoch": run([], more_steps=1),
    "better": run([BASELINE.loss / 2]),
    "not yet": run(FALLING),
    "stuck": run([0.5] * 30),
    "overfitting": run([1.0, 0.5, *np.linspace(0.5, 1.0, 10)], np.linspace(1.0, 0.1, 12)),
    "diverged": run([np.nan], status="diverged"),
}


@pytest.mark.parametrize("film", EVERY_CASE.values(), ids=EVERY_CASE)
def test_a_sentence_is_whole_and_holds_nothing_a_learner_cannot_read(film):
    text = said(film)
    assert text.endswith((".", ")"))
    assert not re.search(r"[{}]|\bnan\b|\binf\b|None", text)


@pytest.mark.parametrize("name", tasks.PROBLEMS)
def test_every_problem_has_a_baseline_answer_to_compare_with(name):
    film = run([1e-9])
    config = tasks.problem(name).preset
    text = sentence(Cursor(config=config, step=film.last_step), film, READY)
    assert text.startswith("**Better than the baseline:**")
    assert tasks.dataset(config.task).baseline.sentence in text
