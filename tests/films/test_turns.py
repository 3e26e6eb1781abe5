"""Wishes expire, and films are served in turn; time is told, not measured."""

from __future__ import annotations

from itertools import pairwise

from playground.films.turns import WISH_SECONDS, Turns


def test_the_furthest_wish_counts_and_a_viewer_has_one_wish_a_film():
    turns = Turns()
    turns.want("a", 10, "ann", now=0.0)
    turns.want("a", 30, "bob", now=0.0)
    assert turns.until("a", 1.0) == 30
    turns.want("a", 5, "bob", now=1.0)
    assert turns.until("a", 1.0) == 10
    assert turns.until("b", 1.0) == 0


def test_a_wish_that_is_not_renewed_is_forgotten():
    turns = Turns()
    turns.want("a", 10, "ann", now=0.0)
    turns.want("a", 30, "bob", now=1.0)
    assert turns.until("a", WISH_SECONDS + 0.5) == 30
    assert turns.wanted(WISH_SECONDS + 0.5) == ["a"]
    assert turns.until("a", WISH_SECONDS + 1.5) == 0
    assert turns.wanted(WISH_SECONDS + 1.5) == []


def test_the_same_wish_stated_twice_is_the_same_wish():
    once, twice = Turns(), Turns()
    once.want("a", 10, "ann", now=0.0)
    for _ in range(2):
        twice.want("a", 10, "ann", now=0.0)
    for now in (0.0, WISH_SECONDS - 0.1, WISH_SECONDS + 0.1):
        assert once.until("a", now) == twice.until("a", now)
        assert once.wanted(now) == twice.wanted(now)


def test_thirty_films_are_served_in_turn_also_while_some_come_and_go():
    turns, served = Turns(), []
    for round_ in range(1000):
        now = round_ * 0.1
        for film in range(30):
            if film % 7 or round_ % 100 < 50:  # some films are wanted half of the time
                turns.want(f"film {film}", 10**6, "viewer", now)
        film_served = turns.wanted(now)[0]
        turns.serve(film_served)
        served.append(film_served)
    for film in range(30):
        places = [place for place, name in enumerate(served) if name == f"film {film}"]
        waits = [b - a for a, b in pairwise(places)]
        if film % 7:
            assert max(waits) <= 2 * 30
            assert len(places) >= 1000 // 30 - 1


def test_who_was_served_goes_to_the_end_of_the_queue_and_who_is_new_to_its_front():
    turns = Turns()
    for film in "abc":
        turns.want(film, 10, "ann", now=0.0)
        turns.serve(film)
    turns.serve("a")
    turns.want("d", 10, "ann", now=0.0)
    assert turns.wanted(0.0) == ["d", "b", "c", "a"]


def test_a_film_with_longer_segments_gets_fewer_of_them_but_never_waits_for_two_rounds():
    turns, served = Turns(), []
    for film in "abcd":
        turns.want(film, 10**6, "ann", now=0.0)
    for _ in range(200):
        film = turns.wanted(0.0)[0]
        turns.serve(film)
        turns.charge(film, 5.0 if film == "a" else 0.01)
        served.append(film)
    places = [place for place, film in enumerate(served) if film == "a"]
    assert len(places) < served.count("b")
    assert max(b - a for a, b in pairwise(places)) <= 2 * 4


def test_who_wants_many_films_gets_no_more_than_who_wants_one():
    """Also while the many are short, so that new ones come all the time: a sweep beside a learner."""
    turns, served = Turns(), {"learner": 0, "sweep": 0}
    for round_ in range(400):
        now = round_ * 0.1
        turns.want("a long one", 10**6, "learner", now)
        for film in range(8):
            turns.want(f"short {round_ // 4 + film}", 10**6, "sweep", now)
        film = turns.wanted(now)[0]
        turns.serve(film)
        served["learner" if film == "a long one" else "sweep"] += 1
    assert abs(served["learner"] - served["sweep"]) <= 2


def test_a_film_that_many_want_has_the_turn_of_who_had_least():
    turns = Turns()
    turns.want("shared", 10, "ann", now=0.0)
    turns.want("shared", 10, "bob", now=0.0)
    turns.want("own", 10, "ann", now=0.0)
    turns.serve("own")
    assert turns.wanted(0.0) == ["shared", "own"]
    turns.serve("shared")
    turns.serve("shared")
    turns.want("another", 10, "eve", now=0.0)
    assert turns.wanted(0.0)[0] == "another"


def test_nobody_saves_up_turns_by_asking_for_little():
    turns, served = Turns(), []
    for round_ in range(1000):
        turns.want("slow", 1, "ann", round_ * 0.1)
        turns.want("fast", 10**6, "bob", round_ * 0.1)
        turns.wanted(round_ * 0.1)
        turns.serve("fast")
    for _ in range(40):
        film = turns.wanted(100.0)[0]
        turns.serve(film)
        served.append(film)
    first = served.index("fast")
    assert first <= 2 * 4 + 1  # two seconds of credit, a quarter of a second each
    assert abs(served[first:].count("fast") - served[first:].count("slow")) <= 1


def test_queued_films_are_served_one_after_another_and_a_watched_one_keeps_its_turn():
    turns = Turns()
    for film in "abc":
        turns.want(film, 10, "ann", now=0.0, queued=True)
    for _ in range(5):
        assert turns.wanted(0.0) == ["a", "b", "c"]
        turns.serve("a")
    turns.want("c", 10, "ann", now=0.0)  # now she watches it
    assert turns.wanted(0.0) == ["c", "a", "b"]
    turns.want("c", 10, "ann", now=0.0, queued=True)
    turns.want("b", 10, "bob", now=0.0)
    assert turns.wanted(0.0)[0] == "b"  # he had nothing yet


def test_a_film_is_queued_while_nobody_watches_it():
    turns = Turns()
    turns.want("a", 10, "sweep", now=0.0, queued=True)
    assert turns.is_queued("a", 0.0)
    turns.want("a", 10, "learner", now=0.0)
    assert not turns.is_queued("a", 0.0)
    turns.want("a", 10, "sweep", now=WISH_SECONDS, queued=True)
    assert turns.is_queued("a", WISH_SECONDS + 0.5)  # the learner has gone


def test_who_queues_many_films_gets_no_more_than_one_who_watches_one():
    turns, served = Turns(), []
    for _ in range(100):
        for film in range(20):
            turns.want(f"run {film}", 10**6, "sweep", 0.0, queued=True)
        turns.want("watched", 10**6, "learner", 0.0)
        served.append(turns.wanted(0.0)[0])
        turns.serve(served[-1])
    assert 49 <= served.count("watched") <= 51
