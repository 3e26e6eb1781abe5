"""The socket on a real server: who may connect, who is heard, and who disturbs nobody."""

from __future__ import annotations

import asyncio
import json
import random
import socket as sockets
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from playground.experiments import links
from playground.films.engine import EngineState
from playground.films.frames import Frames
from playground.films.inline import InlineEngine
from playground.films.stream import route
from tests.films.stream.fakes import SINE, film_of, wish
from tests.films.stream.test_wishes import WHOLE, spoilt

CONFIG = links.decode(SINE)
FILM = {"run": SINE, "until": 500}


def test_a_learner_is_sent_a_film_as_it_grows(serve):
    server = serve()
    ann = server.learner()
    ann.say(FILM)
    ann.read(lambda: SINE in ann.page.headers)
    for steps in (10, 25, 60):
        server.engine.develop(CONFIG, steps)
        ann.read(lambda steps=steps: ann.page.have(SINE) == steps)
    assert ann.page.numbers[SINE]["trainLoss"] == list(range(1, 61))
    assert ann.page.heard[0]["kind"] == "engine"


def test_a_real_engine_in_place_develops_what_a_page_asks_for_to_the_same_digits(serve):
    config = links.decode("v=1&problem=sine&training.epochs=30")
    server = serve(InlineEngine(), in_bites=True)
    ann = server.learner()
    run = "v=1&problem=sine&training.epochs=30"
    ann.say({"run": run, "until": 30})
    ann.read(lambda: ann.page.headers.get(run, {}).get("status") == "finished")
    undisturbed = InlineEngine()
    undisturbed.want(config, 30)
    history = undisturbed.film(config).history
    assert ann.page.numbers[run]["testLoss"] == history.test_loss.tolist()
    assert ann.page.numbers[run]["trainLoss"] == history.train_loss.astype("f4").tolist()


def test_a_page_that_connects_again_goes_on_from_what_it_has(serve):
    """Here to another server, as after a restart: its film begins anew."""
    first, second = serve(), serve()
    ann = first.learner()
    first.engine.develop(CONFIG, 45)
    ann.say(FILM)
    ann.read(lambda: ann.page.have(SINE) == 45)
    again = second.learner()
    again.page = ann.page
    again.say(FILM | {"have": 45, "film": ann.page.headers[SINE]["film"]})
    again.read(lambda: ann.page.heard[-1].get("from") == 45)
    assert ann.page.have(SINE) == 45
    second.engine.develop(CONFIG, 60)
    again.read(lambda: ann.page.have(SINE) == 60)
    assert [h["from"] for h in ann.page.heard if h["kind"] == "film"][-2:] == [45, 45]
    assert ann.page.numbers[SINE]["trainLoss"] == list(range(1, 61))


def test_a_page_that_leaves_is_wanted_no_more(serve):
    server = serve()
    ann = server.learner()
    ann.say(FILM)
    ann.read(lambda: SINE in ann.page.headers)
    ann.connection.close()
    server.wait(lambda: server.hub.watchers == 0)


# ---- who may connect


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1.evil.example", "null"])
def test_a_page_from_elsewhere_is_turned_away(serve, origin):
    asked = []
    server = serve(is_allowed=lambda origin, host: asked.append((origin, host)))
    with pytest.raises(InvalidStatus, match="403"):
        server.learner(origin=origin)
    assert asked == [(origin, urlsplit(server.url).netloc)]
    assert server.hub.watchers == 0


@pytest.mark.parametrize("limit", ["MOST_SOCKETS", "MOST_SOCKETS_AN_ADDRESS"])
def test_one_page_too_many_is_told_so_and_the_next_finds_room_when_one_has_left(serve, monkeypatch, limit):
    monkeypatch.setattr(route, limit, 2)
    server = serve()
    first, second = server.learner(), server.learner()
    for one in (first, second):
        one.say(FILM)
        one.read(lambda one=one: SINE in one.page.headers)
    assert server.learner().last_words() == (route.FULL, 1013)
    first.connection.close()
    server.wait(lambda: server.hub.watchers == 1)
    third = server.learner()
    third.say(FILM)
    third.read(lambda: SINE in third.page.headers)


# ---- strangers


@pytest.mark.parametrize(
    ("message", "words"),
    [("{}", "another version"), (b"\x00\x01", "cannot read"), ("x" * 70_000, "more than 65536")],
)
def test_what_is_no_wish_ends_its_own_connection_with_a_sentence(serve, message, words):
    server = serve()
    eve = server.learner()
    eve.connection.send(message)
    sentence, code = eve.last_words()
    assert words in sentence
    assert code == 1007
    server.wait(lambda: server.hub.watchers == 0)


