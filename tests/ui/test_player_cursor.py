"""Where a learner is in a film: what every event does to the cursor, and several films watched as one."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from playground.ui.components.run_bar import WORDS
from tests.ui.node import run_module

Facts = dict[str, Any]
Cursor = dict[str, Any]
Event = dict[str, Any]


def film(last: int, *, total: int = 100, status: str = "developing", pace: float | None = 0.01) -> Facts:
    """A film of epochs of ten steps, as the cursor is told of it."""
    is_over = status in ("finished", "diverged")
    return {
        "lastStep": last,
        "totalSteps": total,
        "epochSteps": 10,
        "status": status,
        "isOver": is_over,
        "secondsPerStep": pace,
        "secondsLeft": None if pace is None else 0.0 if is_over else (total - last) * pace,
    }


NEW, GROWING, DONE = film(0), film(40), film(100, status="finished")
DIVERGED = film(33, status="diverged")
FAILED = film(40, status="failed")


def at(step: int, **changes: Any) -> Cursor:
    return {"step": step, "mode": "paused", "goal": None, "pace": None, "fraction": 0} | changes


def playing(step: int, **changes: Any) -> Cursor:
    return at(step, mode="playing", **changes)


def seeking(step: int, goal: int) -> Cursor:
    return at(step, mode="seeking", goal=goal)


def event(kind: str, **given: Any) -> Event:
    return {"kind": kind} | given


PLAY, PAUSE, STEP, EPOCH = event("play"), event("pause"), event("step"), event("step", toEpoch=True)
CHOOSE, FORK, NOW = event("choose"), event("fork"), event("tick", seconds=0)


def seek(step: int) -> Event:
    return event("seek", step=step)


def pace(steps: float | None) -> Event:
    return event("pace", pace=steps)


def tick(seconds: float) -> Event:
    return event("tick", seconds=seconds)


CASES: dict[str, list[tuple[Cursor, Event, Facts, Cursor]]] = {
    "play": [
        (at(0), PLAY, NEW, playing(0)),
        (at(20), PLAY, GROWING, playing(20)),
        (at(40), PLAY, GROWING, playing(40)),
        (at(99), PLAY, DONE, playing(99)),
        (at(100), PLAY, DONE, playing(0)),  # from the beginning again
        (at(33), PLAY, DIVERGED, playing(0)),
        (seeking(40, 41), PLAY, GROWING, playing(40)),
        (playing(20), PLAY, GROWING, playing(20)),
        (at(20, fraction=0.5), PLAY, GROWING, playing(20, fraction=0.5)),
    ],
    "pause": [
        (playing(20), PAUSE, GROWING, at(20)),
        (seeking(40, 41), PAUSE, GROWING, at(40)),
    ],
    "seek": [
        (playing(20), seek(30), GROWING, at(30)),
        (at(20), seek(41), GROWING, at(40)),
        (at(20), seek(-5), GROWING, at(0)),
        (seeking(40, 50), seek(7), GROWING, at(7)),
        (playing(20), seek(0), GROWING, at(0)),
        (at(20, fraction=0.5), seek(20), GROWING, at(20)),
    ],
    "one step": [
        (playing(20), STEP, GROWING, at(21)),
        (at(40), STEP, GROWING, seeking(40, 41)),
        (seeking(40, 41), STEP, GROWING, seeking(40, 42)),  # presses in a row add up
        (at(100), STEP, DONE, at(100)),
        (at(33), STEP, DIVERGED, at(33)),
    ],
    "an epoch": [
        (at(0), EPOCH, GROWING, at(10)),
        (at(20), EPOCH, GROWING, at(30)),
        (playing(29), EPOCH, GROWING, at(30)),
        (at(35), EPOCH, film(38), seeking(35, 40)),
        (at(0), EPOCH, NEW, seeking(0, 10)),
        (at(95), EPOCH, DONE, at(100)),
        (at(31), EPOCH, DIVERGED, at(33)),
        (at(5), EPOCH, film(0, total=7), seeking(5, 7)),
        (seeking(40, 50), EPOCH, GROWING, seeking(40, 60)),
        (seeking(40, 100), EPOCH, GROWING, seeking(40, 100)),
    ],
    "a step that a link asks for": [
        (at(0), event("await", step=37), NEW, seeking(0, 37)),
        (at(0), event("await", step=37), GROWING, at(37)),
        (at(0), event("await", step=500), GROWING, seeking(0, 100)),
        (at(0), event("await", step=500), DIVERGED, at(33)),
    ],
    "another run": [
        (playing(20, pace=2), CHOOSE, GROWING, playing(0, pace=2)),
        (at(20), CHOOSE, GROWING, at(0)),
        (seeking(40, 50), CHOOSE, GROWING, at(0)),
        (playing(20), FORK, GROWING, playing(20)),
        (at(20), FORK, GROWING, at(20)),
        (seeking(40, 50), FORK, GROWING, at(40)),
    ],
    "pace": [
        (playing(20), pace(0.5), GROWING, playing(20, pace=0.5)),
        (at(20, pace=0.5), pace(None), GROWING, at(20)),
    ],
    "a goal that comes, or never": [
        (seeking(40, 41), tick(0.25), GROWING, seeking(40, 41)),
        (seeking(40, 41), NOW, film(41), at(41)),
        (seeking(40, 50), NOW, film(60), at(50)),
        (seeking(30, 50), NOW, DIVERGED, at(33)),
    ],
    "time where nothing moves": [
        (at(20), tick(0.25), GROWING, at(20)),
        (playing(60), tick(0.25), GROWING, playing(60)),  # its film was dropped, and comes back
        (playing(20), NOW, DONE, playing(20)),
        (playing(20), tick(-3), DONE, playing(20)),
    ],
    "time of a film that is over: 100 steps in four seconds": [
        (playing(20), tick(0.5), DONE, playing(32, fraction=0.5)),
        (playing(20, fraction=0.5), tick(0.5), DONE, playing(33)),
        (playing(0), tick(3600), DONE, playing(26)),  # a page that was away does not jump
        (playing(0), NOW, GROWING, playing(1)),  # the first step is seen as soon as it is there
        (playing(0), NOW, film(0), playing(0)),
        (playing(99), tick(1), DONE, at(100)),
        (playing(33), tick(0.25), DIVERGED, at(33)),
        (playing(0), tick(0.25), film(10, total=10, status="finished"), playing(6)),  # few do not crawl
    ],
    "time at the end of what there is": [
        (playing(40), tick(0.25), GROWING, playing(40)),
        (playing(40, fraction=0.5), tick(0.25), GROWING, playing(40)),
    ],
}


def moved(cases: list[tuple[Cursor, list[Event], Facts]]) -> list[list[Cursor]]:
    """The cursor after each of some events."""
    found: list[list[Cursor]] = run_module(
        """
        import { move } from "web/cursor.js";
        const all = ([cursor, events, film]) => events.map((event) => (cursor = move(cursor, event, film)));
        tell(given.map(all));
        """,
        cases,
    )
    return found


@pytest.mark.parametrize("name", CASES)
def test_an_event_moves_the_cursor(name: str):
    cases = CASES[name]
    found = moved([(before, [one], seen) for before, one, seen, _after in cases])
    for (before, one, _seen, after), (there,) in zip(cases, found, strict=True):
        assert there == after, (before, one)


def test_the_cursor_stays_in_the_film_whatever_happens():
    chance = random.Random(12)
    events = [PLAY, PAUSE, STEP, EPOCH, CHOOSE, FORK, pace(4), pace(None), seek(50), seek(0)]
    events += [tick(0.016), tick(0.25), tick(3), NOW]
    cases = []
    for _case in range(300):
        seen = chance.choice([NEW, GROWING, DONE, DIVERGED, FAILED])
        before = at(min(20, seen["lastStep"]), mode=chance.choice(["paused", "playing"]))
        cases.append((before, chance.choices(events, k=12), seen))
    for (_before, _events, seen), places in zip(cases, moved(cases), strict=True):
        for cursor in places:
            assert 0 <= cursor["step"] <= seen["lastStep"]
            assert 0 <= cursor["fraction"] < 1
            assert (cursor["goal"] is not None) is (cursor["mode"] == "seeking")
            if cursor["goal"] is not None:
                assert seen["lastStep"] < cursor["goal"] <= seen["totalSteps"]


def test_slow_motion_goes_at_its_pace_however_often_it_is_drawn():
    cases = [(playing(0, pace=2), [tick(every)] * round(3 / every), DONE) for every in (1, 0.25, 0.125)]
    assert [places[-1]["step"] for places in moved(cases)] == [7, 7, 7]
    (slow,) = moved([(playing(0, pace=0.5), [tick(0.5)] * 8, DONE)])
    assert [cursor["step"] for cursor in slow] == [1, 1, 1, 2, 2, 2, 2, 3]


def test_a_film_that_is_over_plays_through_in_the_time_of_a_replay():
    (places,) = moved([(playing(0), [tick(0.25)] * 16, DONE)])
    assert [cursor["mode"] for cursor in places] == ["playing"] * 15 + ["paused"]
    assert places[-1]["step"] == 100


def test_a_still_cursor_needs_its_own_step_and_a_playing_one_what_comes():
    found = run_module(
        """
        import { wantedStep } from "web/cursor.js";
        tell(given.cursors.map((cursor) => wantedStep(cursor, given.film)));
        """,
        {
            "film": GROWING,
            "cursors": [at(20), playing(20), seeking(40, 41), playing(20, pace=2), playing(99, pace=50)],
        },
    )
    assert found == [20, 100, 41, 27, 100]


# ---- several films as one


def group(films: list[Facts], place: int = 0, *, by_time: bool = False) -> dict[str, Any]:
    """What is known of films as one, and of each lane at a place."""
    found: dict[str, Any] = run_module(
        """
        import { groupOf } from "web/cursor.js";
        const { films, byTime, place } = given;
        const group = groupOf(films, byTime);
        const each = (ask) => films.map((_, lane) => group[ask](lane, place));
        tell({ ...group, steps: each("stepOf"), wanted: each("wanted") });
        """,
        {"films": films, "byTime": by_time, "place": place},
    )
    return found


def test_the_cursor_comes_no_further_than_the_slowest_that_still_trains():
    known = group([film(30), film(80), film(50)], 30)
    assert (known["lastStep"], known["isOver"], known["steps"]) == (30, False, [30, 30, 30])


def test_one_that_is_over_stays_at_its_end_and_holds_up_nobody():
    known = group([film(30, status="diverged"), film(80)], 80)
    assert (known["lastStep"], known["steps"]) == (80, [30, 80])
    over = group([film(30, status="diverged"), DONE])
    assert (over["isOver"], over["status"]) == (True, "finished")
    assert (over["lastStep"], over["totalSteps"]) == (100, 100)


def test_a_failed_one_is_a_failed_group():
    assert group([film(30, status="failed"), film(80)])["status"] == "failed"


def test_no_lane_is_wanted_beyond_its_own_end():
    assert group([film(10, total=40), film(10)], 70)["wanted"] == [40, 70]


def test_by_time_a_slow_film_is_at_an_earlier_step_than_a_quick_one():
    known = group([film(100, status="finished", pace=0.02), film(80)], 500, by_time=True)
    assert known["lastStep"] == 800  # milliseconds of the one that still trains
    assert (known["steps"], known["wanted"]) == ([25, 50], [25, 50])
    assert (known["totalSteps"], known["epochSteps"]) == (2000, 100)


def test_by_time_the_first_step_is_wanted_of_all_before_their_speed_is_known():
    known = group([film(0, pace=None), film(0, pace=None)], by_time=True)
    assert (known["lastStep"], known["wanted"]) == (0, [1, 1])


def test_the_time_left_is_that_of_all_films_or_unknown():
    assert group([film(10), film(10), DONE])["secondsLeft"] == pytest.approx(2 * 90 * 0.01)
    assert group([film(10), film(30), DONE])["secondsTrained"] == pytest.approx(10 * 0.01)  # the least known
    assert group([film(10), film(10, pace=None)])["secondsLeft"] is None
    assert group([DONE])["secondsLeft"] is None  # nothing is left


def time_left(facts: dict[str, Any], *, workers: int = 2, viewers: int = 1, **given: Any) -> str:
    """What the run bar says: one film, on the engine as it is."""
    usual = {"films": 1, "seconds": [10, 30], "isPaused": False, "words": WORDS}
    given = usual | given | {"engine": {"workers": workers, "viewers": viewers}}
    found: str = run_module(
        """
        import { timeLeft } from "web/run_words.js";
        tell(timeLeft(given.facts, given.given));
        """,
        {"facts": facts, "given": given},
    )
    return found


UNMEASURED = {"isOver": False, "status": "developing", "secondsLeft": None, "secondsTrained": 0}
MEASURED = UNMEASURED | {"secondsLeft": 20.0, "secondsTrained": 5.0}


@pytest.mark.parametrize(
    ("facts", "given", "words"),
    [
        (UNMEASURED, {}, "Takes about 10 to 30 s"),
        (MEASURED | {"secondsTrained": 0.3}, {}, "About 10 to 40 s of training left"),  # warming up
        (MEASURED, {}, "About 20 s of training left"),
        (MEASURED, {"workers": 4}, "About 20 s of training left"),  # one film takes one worker
        (MEASURED, {"viewers": 6}, "About 60 s of training left"),  # six share two workers
        (MEASURED, {"viewers": 5, "isPaused": True}, "About 60 s of training left"),  # the sixth comes back
        (MEASURED, {"films": 3}, "About 10 s of training left"),
        (MEASURED, {"films": 3, "viewers": 2}, "About 20 s of training left"),
        (MEASURED, {"workers": 0, "viewers": 0}, "About 20 s of training left"),  # they only start
        (MEASURED | {"isOver": True}, {}, ""),
    ],
)
def test_the_time_left_is_what_a_viewers_share_of_the_workers_takes(facts, given, words):
    assert time_left(facts, **given) == words


def test_a_group_plays_through_and_ends_where_all_have_ended():
    films = [DONE, film(40, total=40, status="finished")]
    found = run_module(
        """
        import { START, groupOf, move } from "web/cursor.js";
        const group = groupOf(given);
        let cursor = move(START, { kind: "play" }, group);
        for (let n = 0; n < 100; n++) cursor = move(cursor, { kind: "tick", seconds: 0.5 }, group);
        tell([cursor.step, cursor.mode]);
        """,
        films,
    )
    assert found == [100, "paused"]


# ---- a film that still develops


WATCHED = """
    import { START, move } from "web/cursor.js";
    const { bursts, every, rate, pace } = given;
    const film = { lastStep: 0, totalSteps: 10000, epochSteps: 10, status: "developing", isOver: false };
    let cursor = { ...START, mode: "playing", pace };
    const seen = [];
    for (let frame = 1; frame <= bursts * every; frame++) {
      if (frame % every === 0) film.lastStep += rate;
      cursor = move(cursor, { kind: "tick", seconds: 1 / 60 }, film);
      seen.push([cursor.step, film.lastStep]);
    }
    tell(seen);
