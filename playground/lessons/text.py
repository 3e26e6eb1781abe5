"""The written part of a lesson or an exercise: Markdown with a heading for each step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playground.config.errors import ConfigError
from playground.i18n import N_, SOURCE_LANGUAGE

FACT = re.compile(r"\[=([a-z0-9_.]+)((?: [a-z_.]+=[^\s\]]+)*)\]")
"""A place in a text where a fact stands, perhaps with the settings of another run."""
_CHOICE = re.compile(r"^- (?P<text>.+?)\n(?P<remark>(?:  > .+\n?)+)", re.MULTILINE)
_BROKEN = N_("The text of {name!r:.60} cannot be read: {why}.")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    title: str
    body: str
    choices: tuple[tuple[str, str], ...]
    """Answers to choose from, each with its remark."""
    parts: dict[str, str]
    """What stands under the smaller headings in it, by their names."""


@dataclass(frozen=True, slots=True)
class Text:
    """One language's text."""

    title: str
    question: str
    sections: tuple[Section, ...]


def read(folder: Path, language: str) -> Text:
    """The text in a folder, in this language; in English where there is none."""
    own = folder / f"{language}.md"
    return parsed(
        (own if own.is_file() else folder / f"{SOURCE_LANGUAGE}.md").read_text("utf-8"), folder.name
    )


def parsed(text: str, name: str) -> Text:
    """Read a text: `# title`, `> question`, then sections; raises `ConfigError` where it has no such form."""
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    lines = [line for line in head.splitlines() if line.strip()]
    if len(lines) < 2 or not lines[0].startswith("# ") or not lines[1].startswith("> "):
        raise ConfigError(_BROKEN, name=name, why="it does not begin with a title and a question")
    question = " ".join(line.removeprefix("> ").strip() for line in lines[1:])
    return Text(lines[0][2:].strip(), question, tuple(map(_section, rest)))


def _section(text: str) -> Section:
    title, _rule, body = text.partition("\n")
    body, *smaller = re.split(r"^### ", body, flags=re.MULTILINE)
    parts = {}
    for part in smaller:
        heading, _rule, under = part.partition("\n")
        parts[heading.strip()] = under.strip()
    choices = tuple((found["text"].strip(), _quoted(found["remark"])) for found in _CHOICE.finditer(body))
    return Section(title.strip(), _CHOICE.sub("", body).strip(), choices, parts)


def _quoted(lines: str) -> str:
    return " ".join(line.strip().removeprefix("> ") for line in lines.splitlines())
