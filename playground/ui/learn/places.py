"""Where in the course a page is, as its link says it, and how it gets elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.lessons import exercises, reading


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
    """The open place."""
    return place_in({name: st.query_params[name] for name in st.query_params})


def go(place: Place) -> None:
    """Open another place; its experiment is its own."""
    st.query_params.from_dict(place.query)


def _among(text: Any, count: int) -> int:
    """A number from 1 to `count`, counted from 0; the first for anything else."""
    number = int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 4 else 1
    return number - 1 if 1 <= number <= count else 0
