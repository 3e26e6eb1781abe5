"""Training begins while the page is being drawn, where its player is going to play."""

from __future__ import annotations

from dataclasses import replace

from playground.config import RunConfig
from playground.films.stream.wishes import Place
from playground.ui.runbar import is_about_to_play
from playground.ui.session import Session

FIRST = Session(viewer="a", config=RunConfig())
SECOND = replace(FIRST, serial=2, plays=False)


def test_a_new_page_plays_where_it_does_of_itself() -> None:
    assert is_about_to_play(FIRST, None)
    assert not is_about_to_play(replace(FIRST, plays=False), None)


def test_another_run_goes_on_playing_where_the_one_before_did() -> None:
    assert is_about_to_play(SECOND, Place(serial=1, mode="playing"))
    assert not is_about_to_play(SECOND, Place(serial=1, mode="paused"))


def test_a_preset_plays_also_where_the_run_before_was_paused() -> None:
    assert is_about_to_play(replace(SECOND, plays=True), Place(serial=1, mode="paused"))


def test_a_player_that_has_heard_of_the_run_speaks_for_itself() -> None:
    assert not is_about_to_play(FIRST, Place(serial=1, mode="paused"))
    assert not is_about_to_play(FIRST, Place(serial=1, mode="playing"))
