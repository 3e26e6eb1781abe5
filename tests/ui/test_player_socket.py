"""The page's connection: wishes now and then, the last one always; mended by itself with growing pauses."""

from __future__ import annotations

import itertools

import pytest

from tests.ui.fake_browser import FAKE_BROWSER
from tests.ui.node import run_module

SOCKET = (
    FAKE_BROWSER
    + """
    import { FilmSocket, filmsAddress } from "web/film_socket.js";
    let wanted = { n: 0 };
    const heard = [], states = [];
    const socket = new FilmSocket({
      address: world.address, wish: () => wanted, onMessage: (data) => heard.push(data),
      onState: () => states.push(socket.isMending),
    }, world);
    const want = (n) => { wanted = { n }; socket.stir(); };
    const sent = (one = newest()) => one.sent.map((wish) => wish.n);
    socket.open();
"""
)


def test_a_wish_is_sent_when_the_connection_is_there_and_not_before():
    assert run_module(SOCKET + "want(1); wait(500); want(2); newest().opens(); tell(sent());") == [2]


def test_wishes_are_a_tenth_of_a_second_apart_and_the_last_one_is_always_sent():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        const at = [];
        newest().send = (text) => at.push([clock - 1e6, JSON.parse(text).n]);
        for (let n = 1; n <= 37; n++) { want(n); wait(7); }
        wait(1000);
        tell(at);
        """
    )
    times = [when for when, _n in found]
    assert all(b - a >= 100 for a, b in itertools.pairwise(times))
    assert len(times) == 3
    assert found[-1][1] == 37


def test_the_same_wish_is_not_sent_twice_unless_it_was_lost():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        for (let n = 0; n < 5; n++) { socket.stir(); wait(200); }
        const before = sent();
        socket.stir({ forget: true });
        wait(200);
        tell([before, sent()]);
        """
    )
    assert found == [[0], [0, 0]]


def test_one_that_may_wait_longer_does_not_hold_up_one_that_may_not():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        wanted = { n: 1 };
        socket.stir({ every: 250 });
        wait(120);
        const slow = sent();
        want(2);
        wait(1);
        const quick = sent();
        wanted = { n: 3 };
        socket.stir({ every: 250 });
        wait(248);
        const still = sent();
        wait(2);
        tell([slow, quick, still, sent()]);
        """
    )
    assert found == [[0], [0, 2], [0, 2], [0, 2, 3]]


def test_what_is_said_now_has_gone_when_the_call_returns_and_is_not_said_again():
    """A hand that changes a rate: the page's server hears of that only after this."""
    found = run_module(
        SOCKET
        + """
        newest().opens();
        want(1);
        const before = sent();
        socket.say();
        const now = sent();
        wait(500);
        tell([before, now, sent()]);
        """
    )
    assert found == [[0], [0, 1], [0, 1]]


def test_a_lost_connection_is_tried_again_after_growing_pauses_of_at_most_ten_seconds():
    found = run_module(
        SOCKET
        + """
        const pauses = [];
        for (let n = 0; n < 9; n++) {
          const count = FakeSocket.all.length, begun = clock;
          newest().close();
          while (FakeSocket.all.length === count) wait(1);
          pauses.push(clock - begun);
        }
        tell([pauses, states]);
        """
    )
    assert found == [[250, 500, 1000, 2000, 4000, 8000, 10000, 10000, 10000], [True]]


def test_the_pauses_differ_from_page_to_page():
    """A class that lost its server does not come back in one moment."""
    found = run_module(
        SOCKET
        + """
        tell([0, 0.5, 1].map((random) => {
          world.random = () => random;
          socket.tries = 4;
          const count = FakeSocket.all.length, begun = clock;
          newest().close();
          while (FakeSocket.all.length === count) wait(1);
          return clock - begun;
        }));
        """
    )
    assert found == [2000, 3000, 4000]


def test_after_it_was_mended_the_wish_is_sent_again_as_it_is_then():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        wait(6000);
        newest().close();
        want(4);
        wait(300);
        newest().opens();
        tell([FakeSocket.all.length, sent(FakeSocket.all[0]), sent(), states]);
        """
    )
    assert found == [2, [0], [4], [True, False]]


@pytest.mark.parametrize(("lived", "pause"), [(100, 4000), (6000, 250)])
def test_the_pauses_begin_anew_only_after_a_connection_that_lasted(lived, pause):
    found = run_module(
        SOCKET
        + """
        socket.tries = 4;
        newest().opens();
        wait(given);
        newest().close();
        const begun = clock;
        while (FakeSocket.all.length === 1) wait(1);
        tell(clock - begun);
        """,
        lived,
    )
    assert found == pause


def test_a_page_that_nobody_sees_connects_when_it_is_seen():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        world.hidden = true;
        newest().close();
        wait(3600 * 1000);
        const hidden = FakeSocket.all.length;
        world.hidden = false;
        socket.open();
        tell([hidden, FakeSocket.all.length]);
        """
    )
    assert found == [1, 2]


def test_a_computer_that_slept_takes_a_new_connection_and_hears_the_old_one_no_more():
    found = run_module(
        SOCKET
        + """
        newest().opens();
        wait(20000);
        const awake = FakeSocket.all.length;
        clock += 3600 * 1000;
        wait(6000);
        FakeSocket.all[0].hears("old");
        newest().opens();
        newest().hears("new");
        tell([awake, FakeSocket.all.length, FakeSocket.all[0].isClosed, heard, sent(), states]);
        """
    )
    assert found == [1, 2, True, ["new"], [0], []]


def test_the_films_are_beside_streamlits_own_address():
    pages = [
        "http://here:8501/_stcore/bidi-components/rnn-playground.run_bar/run_bar.js",
        "https://there/class/_stcore/bidi-components/rnn-playground.run_bar/run_bar.js?x=/_stcore/",
        "https://there/~/+/_stcore/bidi-components/a/b.js",
    ]
    assert run_module(SOCKET + "tell(given.map(filmsAddress));", pages) == [
        "ws://here:8501/films",
        "wss://there/class/films",
        "wss://there/~/+/films",
    ]
