"""What stands in the way of learning in the data: found where it is, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config import TaskConfig
from playground.experiments.edits import edited
from playground.tasks import PROBLEMS
from playground.tasks.findings import Finding, of_series, steadiest
from playground.tasks.forecast import make_forecast
from playground.tasks.gate import finding
from playground.tasks.series import Series
from playground.uploads import own_data
from playground.uploads.labelled import read_rows
from tests.tasks.gappy import with_gaps

TIME = np.arange(200.0)
CHANCE = np.random.default_rng(0)
WAVE = np.sin(TIME / 5) + 0.1 * CHANCE.normal(size=200)


def series(values: np.ndarray, scaling: str = "values") -> Series:
    task = TaskConfig(length=8, scaling=scaling)  # type: ignore[arg-type]
    data = make_forecast(values, TIME[: len(values)], task, time_label="t", value_label="v")
    return data.answer.series  # type: ignore[attr-defined, no-any-return]


def kind(values: np.ndarray, scaling: str = "values") -> str:
    found = of_series(series(values, scaling))
    return "" if found is None else found.kind


def test_a_series_that_stays_where_it_was_has_nothing_to_be_said_of():
    assert kind(WAVE) == kind(10 * WAVE + 1e6) == ""
    assert kind(CHANCE.normal(size=200)) == ""


@pytest.mark.parametrize("sign", [1, -1])
def test_a_test_part_beyond_the_train_part_is_unlike_it_and_the_ends_are_named(sign: int):
    values = sign * (WAVE + 0.1 * TIME)
    found = of_series(series(values))
    assert found is not None
    assert (found.kind, found.spoils) == ("unlike", False)
    split = series(values).split
    known, new = values[:split], values[split:]
    ends = {"low": known.min(), "high": known.max(), "newLow": new.min(), "newHigh": new.max()}
    assert found.values == pytest.approx(ends)


def test_a_test_part_that_lies_elsewhere_inside_the_range_is_unlike_the_train_part():
    values = np.concatenate([3 * WAVE[:150], 2.9 + 0.1 * WAVE[150:]])
    assert kind(values) == "unlike"


def test_differences_of_a_line_are_alike_and_those_of_a_growing_series_are_not():
    line, growing = WAVE + 0.1 * TIME, np.exp(0.03 * TIME + 0.1 * CHANCE.normal(size=200))
    assert (kind(line), kind(line, "differences")) == ("unlike", "")
    assert [kind(growing, one) for one in ("values", "differences", "growth")] == ["unlike", "unlike", ""]


@pytest.mark.parametrize(
    ("values", "scaling", "advised"),
    [
        (WAVE + 0.1 * TIME, "values", "differences"),
        (WAVE + 0.1 * TIME - 50, "values", "differences"),
        (np.exp(0.03 * TIME + 0.1 * WAVE), "values", "growth"),
        (np.exp(0.03 * TIME + 0.1 * WAVE), "differences", "growth"),
        (-np.exp(0.03 * TIME + 0.1 * WAVE), "values", "differences"),
        (-np.exp(0.03 * TIME + 0.1 * WAVE), "differences", None),
        (np.exp(0.03 * TIME + 0.1 * WAVE), "growth", None),
    ],
    ids=["line", "line below 0", "growth", "its differences", "below 0", "nothing left", "growth rates"],
)
def test_the_changes_that_are_most_alike_are_advised_where_there_are_some(values, scaling, advised):
    assert steadiest(series(values, scaling)) == advised


def test_gaps_in_half_of_the_test_part_spoil_even_a_good_result_and_fewer_do_not():
    preset = PROBLEMS["own-series"].preset
    half = edited(preset, {"task.own": with_gaps(late=True), "task.length": 8})
    found = finding(half.task)
    assert found is not None
    assert (found.kind, found.spoils) == ("gaps", True)
    assert found.values == {"count": 15, "points": 23}
    assert getattr(finding(edited(half, {"task.gaps": "left-out"}).task), "kind", "") != "gaps"
    few = edited(preset, {"task.own": with_gaps(), "task.length": 8})
    assert finding(few.task) is None


def texts(rows: list[tuple[str, str]], **more: object) -> Finding | None:
    brought = read_rows("\n".join(f"{text},{label}" for text, label in rows))
    changes = {"task.own": own_data.keep(brought.to_bytes()), **more}
    return finding(edited(PROBLEMS["own-sentences"].preset, changes).task)


WORDS = [f"w{n}" for n in range(30)]
KNOWN = [(" ".join(CHANCE.choice(WORDS, 12)), "ab"[n % 2]) for n in range(100)]
NAMES = [(f"name{n}x", "ab"[n % 2]) for n in range(100)]


def test_texts_of_words_that_come_again_have_nothing_to_be_said_of():
    assert texts(KNOWN) is None
    assert finding(PROBLEMS["own-sentences"].preset.task) is None


def test_most_test_words_that_are_unknown_are_counted_and_characters_are_not():
    found = texts(NAMES)
    assert found is not None
    assert (found.kind, found.values, found.spoils) == ("unknown", {"share": 100.0}, False)
    assert texts(NAMES, **{"task.pieces": "characters"}) is None


def test_texts_of_which_most_are_cut_come_before_their_unknown_words():
    found = texts(KNOWN, **{"task.length": 11})
    assert found is not None
    assert (found.kind, found.values) == ("cut", {"count": 100, "texts": 100, "most": 11})
    assert texts(KNOWN, **{"task.length": 12}) is None
    longer = [(f"{text} {text}" if n < 40 else text, label) for n, (text, label) in enumerate(KNOWN)]
    assert texts(longer, **{"task.length": 12}) is None  # not most of them


def test_every_preset_but_those_that_outgrow_their_train_part_is_as_it_should_be():
    found = {name: one.kind for name in PROBLEMS if (one := finding(PROBLEMS[name].preset.task))}
    assert found == dict.fromkeys(("co2", "airline", "own-series"), "unlike")
