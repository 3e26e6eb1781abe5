"""Runs that are compared, as the browser tells of them: who is better so far, and the numbers of each."""

from __future__ import annotations

import math
from typing import Any

import pytest

from playground.training.verdicts import BETTER, NAMES, NOT_BETTER, UNCLEAR
from playground.ui.compare.table import HEAD, WORDS
from tests.ui.node import run_module
from tests.ui.verdicts import ARRAYS, Film, film_of

TABLE = (
    ARRAYS
    + """
    class Node {
      constructor() { Object.assign(this, { inside: [], dataset: {} }); }
      append(what) { this.inside.push(what); }
      replaceChildren() { this.inside = []; }
      set textContent(text) { this.inside = [text]; }
      get children() { return this.inside.filter((one) => one instanceof Node); }
      get childElementCount() { return this.children.length; }
      get read() { return this.inside.map((one) => one.read ?? one).join(""); }
    }
    globalThis.document = { createElement: () => new Node() };
    const { films, step, mode, simple, target, words, head, verdicts } = given;
    const { lanes } = await import("web/lanes_table.js");
    globalThis.window = { rnnPlayer: {
      cursor: { step, mode },
      tracks: (run) => films[run] && { metrics: {}, secondsPerStep: null, ...arrays(films[run]) },
      stepOf: (run) => Math.min(step, films[run].lastStep),
    } };
    const part = {
      lanes: Object.keys(films).map((run) => ({ run, name: run.toUpperCase() })),
      metrics: { accuracy: "Accuracy" }, target, more: simple && { run: "t", view: "v" },
      head, words, verdicts,
    };
    globalThis.ResizeObserver = class { observe() {} };
    const view = { root: new Node(), ending: new AbortController().signal };
    lanes.build(view);
    lanes.update(view, part, { linesOf: () => simple ?? [] });
    const cells = (rows) => rows.map((row) => row.children.map((cell) => cell.read));
    tell({
      verdict: view.verdict.read,
      head: cells([view.table.head])[0],
      rows: cells(view.table.body.children),
    });
"""
)


def told(
    films: dict[str, Film | None],
    step: int,
    *,
    mode: str = "paused",
    simple: list[dict[str, Any]] | None = None,
    target: float = 0.1,
) -> dict[str, Any]:
    """The sentence and the table for films by their runs, with the cursor at a step."""
    given = {"films": films, "step": step, "mode": mode, "simple": simple, "target": target}
    found: dict[str, Any] = run_module(TABLE, given | {"words": WORDS, "head": HEAD, "verdicts": NAMES})
    return found


def bare(sentence: str) -> str:
    """A template's letters, without what makes them bold."""
    return sentence.replace("**", "")


GOOD, FAIR = film_of([2.0, 0.5]), film_of([2.0, 1.5])


def test_one_lane_is_ahead_by_its_newest_test_loss_at_the_cursor():
    said = told({"rnn": FAIR, "gru": GOOD}, 8)["verdict"]
    assert said == f"GRU is better so far: its test loss is 3 times smaller than that of RNN. {WORDS['luck']}"
    before = told({"rnn": FAIR, "gru": GOOD}, 7)["verdict"]
    assert before.startswith("About the same so far: RNN and GRU")


@pytest.mark.parametrize("nothing", [1e-12, 0.0])
def test_a_lane_that_is_ahead_beyond_measure_is_so_in_words(nothing):
    said = told({"rnn": FAIR, "gru": film_of([2.0, nothing])}, 8)["verdict"]
    assert said.startswith(
        "GRU is better so far: its test loss is more than a million times smaller than that of RNN."
    )


def test_before_it_is_played_a_comparison_says_so_and_not_that_numbers_come():
    films: dict[str, Film | None] = {"rnn": film_of([]), "gru": None}
    assert told(films | {"gru": film_of([])}, 0)["verdict"] == bare(WORDS["untrained"])
    assert told(films, 0, mode="playing")["verdict"] == WORDS["onTheirWay"]
    assert told({"rnn": GOOD, "gru": film_of([], more_steps=3)}, 3)["verdict"] == WORDS["untested"]


def test_a_lane_that_diverges_does_not_hide_who_is_ahead_among_the_others():
    broken = film_of([], more_steps=2, status="diverged")
    said = told({"rnn": FAIR, "gru": GOOD, "lstm": broken}, 8)["verdict"]
    assert said.startswith("GRU is better so far")
    assert told({"rnn": film_of([2.0, math.nan], status="diverged"), "gru": GOOD}, 8)["verdict"] == bare(
        WORDS["broken"]
    )


def test_something_simpler_that_does_better_is_told():
    simple = [{"is": "row", "name": "AR(12)", "loss": 0.01, "metrics": {"accuracy": 0.5}}, {"is": "traces"}]
    found = told({"rnn": FAIR, "gru": GOOD}, 8, simple=simple)
    assert "A simple forecast is better: AR(12), with a loss of 0.01." in found["verdict"]
    assert found["rows"][2] == ["AR(12)", "0.01", "", "", "", "0.5"]
    worse = [simple[0] | {"loss": 0.6}]
    assert "A simple forecast" not in told({"rnn": FAIR, "gru": GOOD}, 8, simple=worse)["verdict"]


def test_the_table_has_the_numbers_of_each_lane_at_the_cursor():
    more = {"metrics": {"accuracy": [0.5, 0.9, 0.7]}, "verdict": [NOT_BETTER, BETTER, UNCLEAR]}
    films: dict[str, Film | None] = {
        "rnn": film_of([0.4, 0.05, 0.3], secondsPerStep=0.00125, **more),
        "gru": film_of([], more_steps=2),
    }
    found = told(films, 12)
    names = ["Lane", "Test loss", "Against the baseline", "Solved at", "ms/step"]
    assert found["head"] == [*names, "Accuracy"]
    assert found["rows"] == [
        ["RNN at step 12", "0.3", "no clear difference", "8", "1.25", "0.7"],
        ["GRU", "–", "–", "–", "–", "–"],
    ]
    assert told(films, 8)["rows"][0][:3] == ["RNN at step 8", "0.05", "better"]
    assert told(films, 11)["rows"][0][0] == "RNN at step 8"  # measured there, and not at the cursor
    assert told(films, 4)["rows"][0][1:4] == ["0.4", "not better", "–"]  # what comes later is not told