"""


@pytest.mark.parametrize(("every", "widest"), [(15, 1.5), (36, 2)])
def test_motion_is_smooth_between_the_messages_of_a_film_that_develops(every: int, widest: float):
    """A message four times a second, or every 0.6 s: 240 steps a second, 4 at a frame, and never a rest."""
    seen = run_module(WATCHED, {"bursts": 24, "every": every, "rate": 4 * every, "pace": None})
    seen = seen[len(seen) // 2 :]
    strides = np.diff([step for step, _last in seen])
    assert strides.min() >= 2
    assert strides.max() <= 4 * widest
    assert strides.mean() == pytest.approx(4, rel=0.1)
    assert all(step <= last for step, last in seen)
    lags = [last - step for step, last in seen]
    assert max(lags) < 240 * 1.3  # it is little more than a second behind


def test_slow_motion_keeps_its_pace_where_there_is_more_than_enough():
    seen = run_module(WATCHED, {"bursts": 12, "every": 15, "rate": 60, "pace": 20})
    assert seen[-1][0] - seen[119][0] == pytest.approx(20, abs=1)


def test_a_film_that_is_over_plays_as_fast_as_a_replay():
    found = run_module(
        """
        import { START, move } from "web/cursor.js";
        const film = { lastStep: 400, totalSteps: 400, epochSteps: 10, status: "finished", isOver: true };
        let cursor = move({ ...START, step: 395 }, { kind: "play" }, film);
        const steps = [];
        for (let n = 0; n < 6; n++) {
          cursor = move(cursor, { kind: "tick", seconds: 0.02 }, film);
          steps.push([cursor.step, cursor.mode]);
        }
        tell(steps);
        """
    )
    assert found == [[n, "playing"] for n in (397, 399)] + [[400, "paused"]] * 4
