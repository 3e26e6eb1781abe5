"""The course page: its contents, or the lesson or exercise that its link says."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from playground.ui.components.address import address
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.learn.contents import show_contents
from playground.ui.learn.kept import mount_progress
from playground.ui.learn.lesson_page import show_lesson
from playground.ui.learn.places import here, place_in
from playground.ui.learn.practice_page import show_exercise
from playground.ui.session import open_link


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
    st.query_params.from_dict(given)
    if place_in(given).home == here().home:
        open_link(given)
