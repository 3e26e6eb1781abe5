"""The hub as a machine: what pages say and what the engine knows goes in, bytes come out, time is told."""

from __future__ import annotations

from typing import Any

import pytest

from playground import tasks
from playground.config.errors import EngineUnavailable, StreamError
from playground.experiments import links
from playground.films.engine import EngineState, Reply
from playground.films.stream import hub as hubs
from playground.films.stream import messages
from playground.films.stream.hub import FAULT, NOT_YOURS, Hub
from playground.films.stream.places import KEPT_SECONDS, MOST_PLACES, Places
from playground.films.stream.seat import Seat
from playground.films.stream.wishes import Place
from playground.uploads import own_data
from playground.views.address import ViewError
from tests.films.stream.fakes import PARITY, SINE, FakeEngine, Page, header_of, wish

CONFIG = links.decode(SINE)
OTHER = links.decode(PARITY)


class Class:
    """A hub with its engine, the pages that came, and what each has been sent."""

    def __init__(self, **how: Any) -> None:
        self.engine = FakeEngine()
        self.hub = Hub(lambda: self.engine, lambda config, proof: proof == "ab", **how)
        self.now = 100.0
        self.pages: dict[str, tuple[Seat, Page]] = {}
        self.is_busy = False

    def say(self, name: str, *films: dict[str, Any], **more: Any) -> None:
        seat, _ = self.pages.setdefault(name, (self.hub.join(), Page()))
        self.hub.hear(seat, wish(*films, viewer=name, **more), self.now)

    def leave(self, name: str) -> None:
        self.hub.leave(self.pages.pop(name)[0])

    def turn(self, *names: str, seconds: float = 0.05) -> dict[str, list[str]]:
        """Let time pass; the kinds of message that each of these pages, or everybody, was sent."""
        self.now += seconds
        able = {self.pages[name][0]: name for name in names or self.pages}
        turn = self.hub.turn(list(able), self.now)
        self.is_busy = turn.is_busy
        return {able[seat]: self.pages[able[seat]][1].take(sent) for seat, sent in turn.messages.items()}

    def page(self, name: str) -> Page:
        return self.pages[name][1]


def film(run: str = SINE, **more: Any) -> dict[str, Any]:
    return {"run": run, "until": 500} | more


def test_a_run_is_wanted_before_its_page_says_so() -> None:
    room = Class()
    room.hub.expect(CONFIG, "a", 40)
    assert room.engine.wanted == [(CONFIG.task.name, 40, "a", False, ())]


def test_an_engine_that_computes_in_place_does_not_keep_a_page_waiting() -> None:
    room = Class(in_bites=True)
    room.hub.expect(CONFIG, "a", 40)
    assert room.engine.wanted == []


# ---- numbers


def test_a_page_is_sent_what_is_new_and_nothing_twice():
    room = Class()
    room.say("ann", film())
    assert room.turn() == {"ann": ["engine", "film"]}
    assert room.turn() == {}
    room.engine.develop(CONFIG, 25)
    assert room.turn() == {"ann": ["film"]}
    assert room.page("ann").headers[SINE]["from"] == 0
    room.engine.develop(CONFIG, 60)
    assert room.turn() == {"ann": ["film"]}
    assert room.page("ann").headers[SINE]["from"] == 25
    assert room.page("ann").numbers[SINE]["trainLoss"] == list(range(1, 61))
    assert room.turn() == {}


def test_a_page_that_has_a_beginning_is_sent_the_rest():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.pages["ann"] = room.hub.join(), Page.with_numbers(SINE, 45)
    room.say("ann", film(have=45))
    room.turn()
    assert room.page("ann").headers[SINE]["from"] == 45
    assert room.page("ann").have(SINE) == 60


def test_the_end_of_a_film_is_told_also_when_there_are_no_more_numbers():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.say("ann", film())
    room.turn()
    room.engine.develop(CONFIG, 60, "failed", reason="It broke.")
    assert room.turn() == {"ann": ["film"]}
    assert room.page("ann").headers[SINE]["status"] == "failed"
    assert room.page("ann").headers[SINE]["reason"] == "It broke."


def test_what_is_said_anew_while_numbers_are_on_their_way_changes_nothing():
    """The page says how far it has them before it has read what it was sent."""
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.say("ann", film(have=0))
    room.turn()
    room.say("ann", film(have=0, until=700))
    assert room.turn() == {}


