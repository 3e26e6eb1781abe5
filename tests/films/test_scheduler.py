"""What is handed out, taken back, withdrawn, ended and tried again: events in, decisions compared with ==."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground.films.develop import SEGMENT_SECONDS
from playground.films.scheduler.decide import RETRY_SECONDS, decide
from playground.films.scheduler.fairness import WISH_SECONDS
from playground.films.scheduler.messages import (
    Disconnected,
    EndWorkerOf,
    Event,
    FilmSeen,
    HandOut,
    KnownFilm,
    Lost,
    ProbeAsked,
    ReadingDone,
    ReadingJob,
    SegmentDone,
    SegmentFailed,
    SetStatus,
    Wanted,
    Withdraw,
)
from playground.films.scheduler.state import Scheduler
from playground.films.scheduler.work import (
    AHEAD,
    FIRST_SECONDS,
    GRACE_SECONDS,
    OVERDUE_SECONDS,
    QUEUED_SECONDS,
    SHARE_OF_PAST,
    UNHURRIED_SECONDS,
)
from playground.probes.requests import Probe
from tests.films.desk import ENDLESS, Desk, developed, probe, read, segment, segments


@pytest.fixture
def desk() -> Desk:
    """One worker, and nobody wants anything."""
    made = Desk()
    made.workers("w")
    return made


def reading(number: int, asked: Probe, *, film: str = "a", since: float = 0.0) -> HandOut:
    return HandOut(job=ReadingJob(number=number, film=film, probe=asked, since=since))


# ---- handing out


def test_a_wanted_film_gets_a_segment_and_one_that_starts_where_it_will_end(desk: Desk):
    assert desk.want("a") == [segment(0, "a"), segment(1, "a", after=0)]
    assert desk.want("a") == []  # the same wish again
    assert desk.done(0) == [Withdraw(job=0), segment(2, "a", after=1, from_step=1)]


def test_nothing_is_handed_out_while_there_are_no_workers():
    desk = Desk()
    assert desk.want("a") == []
    assert desk.ask("a", probe()) == []
    assert desk.workers("w") == [reading(0, probe()), segment(1, "a"), segment(2, "a", after=1)]


def test_a_film_that_is_as_far_as_it_is_wanted_gets_nothing(desk: Desk):
    desk.tell(FilmSeen(film="a", known=replace(ENDLESS, last_step=10)))
    assert desk.want("a", 10) == []
    assert developed(desk.want("a", 11)) == ["a", "a"]


@pytest.mark.parametrize("status", ["finished", "diverged", "failed"])
def test_a_film_that_is_over_gets_nothing(desk: Desk, status: Any):
    desk.tell(FilmSeen(film="a", known=replace(ENDLESS, status=status, last_step=3)))
    assert desk.want("a", 10) == []


def test_a_short_run_that_nobody_watches_is_one_piece_of_work(desk: Desk):
    """Its second piece may have nothing in it, and one that is watched is not to wait for that."""
    assert desk.want("a", queued=True) == [segment(0, "a", queued=True)]
    assert desk.want("b") == [segment(1, "b")]


@pytest.mark.parametrize(
    ("left", "pieces"), [(None, 1), (QUEUED_SECONDS, 1), (QUEUED_SECONDS + 0.01, AHEAD), (60.0, AHEAD)]
)
def test_a_queued_film_gets_a_second_piece_only_where_more_than_one_is_left(
    desk: Desk, left: float | None, pieces: int
):
    desk.tell(FilmSeen(film="a", known=replace(ENDLESS, seconds_left=left)))
    assert developed(desk.want("a", queued=True)) == ["a"] * pieces


def seconds_of(trained: float, films: str, workers: str, last_step: int = 9, queued: bool = False) -> float:
    """How long the next segment of film "a" is to take, where all these films are wanted."""
    desk = Desk()
    for film in films:
        known = replace(ENDLESS, last_step=last_step, seconds=trained, seconds_left=60.0)
        desk.tell(FilmSeen(film=film, known=known))
        desk.want(film, viewer=film, queued=queued)
    return next(job.seconds for job in segments(desk.workers(*workers)) if job.film == "a")


def test_a_film_begins_with_a_short_segment_so_that_something_moves_at_once():
    assert seconds_of(0.0, "a", "uv", last_step=0) == FIRST_SECONDS < SEGMENT_SECONDS
    assert seconds_of(0.0, "a", "uv", last_step=0, queued=True) == QUEUED_SECONDS


@pytest.mark.parametrize(
    ("trained", "seconds"), [(0.1, SEGMENT_SECONDS), (1.6, SHARE_OF_PAST * 1.6), (60.0, UNHURRIED_SECONDS)]
)
def test_where_a_worker_stays_free_segments_grow_with_the_run_and_each_costs_the_server_its_share(
    trained: float, seconds: float
):
    assert seconds_of(trained, "a", "uv") == seconds
    assert seconds_of(trained, "ab", "uvw") == seconds


def test_nobody_waits_longer_for_a_worker_because_another_run_is_long():
    assert seconds_of(60.0, "a", "u") == SEGMENT_SECONDS
    assert seconds_of(60.0, "ab", "uv") == SEGMENT_SECONDS


def test_films_that_are_as_far_as_they_are_wanted_take_no_worker():
    desk = Desk()
    for film, until in (("a", 100), ("b", 5)):
        desk.tell(FilmSeen(film=film, known=replace(ENDLESS, last_step=9, seconds=60.0)))
        desk.want(film, until)
    assert {job.seconds for job in segments(desk.workers("u", "v"))} == {UNHURRIED_SECONDS}


def test_every_worker_has_a_segment_to_do_and_one_to_do_next():
    desk = Desk()
    for film in "abcdef":
        desk.want(film)
    handed_out = segments(desk.workers("u", "v"))
    assert [(job.film, job.worker) for job in handed_out] == [("f", "u"), ("e", "v"), ("d", "u"), ("c", "v")]


def test_a_segment_goes_to_the_worker_that_holds_the_one_before_where_it_can_begin_no_earlier():
    desk = Desk()
    desk.workers("u", "v")
    assert desk.want("a") == [segment(0, "a", worker="u"), segment(1, "a", worker="u", after=0)]
    assert desk.want("b") == [segment(2, "b", worker="v"), segment(3, "b", worker="v", after=2)]
    assert desk.done(2) == [Withdraw(job=2), segment(4, "b", worker="v", after=3, from_step=1)]


def test_a_segment_goes_elsewhere_where_it_can_begin_earlier():
    desk = Desk()
    desk.workers("u")
    for film in "ab":
        desk.want(film)
    assert [job.film for job in desk.state.jobs.values()] == ["a", "a"]
    desk.done(0)
    assert [job.film for job in desk.state.jobs.values()] == ["a", "b"]
    assert desk.workers("u", "v") == [
        segment(3, "a", worker="v", after=1, from_step=1),
        segment(4, "b", worker="u", after=2),  # behind job 2, which is second there
    ]


# ---- taking back


def test_segments_of_a_film_come_back_in_order(desk: Desk):
    desk.want("a")
    before = desk.state
    desk.tell(SegmentDone(job=1, seconds=0.1, known=replace(ENDLESS, last_step=9)))
    desk.tell(Lost(job=1))
    assert desk.state == before


def test_lost_work_is_asked_for_again(desk: Desk):
    desk.want("a")
    assert desk.tell(Lost(job=0)) == [
        Withdraw(job=1),
        Withdraw(job=0),
        segment(2, "a"),
        segment(3, "a", after=2),
    ]


def test_work_of_a_worker_that_is_gone_is_given_to_another():
    desk = Desk()
    desk.workers("u", "v")
    desk.want("a")
    assert desk.workers("v") == [
        Withdraw(job=1),
        Withdraw(job=0),
        segment(2, "a", worker="v"),
        segment(3, "a", worker="v", after=2),
    ]


@pytest.mark.parametrize("left", ["u", "v"])
def test_where_one_of_the_two_workers_of_a_film_is_gone_neither_of_its_segments_is_waited_for(left: str):
    desk = Desk()
    desk.workers("u")
    desk.want("a")
    desk.want("b")
    desk.done(0)
    desk.workers("u", "v")
    jobs = {job.number: job.worker for job in desk.state.jobs.values() if job.film == "a"}
    assert jobs == {1: "u", 3: "v"}
    assert desk.workers(left)[:2] == [Withdraw(job=3), Withdraw(job=1)]
    assert {job.worker for job in desk.state.jobs.values()} == {left}


def test_all_that_was_handed_out_is_handed_out_again_when_the_workers_are_back(desk: Desk):
    desk.want("a")
    desk.ask("a", probe())
    assert desk.tell(Disconnected()) == [Withdraw(job=1), Withdraw(job=0), Withdraw(job=2)]
    assert desk.want("a") == []
    assert desk.workers("w") == [reading(3, probe()), segment(4, "a"), segment(5, "a", after=4)]


def test_a_fault_ends_its_film_and_nothing_else(desk: Desk):
    desk.want("a")
    desk.want("b")
    assert desk.tell(SegmentFailed(job=0, reason="No.")) == [
        Withdraw(job=1),
        Withdraw(job=0),
        SetStatus(film="a", status="failed", reason="No."),
        segment(2, "b"),
        segment(3, "b", after=2),
    ]
    assert desk.state.films["a"].status == "failed"


def test_a_film_that_failed_is_tried_again_when_it_is_wanted_a_while_after(desk: Desk):
    desk.want("a")
    desk.tell(SegmentFailed(job=0, reason="No."))
    desk.tell(at=RETRY_SECONDS)
    assert desk.want("a") == []
    desk.tell(at=RETRY_SECONDS + 0.1)
    assert desk.tell() == []  # not by itself
    assert desk.want("a") == [
        SetStatus(film="a", status="developing"),
        segment(2, "a", since=desk.now),
        segment(3, "a", after=2, since=desk.now),
    ]


def test_a_film_grows_by_what_comes_back_and_ends_with_it(desk: Desk):
    desk.want("a", 3)
    desk.done(0, steps=2)
    assert desk.state.films["a"] == replace(ENDLESS, last_step=2)
    assert desk.done(1, steps=1, status="finished") == [Withdraw(job=1)]
    assert desk.done(2, steps=0) == [Withdraw(job=2)]  # it was handed out behind the end, and is empty
    assert (desk.state.jobs, desk.state.unwanted) == ({}, {})


# ---- viewers who vanish


def test_the_waiting_segment_of_a_film_that_nobody_wants_is_withdrawn_and_the_other_finished(desk: Desk):
    desk.want("a")
    assert desk.want("a", 0) == [Withdraw(job=1)]  # paused
    assert desk.tell(at=1.0) == []
    assert desk.done(0) == [Withdraw(job=0)]


def test_a_long_step_that_nobody_wants_is_ended_with_its_worker_after_a_moment_of_grace(desk: Desk):
    desk.want("a")
    desk.tell(at=WISH_SECONDS - 0.1)
    assert desk.tell(at=WISH_SECONDS) == [Withdraw(job=1)]
    assert desk.tell(at=WISH_SECONDS + GRACE_SECONDS) == []
    assert desk.tell(at=WISH_SECONDS + GRACE_SECONDS + 0.01) == [EndWorkerOf(job=0), Withdraw(job=0)]
    assert desk.state.jobs == {}
    assert desk.tell(at=100.0) == []


def test_a_step_that_is_not_overdue_is_not_ended(desk: Desk):
    desk.want("a")
    desk.want("a", 0)
    assert desk.tell(at=OVERDUE_SECONDS) == []
    assert desk.tell(at=OVERDUE_SECONDS + 0.01) == [EndWorkerOf(job=0), Withdraw(job=0)]


def test_a_viewer_who_comes_back_in_time_keeps_the_step_running(desk: Desk):
    desk.want("a")
    desk.want("a", 0)
    desk.tell(at=OVERDUE_SECONDS)
    assert desk.want("a") == [segment(2, "a", after=0, since=OVERDUE_SECONDS)]
    desk.tell(at=OVERDUE_SECONDS + 1.0)
    assert desk.want("a", 0) == [Withdraw(job=2)]
    assert desk.tell(at=OVERDUE_SECONDS + 1.0 + GRACE_SECONDS) == []  # grace begins anew


def test_a_long_step_that_somebody_waits_for_goes_on_for_ever(desk: Desk):
    for second in range(100):
        desk.tell(at=float(second))
        decisions = desk.want("a")
        assert developed(decisions) == (["a", "a"] if second == 0 else [])
        assert len(decisions) == (2 if second == 0 else 0)


# ---- readings


def test_a_reading_that_is_asked_for_again_is_read_once(desk: Desk):
    assert desk.ask("a", probe()) == [reading(0, probe())]
    desk.tell(at=1.0)
    assert desk.ask("a", probe()) == []
    assert desk.tell(ReadingDone(job=0)) == [Withdraw(job=0)]
    assert desk.state.readings == {}


def test_a_reading_beyond_the_film_waits_and_develops_nothing(desk: Desk):
    desk.tell(FilmSeen(film="a", known=replace(ENDLESS, last_step=10)))
    assert desk.ask("a", probe(11)) == []
    assert desk.state.readings == {}
    assert read(desk.ask("a", probe(10))) == [0]


def test_a_lost_reading_is_asked_for_again(desk: Desk):
    desk.ask("a", probe())
    assert desk.tell(Lost(job=0)) == [Withdraw(job=0), reading(1, probe())]


def test_readings_do_not_take_the_places_of_segments(desk: Desk):
    for step in range(5):
        desk.tell(FilmSeen(film="a", known=replace(ENDLESS, last_step=10)))
        desk.ask("a", probe(step))
    assert developed(desk.want("a")) == ["a", "a"]


def test_a_reading_that_nobody_waits_for_any_more_is_withdrawn(desk: Desk):
    desk.tell(at=1.0)
    desk.ask("a", probe())
    desk.workers()
    desk.workers("w")
    assert desk.tell(at=1.0 + WISH_SECONDS) == []
    desk.ask("a", probe())
    assert desk.tell(at=1.0 + 2 * WISH_SECONDS) == []
    late = 1.0 + 2 * WISH_SECONDS + 0.01
    assert desk.tell(at=late) == [EndWorkerOf(job=0), Withdraw(job=0)]  # it took long, too
    assert desk.state.readings == {}


def test_a_reading_handed_out_only_just_now_is_withdrawn_without_ending_its_worker(desk: Desk):
    desk.ask("a", probe())
    desk.tell(at=WISH_SECONDS)
    desk.tell(Lost(job=0))
    assert desk.tell(at=WISH_SECONDS + 0.1) == [Withdraw(job=1)]


# ---- the function itself


STRANGE: list[Event] = [
    FilmSeen(film="?"),
    Wanted(film="?", until_step=3),
    ProbeAsked(film="?", probe=probe()),
    SegmentDone(job=99, seconds=1.0, known=ENDLESS),
    Lost(job=99),
    SegmentFailed(job=99, reason="No."),
    ReadingDone(job=99),
    ReadingDone(job=0),
    SegmentFailed(job=2, reason="No."),
    Lost(job=1),  # not the first of its film
]


@pytest.mark.parametrize("event", STRANGE, ids=lambda event: f"{type(event).__name__}")
def test_an_event_that_does_not_fit_changes_nothing(desk: Desk, event: Event):
    desk.want("a")
    desk.ask("a", probe())  # job 2 is a reading, 0 and 1 are segments
    before = desk.state
    assert desk.tell(event) == []
    assert desk.state == before


def test_deciding_leaves_the_state_that_it_was_given_as_it_was(desk: Desk):
    desk.want("a")
    before = desk.state
    films, jobs = dict(before.films), dict(before.jobs)
    again = [decide(before, 1.0, [SegmentFailed(job=0, reason="No.")]) for _ in range(2)]
    assert again[0] == again[1]
    assert (before.films, before.jobs) == (films, jobs)


def test_time_alone_changes_nothing_while_wishes_are_alive(desk: Desk):
    desk.want("a")
    before = desk.state
    assert desk.tell(at=WISH_SECONDS - 0.01) == []
    assert desk.state == before


def test_a_new_scheduler_knows_nothing_and_decides_nothing():
    state = Scheduler(budget_bytes=1)
    assert decide(state, 0.0) == (state, [])


def test_what_may_end_soon_is_what_is_measured_so_or_not_measured():
    assert KnownFilm(total_steps=1).may_end_within(0.0)
    assert replace(ENDLESS, seconds_left=1.0).may_end_within(1.0)
    assert not replace(ENDLESS, seconds_left=1.0).may_end_within(0.9)
