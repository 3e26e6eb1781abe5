"""Result codes: what was found, and nothing else; a changed one is found out, and nonsense is refused."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace

import pytest

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.experiments import edits
from playground.films.many import Result
from playground.lessons.codes import read_code, verified, written_code
from playground.lessons.exercises import exercise
from playground.lessons.packing import packed, unpacked
from playground.lessons.progress import Progress, read_progress

NAME, EXPERIMENT = "hidden-size", 2
PART = exercise(NAME).parts[EXPERIMENT]
TRIED = edits.edited(PART.config, {"model.hidden_size": 5, "training.lr": 0.02})


def test_a_code_holds_the_experiment_that_was_tried() -> None:
    claimed = read_code(written_code(NAME, EXPERIMENT, TRIED))
    assert (claimed.exercise, claimed.part, claimed.answer) == (NAME, EXPERIMENT, TRIED)


def test_a_code_whose_settings_were_changed_is_found_out() -> None:
    name, _dot, letters = written_code(NAME, EXPERIMENT, TRIED).partition(".")
    part, settings, digest = unpacked(letters)
    forged = f"{name}.{packed([part, settings | {'model.hidden_size': '6'}, digest])}"
    with pytest.raises(ConfigError, match="was changed"):
        read_code(forged)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0.26", 0.26), ("0,262", 0.262), ("−0.5", -0.5), ("+1", 1.0), ("", None), ("a", None), ("1e400", None)],
)
def test_a_number_with_decimals_is_read_however_it_is_typed(typed: str, read: float | None) -> None:
    assert exercise("pencil").parts[0].typed(typed) == read


def test_a_number_is_right_to_the_decimals_that_were_asked_for() -> None:
    part = exercise("pencil").parts[0]
    assert part.judged(0.2616).state == "passed"
    assert part.judged(0.27).state == "not yet"


def never(_config: RunConfig) -> Result:
    raise AssertionError("this needs no training")


def test_a_wrong_number_in_a_code_is_not_true() -> None:
    assert verified(read_code(written_code(NAME, 0, 89.0)), never).state == "not yet"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "hidden-size",
        "hidden-size.",
        "hidden-size.!!",
        f"hidden-size.{packed([99, 1])}",
        f"hidden-size.{packed([0, -1])}",
        f"hidden-size.{packed([1, 7])}",
        f"hidden-size.{packed([2, 5])}",
        f"hidden-size.{packed([0, {}, ''])}",
        f"hidden-size.{packed([2, {'model.hidden_size': '1e99'}, ''])}",
        f"hidden-size.{packed([0, float('nan')])}",
        f"hidden-size.{packed('x' * 100_000)}",
        f"nowhere.{packed([0, 1])}",
        "hidden-size." + "A" * 10_000,
    ],
)
def test_nonsense_is_refused(code: str) -> None:
    with pytest.raises(ConfigError):
        read_code(code)


def test_damaged_codes_raise_nothing_but_a_refusal() -> None:
    letters = "ABCxyz019-_.%é"
    dice, code = random.Random(7), written_code(NAME, EXPERIMENT, TRIED)
    for _ in range(300):
        at = dice.randrange(len(code))
        damaged = code[:at] + dice.choice(letters) + code[at + dice.randrange(3) :]
        with contextlib.suppress(ConfigError):
            read_code(damaged)


def test_progress_comes_back_from_the_browser() -> None:
    code = written_code(NAME, 0, 97.0)
    made = Progress().at("11-same-cell", 3).guessed("11-same-cell", 1, 2)
    made = made.with_code(NAME, 0, code).has_seen(NAME, 1)
    assert read_progress(made.packed()) == made


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "nonsense",
        packed([2, {}, {}, {}, []]),
        packed([1, {"nowhere": 1, "11-same-cell": "x"}, {"a/b": 1}, {"hidden-size/0": "x.y"}, [3, "q/1"]]),
        packed({"deep": [[[[]]]]}),
    ],
)
def test_what_is_no_progress_counts_as_none(kept: str) -> None:
    assert read_progress(kept) == Progress()


def test_two_browsers_together_have_done_what_either_has() -> None:
    one = Progress().at("11-same-cell", 4).has_seen(NAME, 0)
    other = Progress().at("11-same-cell", 1).with_code(NAME, 0, written_code(NAME, 0, 97.0))
    both = one.joined(other)
    assert both.steps == {"11-same-cell": 4}
    assert both.seen == one.seen
    assert both.passed == other.passed


def test_an_experiment_made_easier_elsewhere_is_not_true() -> None:
    assert PART.solved is not None
    easier = edits.edited(PART.solved, {"task.length": 5})
    told = verified(read_code(written_code(NAME, EXPERIMENT, easier)), never)
    assert told.state == "not yet"
    assert "task.length" in told.remark


def test_what_a_control_sets_back_and_the_seed_are_nobodys_fault() -> None:
    part = replace(PART, config=edits.edited(PART.config, {"model.cell": "lstm", "model.forget_bias": 1.0}))
    other = edits.with_setting(part.config, "model.cell", "rnn")
    assert other.model.forget_bias is None
    assert part.strange(edits.edited(other, {"training.seed": 5})) == ""
