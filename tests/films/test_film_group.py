"""Several films watched as one: nobody is ahead, and who is over holds up nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.experiments.presets import PRESETS
from playground.films.cursor import Cursor, Play, Seek, Tick, move
from playground.films.film import Film
from playground.films.film_group import TICK_MS, FilmGroup
from playground.films.history import History

CONFIG = PRESETS["sine"].config


def film(last: int, total: int = 100, status: str = "developing", pace: float = 0.01) -> Film:
    empty = np.zeros(0)
    history = History(
        train_loss=np.zeros(last),
        grad_norm=np.zeros(last),
        epoch_step=np.zeros(0, np.int64),
        epoch_train_loss=empty,
        test_loss=empty,
        metrics={},
    )
    return Film(
        config=CONFIG,
        history=history,
        status=status,  # type: ignore[arg-type]
        total_steps=total,
        epoch_steps=10,
        seconds=last * pace,
        trained=last,
    )


def test_the_cursor_comes_no_further_than_the_slowest_that_still_trains():
    group = FilmGroup(films=(film(30), film(80), film(50)))
    assert group.last_step == 30
    assert not group.is_over
    cursor = move(Cursor(config=CONFIG), Seek(70), group)
    assert cursor.step == 30
    assert [group.step_of(lane, cursor.step) for lane in range(3)] == [30, 30, 30]


def test_one_that_is_over_stays_at_its_end_and_holds_up_nobody():
    group = FilmGroup(films=(film(30, status="diverged"), film(80)))
    assert group.last_step == 80
    assert [group.step_of(lane, 80) for lane in (0, 1)] == [30, 80]
    over = FilmGroup(films=(film(30, status="diverged"), film(100, status="finished")))
    assert (over.is_over, over.status, over.last_step, over.total_steps) == (True, "finished", 100, 100)


def test_a_failed_one_is_a_failed_heat():
    assert FilmGroup(films=(film(30, status="failed"), film(80))).status == "failed"


def test_by_time_a_slow_film_is_at_an_earlier_step_than_a_quick_one():
    group = FilmGroup(films=(film(100, status="finished", pace=0.02), film(80, pace=0.01)), by_time=True)
    assert group.last_step == 800  # milliseconds of the one that still trains
    assert [group.step_of(lane, 500) for lane in (0, 1)] == [25, 50]
    assert [group.wanted(lane, 500) for lane in (0, 1)] == [25, 50]
    assert group.total_steps == 2000
    assert group.epoch_steps == TICK_MS


def test_by_time_the_first_step_is_wanted_of_all_before_their_speed_is_known():
    group = FilmGroup(films=(film(0), film(0)), by_time=True)
    assert group.last_step == 0
    assert [group.wanted(lane, 0) for lane in (0, 1)] == [1, 1]


def test_a_play_goes_through_the_heat_and_ends_where_all_have_ended():
    group = FilmGroup(films=(film(100, status="finished"), film(40, total=40, status="finished")))
    cursor = move(Cursor(config=CONFIG), Play(0.0), group)
    for tick in range(100):
        cursor = move(cursor, Tick(tick * 0.5), group)
    assert (cursor.step, cursor.is_paused) == (100, True)


@pytest.mark.parametrize("trained", [0, 10])
def test_the_time_left_is_that_of_all_films_or_unknown(trained: int):
    first, second = film(10), replace(film(10), trained=trained)
    left = FilmGroup(films=(first, second)).seconds_left
    assert left == (None if not trained else pytest.approx(2 * 90 * 0.01))
