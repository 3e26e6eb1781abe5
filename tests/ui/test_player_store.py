"""The films a browser keeps: cut back, grown, thinned, and safe from what is no message."""

from __future__ import annotations

import base64
import itertools
import random
from typing import Any

from tests.ui.film_messages import BYTES_OF, film, frames, packed
from tests.ui.node import run_module

STORE = (
    BYTES_OF
    + """
    import { FilmStore } from "web/film_store.js";
    console.warn = () => {};
    const store = new FilmStore();
    const numbersOf = (run) => {
      const { metrics, ...known } = store.tracks(run);
      const isColumn = ([, value]) => ArrayBuffer.isView(value);
      const facts = Object.fromEntries(Object.entries(known).filter((one) => !isColumn(one)));
      const columns = [...Object.entries(known).filter(isColumn), ...Object.entries(metrics)];
      return [facts, Object.fromEntries(columns.map(([name, values]) => [name, [...values]]))];
    };
"""
)


def test_a_film_that_comes_in_pieces_is_the_film_that_comes_at_once():
    cuts = [0, 7, 10, 33, 300, 999]
    pieces = [film(start=a, last=b, total=1000) for a, b in itertools.pairwise(cuts)]
    whole = run_module(
        STORE + "given.map((one) => store.absorb(bytesOf(one))); tell(numbersOf('r'));", pieces
    )
    at_once = run_module(
        STORE + "store.absorb(bytesOf(given)); tell(numbersOf('r'));", film(last=999, total=1000)
    )
    assert whole == at_once
    facts, columns = whole
    assert facts["lastStep"] == len(columns["trainLoss"]) == 999
    assert columns["trainLoss"] == list(range(1, 1000))
    assert columns["epochStep"] == columns["testLoss"] == list(range(10, 1000, 10))


def test_a_message_that_begins_earlier_cuts_the_film_back_to_there():
    found = run_module(
        STORE + "given.map((one) => store.absorb(bytesOf(one))); tell([numbersOf('r'), store.have('r')]);",
        [film(last=95), film(start=25, last=31, status="diverged")],
    )
    (facts, columns), have = found
    assert have == facts["lastStep"] == 31
    assert facts["isOver"] is True
    assert columns["trainLoss"] == list(range(1, 32))
    assert columns["accuracy"] == [0.1, 0.2, 0.3]


def test_a_gap_is_told_and_changes_nothing():
    found = run_module(
        STORE + "tell([given.map((one) => store.absorb(bytesOf(one))), numbersOf('r')[0].lastStep]);",
        [film(last=20), film(start=25, last=30)],
    )
    assert found == [[{"kind": "film", "run": "r"}, {"kind": "gap", "run": "r"}], 20]


def test_what_is_no_message_changes_nothing():
    """Whole messages cut short, bent, or with headers that promise what is not there."""
    chance = random.Random(3)
    good = [base64.b64decode(one) for one in (film(last=20), frames([3, 9]))]
    bad: list[str] = []
    for _case in range(600):
        data = bytearray(chance.choice(good))
        if chance.random() < 0.5:
            del data[chance.randrange(len(data)) :]
        else:
            for _flip in range(3):
                data[chance.randrange(120)] = chance.randrange(256)
        bad.append(base64.b64encode(data).decode())
    heads: list[Any] = [
        None,
        [],
        "film",
        {"kind": "toString"},
        {"kind": "film", "run": "r"},
        {"kind": "frames", "run": "r", "view": "v", "frames": [{"step": 1, "length": 99}]},
        {"kind": "engine"},
        {"kind": "refusal", "sentence": 3},
    ]
    bad += [packed(head) for head in heads]
    found = run_module(
        STORE
        + """
        given.good.map((one) => store.absorb(bytesOf(one)));
        const changes = given.bad.map((one) => store.absorb(bytesOf(one)));
        tell([changes.slice(600), numbersOf("r"), store.frameAt("r", "v", 3)]);
        """,
        {"good": [film(last=20), frames([3])], "bad": bad},
    )
    changes, (facts, columns), frame = found
    assert changes == [None] * len(heads)
    assert columns["trainLoss"][:1] == [1]
    assert len(columns["trainLoss"]) == facts["lastStep"]
    assert len(columns["testLoss"]) == len(columns["epochStep"])
    assert frame["step"] == 3


def test_an_epoch_outside_the_steps_of_its_message_is_refused():
    found = run_module(
        STORE + "tell(given.map((one) => store.absorb(bytesOf(one))));",
        [film(last=20, epoch_steps=10, **{"lastStep": 19}), film(last=20, **{"totalSteps": 10})],
    )
    assert found == [None, None]