def test_a_film_that_is_closed_and_opened_again_is_sent_as_far_as_the_page_lacks_it():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.say("ann", film())
    room.turn()
    room.say("ann")
    room.say("ann", film(have=60))
    room.engine.develop(CONFIG, 65)
    room.turn()
    assert room.page("ann").headers[SINE]["from"] == 60


def test_a_long_film_comes_in_pieces_one_a_turn(monkeypatch):
    monkeypatch.setattr(messages, "STEPS_A_MESSAGE", 40)
    room = Class()
    room.engine.develop(CONFIG, 100, "finished")
    room.say("ann", film())
    ends = []
    for _ in range(4):
        room.turn()
        ends.append((room.page("ann").have(SINE), room.is_busy))
    assert ends == [(40, True), (80, True), (100, False), (100, False)]


# ---- a film that is dropped, a server that was restarted, another film


def test_after_a_restart_of_the_server_a_page_goes_on_from_what_it_has():
    room = Class()
    room.pages["ann"] = room.hub.join(), Page.with_numbers(SINE, 45)
    room.say("ann", film(have=45, film=CONFIG.digest[:16]))
    page = room.page("ann")
    assert ("sine", 500, "ann", False, ()) in room.engine.wanted
    for steps in (0, 20, 44):
        room.engine.develop(CONFIG, steps)
        room.turn()
        assert page.have(SINE) == 45
        assert room.is_busy
    room.engine.develop(CONFIG, 50)
    room.turn()
    assert page.headers[SINE]["from"] == 45
    assert page.numbers[SINE]["trainLoss"] == [0.0] * 45 + [46, 47, 48, 49, 50]


@pytest.mark.parametrize("film_name", ["", CONFIG.digest[:16]])
def test_a_film_that_ends_before_what_the_page_has_is_sent_whole(film_name: str):
    """It has other digits than the page's, whatever that says."""
    room = Class()
    room.engine.develop(CONFIG, 30, "diverged")
    room.say("ann", film(have=45, film=film_name))
    room.turn()
    assert room.page("ann").headers[SINE]["from"] == 0
    assert room.page("ann").have(SINE) == 30


def test_a_film_of_another_version_is_sent_whole():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.say("ann", film(have=45, film="0123456789abcdef"))
    room.turn()
    assert room.page("ann").headers[SINE]["from"] == 0
    assert room.page("ann").headers[SINE]["film"] == CONFIG.digest[:16]
    assert room.page("ann").have(SINE) == 60


def test_who_claims_more_than_the_film_will_ever_have_is_sent_it_whole():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.say("ann", film(have=10**9))
    room.turn()
    assert room.page("ann").have(SINE) == 60


def test_frames_of_a_film_that_began_anew_are_sent_although_their_numbers_were_seen():
    room = Class()
    room.engine.develop(CONFIG, 60)
    room.engine.paint(CONFIG, "answer", 10, 20)
    room.say("ann", film(views=["answer"]))
    room.turn()
    room.engine.kept.clear()
    room.engine.develop(CONFIG, 5)
    room.engine.paint(CONFIG, "answer", 5)
    assert room.turn() == {"ann": ["frames"]}
    assert room.page("ann").frames[SINE, "answer"] == {
        step: f'["answer",{step}]'.encode() for step in (5, 10, 20)
    }


# ---- many pages


def test_what_many_watch_is_looked_at_and_encoded_once(monkeypatch):
    encoded = []
    original = messages.film_message
    monkeypatch.setattr(messages, "film_message", lambda *a, **k: encoded.append(1) or original(*a, **k))
    room = Class()
    for number in range(30):
        room.say(f"p{number}", film(views=["answer"]))
    room.turn()
    encoded.clear()
    room.engine.looks = 0
    room.engine.develop(CONFIG, 25)
    room.engine.paint(CONFIG, "answer", 25)
    seats = [seat for seat, _ in room.pages.values()]
    turn = room.hub.turn(seats, room.now)
    assert len(encoded) == 1
    assert room.engine.looks == 1
    assert len(turn.messages) == 30
    assert len({id(one) for sent in turn.messages.values() for one in sent}) == 2  # a film, and frames


