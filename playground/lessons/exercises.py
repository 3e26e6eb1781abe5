"""Exercises out of their folders: `exercise.toml` says what is checked, `en.md` and others what is said."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playground.config import RunConfig
from playground.experiments import edits, links
from playground.i18n import SOURCE_LANGUAGE
from playground.lessons import facts, text
from playground.lessons.exercise import Exercise, Must, Part
from playground.lessons.reading import changed

FOLDER = Path(__file__).parent / "practice"
HINTS, SOLUTION, PASSED, MISTAKES = "Hints", "Solution", "Passed", "Mistakes"
"""The smaller headings under a part. They are names, the same in every language, and never shown."""


@cache
def names() -> tuple[str, ...]:
    """All exercises."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if (folder / "exercise.toml").is_file()))


@cache
def exercise(name: str, language: str = SOURCE_LANGUAGE) -> Exercise:
    """An exercise as it is read in this language."""
    folder = FOLDER / name
    given = tomllib.loads((folder / "exercise.toml").read_text("utf-8"))
    written = text.read(folder, language)
    parts = zip(given["parts"], written.sections, strict=True)
    return Exercise(
        name=name,
        title=written.title,
        question=written.question,
        parts=tuple(_part(one, section) for one, section in parts),
    )


def trained(part: Part, config: RunConfig) -> tuple[tuple[RunConfig, ...], tuple[RunConfig, ...]]:
    """The runs that a part asks for where `config` is the answer, and their twins; none if it is refused."""
    if part.refused(config):
        return (), ()
    without = changed(config, dict(part.twin)) if part.twin else None
    return _seeds(config, part.seeds), () if without is None else _seeds(without, part.seeds)


def _seeds(config: RunConfig, seeds: Sequence[int]) -> tuple[RunConfig, ...]:
    return tuple(edits.edited(config, {"training.seed": seed}) for seed in seeds)


def _part(given: dict[str, Any], section: text.Section) -> Part:
    base = links.decode(given["link"])
    right = _number(given["right"], base) - (given["kind"] == "choice") if "right" in given else 0
    said = [line.removeprefix("- ") for line in section.parts.get(MISTAKES, "").splitlines() if line]
    wrong = [_number(value, base) for value in given.get("wrong", ()) if given["kind"] == "number"]
    return Part(
        name=section.title,
        kind=given["kind"],
        text=facts.filled(section.body, base),
        config=base,
        hints=tuple(line.removeprefix("- ") for line in section.parts[HINTS].splitlines() if line),
        opens=given.get("opens", ""),
        solution=facts.filled(section.parts[SOLUTION], base),
        passed=facts.filled(section.parts.get(PASSED, ""), base),
        choices=section.choices,
        decimals=given.get("decimals", 0),
        right=right,
        mistakes=dict(zip(wrong, said, strict=True)),
        controls=tuple(given.get("controls", ())),
        seeds=tuple(given.get("seeds", (0,))),
        twin=tuple(given.get("twin", {}).items()),
        musts=tuple(Must(**must) for must in given.get("must", ())),
        solved=changed(base, given["solution"]) if "solution" in given else None,
        failing=tuple((changed(base, one["set"]), one["fails"]) for one in given.get("failing", ())),
    )


def _number(value: float | str, config: RunConfig) -> float:
    """A number as it stands, or the fact of this name."""
    return facts.OF_EXPERIMENT[value](config) if isinstance(value, str) else float(value)
