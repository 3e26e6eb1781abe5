"""What tells a page that more of the runs it waits for are over: a word at a time, at most one a second."""

from __future__ import annotations

from typing import Any

from tests.ui.fake_browser import FAKE_BROWSER
from tests.ui.film_messages import BYTES_OF, packed
from tests.ui.node import run_module

PULSE = (
    FAKE_BROWSER
    + BYTES_OF
    + """
    import { Player } from "web/player.js";
    globalThis.window = { rnnPlayer: new Player(world) };
    globalThis.setTimeout = world.setTimeout;
    globalThis.clearTimeout = world.clearTimeout;
    globalThis.performance = { now: world.now };
    const root = { isConnected: true, remove() {} };
    globalThis.document = { createElement: () => root };
    const { default: pulse } = await import("web/pulse.js");
    const player = window.rnnPlayer;
    const said = [];
    const parentElement = { append() {} };
    const setTriggerValue = (event, value) => said.push([event, value]);
    /** The page answers: it was drawn with so many runs over. */
    const drawn = (ended) => {
      const data = { name: "luck", ended, viewer: "me", language: "en" };
      pulse({ data, parentElement, setTriggerValue });
    };
    const gathered = (at) => { newest().hears(bytesOf(given[at])); draw(3); };
    const films = [{ run: "r" }];
"""
)
GIVEN = [packed({"kind": "gathered", "name": "luck", "ended": ended}) for ended in range(5)]


def told(source: str, given: Any = None) -> Any:
    return run_module(PULSE + source, GIVEN if given is None else given)


def test_the_page_is_told_once_when_more_are_over_and_again_when_it_has_answered():
    found = told(
        """
        player.show({ serial: 1, change: "chosen", films, viewer: "me", language: "en" });
        newest().opens();
        drawn(0);
        gathered(0);
        const counts = [said.length];      // it knows that already
        gathered(2);
        gathered(3);                       // it has not answered yet
        counts.push(said.length);
        wait(2000);
        counts.push(said.length);
        drawn(2);                          // and now it hears of the third
        counts.push(said.length);
        drawn(3);
        tell([counts, said]);
        """
    )
    assert found == [[0, 1, 1, 2], [["more", 2], ["more", 3]]]


def test_a_word_the_page_has_not_heard_is_said_again():
    found = told(
        """
        player.show({ serial: 1, change: "chosen", films, viewer: "me", language: "en" });
        newest().opens();
        drawn(0);
        gathered(1);
        wait(5000);                        // another run of the script swallowed it
        const counts = [said.length];
        drawn(1);
        wait(60000);
        tell([...counts, said.length]);
        """
    )
    assert found == [2, 2]


def test_it_speaks_no_more_than_once_a_second():
    found = told(
        """
        player.show({ serial: 1, change: "chosen", films, viewer: "me", language: "en" });
        newest().opens();
        drawn(0);
        gathered(1);
        drawn(1);
        gathered(2);
        const soon = said.length;
        wait(1000);
        tell([soon, said]);
        """
    )
    assert found == [1, [["more", 1], ["more", 2]]]


def test_on_a_page_without_a_run_it_opens_the_connection_itself():
    found = told(
        """
        drawn(0);
        newest().opens();
        gathered(1);
        const { viewer, films: wished, place } = newest().sent.at(-1);
        tell([viewer, wished, said.length]);
        """
    )
    assert found == ["me", [], 1]