def test_a_slow_page_misses_nothing_of_the_numbers_and_gets_the_newest_frames_first():
    room = Class()
    room.say("ann", film(views=["answer"]))
    room.say("bob", film(views=["answer"]))
    room.turn()
    for step in range(10, 410, 10):
        room.engine.develop(CONFIG, step)
        room.engine.paint(CONFIG, "answer", step)
        assert room.turn("ann") == {"ann": ["film", "frames"]}
    assert room.turn("bob") == {"bob": ["film", "frames"]}
    bob = room.page("bob")
    assert bob.numbers == room.page("ann").numbers
    assert sorted(bob.frames[SINE, "answer"]) == list(range(290, 410, 10))
    assert room.is_busy


def test_older_frames_follow_when_there_is_nothing_newer():
    room = Class()
    room.engine.develop(CONFIG, 300, "finished")
    room.engine.paint(CONFIG, "answer", *range(0, 301, 10))
    room.say("ann", film(views=["answer"]))
    counts = []
    while room.turn() and len(counts) < 9:
        counts.append(len(room.page("ann").frames[SINE, "answer"]))
    assert counts == [12, 24, 31]
    assert not room.is_busy


def test_films_and_views_of_one_page_do_not_mix():
    room = Class()
    room.engine.develop(CONFIG, 20)
    room.engine.develop(OTHER, 30)
    for config in (CONFIG, OTHER):
        for view in ("answer", "states"):
            room.engine.paint(config, view, 10)
    room.say("ann", film(views=["answer"]), film(PARITY, views=["states"]))
    room.turn()
    page = room.page("ann")
    assert (page.have(SINE), page.have(PARITY)) == (20, 30)
    assert set(page.frames) == {(SINE, "answer"), (PARITY, "states")}


# ---- exact frames


def test_the_exact_frame_of_a_step_comes_once_it_is_read_and_once_only():
    room = Class()
    room.engine.develop(CONFIG, 60, "finished")
    room.engine.paint(CONFIG, "answer", 0, 60)
    room.say("ann", film(views=["answer"]))
    room.turn()
    room.say("ann", film(views=["answer"], at=33))
    assert room.turn() == {}
    assert room.is_busy
    room.engine.paint(CONFIG, "answer", 33)
    room.engine.replies["answer", 33] = Reply(status="ready")
    assert room.turn() == {"ann": ["frames"]}
    assert 33 in room.page("ann").frames[SINE, "answer"]
    asked = len(room.engine.asked)
    assert room.turn() == {}
    assert not room.is_busy
    assert len(room.engine.asked) == asked


def test_a_step_asked_for_again_is_sent_again():
    """The page keeps only so many frames; it asks for what it lacks."""
    room = Class()
    room.engine.develop(CONFIG, 60, "finished")
    room.engine.paint(CONFIG, "answer", 33, 60)
    room.engine.replies = {("answer", step): Reply(status="ready") for step in (33, 60)}
    room.say("ann", film(views=["answer"]))
    room.turn()
    for step in (33, 60, 33):
        room.page("ann").frames.clear()
        room.say("ann", film(views=["answer"], at=step))
        assert room.turn() == {"ann": ["frames"]}
        assert set(room.page("ann").frames[SINE, "answer"]) == {step}


def test_many_who_want_the_same_step_ask_once_a_turn():
    room = Class()
    room.engine.develop(CONFIG, 60)
    for number in range(10):
        room.say(f"p{number}", film(views=["answer"], at=33))
    room.turn()
    assert room.engine.asked == [("answer", 33)]


def test_a_frame_that_cannot_be_had_is_told_once():
    room = Class()
    room.engine.develop(CONFIG, 60, "finished")
    room.engine.replies["answer", 33] = Reply(status="failed", sentence="This cannot be read.")
    room.say("ann", film(views=["answer"], at=33))
    assert room.turn() == {"ann": ["engine", "film", "frameFailed"]}
    told = room.page("ann").heard[-1]
    assert told == {"kind": "frameFailed", "run": SINE, "view": "answer", "step": 33,
                    "sentence": "This cannot be read."}  # fmt: skip
    assert room.turn() == {}
    assert not room.is_busy


def test_a_picture_of_the_whole_run_gets_frames_from_all_along_it_one_at_a_time_the_ends_first():
    room = Class()
    room.engine.develop(CONFIG, 160)
    room.say("ann", film(until=160, views=["strip", "answer"], along=["strip"]))
    asked = []
    for _turn in range(5):
        room.turn()
        (one,) = set(room.engine.asked)
        room.engine.asked.clear()
        room.engine.paint(CONFIG, *one)
        asked.append(one)
    assert asked == [("strip", step) for step in (0, 160, 80, 40, 120)]
    assert room.is_busy


