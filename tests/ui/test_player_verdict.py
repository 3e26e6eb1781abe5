"""One sentence on how a run is going, from numbers made up for each case, as the browser says it."""

from __future__ import annotations

import random
import re
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest

from playground import tasks
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks.findings import Finding
from playground.training.verdicts import Known
from playground.views.verdicts import VERDICTS
from playground.views.words import HOURS, MINUTES, SECONDS, TO, number, range_in_words, seconds_in_words
from tests.ui.node import run_module
from tests.ui.verdicts import ARRAYS, READY, Film, decided, film_of, verdicts

BASELINE = tasks.dataset(PRESETS["sine"].config.task).baseline
run = film_of


def said(
    film: Film | None, step: int | None = None, engine: dict[str, str] = READY, lesson: str = "", **more: Any
) -> str:
    """The sentence with the cursor at `step`, else at the film's end."""
    at = step if step is not None else film["lastStep"] if film else 0
    (sentence,) = verdicts([(film, at, engine)], BASELINE, lesson=lesson, **more)
    return sentence


FALLING = [2.0, 1.0, 0.5, 0.25]


def test_at_step_0_the_network_is_untrained_and_play_is_what_to_press():
    assert said(run([])) == ("**Untrained:** the weights are random. Press Play, and watch the loss fall.")
    assert said(run(FALLING), step=0) == said(run([]))


def test_before_the_first_epoch_ends_there_are_no_test_numbers_to_speak_of():
    assert said(run([], more_steps=3)) == "The first epoch is training; the test loss is measured at its end."


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


def test_a_test_loss_equal_to_the_baseline_answer_is_no_clear_difference():
    assert said(run([2.0, BASELINE.loss])).startswith("**No clear difference from the baseline yet:**")


@pytest.mark.parametrize("share", [0.9, 1.1])
def test_a_difference_within_the_margin_is_none_and_at_the_end_there_is_something_to_try(share: float):
    film = run([2.0, share * BASELINE.loss])
    margin = 0.2 * BASELINE.loss
    text = said(film, margin=margin)
    assert text.startswith(
        f"**No clear difference from the baseline yet:** test loss {number(share * BASELINE.loss)}, "
        f"baseline {number(BASELINE.loss)}; a difference up to {number(margin)} may be chance."
    )
    ended = said(film | {"status": "finished"}, margin=margin)
    assert ended.startswith("**No clear difference from the baseline yet:**")
    assert ended.endswith("The test loss still falls.")
    flat = said(run([share * BASELINE.loss] * 3, status="finished"), margin=margin)
    assert flat.startswith("**No clear difference from the baseline:**")
    assert said(film, margin=margin / 4).startswith("**Better" if share < 1 else "**Not better")


HOPELESS = "Nothing can be learned here."


def test_where_nothing_can_be_learned_nothing_is_to_be_tried():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    films = {
        "overfitting": run(test, np.linspace(1.0, 0.1, 12)),
        "stuck": run([0.5] * 30),
        "not better": run([0.5], status="finished"),
        "unclear": run([BASELINE.loss], status="finished"),
        "better": run([BASELINE.loss / 2]),
    }
    for name, film in films.items():
        text = said(film, hopeless=HOPELESS)
        assert text.endswith(HOPELESS), name
        assert "Try" not in text
        assert " yet" not in text
    assert said(films["overfitting"], hopeless=HOPELESS).startswith("**Overfitting:**")


def test_pure_noise_says_in_its_row_that_nothing_can_be_learned():
    assert [name for name, problem in tasks.PROBLEMS.items() if problem.hopeless] == ["noise"]


FAR = "The learning rate is far from that of the preset."


def test_before_the_end_of_a_run_with_a_lesson_nothing_is_to_be_put_right():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    fast = edited(PRESETS["sine"].config, {"training.lr": 0.1})
    for film in (run([0.5] * 30), run(test, np.linspace(1.0, 0.1, 12))):
        assert said(film, config=fast).endswith(FAR)
        assert FAR not in said(film, config=fast, lesson=LESSON)


