"""Wishes expire, and films are served in turn; time is told, not measured."""

from __future__ import annotations

from itertools import pairwise

from playground.films.scheduler.fairness import WISH_SECONDS
from playground.films.scheduler.messages import FilmSeen, KnownFilm
from playground.films.scheduler.state import Wish
from tests.films.desk import Desk, developed, segment


def desk(*workers: str) -> Desk:
    made = Desk()
    made.workers(*workers)
    return made


def test_the_furthest_wish_counts_and_a_viewer_has_one_wish_a_film():
    here = desk()
    here.want("a", 10, "ann")
    here.want("a", 30, "bob")
    assert here.workers("w")[0] == segment(0, "a", until_step=30)
    here.workers()
    here.want("a", 5, "bob")
    assert here.workers("w")[0] == segment(2, "a", until_step=10)


def test_a_wish_goes_no_further_than_the_film():
    here = desk("w")
    here.tell(FilmSeen(film="a", known=KnownFilm(total_steps=40)))
    assert here.want("a", 10**9)[0] == segment(0, "a", until_step=40)


def test_a_wish_that_is_not_renewed_is_forgotten():
    here = desk()
    here.want("a", 10, "ann")
    here.tell(at=1.0)
    here.want("a", 30, "bob")
    here.tell(at=WISH_SECONDS + 0.5)
    assert here.state.wishes == {"a": {"bob": Wish(30, 1.0 + WISH_SECONDS, False)}}
    here.tell(at=WISH_SECONDS + 1.5)
    assert (here.state.wishes, here.state.served, here.state.spent) == ({}, {}, {})


def test_the_same_wish_stated_twice_is_the_same_wish():
    once, twice = desk("w"), desk("w")
    once.want("a", 10)
    for _ in range(2):
        twice.want("a", 10)
    assert once.state == twice.state


def test_each_film_has_its_first_segment_before_any_has_its_second():
    here = desk()
    for film in "abc":
        here.want(film)
    assert developed(here.workers("v", "w")) == ["c", "b", "a", "c"]  # the newest first


def test_thirty_films_are_served_in_turn_also_while_some_come_and_go():
    here, served = desk("w"), []
    for round_ in range(1000):
        here.now = round_ * 0.1
        for film in range(30):
            if film % 7 or round_ % 100 < 50:  # some films are wanted half of the time
                here.want(f"film {film}", 10**6)
        served += here.serve(1)
    for film in range(30):
        places = [place for place, name in enumerate(served) if name == f"film {film}"]
        waits = [b - a for a, b in pairwise(places)]
        if film % 7:
            assert max(waits) <= 2 * 30
            assert len(places) >= 1000 // 30 - 1


def test_a_film_that_was_served_goes_to_the_end_of_the_queue_and_a_new_one_to_its_front():
    here = desk()
    for film in "abc":
        here.want(film)
    assert developed(here.workers("v", "w")) == ["c", "b", "a", "c"]
    here.workers()
    here.want("d")
    assert developed(here.workers("v", "w")) == ["d", "b", "a", "c"]


def test_a_film_with_longer_segments_gets_fewer_of_them_but_never_waits_for_two_rounds():
    here, served = desk("w"), []
    for film in "abcd":
        here.want(film, 10**6)
    for _ in range(200):
        job = next(iter(here.state.jobs.values()))
        served += developed(here.done(job.number, seconds=5.0 if job.film == "a" else 0.01))
    places = [place for place, film in enumerate(served) if film == "a"]
    assert len(places) < served.count("b")
    assert max(b - a for a, b in pairwise(places)) <= 2 * 4


def test_who_wants_many_films_gets_no_more_than_who_wants_one():
    """Also while the many are short, so that new ones come all the time: a sweep beside a learner."""
    here, served = desk("w"), []
    for round_ in range(400):
        here.now = round_ * 0.1
        here.want("a long one", 10**6, "learner")
        for film in range(8):
            here.want(f"short {round_ // 4 + film}", 10**6, "sweep")
        served += here.serve(1)
    long = served.count("a long one")
    assert abs(long - (len(served) - long)) <= 3


def test_a_film_that_many_want_has_the_turn_of_who_had_least():
    here = desk()
    for film in ("shared", "own"):
        here.tell(FilmSeen(film=film, known=KnownFilm(total_steps=10**6, last_step=10)))
    here.want("shared", viewer="ann")
    here.want("shared", viewer="bob")
    here.want("own", viewer="ann")
    assert developed(here.workers("w")) == ["own", "shared"]  # of films that are equal, the newest
    here.workers()
    assert developed(here.workers("w")) == ["shared", "shared"]  # bob had less than ann
    here.workers()
    here.want("another", viewer="eve")
    assert developed(here.workers("w"))[0] == "another"


def test_a_film_that_was_just_chosen_begins_before_those_that_go_on_and_has_no_more_turns_than_they():
    here = desk("w")
    for film in range(30):
        here.want(f"run {film}", 10**6, f"learner {film}")
    here.serve(90)
    here.want("chosen", 10**6, "learner 7")
    served = here.serve(62)
    assert "chosen" in served[: 2 + 1]  # what was handed out before comes back first
    assert 1 <= served.count("chosen") <= 3


def test_nobody_saves_up_turns_by_asking_for_little():
    here, served = desk("w"), []
    for round_ in range(1000):
        here.now = round_ * 0.1
        here.want("slow", 0, "ann")
        here.want("fast", 10**6, "bob")
        here.serve(1)
    here.want("slow", 10**6, "ann")
    served = here.serve(40)
    first = served.index("fast")
    assert first <= 2 * 4 + 1  # two seconds of credit, a quarter of a second each
    assert abs(served[first:].count("fast") - served[first:].count("slow")) <= 1


def test_queued_films_are_served_one_after_another_and_a_watched_one_keeps_its_turn():
    here = desk()
    for film in "abc":
        here.tell(FilmSeen(film=film, known=KnownFilm(total_steps=10**6, seconds_left=60.0)))
        here.want(film, queued=True)
    for _ in range(3):
        assert developed(here.workers("v", "w")) == ["a", "a", "b", "b"]
        here.workers()
    here.want("c")  # now she watches it
    assert developed(here.workers("v", "w")) == ["c", "c", "a", "a"]
    here.workers()
    here.want("c", queued=True)
    here.want("b", viewer="bob")
    assert developed(here.workers("w"))[0] == "b"  # he had nothing yet


def test_a_film_is_queued_while_nobody_watches_it():
    here = desk("w")
    assert here.want("a", viewer="sweep", queued=True)[0] == segment(0, "a", queued=True)
    here.workers()
    here.want("a", viewer="learner")
    assert here.workers("w")[0] == segment(1, "a", queued=False)
    here.tell(at=WISH_SECONDS - 0.1)
    here.want("a", viewer="sweep", queued=True)
    here.workers()
    here.tell(at=WISH_SECONDS + 0.1)  # the learner has gone
    assert here.workers("w")[0] == segment(3, "a", queued=True, since=here.now)


def test_who_queues_many_films_gets_no_more_than_one_who_watches_one():
    here = desk("w")
    for film in range(20):
        here.want(f"run {film}", 10**6, "sweep", queued=True)
    here.want("watched", 10**6, "learner")
    served = here.serve(100, seconds_left=60.0)
    assert 49 <= served.count("watched") <= 51