def test_the_past_of_a_run_is_not_asked_for_while_it_still_develops():
    room = Class()
    room.engine.develop(CONFIG, 80)
    room.say("ann", film(until=160, views=["strip"], along=["strip"]))
    room.turn()
    assert room.engine.asked == []


def test_a_film_is_wanted_as_far_as_its_pictures_are():
    room = Class()
    room.say("ann", film(until=20, at=44))
    assert room.engine.wanted == [("sine", 44, "ann", False, ())]


# ---- wishes to the engine


def test_a_wish_is_passed_on_at_once_and_renewed_while_the_page_is_there():
    room = Class()
    room.say("ann", film(views=["answer"], queued=True))
    said = ("sine", 500, "ann", True, ("answer",))
    assert room.engine.wanted == [said]
    room.turn()
    room.engine.wanted.clear()
    for _ in range(60):
        room.turn()
    assert room.engine.wanted == [said] * len(room.engine.wanted)
    assert 2 <= len(room.engine.wanted) <= 3
    room.leave("ann")
    room.engine.wanted.clear()
    room.turn(seconds=5)
    assert room.engine.wanted == []


def test_a_page_that_takes_nothing_is_still_waited_for():
    room = Class()
    room.say("ann", film())
    room.say("bob", film(PARITY))
    room.turn()
    room.engine.wanted.clear()
    room.turn("ann", seconds=1.0)
    assert {name for name, *_ in room.engine.wanted} == {"sine", "parity"}


def test_an_engine_that_computes_in_place_is_given_bites():
    room = Class(in_bites=True)
    room.say("ann", film())
    assert room.engine.wanted == []
    room.turn()
    assert room.engine.wanted[-1][1] == hubs.FIRST_BITE
    room.engine.develop(CONFIG, 4)  # a hundred steps a second
    room.turn()
    assert room.engine.wanted[-1][1] == 4 + 25
    room.engine.develop(CONFIG, 490)
    room.turn()
    assert room.engine.wanted[-1][1] == 500


def test_there_is_nothing_to_do_for_pages_that_have_all_they_want():
    room = Class()
    room.engine.develop(CONFIG, 500)
    room.say("ann", film())
    room.turn()
    assert not room.is_busy
    room.say("ann", film(until=501))
    room.turn()
    assert room.is_busy


