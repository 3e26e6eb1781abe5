"""How far somebody is in the course: kept in their browser and in a link, never on the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.config.errors import ConfigError
from playground.lessons import codes, exercises, reading
from playground.lessons.packing import packed, unpacked

VERSION = 1
MOST_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What was read, predicted and passed."""

    steps: Mapping[str, int] = field(default_factory=dict)
    """Of each lesson begun, the furthest step, from 0; as many as it has once it is finished."""
    predicted: Mapping[str, int] = field(default_factory=dict)
    """What was chosen, by `<lesson>/<step>`."""
    passed: Mapping[str, str] = field(default_factory=dict)
    """The result code of each part that was passed, by `<exercise>/<part>`."""
    seen: tuple[str, ...] = ()
    """The parts whose solution was looked at."""

    def at(self, lesson: str, step: int) -> Progress:
        """The progress of somebody who has come to a step."""
        furthest = max(step, self.steps.get(lesson, 0))
        return replace(self, steps={**self.steps, lesson: furthest})

    def guessed(self, lesson: str, step: int, choice: int) -> Progress:
        """The progress with a prediction."""
        return replace(self, predicted={**self.predicted, f"{lesson}/{step}": choice})

    def with_code(self, exercise: str, part: int, code: str) -> Progress:
        """The progress with a part that was passed."""
        return replace(self, passed={**self.passed, f"{exercise}/{part}": code})

    def has_seen(self, exercise: str, part: int) -> Progress:
        """The progress of somebody who has looked at a solution."""
        name = f"{exercise}/{part}"
        return self if name in self.seen else replace(self, seen=(*self.seen, name))

    def joined(self, other: Progress) -> Progress:
        """The progress of two browsers together."""
        steps = {name: max(self.steps.get(name, 0), step) for name, step in other.steps.items()}
        return Progress(
            steps={**self.steps, **steps},
            predicted={**other.predicted, **self.predicted},
            passed={**other.passed, **self.passed},
            seen=tuple(dict.fromkeys((*self.seen, *other.seen))),
        )

    def packed(self) -> str:
        """The progress as it stands in a link and in the browser's storage."""
        return packed([VERSION, dict(self.steps), dict(self.predicted), dict(self.passed), list(self.seen)])


def read_progress(letters: str) -> Progress:
    """What of a progress is still of this course; nothing at all where it is none."""
    try:
        said = unpacked(letters)
    except ValueError:
        return Progress()
    match said:
        case [1, dict(steps), dict(predicted), dict(passed), list(seen)]:
            return Progress(
                steps={name: step for name, step in steps.items() if _is_step(name, step)},
                predicted={place: choice for place, choice in predicted.items() if _is_guess(place, choice)},
                passed={place: code for place, code in passed.items() if _is_passed(place, code)},
                seen=tuple(place for place in seen if isinstance(place, str) and _is_part(place)),
            )
    return Progress()


def _is_step(name: str, step: Any) -> bool:
    return name in reading.names() and type(step) is int and 0 <= step <= MOST_STEPS


def _is_guess(place: str, choice: Any) -> bool:
    name, _slash, step = place.partition("/")
    return name in reading.names() and step.isdecimal() and type(choice) is int and 0 <= choice < MOST_STEPS


def _is_part(place: str) -> bool:
    name, _slash, part = place.partition("/")
    return name in exercises.names() and part.isdecimal() and int(part) < len(exercises.exercise(name).parts)


def _is_passed(place: str, code: Any) -> bool:
    """Whether a code belongs to its part; whether it is true, only training it again can say."""
    try:
        claimed = codes.read_code(code) if isinstance(code, str) else None
    except ConfigError:
        return False
    return claimed is not None and f"{claimed.exercise}/{claimed.part}" == place
