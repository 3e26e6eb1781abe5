"""Lessons out of their folders: `lesson.toml` says what is done, `en.md` and the others what is said."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from playground.config import RunConfig
from playground.experiments import edits, links
from playground.i18n import SOURCE_LANGUAGE
from playground.lessons import text
from playground.lessons.lesson import CHAPTERS, USUALLY, Choice, Claim, Lesson, Step

COURSE = Path(__file__).parent / "course"


@cache
def names() -> tuple[str, ...]:
    """All lessons in the order of the course: by chapter, then by the number their folder begins with."""
    found = {folder.name: tomllib.loads((folder / "lesson.toml").read_text("utf-8")) for folder in _folders()}
    return tuple(sorted(found, key=lambda name: (CHAPTERS.index(found[name]["chapter"]), name)))


@cache
def lesson(name: str, language: str = SOURCE_LANGUAGE) -> Lesson:
    """A lesson as it is read in this language."""
    folder = COURSE / name
    given = tomllib.loads((folder / "lesson.toml").read_text("utf-8"))
    written = text.read(folder, language)
    base = links.decode(given["link"])
    steps = zip(given["steps"], written.sections, strict=True)
    return Lesson(
        name=name,
        chapter=given["chapter"],
        minutes=given["minutes"],
        title=written.title,
        question=written.question,
        steps=tuple(_step(base, one, section) for one, section in steps),
        exercises=tuple(given.get("exercises", ())),
        claims=tuple(_claim(base, one) for one in given.get("claims", ())),
    )


def changed(base: RunConfig, values: dict[str, str]) -> RunConfig:
    """`base` with settings as a link spells them, one after the other, as a page makes such changes."""
    for path, written in values.items():
        base = edits.with_setting(base, path, edits.parsed(path, written))
    return base


def _folders() -> list[Path]:
    return sorted(folder for folder in COURSE.iterdir() if (folder / "lesson.toml").is_file())


def _step(base: RunConfig, given: dict[str, Any], section: text.Section) -> Step:
    return Step(
        kind=given["kind"],
        title=section.title,
        text=section.body,
        config=changed(base, given.get("set", {})),
        tab=given.get("tab", ""),
        begins=given.get("begins", USUALLY[given["kind"]]),
        hide=tuple(given.get("hide", ())),
        look=given.get("look", {}),
        controls=tuple(given.get("controls", ())),
        choices=tuple(Choice(text=said, remark=remark) for said, remark in section.choices),
        right=given["right"] - 1 if "right" in given else None,
    )


def _claim(base: RunConfig, given: dict[str, Any]) -> Claim:
    below, above = (_side(base, given.get(side)) for side in ("below", "above"))
    return Claim(
        metric=given["metric"],
        left=changed(base, given.get("left", {})),
        below=below,
        above=above,
        times=float(given.get("times", 1)),
        begins=given.get("begins", "end"),
        own_text=given.get("own_text", ""),
    )


def _side(base: RunConfig, given: dict[str, str] | float | None) -> RunConfig | float | None:
    return changed(base, given) if isinstance(given, dict) else given
