"""Several films watched as one: nobody is ahead, and who is over holds up nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.films.cursor import Cursor, Play, Seek, Tick, move
from playground.films.film import Film
from playground.films.heat import TICK_MS, Heat
from playground.films.history import History
from playground.presets import PRESETS

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
    heat = Heat(films=(film(30), film(80), film(50)))
    assert heat.last_step == 30
    assert not heat.is_over
    cursor = move(Cursor(config=CONFIG), Seek(70), heat)
    assert cursor.step == 30
    assert [heat.step_of(lane, cursor.step) for lane in range(3)] == [30, 30, 30]


def test_one_that_is_over_stays_at_its_end_and_holds_up_nobody():
    heat = Heat(films=(film(30, status="diverged"), film(80)))
    assert heat.last_step == 80
    assert [heat.step_of(lane, 80) for lane in (0, 1)] == [30, 80]
    over = Heat(films=(film(30, status="diverged"), film(100, status="finished")))
    assert (over.is_over, over.status, over.last_step, over.total_steps) == (True, "finished", 100, 100)


def test_a_failed_one_is_a_failed_heat():
    assert Heat(films=(film(30, status="failed"), film(80))).status == "failed"


def test_by_time_a_slow_film_is_at_an_earlier_step_than_a_quick_one():
    heat = Heat(films=(film(100, status="finished", pace=0.02), film(80, pace=0.01)), by_time=True)
    assert heat.last_step == 800  # milliseconds of the one that still trains
    assert [heat.step_of(lane, 500) for lane in (0, 1)] == [25, 50]
    assert [heat.wanted(lane, 500) for lane in (0, 1)] == [25, 50]
    assert heat.total_steps == 2000
    assert heat.epoch_steps == TICK_MS


def test_by_time_the_first_step_is_wanted_of_all_before_their_speed_is_known():
    heat = Heat(films=(film(0), film(0)), by_time=True)
    assert heat.last_step == 0
    assert [heat.wanted(lane, 0) for lane in (0, 1)] == [1, 1]


def test_a_play_goes_through_the_heat_and_ends_where_all_have_ended():
    heat = Heat(films=(film(100, status="finished"), film(40, total=40, status="finished")))
    cursor = move(Cursor(config=CONFIG), Play(), heat)
    for _ in range(100):
        cursor = move(cursor, Tick(0.5), heat)
    assert (cursor.step, cursor.playing) == (100, False)


@pytest.mark.parametrize("trained", [0, 10])
def test_the_time_left_is_that_of_all_films_or_unknown(trained: int):
    first, second = film(10), replace(film(10), trained=trained)
    left = Heat(films=(first, second)).seconds_left
    assert left == (None if not trained else pytest.approx(2 * 90 * 0.01))