def test_a_test_loss_that_stands_still_for_ten_epochs_is_no_progress():
    text = said(run([0.5] * 30))
    assert text.startswith("**No progress:**")
    assert "for 10 epochs" in text


def test_nine_epochs_at_a_standstill_are_too_few_to_say_so():
    assert said(run([0.5] * 9)).startswith("**Not better than the baseline yet:**")


def test_a_loss_that_stands_still_under_the_baseline_answer_is_still_better_than_baseline():
    assert said(run([BASELINE.loss / 3] * 30)).startswith("**Better than the baseline:**")


def test_a_test_loss_that_rises_while_the_train_loss_falls_is_overfitting():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    text = said(run(test, np.linspace(1.0, 0.1, 12)))
    assert text.startswith("**Overfitting:**")
    assert text.endswith("lowest at epoch 2.")
    better = said(run(0.01 * BASELINE.loss * np.array(test), np.linspace(1.0, 0.1, 12)))
    assert f"It is still better than the baseline: {number(0.01 * BASELINE.loss)}, baseline" in better


def test_overfitting_is_said_before_the_comparison_with_the_baseline_answer():
    test = BASELINE.loss * np.array([0.9, 0.1, *np.linspace(0.1, 0.5, 10)])
    assert said(run(test, np.linspace(1.0, 0.1, 12))).startswith("**Overfitting:**")


def test_when_both_losses_rise_it_is_not_called_overfitting():
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    assert "Overfitting" not in said(run(test, test))


def test_only_what_lies_before_the_cursor_counts():
    film = run([2.0, BASELINE.loss / 2, 3.0])
    assert said(film, step=7).startswith("**Not better than the baseline yet:** test loss 2,")
    assert said(film, step=8).startswith("**Better than the baseline:**")
    assert said(film, step=12).startswith("**Not better than the baseline yet:** test loss 3,")


def test_a_verdict_measured_at_another_step_than_the_cursors_says_at_which():
    film = run([2.0, BASELINE.loss / 2, 3.0])
    assert said(film, step=11).endswith(" Measured at step 8, the end of an epoch.")
    assert "Measured" not in said(film, step=8)


def test_a_diverged_run_says_at_which_step_and_what_to_try():
    text = said(run([1.0, np.nan], status="diverged"))
    assert text.startswith("**Diverged:** the loss became infinite or undefined at step 8.")
    assert text.endswith("Smaller steps keep the loss finite.")


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
    assert text == (
        "This run was removed to save memory. It is trained again and gives exactly the same numbers."
    )


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ({"status": "starting", "sentence": ""}, "Starting the workers"),
        ({"status": "waiting", "sentence": ""}, "A worker stopped and is being replaced."),
        ({"status": "unavailable", "sentence": "No worker came."}, "No worker came."),
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


def test_a_sentence_is_whole_and_holds_nothing_a_learner_cannot_read():
    cases = [(film, film["lastStep"], READY) for film in EVERY_CASE.values()]
    for lesson in ("", "Now you know."):
        for text in verdicts(cases, BASELINE, lesson=lesson):
            assert text.endswith((".", ")"))
            assert not re.search(r"[{}]|\bnan\b|\binf\b|None|(?<!infinite or )undefined", text)


def test_every_problem_has_a_baseline_answer_to_compare_with():
    for name in tasks.PROBLEMS:
        baseline = tasks.dataset(tasks.problem(name).preset.task).baseline
        (text,) = verdicts([(run([1e-9]), 4, READY)], baseline)
        assert text.startswith("**Better than the baseline:**"), name
        assert baseline.sentence in text, name


def test_nothing_is_said_of_a_film_nobody_knows_yet_but_that_it_is_untrained():
    assert verdicts([(None, 0, READY), (None, 5, READY)], BASELINE) == [VERDICTS["untrained"], " "]


