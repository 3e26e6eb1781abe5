"""Events in, cursor compared with ==."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.config import RunConfig, TrainingConfig
from playground.films.cursor import (
    LONGEST_TICK,
    REPLAY_SECONDS,
    SLOWEST_REPLAY,
    Choose,
    Cursor,
    Event,
    Fork,
    Pace,
    Pause,
    Play,
    Reset,
    Seek,
    Step,
    StepEpoch,
    Tick,
    move,
    needs_ticks,
    wanted_step,
)
from playground.films.film import Film
from playground.films.history import History

CONFIG = RunConfig()
OTHER = RunConfig(training=TrainingConfig(seed=1))
EVENTS: list[Event] = [
    Play(),
    Pause(),
    Tick(0.25),
    Seek(50),
    Step(),
    StepEpoch(),
    Reset(),
    Choose(OTHER),
    Choose(CONFIG),
    Fork(OTHER),
    Pace(2.0),
    Pace(None),
]


def film(last_step: int, *, total: int = 100, status: Any = "developing", **values: Any) -> Film:
    epochs = np.arange(10, last_step + 1, 10)
    history = History(
        train_loss=np.zeros(last_step),
        grad_norm=np.zeros(last_step),
        epoch_step=epochs,
        epoch_train_loss=np.zeros(len(epochs)),
        test_loss=np.zeros(len(epochs)),
        metrics={},
    )
    made = {"seconds": 0.0, "trained": last_step, "total_steps": total, "epoch_steps": 10} | values
    return Film(config=CONFIG, history=history, status=status, **made)


NEW, GROWING, DONE = film(0), film(40), film(100, status="finished")
DIVERGED = film(33, status="diverged")
START = Cursor(config=CONFIG)


def at(step: int, **values: Any) -> Cursor:
    return replace(START, step=step, **values)


@pytest.mark.parametrize(
    ("cursor", "event", "shown", "after"),
    [
        # Play
        (at(0), Play(), NEW, at(0, playing=True)),
        (at(20), Play(), GROWING, at(20, playing=True)),
        (at(40), Play(), GROWING, at(40, playing=True)),
        (at(99), Play(), DONE, at(99, playing=True)),
        (at(100), Play(), DONE, at(0, playing=True)),
        (at(33), Play(), DIVERGED, at(0, playing=True)),
        (at(40, goal=41), Play(), GROWING, at(40, playing=True)),
        # Pause
        (at(20, playing=True), Pause(), GROWING, at(20)),
        (at(40, goal=41), Pause(), GROWING, at(40)),
        # Seek
        (at(20, playing=True), Seek(30), GROWING, at(30)),
        (at(20), Seek(41), GROWING, at(40)),
        (at(20), Seek(-5), GROWING, at(0)),
        (at(40, goal=50), Seek(7), GROWING, at(7)),
        # Step
        (at(20, playing=True), Step(), GROWING, at(21)),
        (at(40), Step(), GROWING, at(40, goal=41)),
        (at(40, goal=41), Step(), GROWING, at(40, goal=41)),
        (at(100), Step(), DONE, at(100)),
        (at(33), Step(), DIVERGED, at(33)),
        # StepEpoch
        (at(0), StepEpoch(), GROWING, at(10)),
        (at(20), StepEpoch(), GROWING, at(30)),
        (at(29, playing=True), StepEpoch(), GROWING, at(30)),
        (at(35), StepEpoch(), film(38), at(35, goal=40)),
        (at(0), StepEpoch(), NEW, at(0, goal=10)),
        (at(95), StepEpoch(), DONE, at(100)),
        (at(31), StepEpoch(), DIVERGED, at(33)),
        (at(5), StepEpoch(), film(0, total=7), at(5, goal=7)),
        # Reset
        (at(20, playing=True), Reset(), GROWING, at(0)),
        (at(40, goal=50), Reset(), GROWING, at(0)),
        # Choose
        (at(20, playing=True, pace=2.0), Choose(OTHER), GROWING, at(0, playing=True, pace=2.0, config=OTHER)),
        (at(20), Choose(OTHER), GROWING, at(0, config=OTHER)),
        (at(40, goal=50), Choose(OTHER), GROWING, at(0, config=OTHER)),
        (at(20, playing=True), Choose(CONFIG), GROWING, at(20, playing=True)),
        # Fork
        (at(20, playing=True), Fork(OTHER), GROWING, at(20, playing=True, config=OTHER)),
        (at(20), Fork(OTHER), GROWING, at(20, config=OTHER)),
        # Pace
        (at(20, playing=True), Pace(0.5), GROWING, at(20, playing=True, pace=0.5)),
        (at(20, pace=0.5), Pace(None), GROWING, at(20)),
        # Tick with a goal
        (at(40, goal=41), Tick(0.25), GROWING, at(40, goal=41)),
        (at(40, goal=41), Tick(0.25), film(41), at(41)),
        (at(40, goal=50), Tick(0.25), film(60), at(50)),
        (at(30, goal=50), Tick(0.25), DIVERGED, at(33)),
        # Tick without anything to do
        (at(20), Tick(0.25), GROWING, at(20)),
        (at(60, playing=True), Tick(0.25), GROWING, at(60, playing=True)),  # its film was dropped: wait
        # the end of a film
        (at(99, playing=True), Tick(1.0), DONE, at(100)),
        (at(33, playing=True), Tick(0.25), DIVERGED, at(33)),
        (at(40, playing=True), Tick(0.25), GROWING, at(40, playing=True)),
    ],
)
def test_an_event_moves_the_cursor(cursor: Cursor, event: Event, shown: Film, after: Cursor):
    assert move(cursor, event, shown) == after


@pytest.mark.parametrize("shown", [NEW, GROWING, DONE, DIVERGED, film(40, status="failed")])
@pytest.mark.parametrize("playing", [False, True])
def test_the_cursor_stays_in_the_film_whatever_happens(shown: Film, playing: bool):
    last = shown.last_step
    for first in EVENTS:
        for second in EVENTS:
            cursor = move(move(at(min(20, last), playing=playing), first, shown), second, shown)
            assert 0 <= cursor.step <= last
            assert cursor.goal is None or last < cursor.goal <= shown.total_steps
            assert not (cursor.playing and cursor.goal is not None)


def test_a_developed_film_plays_through_in_the_time_of_a_replay():
    cursor, seconds = at(0, playing=True), 0.0
    while cursor.playing:
        cursor, seconds = move(cursor, Tick(0.25), DONE), seconds + 0.25
    assert cursor == at(100)
    assert seconds == pytest.approx(REPLAY_SECONDS, abs=0.5)


def test_a_film_trained_in_a_blink_plays_slowly_enough_to_be_watched():
    blink = film(100, status="finished", seconds=0.1, trained=100)
    cursor = move(at(0, playing=True), Tick(0.5), blink)
    assert cursor == at(int(100 / REPLAY_SECONDS * 0.5), playing=True, owed=cursor.owed)


def test_a_film_of_few_steps_does_not_crawl():
    few = film(10, total=10, status="finished")
    cursor = move(Cursor(config=CONFIG, playing=True), Tick(0.25), few)
    assert cursor.step == int(SLOWEST_REPLAY * 0.25)


def test_slow_motion_goes_at_its_pace_however_often_the_clock_ticks():
    for ticks, length in ((3, 1.0), (12, 0.25), (30, 0.1)):
        cursor = at(0, playing=True, pace=2.0)
        for _ in range(ticks):
            cursor = move(cursor, Tick(length), DONE)
        assert cursor.step == pytest.approx(6, abs=1)
    cursor = at(0, playing=True, pace=0.5)
    steps = []
    for _ in range(8):
        cursor = move(cursor, Tick(0.5), DONE)
        steps.append(cursor.step)
    assert steps == [0, 0, 0, 1, 1, 1, 1, 2]


def test_a_playing_cursor_stays_at_the_end_of_a_film_that_grows_slowly():
    """1,000 steps may play at 250 a second; the film grows by 100 a second."""
    cursor, last = at(0, playing=True), 0
    for _ in range(39):
        last += 25
        cursor = move(cursor, Tick(0.25), film(last, total=1000))
        assert cursor == at(last, playing=True)


def test_a_film_that_is_developed_in_no_time_can_still_be_watched():
    whole = film(1000, total=1000, status="finished")
    cursor = move(at(0, playing=True), Tick(0.25), film(900, total=1000))
    assert cursor.playing
    assert cursor.step == pytest.approx(1000 * 0.25 / REPLAY_SECONDS, abs=1)
    assert move(cursor, Tick(0.25), whole).step == pytest.approx(2000 * 0.25 / REPLAY_SECONDS, abs=1)


def test_a_page_that_was_away_does_not_jump_when_it_is_back():
    cursor = at(0, playing=True)
    assert move(cursor, Tick(3600.0), DONE) == move(cursor, Tick(LONGEST_TICK), DONE)


def test_a_still_cursor_needs_its_own_step_and_a_playing_one_what_comes():
    assert wanted_step(at(20), GROWING) == 20
    assert wanted_step(at(20, playing=True), GROWING) == 100
    assert wanted_step(at(40, goal=41), GROWING) == 41
    assert wanted_step(at(20, playing=True, pace=2.0), GROWING) == 27
    assert wanted_step(at(99, playing=True, pace=50.0), GROWING) == 100


@pytest.mark.parametrize(
    ("cursor", "shown", "needed"),
    [
        (at(20), GROWING, False),
        (at(20, playing=True), GROWING, True),
        (at(40, goal=41), GROWING, True),
        (at(60), GROWING, True),  # its film was dropped and comes back
        (at(60), DIVERGED, False),
        (at(20, playing=True), film(40, status="failed"), False),
        (at(100), DONE, False),
    ],
)
def test_the_clock_ticks_only_while_something_moves_by_itself(cursor: Cursor, shown: Film, needed: bool):
    assert needs_ticks(cursor, shown) is needed
