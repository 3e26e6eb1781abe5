"""Where in the course a page is, as its link says it, and how it gets elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.lessons import exercises, reading
from playground.ui import clock
from playground.ui.opening import place_query
from playground.ui.session import keep, kept, opened_home

ON_ITS_WAY_SECONDS = 2.0
"""How long after a click the browser may not have heard yet of the place that it leads to."""
_OPEN = "open"
"""Under which the open place is kept, and until when its link may be on its way to the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step of a lesson, a part of an exercise, or, where neither is named, the contents."""

    lesson: str = ""
    exercise: str = ""
    at: int = 0
    """The step or the part, from 0."""

    @property
    def home(self) -> str:
        """The name of the session that belongs here: steps of a lesson share one."""
        return f"exercise {self.exercise} {self.at}" if self.exercise else f"lesson {self.lesson}"

    @property
    def query(self) -> dict[str, str]:
        """How a link says it."""
        if self.exercise:
            return {"exercise": self.exercise, "part": str(self.at + 1)}
        return {"lesson": self.lesson, "step": str(self.at + 1)} if self.lesson else {}


def place_in(given: dict[str, Any]) -> Place:
    """The place a link says; the contents, where it says none that is there."""
    lesson, exercise = given.get("lesson", ""), given.get("exercise", "")
    if exercise in exercises.names():
        return Place(exercise=exercise, at=_among(given.get("part"), len(exercises.exercise(exercise).parts)))
    if lesson in reading.names():
        return Place(lesson=lesson, at=_among(given.get("step"), len(reading.lesson(lesson).steps)))
    return Place()


def here() -> Place:
    """The open place.

    It is where the learner's last click led. The link alone says it where somebody comes from another page,
    and where the navigation leads to the contents: what the browser sent before it heard of a click names
    the place that was left, and after Back it first sends the link and then that somebody went back.
    """
    said = place_in(st.query_params.to_dict())
    place, until = kept(_OPEN) or (said, 0.0)
    is_open = place.home == opened_home() and said != Place()
    if is_open or clock.now() < until:
        return place
    keep(_OPEN, (said, 0.0))
    return said


def go(place: Place) -> None:
    """Open another place; its experiment is its own."""
    keep(_OPEN, (place, clock.now() + ON_ITS_WAY_SECONDS))
    st.query_params.from_dict(place_query(place.query, place.home))


def go_along(given: dict[str, str]) -> None:
    """Open the place that the browser has gone to, with Back or Forward."""
    keep(_OPEN, (place_in(given), 0.0))
    st.query_params.from_dict(given)


def _among(text: Any, count: int) -> int:
    """A number from 1 to `count`, counted from 0; the first for anything else."""
    number = int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 4 else 1
    return number - 1 if 1 <= number <= count else 0