# ---- refusals


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("v=1&problem=nothing", "nothing"),
        ("v=0&problem=sine", "version"),
        ("", "no experiment"),
        ("v=1&problem=sine&model.hidden_size=100000", "model.hidden_size"),
        ("=" * 8500, "longer"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused_alone_and_once(run: str, words: str):
    room = Class()
    room.engine.develop(CONFIG, 20)
    room.say("ann", film(run), film())
    assert room.turn() == {"ann": ["engine", "refusal", "film"]}
    refusal = room.page("ann").heard[1]
    assert refusal["run"] == run
    assert words in refusal["sentence"]
    room.say("ann", film(run), film())
    assert room.turn() == {}


def test_a_run_is_refused_where_a_picture_of_it_is_none_and_another_one_is_not():
    def require_view(view: str) -> None:
        if view == "nonsense":
            raise ViewError("There is no such picture.")

    room = Class(require_view=require_view)
    room.say("ann", film(views=["answer"]), film(PARITY, views=["answer", "nonsense"]))
    room.turn()
    (refusal,) = (header for header in room.page("ann").heard if header["kind"] == "refusal")
    assert refusal == {"kind": "refusal", "run": PARITY, "sentence": "There is no such picture."}
    assert {name for name, *_others in room.engine.wanted} == {"sine"}


def test_a_message_that_is_no_wish_changes_nothing():
    room = Class()
    room.say("ann", film())
    before = dict(room.pages["ann"][0].films)
    with pytest.raises(StreamError):
        room.hub.hear(room.pages["ann"][0], "[]", room.now)
    assert room.pages["ann"][0].films == before


def own_run() -> str:
    rows = b"text,label\n" + b"".join(b"good %d,yes\nbad %d,no\n" % (n, n) for n in range(20))
    kept = tasks.problem("own-sentences").read_own
    assert kept is not None
    return f"v=1&problem=own-sentences&task.own={own_data.keep(kept(rows))}"


def test_own_data_are_for_those_who_can_prove_that_they_brought_them():
    room = Class()
    run = own_run()
    room.say("eve", film(run))
    assert room.turn() == {"eve": ["engine", "refusal"]}
    assert room.page("eve").heard[-1]["sentence"] == NOT_YOURS
    assert room.engine.wanted == []
    room.say("ann", film(run, proof="ab"))
    assert room.turn() == {"ann": ["engine", "film"]}
    room.say("eve", film(run, proof="cd"))
    assert room.turn() == {}
    room.say("eve", film(run, proof="ab"))
    assert room.turn() == {"eve": ["film"]}


def test_a_film_of_own_data_ends_when_they_have_gone():
    room = Class()
    here = True
    room.hub = Hub(lambda: room.engine, lambda config, proof: here)
    room.say("ann", film(own_run(), proof="ab"))
    room.turn()
    here = False
    assert room.turn(seconds=1.0) == {"ann": ["refusal"]}
    assert room.turn(seconds=1.0) == {}


def test_a_fault_of_one_film_is_told_and_logged_and_stops_nobody(monkeypatch, caplog):
    room = Class()
    original = room.engine.film

    def broken(config):
        if config == OTHER:
            raise ValueError("a secret detail")
        return original(config)

    monkeypatch.setattr(room.engine, "film", broken)
    room.say("ann", film(PARITY))
    room.say("bob", film())
    sent = room.turn()
    assert sent["bob"] == ["engine", "film"]
    assert room.turn() == {"ann": ["refusal"]}
    assert room.page("ann").heard[-1] == {"kind": "refusal", "run": PARITY, "sentence": FAULT}
    assert "a secret detail" in caplog.text


# ---- the engine's state


def test_how_the_engine_is_is_told_when_it_changes():
    room = Class()
    room.engine.now = EngineState(status="starting")
    room.say("ann")
    assert room.turn() == {"ann": ["engine"]}
    assert room.is_busy
    assert room.turn() == {}
    room.engine.now = EngineState(status="ready", workers=2)
    assert room.turn() == {"ann": ["engine"]}
    assert not room.is_busy
    ready = {"kind": "engine", "status": "ready", "workers": 2, "viewers": 0, "sentence": ""}
    assert room.page("ann").heard[-1] == ready


def test_where_there_is_no_engine_pages_are_told_why_and_films_come_when_it_is_mended():
    room = Class()
    is_mended = False

    def found():
        if not is_mended:
            raise EngineUnavailable("Not today.")
        return room.engine

    room.hub = Hub(found, lambda config, proof: True)
    room.say("ann", film())
    assert room.turn() == {"ann": ["engine"]}
    assert room.page("ann").heard[-1]["sentence"] == "Not today."
    is_mended = True
    assert room.turn(seconds=1.0) == {"ann": ["engine", "film"]}


# ---- places


def test_scripts_find_where_a_page_is():
    room = Class()
    room.say("ann", place={"step": 12, "mode": "playing", "serial": 3})
    assert room.hub.place_of("ann") == Place(step=12, mode="playing", serial=3)
    assert room.hub.place_of("bob") is None
    room.hub.places.put("ann", Place(step=0), room.now)
    assert room.hub.place_of("ann") == Place(step=0)


def test_a_place_is_remembered_while_the_page_is_there_and_some_minutes_longer():
    room = Class()
    room.say("ann", place={"step": 12, "mode": "playing"})
    room.say("bob")
    room.turn(seconds=2 * KEPT_SECONDS)
    room.say("bob", place={"step": 1})
    assert room.hub.place_of("ann") is not None
    room.leave("ann")
    room.turn(seconds=KEPT_SECONDS - 1)
    room.say("bob", place={"step": 2})
    assert room.hub.place_of("ann") is not None
    room.turn(seconds=2)
    room.say("bob", place={"step": 3})
    assert room.hub.place_of("ann") is None


def test_only_so_many_places_are_remembered():
    places = Places()
    for number in range(MOST_PLACES + 10):
        places.put(f"{number}", Place(step=number), 0.0)
    assert places.of("9") is None
    assert places.of("10") == Place(step=10)


def test_the_kinds_are_those_of_the_protocol():
    assert header_of(messages.engine_message(EngineState(status="ready")))["kind"] == "engine"
    gathered = header_of(messages.gathered_message("luck", 3))
    assert gathered == {"kind": "gathered", "name": "luck", "ended": 3}
