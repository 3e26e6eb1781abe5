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
    Paused,
    Play,
    Playing,
    Seek,
    Seeking,
    Step,
    Tick,
    move,
    needs_ticks,
    wanted_step,
)
from playground.films.film import Film
from playground.films.history import History

CONFIG = RunConfig()
OTHER = RunConfig(training=TrainingConfig(seed=1))
NOW = 1000.0
"""A reading of the page's clock."""
EVENTS: list[Event] = [
    Play(NOW + 0.1),
    Pause(),
    Tick(NOW + 0.25),
    Seek(50),
    Step(),
    Step(to_epoch=True),
    Seek(0),
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
PLAYING = Playing(NOW)


def at(step: int, **values: Any) -> Cursor:
    return replace(START, step=step, **values)


@pytest.mark.parametrize(
    ("cursor", "event", "shown", "after"),
    [
        # Play
        (at(0), Play(NOW), NEW, at(0, mode=PLAYING)),
        (at(20), Play(NOW), GROWING, at(20, mode=PLAYING)),
        (at(40), Play(NOW), GROWING, at(40, mode=PLAYING)),
        (at(99), Play(NOW), DONE, at(99, mode=PLAYING)),
        (at(100), Play(NOW), DONE, at(0, mode=PLAYING)),
        (at(33), Play(NOW), DIVERGED, at(0, mode=PLAYING)),
        (at(40, mode=Seeking(41)), Play(NOW), GROWING, at(40, mode=PLAYING)),
        (at(20, mode=PLAYING), Play(NOW + 5.0), GROWING, at(20, mode=PLAYING)),  # it plays already
        (at(20, step_fraction=0.5), Play(NOW), GROWING, at(20, mode=PLAYING, step_fraction=0.5)),
        # Pause
        (at(20, mode=PLAYING), Pause(), GROWING, at(20)),
        (at(40, mode=Seeking(41)), Pause(), GROWING, at(40)),
        # Seek
        (at(20, mode=PLAYING), Seek(30), GROWING, at(30)),
        (at(20), Seek(41), GROWING, at(40)),
        (at(20), Seek(-5), GROWING, at(0)),
        (at(40, mode=Seeking(50)), Seek(7), GROWING, at(7)),
        # Step
        (at(20, mode=PLAYING), Step(), GROWING, at(21)),
        (at(40), Step(), GROWING, at(40, mode=Seeking(41))),
        (at(40, mode=Seeking(41)), Step(), GROWING, at(40, mode=Seeking(41))),
        (at(100), Step(), DONE, at(100)),
        (at(33), Step(), DIVERGED, at(33)),
        # Step by an epoch
        (at(0), Step(to_epoch=True), GROWING, at(10)),
        (at(20), Step(to_epoch=True), GROWING, at(30)),
        (at(29, mode=PLAYING), Step(to_epoch=True), GROWING, at(30)),
        (at(35), Step(to_epoch=True), film(38), at(35, mode=Seeking(40))),
        (at(0), Step(to_epoch=True), NEW, at(0, mode=Seeking(10))),
        (at(95), Step(to_epoch=True), DONE, at(100)),
        (at(31), Step(to_epoch=True), DIVERGED, at(33)),
        (at(5), Step(to_epoch=True), film(0, total=7), at(5, mode=Seeking(7))),
        # Seek to the beginning
        (at(20, mode=PLAYING), Seek(0), GROWING, at(0)),
        (at(40, mode=Seeking(50)), Seek(0), GROWING, at(0)),
        # Choose
        (at(20, mode=PLAYING, pace=2.0), Choose(OTHER), GROWING, at(0, mode=PLAYING, pace=2.0, config=OTHER)),
        (at(20), Choose(OTHER), GROWING, at(0, config=OTHER)),
        (at(40, mode=Seeking(50)), Choose(OTHER), GROWING, at(0, config=OTHER)),
        (at(20, mode=PLAYING), Choose(CONFIG), GROWING, at(20, mode=PLAYING)),
        # Fork
        (at(20, mode=PLAYING), Fork(OTHER), GROWING, at(20, mode=PLAYING, config=OTHER)),
        (at(20), Fork(OTHER), GROWING, at(20, config=OTHER)),
        # Pace
        (at(20, mode=PLAYING), Pace(0.5), GROWING, at(20, mode=PLAYING, pace=0.5)),
        (at(20, pace=0.5), Pace(None), GROWING, at(20)),
        # Tick with a goal
        (at(40, mode=Seeking(41)), Tick(NOW + 0.25), GROWING, at(40, mode=Seeking(41))),
        (at(40, mode=Seeking(41)), Tick(NOW + 0.25), film(41), at(41)),
        (at(40, mode=Seeking(50)), Tick(NOW + 0.25), film(60), at(50)),
        (at(30, mode=Seeking(50)), Tick(NOW + 0.25), DIVERGED, at(33)),
        # Tick without anything to do
        (at(20), Tick(NOW + 0.25), GROWING, at(20)),
        (at(60, mode=PLAYING), Tick(NOW + 0.25), GROWING, at(60, mode=Playing(NOW + 0.25))),  # dropped: wait
        (at(20, mode=PLAYING), Tick(NOW), GROWING, at(20, mode=PLAYING)),
        (at(20, mode=PLAYING), Tick(NOW - 3.0), GROWING, at(20, mode=PLAYING)),  # told in another order
        # Tick while it plays: 100 steps in four seconds
        (at(20, mode=PLAYING), Tick(NOW + 0.5), GROWING, at(32, mode=Playing(NOW + 0.5), step_fraction=0.5)),
        (at(20, mode=PLAYING, step_fraction=0.5), Tick(NOW + 0.5), GROWING, at(33, mode=Playing(NOW + 0.5))),
        # the end of a film
        (at(99, mode=PLAYING), Tick(NOW + 1.0), DONE, at(100)),
        (at(33, mode=PLAYING), Tick(NOW + 0.25), DIVERGED, at(33)),
        (at(40, mode=PLAYING), Tick(NOW + 0.25), GROWING, at(40, mode=Playing(NOW + 0.25))),
    ],
)
def test_an_event_moves_the_cursor(cursor: Cursor, event: Event, shown: Film, after: Cursor):
    assert move(cursor, event, shown) == after


@pytest.mark.parametrize("shown", [NEW, GROWING, DONE, DIVERGED, film(40, status="failed")])
@pytest.mark.parametrize("mode", [Paused(), PLAYING])
def test_the_cursor_stays_in_the_film_whatever_happens(shown: Film, mode: Any):
    last = shown.last_step
    for first in EVENTS:
        for second in EVENTS:
            cursor = move(move(at(min(20, last), mode=mode), first, shown), second, shown)
            assert 0 <= cursor.step <= last
            assert 0 <= cursor.step_fraction < 1
            if isinstance(cursor.mode, Seeking):
                assert last < cursor.mode.step <= shown.total_steps
            assert [cursor.is_playing, cursor.is_seeking, cursor.is_paused].count(True) == 1


# ---- time


def played(cursor: Cursor, shown: Film, *, until: float, every: float) -> Cursor:
    """The cursor after ticks at equal distances, counted so that no rounding adds up."""
    for tick in range(1, round(until / every) + 1):
        cursor = move(cursor, Tick(NOW + tick * every), shown)
    return cursor


def test_time_before_play_is_pressed_is_not_played():
    """A pause of half a minute, and a press on Play: the film begins at its first step."""
    waiting = move(at(0), Tick(NOW), DONE)
    pressed = move(waiting, Play(NOW + 30.0), DONE)
    assert pressed == at(0, mode=Playing(NOW + 30.0))
    assert move(pressed, Tick(NOW + 30.0), DONE) == pressed
    assert move(pressed, Tick(NOW + 30.2), DONE).step == pytest.approx(100 / REPLAY_SECONDS * 0.2, abs=1)


def test_time_between_pause_and_play_is_not_played():
    cursor = move(at(0, mode=PLAYING), Tick(NOW + 0.5), DONE)
    paused = move(cursor, Pause(), DONE)
    again = move(paused, Play(NOW + 60.0), DONE)
    assert again == at(12, mode=Playing(NOW + 60.0), step_fraction=0.5)
    assert move(again, Tick(NOW + 60.5), DONE).step == 25


def test_a_page_that_was_away_does_not_jump_when_it_is_back():
    cursor = move(at(0, mode=PLAYING), Tick(NOW + 3600.0), DONE)
    assert cursor == at(int(100 / REPLAY_SECONDS * LONGEST_TICK), mode=Playing(NOW + 3600.0))


def test_a_developed_film_plays_through_in_the_time_of_a_replay():
    nearly = played(at(0, mode=PLAYING), DONE, until=REPLAY_SECONDS - 0.25, every=0.25)
    assert nearly.is_playing
    assert move(nearly, Tick(NOW + REPLAY_SECONDS), DONE) == at(100)


def test_a_film_trained_in_a_blink_plays_slowly_enough_to_be_watched():
    blink = film(100, status="finished", seconds=0.1, trained=100)
    cursor = move(at(0, mode=PLAYING), Tick(NOW + 0.5), blink)
    assert cursor == at(12, mode=Playing(NOW + 0.5), step_fraction=0.5)  # a film takes four seconds


def test_a_film_of_few_steps_does_not_crawl():
    few = film(10, total=10, status="finished")
    assert move(at(0, mode=PLAYING), Tick(NOW + 0.25), few).step == int(SLOWEST_REPLAY * 0.25)


def test_slow_motion_goes_at_its_pace_however_often_the_clock_ticks():
    for every in (1.0, 0.25, 0.125):
        assert played(at(0, mode=PLAYING, pace=2.0), DONE, until=3.0, every=every).step == 6
    steps = [played(at(0, mode=PLAYING, pace=0.5), DONE, until=n * 0.5, every=0.5).step for n in range(1, 9)]
    assert steps == [0, 0, 0, 1, 1, 1, 1, 2]


def test_a_playing_cursor_stays_at_the_end_of_a_film_that_grows_slowly():
    """1,000 steps may play at 250 a second; the film grows by 100 a second."""
    cursor = at(0, mode=PLAYING)
    for tick in range(1, 40):
        now = NOW + tick * 0.25
        cursor = move(cursor, Tick(now), film(25 * tick, total=1000))
        assert cursor == at(25 * tick, mode=Playing(now))


def test_a_film_that_is_developed_in_no_time_can_still_be_watched():
    whole = film(1000, total=1000, status="finished")
    cursor = move(at(0, mode=PLAYING), Tick(NOW + 0.25), film(900, total=1000))
    assert cursor.is_playing
    assert cursor.step == pytest.approx(1000 * 0.25 / REPLAY_SECONDS, abs=1)
    assert move(cursor, Tick(NOW + 0.5), whole).step == pytest.approx(2000 * 0.25 / REPLAY_SECONDS, abs=1)


def test_a_still_cursor_needs_its_own_step_and_a_playing_one_what_comes():
    assert wanted_step(at(20), GROWING) == 20
    assert wanted_step(at(20, mode=PLAYING), GROWING) == 100
    assert wanted_step(at(40, mode=Seeking(41)), GROWING) == 41
    assert wanted_step(at(20, mode=PLAYING, pace=2.0), GROWING) == 27
    assert wanted_step(at(99, mode=PLAYING, pace=50.0), GROWING) == 100


@pytest.mark.parametrize(
    ("cursor", "shown", "needed"),
    [
        (at(20), GROWING, False),
        (at(20, mode=PLAYING), GROWING, True),
        (at(40, mode=Seeking(41)), GROWING, True),
        (at(60), GROWING, True),  # its film was dropped and comes back
        (at(60), DIVERGED, False),
        (at(20, mode=PLAYING), film(40, status="failed"), False),
        (at(100), DONE, False),
    ],
)
def test_the_clock_ticks_only_while_something_moves_by_itself(cursor: Cursor, shown: Film, needed: bool):
    assert needs_ticks(cursor, shown) is needed