def test_ten_thousand_bad_messages_leave_the_learner_beside_them_undisturbed(serve):
    server = serve()
    ann = server.learner()
    ann.say(FILM)
    ann.read(lambda: SINE in ann.page.headers)
    dice = random.Random(5)
    steps = 0
    for _ in range(20):
        asyncio.run(strangers(server.url, dice, connections=10, messages=50))
        noise(server.url, dice)
        steps += 10
        server.engine.develop(CONFIG, steps)
        ann.read(lambda steps=steps: ann.page.have(SINE) == steps)
    assert ann.page.numbers[SINE]["trainLoss"] == list(range(1, steps + 1))
    server.wait(lambda: server.hub.watchers == 1)


async def strangers(url: str, dice: random.Random, *, connections: int, messages: int) -> None:
    """Speak nonsense on several connections at once; each says all it has, whether it is heard or not."""

    async def one(said: list[str | bytes]) -> None:
        with suppress(ConnectionClosed):
            async with connect_async(url, proxy=None, max_size=None) as connection:
                for message in said:
                    await connection.send(message)
                await connection.recv()

    whole = json.dumps(WHOLE)
    texts = [[spoilt(whole, dice) for _ in range(messages)] for _ in range(connections)]
    clean = [
        [text.encode("utf-8", "replace") if "\ud800" in text else text for text in said] for said in texts
    ]
    await asyncio.gather(*(one(["nonsense", *said]) for said in clean))


def noise(url: str, dice: random.Random) -> None:
    """Bytes that are no HTTP at all."""
    place = urlsplit(url)
    with sockets.create_connection((place.hostname, place.port)) as raw, suppress(OSError):
        raw.sendall(dice.randbytes(5000))


def test_a_stranger_who_breaks_the_handshake_is_no_page(serve):
    server = serve()
    with pytest.raises((InvalidStatus, InvalidMessage)):
        server.learner(additional_headers={"Sec-WebSocket-Version": "99"})
    assert server.hub.watchers == 0


# ---- slow and silent readers


def test_a_page_that_stops_reading_holds_up_nobody_and_is_skipped_ahead(serve):
    server = serve()
    bob, ann = server.learner(max_queue=1), server.learner()
    for one in (bob, ann):
        one.say(FILM | {"views": ["answer"]})
    ann.read(lambda: SINE in ann.page.headers)
    for step in range(1, 101):
        server.engine.films[CONFIG.digest] = film_of(CONFIG, step)
        frames = server.engine.kept.setdefault(CONFIG.digest, Frames())
        frames.add("answer", [(step, bytes(500_000))])
        ann.read(lambda step=step: step in ann.page.frames.get((SINE, "answer"), {}))
    assert ann.page.have(SINE) == 100
    bob.read(lambda: 100 in bob.page.frames.get((SINE, "answer"), {}) and bob.page.have(SINE) == 100)
    assert bob.page.numbers == ann.page.numbers
    assert len(bob.page.heard) < len(ann.page.heard) / 2


def test_a_page_that_takes_nothing_for_long_is_dropped(serve, monkeypatch):
    monkeypatch.setattr(route, "SILENT_SECONDS", 0.2)
    server = serve()
    bob = server.learner(max_queue=1)
    bob.say(FILM | {"views": ["answer"]})
    bob.read(lambda: SINE in bob.page.headers)
    frames = server.engine.kept.setdefault(CONFIG.digest, Frames())
    for step in range(40):
        frames.add("answer", [(step, bytes(2_000_000))])
    server.wait(lambda: server.hub.watchers == 0)


# ---- the loop


def test_pages_are_told_of_the_engine_also_when_nothing_moves(serve, monkeypatch):
    monkeypatch.setattr(route, "RENEW_SECONDS", 0.05)
    server = serve()
    ann = server.learner()
    ann.connection.send(wish())
    ann.read(lambda: bool(ann.page.heard))
    server.engine.now = EngineState(status="waiting", workers=1)
    ann.read(lambda: ann.page.heard[-1]["status"] == "waiting")


def test_a_turn_that_fails_is_not_the_last(serve, monkeypatch, caplog):
    server = serve()
    original, failed = server.hub.turn, []

    def turn(*arguments):
        if not failed:
            failed.append(1)
            raise ValueError("a secret detail")
        return original(*arguments)

    monkeypatch.setattr(server.hub, "turn", turn)
    ann = server.learner()
    ann.say(FILM)
    ann.read(lambda: SINE in ann.page.headers)
    assert "a secret detail" in caplog.text
