"""Many runs that a page waits for: wanted while it is there, told when more are over, and no longer."""

from __future__ import annotations

from typing import Any

from playground.config import RunConfig
from playground.config.errors import EngineUnavailable
from playground.experiments import links
from playground.experiments.edits import edited
from playground.films.engine import Reply
from playground.films.stream import gatherings
from playground.films.stream.gatherings import Gathering, Gatherings
from playground.probes.requests import ViewProbe
from tests.films.stream.fakes import SINE, TOTAL
from tests.films.stream.test_hub import Class, film

LANE = links.decode(SINE)
RUNS = tuple(edited(LANE, {"training.seed": seed}) for seed in (1, 2, 3))


def waiting(room: Class, *, after: tuple[RunConfig, ...] = ()) -> None:
    """Ann's page is there, and waits for the runs."""
    room.say("ann")
    room.hub.gatherings.put("ann", "luck", Gathering(configs=RUNS, after=after))


def told(room: Class, name: str = "ann") -> list[dict[str, Any]]:
    """What the page was told of what it waits for."""
    return [header for header in room.page(name).heard if header["kind"] == "gathered"]


def wanted(room: Class) -> list[tuple[str, int, str, bool]]:
    return [one[:4] for one in room.engine.wanted]


def test_what_a_page_waits_for_is_wanted_to_its_end_and_behind_what_is_watched():
    room = Class()
    waiting(room)
    room.turn(seconds=1.5)
    assert wanted(room) == [("sine", TOTAL, "ann luck", True)] * 3
    room.turn(seconds=0.1)
    assert len(wanted(room)) == 3  # said again once a second
    room.turn(seconds=1.5)
    assert len(wanted(room)) == 6


def test_the_page_is_told_how_many_are_over_and_once_each_time():
    room = Class()
    waiting(room)
    room.turn(seconds=1.5)
    room.engine.develop(RUNS[1], TOTAL, "finished")
    room.engine.develop(RUNS[0], 40, "failed", reason="No memory.")
    room.turn(seconds=1.5)
    room.turn(seconds=1.5)
    assert told(room) == [
        {"kind": "gathered", "name": "luck", "ended": 0},
        {"kind": "gathered", "name": "luck", "ended": 2},
    ]
    assert room.hub.results.get(RUNS[1]) is not None  # for whoever asks for it next


def test_all_pages_of_a_viewer_are_told_and_nobody_else():
    room = Class()
    waiting(room)
    room.say("bob")
    second, _page = room.pages.setdefault("ann again", (room.hub.join(), type(room.page("ann"))()))
    second.viewer = "ann"
    room.turn(seconds=1.5)
    assert [len(told(room, name)) for name in ("ann", "ann again", "bob")] == [1, 1, 0]


def test_what_is_read_of_a_network_counts_once_it_was_answered():
    room = Class()
    room.say("ann")
    probe = ViewProbe(config=RUNS[0], step=TOTAL, view="states")
    room.hub.gatherings.put("ann", "luck", Gathering(configs=RUNS[:1], probes=(probe,)))
    room.turn(seconds=1.5)
    room.engine.develop(RUNS[0], TOTAL, "finished")
    room.turn(seconds=1.5)
    found = room.hub.gatherings.of("ann")["luck"].look(room.engine, room.hub.results, "ann luck")
    assert (found.ended, found.is_over) == (1, False)
    room.engine.replies["states", TOTAL] = Reply(status="ready", value=7)
    found = room.hub.gatherings.of("ann")["luck"].look(room.engine, room.hub.results, "ann luck")
    assert found.is_over
    assert found.read[probe].value == 7
    room.turn(seconds=1.5)
    assert [header["ended"] for header in told(room)] == [0, 1, 2]


def test_runs_that_come_after_others_wait_until_those_are_over():
    room = Class()
    waiting(room, after=(LANE,))
    room.engine.develop(LANE, 40)
    room.turn(seconds=1.5)
    assert wanted(room) == []
    room.engine.develop(LANE, 60, "diverged")
    room.turn(seconds=1.5)
    assert len(wanted(room)) == 3


def test_a_page_that_has_gone_waits_for_nothing_and_one_that_is_back_goes_on():
    room = Class()
    waiting(room)
    room.leave("ann")
    room.turn(seconds=1.5)
    assert wanted(room) == []
    room.say("ann")
    room.turn(seconds=1.5)
    assert len(wanted(room)) == 3


def test_a_page_that_stops_waiting_is_told_nothing_more():
    room = Class()
    waiting(room)
    room.turn(seconds=1.5)
    room.hub.gatherings.put("ann", "luck", None)
    room.engine.develop(RUNS[0], TOTAL, "finished")
    room.turn(seconds=1.5)
    assert len(told(room)) == 1


def test_without_an_engine_nobody_is_told_anything_and_it_goes_on_when_there_is_one(monkeypatch):
    room = Class()
    waiting(room)
    with monkeypatch.context() as patch:
        patch.setattr(room.hub, "_engine", unavailable)
        room.turn(seconds=1.5)
        assert told(room) == []
    room.turn(seconds=1.5)
    assert len(told(room)) == 1


def unavailable() -> None:
    raise EngineUnavailable("The workers are on holiday.")


def test_a_fault_in_one_gathering_is_logged_and_stops_nobody(monkeypatch, caplog):
    room = Class()
    waiting(room)
    room.say("bob", film())
    room.engine.develop(LANE, 5)
    monkeypatch.setattr(gatherings, "gather", lambda *_args, **_how: 1 / 0)
    assert "film" in room.turn(seconds=1.5)["bob"]
    assert "could not be gathered" in caplog.text
    assert room.hub.gatherings.of("ann") == {}


def test_of_one_viewer_a_new_gathering_takes_the_place_of_that_of_its_name():
    known = Gatherings()
    for count in (1, 2):
        known.put("ann", "luck", Gathering(configs=RUNS[:count]))
    known.put("ann", "cliff", Gathering(configs=RUNS))
    assert {name: len(one.configs) for name, one in known.of("ann").items()} == {"luck": 2, "cliff": 3}
    assert known.of("bob") == {}


def test_only_so_many_gatherings_are_remembered(monkeypatch):
    monkeypatch.setattr(gatherings, "MOST_GATHERINGS", 3)
    known = Gatherings()
    for number in range(5):
        known.put(f"{number}", "luck", Gathering(configs=RUNS))
    assert [bool(known.of(f"{number}")) for number in range(5)] == [False, False, True, True, True]
