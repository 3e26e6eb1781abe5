"""All films stay within one budget: the longest unseen are thinned, then dropped; then all are thinned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.films.scheduler.fairness import WISH_SECONDS
from playground.films.scheduler.memory import thinned, within_budget
from playground.films.scheduler.messages import Drop, FilmSeen, KnownFilm, SegmentFailed, SetStatus, Thin
from playground.films.scheduler.state import Scheduler
from tests.films.desk import ENDLESS, Desk, developed, probe


def film(checkpoints: int, *, size: int = 10, numbers: int = 100) -> KnownFilm:
    """A film with checkpoints at steps 1, 2, 3 and so on."""
    steps = range(1, checkpoints + 1)
    return replace(
        ENDLESS,
        last_step=checkpoints,
        numbers_nbytes=numbers,
        checkpoints=tuple((step, size) for step in steps),
    )


def test_a_film_holds_its_numbers_and_its_checkpoints():
    assert film(3).nbytes == 100 + 3 * 10


def test_within_the_budget_nothing_is_done():
    films = {"a": film(3), "b": film(3)}
    assert within_budget(films, (), 260) == (films, [])


def test_films_are_thinned_before_one_is_dropped_the_longest_unseen_first():
    films = {name: film(20) for name in "abc"}  # 300 each
    left, decisions = within_budget(films, (), 3 * 300 - 150)
    assert decisions == [Thin(film="a", keep=8), Thin(film="b", keep=8)]
    assert [len(known.checkpoints) for known in left.values()] == [8, 8, 20]
    assert list(left) == ["a", "b", "c"]


def test_films_that_nobody_uses_are_dropped_the_longest_unseen_first():
    films = {name: film(2) for name in "abcd"}  # 120 each
    left, decisions = within_budget(films, (), 250)
    assert decisions == [Drop(film="a"), Drop(film="b")]
    assert list(left) == ["c", "d"]


def test_films_in_use_are_thinned_and_never_dropped():
    films = {name: film(20) for name in "abc"}
    left, decisions = within_budget(films, "abc", 3 * 300 - 250)
    assert decisions == [Thin(film=name, keep=10) for name in "abc"]
    assert [known.checkpoints[-1][0] for known in left.values()] == [20, 20, 20]  # to go on from
    left, decisions = within_budget(films, "abc", 1)  # cannot be kept
    assert [known.checkpoints for known in left.values()] == [((20, 10),)] * 3


@pytest.mark.parametrize("keep", range(8))
def test_what_is_thinned_leaves_no_long_gap_and_keeps_the_newest(keep: int):
    steps = [10, 20, 30, 40, 50, 60, 70]
    left = thinned(steps, keep)
    assert len(left) == max(keep, 1)
    assert left[-1] == 70
    assert set(left) <= set(steps)
    gaps = [b - a for a, b in zip([0, *left], left, strict=False)]
    assert max(gaps) <= 2 * 70 / len(left)


# ---- as part of the scheduler


def test_a_film_is_in_use_while_it_is_wanted_developed_or_looked_into():
    desk = Desk(Scheduler(budget_bytes=250))
    desk.tell(FilmSeen(film="looked into", known=film(2)))
    desk.ask("looked into", probe())
    desk.tell(FilmSeen(film="wanted", known=film(2)))
    desk.want("wanted")
    assert desk.tell(FilmSeen(film="new", known=film(2))) == [Drop(film="new")]
    assert list(desk.state.films) == ["looked into", "wanted"]
    desk.tell(at=WISH_SECONDS + 0.1)
    assert desk.tell(FilmSeen(film="new", known=film(2))) == [Drop(film="looked into")]


def test_who_looks_at_a_film_keeps_it_from_being_dropped_first():
    desk = Desk(Scheduler(budget_bytes=250))
    for name in "ab":
        desk.tell(FilmSeen(film=name, known=film(2)))
    desk.tell(FilmSeen(film="a"))
    assert desk.tell(FilmSeen(film="c", known=film(2))) == [Drop(film="b")]
    assert list(desk.state.films) == ["a", "c"]


def test_a_film_that_grows_beyond_the_budget_is_thinned_as_it_grows():
    desk = Desk(Scheduler(budget_bytes=300))
    desk.workers("w")
    desk.want("a")
    decisions = desk.done(0, steps=30, numbers_nbytes=100, checkpoints=film(30).checkpoints)
    assert developed(decisions) == ["a"]
    assert decisions[-1] == Thin(film="a", keep=15)
    assert desk.state.films["a"].nbytes == 100 + 15 * 10


def test_a_film_that_was_dropped_is_developed_again():
    desk = Desk(Scheduler(budget_bytes=150))
    desk.workers("w")
    desk.want("a")
    assert SetStatus(film="a", status="failed", reason="No.") in desk.tell(SegmentFailed(job=0, reason="No."))
    desk.tell(FilmSeen(film="a", known=replace(film(4), status="failed")))
    desk.tell(at=WISH_SECONDS + 0.1)
    assert Drop(film="a") in desk.tell(FilmSeen(film="b", known=film(4)))
    assert desk.state.failed == {}
    assert developed(desk.want("a")) == ["a", "a"]