def test_the_newest_frame_at_or_before_a_step_is_shown_else_the_first_after_it():
    found = run_module(
        STORE
        + """
        tell([store.frameAt("r", "v", 5), ...given.flatMap((one) => {
          store.absorb(bytesOf(one));
          return [0, 4, 5, 9, 100].map((step) => store.frameAt("r", "v", step));
        })]);
        """,
        [frames([9, 5])],
    )
    assert found[0] is None
    shown = [(one["step"], one["exact"], one["parts"]) for one in found[1:]]
    assert shown == [
        (5, False, [{"step": 5}]),
        (5, False, [{"step": 5}]),
        (5, True, [{"step": 5}]),
        (9, True, [{"step": 9}]),
        (9, False, [{"step": 9}]),
    ]


def test_a_frame_that_cannot_be_read_is_as_if_it_had_not_come():
    broken = packed({"kind": "frames", "run": "r", "view": "v", "frames": [{"step": 8, "length": 3}]}, b"[{]")
    found = run_module(
        STORE + "given.map((one) => store.absorb(bytesOf(one))); tell(store.frameAt('r', 'v', 9));",
        [frames([2]), broken],
    )
    assert found["step"] == 2


def test_frames_are_thinned_evenly_and_both_ends_and_what_is_shown_stay():
    found = run_module(
        STORE
        + """
        const shelf = () => store.films.get("r").shelves.get("v").kept.map((frame) => frame.step);
        given.first.map((one) => store.absorb(bytesOf(one)));
        const first = shelf();
        store.absorb(bytesOf(given.exact));
        const exact = store.frameAt("r", "v", 1001).exact;
        given.later.map((one) => store.absorb(bytesOf(one)));
        tell([first, exact, shelf()]);
        """,
        {
            "first": [frames(list(range(at, at + 50))) for at in range(0, 2000, 50)],
            "exact": frames([1001]),
            "later": [frames(list(range(at, at + 50))) for at in range(2000, 9000, 50)],
        },
    )
    first, exact, later = found
    assert exact is True
    for steps, end in ((first, 1999), (later, 8999)):
        assert len(steps) == 240
        assert steps == sorted(set(steps))
        assert (steps[0], steps[-1]) == (0, end)
        strides = [b - a for a, b in itertools.pairwise(steps)][:-1]
        assert max(strides) <= 4 * (end / 239)
    assert 1001 in later


def test_films_that_left_the_page_are_kept_a_while_and_not_for_ever():
    found = run_module(
        STORE
        + """
        given.map((one) => store.absorb(bytesOf(one)));
        store.retain(["0", "1"]);
        tell([...store.films.keys()]);
        """,
        [film(run=str(n), last=5) for n in range(30)],
    )
    assert found == [*map(str, range(22, 30)), "0", "1"]


def test_what_the_engine_says_and_why_a_film_cannot_be_had_are_kept():
    found = run_module(
        STORE
        + """
        const tellAll = () => [store.engine.status, store.refusals.get("r") ?? null, store.failure("r", "v")];
        tell(given.map((one) => [store.absorb(bytesOf(one)).kind, ...tellAll()]));
        """,
        [
            packed({"kind": "engine", "status": "starting", "workers": 2, "viewers": 3, "sentence": ""}),
            packed({"kind": "refusal", "sentence": "The class is full.", "run": "r"}),
            packed({"kind": "frameFailed", "run": "r", "view": "v", "step": 3, "sentence": "Too large."}),
            film(last=5),
            frames([3]),
        ],
    )
    too_large = {"step": 3, "sentence": "Too large."}
    assert found == [
        ["engine", "starting", None, None],
        ["refusal", "starting", "The class is full.", None],
        ["frameFailed", "starting", "The class is full.", too_large],
        ["film", "starting", None, too_large],
        ["frames", "starting", None, None],
    ]


def test_how_many_of_the_runs_that_are_waited_for_are_over_is_kept_by_their_name():
    said = [("luck", 0), ("cliff", 4), ("luck", 2)]
    found = run_module(
        STORE + "tell([given.map((one) => store.absorb(bytesOf(one))), [...store.gathered]]);",
        [packed({"kind": "gathered", "name": name, "ended": ended}) for name, ended in said],
    )
    assert found == [[{"kind": "gathered"}] * 3, [["luck", 2], ["cliff", 4]]]