# ---- lessons

LESSON = "What it hears it forgets."


@pytest.mark.parametrize(
    ("test", "begins"),
    [
        (BASELINE.loss / 2, "**Better than the baseline:** test loss "),
        (2 * BASELINE.loss, "**Not better than the baseline:** test loss "),
    ],
)
def test_the_end_of_a_run_with_a_lesson_is_its_numbers_and_what_they_teach(test: float, begins: str):
    text = said(run([test], status="finished"), lesson=LESSON)
    assert text == f"{begins}{number(test)}, baseline {number(BASELINE.loss)}. {LESSON}"


def test_a_lesson_is_told_before_overfitting_and_no_progress():
    stuck = run([0.5] * 30, status="finished")
    test = [1.0, 0.5, *np.linspace(0.5, 1.0, 10)]
    overfitting = run(test, np.linspace(1.0, 0.1, 12), status="finished")
    assert [said(film, lesson=LESSON).endswith(LESSON) for film in (stuck, overfitting)] == [True, True]


def test_a_lesson_is_told_at_the_end_and_not_before_it():
    film = run([1.0, 0.5, 0.25], status="finished")
    assert LESSON in said(film, lesson=LESSON)
    assert LESSON not in said(film, step=11, lesson=LESSON)
    assert LESSON not in said(run([1.0, 0.5, 0.25]), lesson=LESSON)  # more may come


def test_a_run_that_diverges_says_where_and_what_that_teaches():
    film = run([1.0, np.nan], status="diverged")
    assert (
        said(film, lesson=LESSON)
        == f"**Diverged:** the loss became infinite or undefined at step 8. {LESSON}"
    )
    assert LESSON not in said(film, step=4, lesson=LESSON)


# ---- what the run bar says under the timeline


def sentence(
    films: dict[str, Film | None],
    *,
    refusals: list[tuple[str | None, str]] | None = None,
    engine: dict[str, str] = READY,
    baseline: bool = True,
    step: int = 8,
    mode: str = "playing",
) -> str:
    """The sentence for films by their runs, with the cursor at a step."""
    source = """
        import { sentenceOf } from "web/verdict.js";
        const { films, refusals, engine, baseline, words, table } = given;
        const store = { engine, refusals: new Map(refusals) };
        const cursor = { step: given.step, mode: given.mode };
        const player = { store, cursor, tracks: (run) => arrays(films[run]), stepOf: () => given.step };
        const data = { baseline, lesson: "", hopeless: "", verdicts: words, table };
        tell(sentenceOf(player, { films: Object.keys(films).map((run) => ({ run })) }, data));
    """
    films = {run: decided(film, BASELINE) for run, film in films.items()}
    told: dict[str, Any] = {"films": films, "refusals": refusals or [], "engine": engine, "words": VERDICTS}
    told |= {"step": step, "mode": mode, "table": Known().table()}
    told["baseline"] = {"loss": BASELINE.loss, "what": BASELINE.sentence} if baseline else None
    found: str = run_module(ARRAYS + source, told)
    return found


def test_under_one_run_stands_its_verdict_and_under_several_only_what_holds_them_up():
    film = run([2.0, 1.0])
    assert sentence({"a": film}).startswith("**Not better than the baseline yet:**")
    assert sentence({"a": film, "b": film}, baseline=False) == ""
    for status, words in (("starting", "Starting the workers"), ("waiting", "A worker stopped")):
        engine = {"status": status, "sentence": ""}
        assert sentence({"a": film, "b": film}, baseline=False, engine=engine).startswith(words)


