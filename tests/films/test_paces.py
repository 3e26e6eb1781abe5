"""How long runs take here: estimates that are put right by what was measured; no clock is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.films.engine import EngineState
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.films.paces import EITHER_WAY, MOST_KEPT, UNKNOWN, Paces, estimated
from playground.films.scheduler.messages import KnownFilm
from playground.films.scheduler.state import Scheduler, Wish
from tests.films.test_many import runs


def film_that_took(times: float, seed: int = 0) -> Film:
    """A film that is over after so many times its estimate."""
    config, engine = runs(seed + 1)[seed], InlineEngine()
    engine.want(config, 10**6)
    film = engine.film(config)
    return replace(film, seconds=times * estimated(config), trained=film.total_steps)


def test_before_anything_was_trained_here_the_range_is_wide():
    assert Paces().range_of(7.0) == (7.0 * UNKNOWN[0], 7.0 * UNKNOWN[1])


def test_what_was_trained_here_tells_how_long_the_next_takes():
    paces = Paces()
    for seed, times in enumerate((5.0, 7.0, 40.0)):
        paces.note(film_that_took(times, seed))
    assert paces.range_of(10.0) == pytest.approx((70.0 / EITHER_WAY, 70.0 * EITHER_WAY))


def test_a_film_counts_once_and_only_with_what_was_trained_of_it():
    paces, film = Paces(), film_that_took(6.0)
    paces.note(replace(film, status="developing"))
    paces.note(replace(film, trained=0, seconds=0.0))
    assert paces.range_of(1.0) == UNKNOWN
    half = replace(film, trained=film.total_steps // 2, seconds=film.seconds / 2)  # it shared its beginning
    for _again in range(3):
        paces.note(half)
    assert paces.range_of(1.0) == pytest.approx((6.0 / EITHER_WAY, 6.0 * EITHER_WAY), rel=0.1)


def test_what_was_long_ago_is_forgotten():
    paces, slow = Paces(), film_that_took(50.0)
    paces.note(slow)
    quick = film_that_took(2.0, 1)
    for seed in range(MOST_KEPT):
        other = replace(quick.config, training=replace(quick.config.training, seed=100 + seed))
        paces.note(replace(quick, config=other))
    assert paces.range_of(1.0) == pytest.approx((2.0 / EITHER_WAY, 2.0 * EITHER_WAY))


def test_who_waits_for_more_shares_the_workers_and_nobody_else_does():
    known = KnownFilm(total_steps=100, last_step=40)
    wish = Wish(until_step=100, expires=9.0, queued=False)
    state = Scheduler(
        budget_bytes=1,
        films={"a": known, "b": replace(known, status="finished")},
        wishes={"a": {"ann": wish, "ben": wish._replace(until_step=40), "cem": wish}, "b": {"dan": wish}},
    )
    assert state.waiting_viewers == 2


@pytest.mark.parametrize(
    ("workers", "viewers", "films", "joins", "at_once"),
    [
        (4, 1, 27, False, 4),
        (4, 2, 27, False, 2),
        (4, 1, 27, True, 2),
        (4, 1, 1, False, 1),
        (2, 8, 27, False, 0.25),
    ],
)
def test_a_viewer_has_their_share_of_the_workers(workers, viewers, films, joins, at_once):
    state = EngineState(status="ready", workers=workers, viewers=viewers)
    assert state.at_once(films, joins=joins) == at_once


def test_while_the_workers_start_one_is_counted_on():
    assert EngineState(status="starting").at_once(27) == 1
