"""The course page: its contents, or the lesson or exercise that its link says."""

from __future__ import annotations

from dataclasses import replace

from playground.ui.components.address import address
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.learn.contents import show_contents
from playground.ui.learn.kept import mount_progress
from playground.ui.learn.lesson_page import show_lesson
from playground.ui.learn.places import go_along, here, place_in
from playground.ui.learn.practice_page import show_exercise
from playground.ui.opening import open_link
from playground.ui.session import opened_home


def show_learn_page() -> None:
    """Draw what is open, and keep the learner's progress."""
    place = here()
    mount_progress(place)
    if place.exercise:
        show_exercise(place)
    elif place.lesson:
        show_lesson(place)
    else:
        show_contents()
    address(key="address", on_link=_open)
    if place.home != replace(place, lesson="", exercise="").home:
        plotly_loader()


def _open(given: dict[str, str]) -> None:
    """Back and Forward: the place they lead to, with its experiment."""
    go_along(given)
    if place_in(given).home == opened_home():
        open_link(given)