def test_that_a_worker_stopped_is_told_to_those_who_wait_for_one():
    going, over, engine = (
        run([2.0, 1.0]),
        run([2.0, 1.0], status="finished"),
        {"status": "waiting", "sentence": ""},
    )
    over["isOver"] = True
    for baseline in (True, False):
        assert sentence({"a": going}, engine=engine, baseline=baseline).startswith("A worker stopped")
        assert sentence({"a": None}, engine=engine, baseline=baseline).startswith("A worker stopped")
        for film, how in ((going, {"mode": "paused"}), (going, {"step": 4}), (over, {})):
            told = sentence({"a": film}, engine=engine, baseline=baseline, **how)
            assert not told.startswith("A worker stopped")


def test_why_a_run_cannot_be_had_comes_before_all_else():
    film = run([2.0, 1.0])
    refused = [("b", "Bring your rows again.")]
    assert sentence({"a": film, "b": film}, refusals=refused, baseline=False) == "Bring your rows again."
    assert sentence({"a": film}, refusals=refused).startswith("**Not better")  # it is not on this page
    assert sentence({"a": film}, refusals=[(None, "The server is full.")]) == "The server is full."


def test_of_several_runs_one_that_failed_says_why():
    film, failed = run([2.0, 1.0]), run([2.0], status="failed", reason="It may need more memory.")
    assert sentence({"a": film, "b": failed}, baseline=False) == "It may need more memory."


# ---- what may be tried


def advice(film: Film | None, step: int | None = None, films: int = 1, **known: Any) -> Any:
    """What the run bar offers at a step of a run."""
    source = """
        import { adviceOf } from "web/verdict.js";
        const { film, step, baseline, table, films } = given;
        const player = { cursor: { step }, tracks: () => arrays(film), frameFor: () => null };
        tell(adviceOf(player, { films: Array(films).fill({ run: "a" }) }, { baseline, table, simple: null }));
    """
    at = step if step is not None else film["lastStep"] if film else 0
    told = {"film": decided(film, BASELINE), "step": at, "films": films, "table": Known(**known).table()}
    return run_module(ARRAYS + source, told | {"baseline": {"loss": BASELINE.loss, "what": ""}})


def test_what_may_be_tried_goes_with_what_is_said_and_names_the_best_epoch_so_far():
    unlike = Finding(kind="unlike")
    over = run([1.0, 0.5, *np.linspace(0.5, 1.0, 10)], np.linspace(1.0, 0.1, 12))
    assert advice(over) == {"kind": "overfitting", "epoch": 2, "isLowest": False}
    assert advice(over, finding=unlike) == {"kind": "unlike", "epoch": 2, "isLowest": False}
    assert advice(over, step=8) == {"kind": "notBetterYet", "epoch": 2, "isLowest": True}
    assert advice(run([np.nan], status="diverged"))["kind"] == "diverged"
    assert advice(over, has_lesson=True) is None
    assert advice(over | {"status": "finished"}, has_lesson=True)["kind"] == "overfitting"
    for nothing in (advice(None), advice(run([])), advice(over, films=2), advice(over, is_hopeless=True)):
        assert nothing is None
    assert advice(run(FALLING, status="failed")) is None


# ---- numbers


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
    words = {"seconds": SECONDS, "minutes": MINUTES, "hours": HOURS, "to": TO}
    pairs = list(combinations_with_replacement(seconds, 2))
    found = run_module(
        """
        import { rangeInWords, secondsInWords } from "web/numbers.js";
        const { seconds, pairs, words } = given;
        const each = seconds.map((one) => secondsInWords(one, words));
        tell([each, pairs.map((two) => rangeInWords(...two, words))]);
        """,
        {"seconds": seconds, "pairs": pairs, "words": words},
    )
    assert found == [[seconds_in_words(one) for one in seconds], [range_in_words(*two) for two in pairs]]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(10, 30, "10 to 30 s"), (40, 200, "40 s to 3 min"), (9.8, 10.2, "10 s"), (5000, 9000, "83 min to 2 h")],
)
def test_a_range_of_time_names_its_unit_once(low: float, high: float, words: str):
    assert range_in_words(low, high) == words
